// The rectangle over a picture whose style is read: moved, resized, drawn anew. In shares of the picture, 0..1.
import type { Region } from '../contract/engine';
import type { Point } from './mask';

export const WHOLE: Region = { left: 0, top: 0, width: 1, height: 1 };
const LEAST = 0.1; // of either side: below this there is no manner left to read, and no room for a finger

/** Which edges are moved: -1 is left or top, 1 is right or bottom, 0 is neither. */
export interface Edges {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export function isWhole({ width, height }: Region): boolean {
  return width === 1 && height === 1;
}

export function moved(region: Region, dx: number, dy: number): Region {
  const { width, height } = region;
  return { ...region, left: within(region.left + dx, 0, 1 - width), top: within(region.top + dy, 0, 1 - height) };
}

/** One edge of an axis moved by `by`: where the range begins, and how long it is. */
function stretched(start: number, length: number, side: Edges['x'], by: number): readonly [number, number] {
  const end = start + length;
  if (side < 0) {
    const next = within(start + by, 0, end - LEAST);
    return [next, end - next];
  }
  return side > 0 ? [start, within(end + by, start + LEAST, 1) - start] : [start, length];
}

export function resized(region: Region, edges: Edges, dx: number, dy: number): Region {
  const [left, width] = stretched(region.left, region.width, edges.x, dx);
  const [top, height] = stretched(region.top, region.height, edges.y, dy);
  return { left, top, width, height };
}

/** The rectangle between two points, at least as large as one may be. */
export function drawn(from: Point, to: Point): Region {
  const range = (a: number, b: number): readonly [number, number] => {
    const [low, high] = [within(Math.min(a, b), 0, 1), within(Math.max(a, b), 0, 1)];
    const length = Math.max(LEAST, high - low);
    return [Math.min(low, 1 - length), length];
  };
  const [left, width] = range(from.x, to.x);
  const [top, height] = range(from.y, to.y);
  return { left, top, width, height };
}
