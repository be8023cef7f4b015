// Hints where they lie in the drawing: points, and strokes as wide as they are.
import type { Hint } from '../../contract/lineart';
import type { Size } from '../../picture/surface';
import { NONE } from './growth';

/** Which hint each pixel has, NONE without; a later one covers. */
export function mark(hints: readonly Hint[], size: Size): Int32Array<ArrayBuffer> {
  const marks = new Int32Array(size.height * size.width).fill(NONE);
  hints.forEach(({ points, width }, hint) => {
    const places = points.map(([x, y]) => pixelAt(x, y, size));
    const half = Math.max(1, Math.round(width * Math.max(size.height, size.width))) / 2;
    for (const { x, y } of places.slice(0, 1)) if (places.length === 1) marks[y * size.width + x] = hint;
    for (let corner = 1; corner < places.length; corner++) {
      // Around where it bends, and flat where it ends, as pens draw in Python.
      if (corner > 1) lay(marks, size, places[corner - 1]!, places[corner - 1]!, half, hint);
      lay(marks, size, places[corner - 1]!, places[corner]!, half, hint);
    }
  });
  return marks;
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

function pixelAt(x: number, y: number, { height, width }: Size): Pixel {
  const within = (share: number, length: number): number => Math.min(length - 1, Math.max(0, Math.floor(share * length)));
  return { x: within(x, width), y: within(y, height) };
}

/** One straight piece, or a spot where it begins and ends at one place. */
function lay(marks: Int32Array, { height, width }: Size, from: Pixel, to: Pixel, half: number, hint: number): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const reach = Math.ceil(half);
  const [y0, y1] = [Math.max(0, Math.min(from.y, to.y) - reach), Math.min(height - 1, Math.max(from.y, to.y) + reach)];
  const [x0, x1] = [Math.max(0, Math.min(from.x, to.x) - reach), Math.min(width - 1, Math.max(from.x, to.x) + reach)];
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const [u, v] = [x - from.x, y - from.y];
      const along = length ? (u * dx + v * dy) / length : 0;
      const off = length ? Math.abs(u * dy - v * dx) / length : Math.hypot(u, v);
      if (off <= half && along >= 0 && along <= length) marks[y * width + x] = hint;
    }
  }
}
