// The middle of lines, one pixel wide (Zhang, Suen, "A fast parallel algorithm for thinning digital patterns", 1984), and where
// lines end. Masks come with a border of nothing, one pixel wide, so that every pixel has its eight neighbours.
import type { Size } from '../../picture/surface';

/** The middle of lines: joined as they are. */
export function skeleton(lines: Uint8Array, { width }: Size): Uint8Array<ArrayBuffer> {
  const middle = Uint8Array.from(lines);
  const around = ring(width);
  let left = placesOf(middle);
  for (let removed = true; removed; ) {
    removed = false;
    for (const goes of GOES) {
      // All are looked at before one is taken off.
      const off = left.filter((at) => goes[codeAt(middle, at, around)]);
      if (off.length === 0) continue;
      for (const at of off) middle[at] = 0;
      left = left.filter((at) => middle[at]);
      removed = true;
    }
  }
  return middle;
}

/** Where lines one pixel wide end: the places of pixels that have neighbours on one side, or none. */
export function ends(middle: Uint8Array, { width }: Size): Int32Array<ArrayBuffer> {
  const around = ring(width);
  return placesOf(middle).filter((at) => TURNS[codeAt(middle, at, around)]! <= 1);
}

function placesOf(mask: Uint8Array): Int32Array<ArrayBuffer> {
  let count = 0;
  for (let at = 0; at < mask.length; at++) count += mask[at]!;
  const places = new Int32Array(count);
  for (let at = mask.length - 1; at >= 0; at--) if (mask[at]) places[--count] = at;
  return places;
}

/** The eight neighbours in a picture with `row` pixels a row: P2 to P9 of the paper, from above, clockwise. */
function ring(row: number): readonly number[] {
  return [-row, -row + 1, 1, row + 1, row, row - 1, -1, -row - 1];
}

function codeAt(mask: Uint8Array, at: number, around: readonly number[]): number {
  let code = 0;
  for (let bit = 0; bit < 8; bit++) code |= mask[at + around[bit]!]! << bit;
  return code;
}

const bits = (code: number): number[] => Array.from({ length: 8 }, (_, bit) => (code >> bit) & 1);
/** For each of 256 patterns of neighbours: how often nothing is followed by something, once around. */
const TURNS = Uint8Array.from({ length: 256 }, (_, code) => {
  const p = bits(code);
  return p.filter((value, at) => !value && p[(at + 1) % 8]).length;
});
/** For each pattern: is the pixel between them taken off, in the first and in the second half-step? */
const GOES = [false, true].map((second) =>
  Uint8Array.from({ length: 256 }, (_, code) => {
    const p = bits(code);
    const [north, east, south, west] = [p[0]!, p[2]!, p[4]!, p[6]!];
    const sides = second ? !(north && east && west) && !(north && south && west) : !(north && east && south) && !(east && south && west);
    const many = p.reduce((sum, value) => sum + value, 0);
    return Number(many >= 2 && many <= 6 && TURNS[code] === 1 && sides);
  }),
);
