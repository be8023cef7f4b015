// How a big picture is cut into overlapping windows, so that tiled work equals whole work.
import type { Box, Size } from './surface';

/** A window (context included) and the inner box of it that is kept, both in pixels of the picture. */
export interface Tile {
  readonly window: Box;
  readonly inner: Box;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Cover a picture with windows of at most `window` pixels a side, in rows from the top, each from the left; their inner
 * boxes cover every pixel once. context: pixels kept round an inner box wherever the picture goes on. multiple: every
 * window begins at a multiple of it, so that the network's noise lattice is that of the whole picture. A window too
 * small for both is enlarged. Windows at the edges are moved inwards rather than cut, so that nearly all have one size.
 */
export function planTiles(size: Size, window: number, context: number, multiple: number): Tile[] {
  const columns = spans(size.width, window, context, multiple);
  return spans(size.height, window, context, multiple).flatMap((y) =>
    columns.map((x) => ({
      window: { y0: y.start, y1: y.end, x0: x.start, x1: x.end },
      inner: { y0: y.low, y1: y.high, x0: x.low, x1: x.high },
    })),
  );
}

function spans(side: number, wished: number, context: number, multiple: number): Span[] {
  const window = Math.max(wished, multiple + 2 * context);
  if (side <= window) return [{ start: 0, end: side, low: 0, high: side }];
  const stride = Math.floor((window - 2 * context) / multiple) * multiple;
  const last = Math.ceil((side - window) / multiple) * multiple;
  const starts: number[] = [];
  for (let start = 0; start < last; start += stride) starts.push(start);
  starts.push(last);
  // Neighbours meet in the middle of what they share, which is 2 * context pixels or more.
  const seams = starts.slice(1).map((after, index) => Math.floor((after + starts[index]! + window) / 2));
  return starts.map((start, index) => ({
    start,
    end: Math.min(side, start + window),
    low: index === 0 ? 0 : seams[index - 1]!,
    high: seams[index] ?? side,
  }));
}
