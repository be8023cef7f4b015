// Colours to propose: given ones, or those of a reference picture.
import { toLab } from '../../picture/colour';
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { onWhite, whole, type BytePicture, type Planes } from '../../picture/surface';
import type { Rgb } from './colours';

const COLOURS = 10; // that are taken from a reference
const SIDE = 96; // pixels of the reference that are looked at
const ROUNDS = 12; // of k-means

/** Colours, the share of the picture each should take, and where it lies (y and x, 0..1; null: anywhere). */
export interface Palette {
  readonly colours: readonly Rgb[];
  readonly shares: readonly number[];
  readonly places: readonly (readonly [number, number])[] | null;
}

/** A palette whose colours take equal shares. */
export function evenly(colours: readonly Rgb[]): Palette {
  return { colours, shares: colours.map(() => Math.fround(1 / colours.length)), places: null };
}

/** The colours of a picture: the centres that k-means finds in OKLab, beginning with colours far from each other. */
export function paletteFrom(reference: BytePicture): Palette {
  const small = fitted(reference);
  const { height, width } = small;
  const size = height * width;
  const rgb = Array.from({ length: size }, (_, at): Rgb => [small.data[at]!, small.data[at + size]!, small.data[at + 2 * size]!]);
  const lab = rgb.map((colour) => labOf(colour));
  const places = rgb.map((_, at): readonly number[] => [(Math.floor(at / width) + 0.5) / height, ((at % width) + 0.5) / width]);
  let centres: readonly (readonly number[])[] = [meansOf(lab, new Uint8Array(size), 1)[0]!];
  while (centres.length < COLOURS) {
    const off = lab.map((each) => Math.min(...centres.map((centre) => squareOf(each, centre))));
    centres = [...centres, lab[off.reduce((far, value, at) => (value > off[far]! ? at : far), 0)]!];
  }
  let nearest = new Uint8Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    nearest = Uint8Array.from(lab, (each) => nearestOf(each, centres));
    centres = meansOf(lab, nearest, COLOURS);
  }
  const counts = centres.map((_, centre) => nearest.reduce((sum, each) => sum + Number(each === centre), 0));
  const [colours, middles] = [meansOf(rgb, nearest, COLOURS), meansOf(places, nearest, COLOURS)];
  const there = counts.flatMap((count, centre) => (count > 0 ? [centre] : []));
  const within = (value: number): number => Math.fround(Math.min(1, Math.max(0, value)));
  return {
    colours: there.map((centre) => colours[centre]!.map(within) as unknown as Rgb),
    shares: there.map((centre) => counts[centre]! / size),
    places: there.map((centre) => [middles[centre]![0]!, middles[centre]![1]!] as const),
  };
}

export function labOf([red, green, blue]: Rgb): readonly number[] {
  const out = new Float64Array(3);
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  toLab(within(red), within(green), within(blue), out);
  return [...out];
}

export function squareOf(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0);
}

function fitted(picture: BytePicture): Planes {
  const longest = Math.max(picture.height, picture.width);
  if (longest <= SIDE) return onWhite(picture);
  const size = (length: number): number => Math.max(1, roundEven((length * SIDE) / longest));
  const small = { height: size(picture.height), width: size(picture.width) };
  const colours = resample(picture, small, whole(small), 'lanczos');
  const cover = resample(picture.alpha, small, whole(small), 'lanczos');
  const pixels = cover.data.length;
  return { ...colours, data: colours.data.map((value, at) => value * cover.data[at % pixels]! + 1 - cover.data[at % pixels]!) };
}

function nearestOf(value: readonly number[], centres: readonly (readonly number[])[]): number {
  let nearest = 0;
  centres.forEach((centre, at) => {
    if (squareOf(value, centre) < squareOf(value, centres[nearest]!)) nearest = at;
  });
  return nearest;
}

/** The mean of the values of each of `count` groups; 0 for an empty one. */
function meansOf(values: readonly (readonly number[])[], which: Uint8Array, count: number): number[][] {
  const sums = Array.from({ length: count }, () => values[0]!.map(() => 0));
  const counts = new Float64Array(count);
  values.forEach((value, at) => {
    counts[which[at]!]!++;
    value.forEach((each, channel) => (sums[which[at]!]![channel]! += each));
  });
  return sums.map((sum, group) => sum.map((each) => each / Math.max(1, counts[group]!)));
}
