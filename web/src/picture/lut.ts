// Colours through a table: trilinear, as Pillow and graphics cards do it, so that page and Python save the same picture.
import type { Lut } from '../contract/lut';

type Bytes = Uint8Array | Uint8ClampedArray;

/** The table at a strength: 0 leaves colours as they are, 1 is the table itself, above 1 goes further. */
export function mixed(lut: Lut, strength: number): Lut {
  if (strength === 1) return lut;
  const { points, table, low, high } = lut;
  const out = new Float32Array(table.length);
  const axes = [0, 1, 2].map((channel) =>
    Float32Array.from({ length: points }, (_, at) => low[channel]! + (at / (points - 1)) * (high[channel]! - low[channel]!)),
  );
  const [reds, greens, blues] = axes as [Float32Array, Float32Array, Float32Array];
  const towards = (same: number, at: number): void => {
    out[at] = Math.min(1, Math.max(0, same + strength * (table[at]! - same)));
  };
  let at = 0;
  for (let blue = 0; blue < points; blue++) {
    for (let green = 0; green < points; green++) {
      for (let red = 0; red < points; red++, at += 3) {
        towards(reds[red]!, at);
        towards(greens[green]!, at + 1);
        towards(blues[blue]!, at + 2);
      }
    }
  }
  return { ...lut, table: out };
}

/** Where each of the 256 values of a channel lies in the table: its cell, as an offset, and the way into it. */
function places({ points, low, high }: Lut, channel: number, stride: number): { readonly at: Int32Array; readonly rest: Float32Array } {
  const at = new Int32Array(256);
  const rest = new Float32Array(256);
  for (let value = 0; value < 256; value++) {
    const share = (value / 255 - low[channel]!) / (high[channel]! - low[channel]!);
    const place = Math.min(1, Math.max(0, share)) * (points - 1);
    const cell = Math.min(points - 2, Math.trunc(place));
    at[value] = 3 * stride * cell;
    rest[value] = place - cell;
  }
  return { at, rest };
}

/** RGBA bytes through the table, from `from` into `to` (which may be the same); alpha stays. */
export function recolour(lut: Lut, from: Bytes, to: Uint8ClampedArray): void {
  const { points, table } = lut;
  const reds = places(lut, 0, 1);
  const greens = places(lut, 1, points);
  const blues = places(lut, 2, points * points);
  const right = 3;
  const down = 3 * points;
  const deep = 3 * points * points;
  for (let pixel = 0; pixel < from.length; pixel += 4) {
    const [red, green, blue] = [from[pixel]!, from[pixel + 1]!, from[pixel + 2]!];
    const cell = reds.at[red]! + greens.at[green]! + blues.at[blue]!;
    const [x, y, z] = [reds.rest[red]!, greens.rest[green]!, blues.rest[blue]!];
    for (let channel = 0; channel < 3; channel++) {
      const near = cell + channel;
      const far = near + deep;
      const a = along(table, near, right, x);
      const b = along(table, near + down, right, x);
      const c = along(table, far, right, x);
      const d = along(table, far + down, right, x);
      const front = a + (b - a) * y;
      const back = c + (d - c) * y;
      // A clamped array limits to 0..255 and rounds.
      to[pixel + channel] = (front + (back - front) * z) * 255;
    }
    to[pixel + 3] = from[pixel + 3]!;
  }
}

function along(table: Float32Array, at: number, step: number, share: number): number {
  const start = table[at]!;
  return start + (table[at + step]! - start) * share;
}
