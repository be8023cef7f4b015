// The largest or the least of what is around each pixel, in a square window, as far as the picture goes.
import { planes, type Planes } from '../../picture/surface';

type Pick = (one: number, other: number) => number;

export const largest = (from: Planes, window: number): Planes => extreme(from, window, Math.max);
export const least = (from: Planes, window: number): Planes => extreme(from, window, Math.min);

/** window: an odd number of pixels. Across, then down. */
function extreme(from: Planes, window: number, pick: Pick): Planes {
  const { channels, height, width } = from;
  const out = planes(channels, height, width);
  const half = (window - 1) / 2;
  for (let row = 0; row < channels * height; row++) slide(from.data, out.data, row * width, 1, width, half, pick);
  for (let channel = 0; channel < channels; channel++) {
    for (let x = 0; x < width; x++) slide(out.data, out.data, channel * height * width + x, width, height, half, pick);
  }
  return out;
}

/**
 * One line, every `step`-th value from `start` on, in three comparisons a value whatever the window (van Herk 1992): a window is the
 * end of one block of its length and the beginning of the next.
 */
function slide(from: Float32Array, into: Float32Array, start: number, step: number, length: number, half: number, pick: Pick): void {
  const block = 2 * half + 1;
  const padded = length + 2 * half;
  const worst = pick(-Infinity, Infinity) === Infinity ? -Infinity : Infinity;
  const value = (at: number): number => (at < half || at >= half + length ? worst : from[start + (at - half) * step]!);
  const since = new Float32Array(padded);
  const until = new Float32Array(padded);
  for (let at = 0; at < padded; at++) since[at] = at % block === 0 ? value(at) : pick(since[at - 1]!, value(at));
  for (let at = padded - 1; at >= 0; at--) until[at] = at === padded - 1 || (at + 1) % block === 0 ? value(at) : pick(until[at + 1]!, value(at));
  for (let at = 0; at < length; at++) into[start + at * step] = pick(until[at]!, since[at + 2 * half]!);
}
