// The largest or the least of what is around each pixel, in a square window, as far as the picture goes.
import { planes, type Planes } from '../../picture/surface';

export const largest = (from: Planes, window: number): Planes => extreme(from, window, -1);
export const least = (from: Planes, window: number): Planes => extreme(from, window, 1);

/** window: an odd number of pixels. sign: the least of the values times this is looked for. Across, then down. */
function extreme(from: Planes, window: number, sign: 1 | -1): Planes {
  const { channels, height, width } = from;
  const out = planes(channels, height, width);
  const across = slider(width, window, sign);
  const down = slider(height, window, sign);
  for (let row = 0; row < channels * height; row++) across(from.data, out.data, row * width, 1);
  for (let channel = 0; channel < channels; channel++) {
    for (let x = 0; x < width; x++) down(out.data, out.data, channel * height * width + x, width);
  }
  return out;
}

/**
 * Does one line, every `step`-th value from `start` on, in three comparisons a value whatever the window (van Herk 1992): a window is
 * the end of one block of its length and the beginning of the next.
 */
function slider(length: number, block: number, sign: 1 | -1): (from: Float32Array, into: Float32Array, start: number, step: number) => void {
  const half = (block - 1) / 2;
  const line = new Float32Array(length + 2 * half).fill(Infinity);
  const since = new Float32Array(line.length);
  const until = new Float32Array(line.length);
  return (from, into, start, step) => {
    for (let at = 0, there = start; at < length; at++, there += step) line[at + half] = sign * from[there]!;
    for (let at = 0, left = 0; at < line.length; at++, left--) {
      const value = line[at]!;
      if (left === 0) left = block;
      since[at] = left === block || value < since[at - 1]! ? value : since[at - 1]!;
    }
    for (let at = line.length - 1; at >= 0; at--) {
      const value = line[at]!;
      until[at] = at + 1 === line.length || (at + 1) % block === 0 || value < until[at + 1]! ? value : until[at + 1]!;
    }
    for (let at = 0, there = start; at < length; at++, there += step) {
      const [one, other] = [until[at]!, since[at + 2 * half]!];
      into[there] = sign * (one < other ? one : other);
    }
  };
}
