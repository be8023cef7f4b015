// What is between the lips: what the photo shows there, hanging from the upper lip as teeth do, and the dark of a mouth below, as
// pinxit.methods.expression.mouth has it. Points are flat: x, y one after the other, in pixels.
import { feather } from '../../picture/masks';
import { bicubic } from '../../picture/sample';
import { planes, type Box, type BytePicture, type Size } from '../../picture/surface';
import { boxOf, Drawing, strip } from '../../picture/triangles';
import { across, type Row, type Tables } from './tables';

const CHEEKS: Row = [50, 280, 205, 425]; // where the skin is lit
const DARK = [0.3, 0.16, 0.15] as const; // of the colour of the lips
const TEETH = [0.86, 0.78, 0.68] as const;
// What is known at each point: its place in the photo, depth below the upper lip, how much of that the photo shows, share across the
// mouth, how far lips have gone apart.
const NUMBERS = 6;

const share = (value: number): number => Math.min(1, Math.max(0, value));

/** A face whose points an expression moves from `flat` to `eased`, and a turn of the head to `posed`; eyes, smile: see warp. */
interface Face {
  readonly flat: Float32Array;
  readonly eased: Float32Array;
  readonly posed: Float32Array;
  readonly eyes: number;
  readonly smile: number;
}

/** Draw it into `copy`, where the lips are apart. */
export function openMouth(tables: Tables, photo: BytePicture, copy: BytePicture, { flat, eased, posed, eyes, smile }: Face): void {
  const { drawing } = tables;
  const [above, below] = [across(tables, tables.upper_lip.at(-1)!), across(tables, tables.lower_lip.at(-1)!)];
  const seen = drawing.seen * eyes;
  const now = above.map((upper, at) => far(eased, upper, below[at]!));
  const widest = Math.max(...now);
  if (widest < seen) return;
  const lips = Float32Array.from([...above, ...below].flatMap((point) => [posed[2 * point]!, posed[2 * point + 1]!]));
  const inside = new Drawing(roomy(boxOf([lips], photo), drawing.soft, photo), NUMBERS);
  const numbers = told(flat, eased, above, below, now, seen);
  for (const [a, b, c] of strip(above, below)) inside.triangle(a!, b!, c!, posed, numbers);
  const cover = { ...planes(1, inside.height, inside.width), data: Float32Array.from(inside.drawn) };
  feather(cover, drawing.soft);
  const cavity = cavityOf(tables, photo, flat, (drawing.teeth[0] + smile * drawing.teeth[1]) * eyes);
  const wide = share(widest / seen - 1);
  const [colour, dark] = [new Float64Array(3), new Float64Array(3)];
  for (let at = 0; at < inside.drawn.length; at++) {
    if (inside.drawn[at] === 0) continue;
    const [x, y, depth, shown, out, apart] = inside.values.subarray(NUMBERS * at, NUMBERS * (at + 1)) as unknown as Six;
    bicubic(photo, x, y, colour);
    cavity(depth, out, dark);
    // The lower lip's own edge is not hung below the teeth.
    const hidden = apart * (shown > seen ? share((depth - 0.7 * shown) / Math.max(0.25 * shown, 1)) : 1);
    const to = 4 * ((inside.box.y0 + Math.floor(at / inside.width)) * copy.width + inside.box.x0 + (at % inside.width));
    for (let channel = 0; channel < 3; channel++) {
      const inner = colour[channel]! + hidden * (dark[channel]! - colour[channel]!);
      const before = copy.rgba[to + channel]!;
      copy.rgba[to + channel] = before + cover.data[at]! * wide * (inner - before);
    }
  }
}

type Six = readonly [number, number, number, number, number, number];

function far(points: Float32Array, one: number, other: number): number {
  return Math.hypot(points[2 * other]! - points[2 * one]!, points[2 * other + 1]! - points[2 * one + 1]!);
}

/** NUMBERS for every point of the face; of the lips alone they count. */
function told(flat: Float32Array, eased: Float32Array, above: Row, below: Row, now: readonly number[], seen: number): Float32Array {
  const numbers = new Float32Array((flat.length / 2) * NUMBERS);
  const middle = above.length >> 1;
  const [top, bottom] = [2 * above[middle]!, 2 * below[middle]!];
  const down = [0, 1].map((axis) => (eased[bottom + axis]! - eased[top + axis]!) / Math.max(now[middle]!, 1e-6));
  above.forEach((upper, at) => {
    const lower = below[at]!;
    const was = far(flat, upper, lower);
    const rest = [was, Math.abs(at / middle - 1), share((now[at]! / Math.max(was, 1e-6) - 1) / 0.3)];
    const place = (axis: 0 | 1): number => {
      const hangs = was > seen ? (flat[2 * lower + axis]! - flat[2 * upper + axis]!) / was : down[axis]!;
      return flat[2 * upper + axis]! + hangs * now[at]!;
    };
    numbers.set([place(0), place(1), now[at]!, ...rest], NUMBERS * lower);
    if (lower !== upper) numbers.set([flat[2 * upper]!, flat[2 * upper + 1]!, 0, ...rest], NUMBERS * upper);
  });
  return numbers;
}

type Cavity = (depth: number, out: number, into: Float64Array) => void;

/** A box with room for a soft edge. */
function roomy(box: Box, soft: number, { width, height }: Size): Box {
  const room = Math.ceil(2 * soft);
  return {
    x0: Math.max(0, box.x0 - room),
    x1: Math.min(width, box.x1 + room),
    y0: Math.max(0, box.y0 - room),
    y1: Math.min(height, box.y1 + room),
  };
}

/**
 * What nobody photographed, in the light of the lips: the dark of a mouth, and the edge of the upper teeth in it. What is returned
 * says its colour (0..255) at a depth below the upper lip and a share across the mouth. reach: pixels that teeth show.
 */
function cavityOf(tables: Tables, photo: BytePicture, flat: Float32Array, reach: number): Cavity {
  const colour = new Float64Array(3);
  const mean = (points: Row): number[] => {
    const sums = [0, 0, 0];
    for (const point of points) {
      bicubic(photo, flat[2 * point]!, flat[2 * point + 1]!, colour);
      for (let channel = 0; channel < 3; channel++) sums[channel]! += colour[channel]! / points.length;
    }
    return sums;
  };
  const lips = mean([...tables.upper_lip[1]!, ...tables.lower_lip[1]!]);
  const light = 0.3 * 255 + 0.7 * Math.max(...mean(CHEEKS));
  const dark = lips.map((value, channel) => DARK[channel]! * value);
  return (depth, out, into) => {
    const at = depth / reach;
    // Shaded by the lip above, and at the corners; the edge below is not sharp, as nobody knows where it is.
    const band = 0.7 * share(at / 0.5) * share((1 - at) / 0.3) * share((0.7 - out) / 0.5);
    for (let channel = 0; channel < 3; channel++) into[channel] = dark[channel]! + band * (TEETH[channel]! * light - dark[channel]!);
  };
}
