// The colour maps that carry a small photo to what was made of it: the best one for the whole, and the guided filter for the
// rest (He, Sun, Tang, "Guided image filtering", 2010). As pinxit.methods.photo.colourmaps has it, in double precision within.
// Matrices: d channels of the photo by c of the picture, row after row. Symmetric ones are their six numbers: 00 01 02 11 12 22.
import type { ColourMaps } from '../../contract/grade';
import { roundEven } from '../../picture/rounding';
import type { Planes } from '../../picture/surface';
import { windowMeans } from './windows';

const EPSILON = 1e-3; // variance of a photo below which a window counts as flat: a deviation of eight levels of 255
/** Rows and columns of the six numbers of a symmetric matrix, and where each of the nine is among them. */
const PAIRS = [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2], [2, 2]] as const;
const SIX = [0, 1, 2, 1, 3, 4, 2, 4, 5] as const;
const CHANNELS: readonly number[] = [0, 1, 2];

/**
 * The maps from `photo` to `picture`, both of one size. reach: radius of a window, as a share of the long side. flat: variance
 * below which the whole photo counts as flat, and the map that it has as a whole is drawn towards no change.
 */
export function colourMaps(photo: Planes, picture: Planes, reach: number, flat: number): ColourMaps {
  const { height, width } = photo;
  const radius = Math.max(1, roundEven(reach * Math.max(height, width)));
  const means = (values: Float32Array): Float32Array => windowMeans(values, height, width, radius);
  const own = CHANNELS.map((channel) => plane(photo, channel));
  const asked = CHANNELS.map((channel) => plane(picture, channel).map((value, at) => value - own[channel]![at]!));
  const whole = wholeMap(own, asked, flat);
  const left = asked.map((values, c) => values.map((value, at) => value - along(whole, own, c, at)));
  const { slopes, offsets } = windowMaps(own, left, means);

  const change = new Float32Array(12 * height * width);
  [...slopes, ...offsets].forEach((values, index) => {
    const [of, channel] = [Math.floor(index / 3), index % 3];
    const more = of < 3 ? whole.slopes[index]! : -CHANNELS.reduce((sum, d) => sum + whole.mean[d]! * whole.slopes[3 * d + channel]!, 0);
    const smooth = means(values);
    for (let at = 0, to = 3 * of * height * width + channel; at < smooth.length; at++, to += 3) change[to] = smooth[at]! + more;
  });
  return { height, width, change, strength: 1 };
}

const plane = ({ data, height, width }: Planes, channel: number): Float32Array =>
  data.subarray(channel * height * width, (channel + 1) * height * width);

interface WholeMap {
  /** The nine numbers of A. */
  readonly slopes: readonly number[];
  /** The mean colour of the photo, which stays where it is. */
  readonly mean: readonly number[];
}

const along = ({ slopes, mean }: WholeMap, photo: readonly Float32Array[], c: number, at: number): number =>
  CHANNELS.reduce((sum, d) => sum + slopes[3 * d + c]! * (photo[d]![at]! - mean[d]!), 0);

/** The best map for all pixels. */
function wholeMap(photo: readonly Float32Array[], change: readonly Float32Array[], flat: number): WholeMap {
  const mean = photo.map((values) => average(values, () => 1));
  const spread = PAIRS.map(([d, e]) => average(photo[d]!, (at) => photo[e]![at]! - mean[e]!, mean[d]) + (d === e ? flat : 0));
  const shared = CHANNELS.flatMap((d) => CHANNELS.map((c) => average(photo[d]!, (at) => change[c]![at]!, mean[d])));
  const inverse = new Float64Array(6);
  invert(spread, inverse);
  return { mean, slopes: CHANNELS.flatMap((d) => CHANNELS.map((c) => product(inverse, shared, d, c))) };
}

/** Mean of (values - centre) times a weight. */
function average(values: Float32Array, weight: (at: number) => number, centre = 0): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += (values[at]! - centre) * weight(at);
  return sum / values.length;
}

/** Slopes and offsets of the best map of the window around every pixel: nine and three pictures of one channel. */
function windowMaps(
  photo: readonly Float32Array[],
  change: readonly Float32Array[],
  means: (values: Float32Array) => Float32Array,
): { readonly slopes: readonly Float32Array[]; readonly offsets: readonly Float32Array[] } {
  const size = photo[0]!.length;
  const times = (a: Float32Array, b: Float32Array): Float32Array => means(a.map((value, at) => value * b[at]!));
  const [mean, meanChange] = [photo.map(means), change.map(means)];
  const squares = PAIRS.map(([d, e]) => times(photo[d]!, photo[e]!));
  const products = CHANNELS.flatMap((d) => CHANNELS.map((c) => times(photo[d]!, change[c]!)));
  const slopes = products.map(() => new Float32Array(size));
  const offsets = meanChange.map((values) => values.slice());
  const [spread, inverse, shared] = [new Float64Array(6), new Float64Array(6), new Float64Array(9)];
  for (let at = 0; at < size; at++) {
    PAIRS.forEach(([d, e], six) => {
      spread[six] = squares[six]![at]! - mean[d]![at]! * mean[e]![at]! + (d === e ? EPSILON : 0);
    });
    invert(spread, inverse);
    for (const d of CHANNELS) for (const c of CHANNELS) shared[3 * d + c] = products[3 * d + c]![at]! - mean[d]![at]! * meanChange[c]![at]!;
    for (const d of CHANNELS) {
      for (const c of CHANNELS) {
        const slope = product(inverse, shared, d, c);
        slopes[3 * d + c]![at] = slope;
        offsets[c]![at]! -= mean[d]![at]! * slope;
      }
    }
  }
  return { slopes, offsets };
}

/** One number of the product of a symmetric matrix and another. */
function product(six: ArrayLike<number>, nine: ArrayLike<number>, d: number, c: number): number {
  return six[SIX[3 * d]!]! * nine[c]! + six[SIX[3 * d + 1]!]! * nine[3 + c]! + six[SIX[3 * d + 2]!]! * nine[6 + c]!;
}

/** The inverse of a symmetric matrix, by its cofactors. */
function invert(six: ArrayLike<number>, out: Float64Array): void {
  const [a, b, c] = [six[0]!, six[1]!, six[2]!];
  const [d, e, f] = [six[3]!, six[4]!, six[5]!];
  out[0] = d * f - e * e;
  out[1] = c * e - b * f;
  out[2] = b * e - c * d;
  const determinant = a * out[0] + b * out[1] + c * out[2];
  out[3] = a * f - c * c;
  out[4] = b * c - a * e;
  out[5] = a * d - b * b;
  for (let at = 0; at < 6; at++) out[at]! /= determinant;
}
