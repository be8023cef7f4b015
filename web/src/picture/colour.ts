// Colour: sRGB, linear light, and OKLab, in which lightness and colour come apart as the eye sees them.
// Source: Björn Ottosson, "A perceptual color space for image processing" (2020), matrices as published there (public
// domain). sRGB curve: IEC 61966-2-1. RGB is 0..1; L is 0..1, a and b about -0.4..0.4.
import type { Planes } from './surface';

/** 3 x 3, row after row. */
type Matrix = Float64Array;

const RGB_TO_LMS: Matrix = Float64Array.of(
  0.4122214708, 0.5363325363, 0.0514459929,
  0.2119034982, 0.6806995451, 0.1073969566,
  0.0883024619, 0.2817188376, 0.6299787005,
);
const LMS_TO_LAB: Matrix = Float64Array.of(
  0.2104542553, 0.793617785, -0.0040720468,
  1.9779984951, -2.428592205, 0.4505937099,
  0.0259040371, 0.7827717662, -0.808675766,
);
// Inverted here, not copied: the published inverses round differently, and greys would come back tinted.
const LAB_TO_LMS = inverse(LMS_TO_LAB);
const LMS_TO_RGB = inverse(RGB_TO_LMS);
/** Rec. 709, for encoded values. */
export const LUMA = [0.2126, 0.7152, 0.0722] as const;
const GAMUT_STEPS = 10; // of bisection on chroma: to 1/1024 of it
const NEARLY = 1e-5; // rounding of colours on the surface of the cube is not out of gamut

function inverse(m: Matrix): Matrix {
  const cell = (row: number, column: number): number => m[(row % 3) * 3 + (column % 3)]!;
  // Of cyclic rows and columns, so that the signs of the cofactors are already right.
  const cofactor = (row: number, column: number): number =>
    cell(row + 1, column + 1) * cell(row + 2, column + 2) - cell(row + 1, column + 2) * cell(row + 2, column + 1);
  const determinant = cell(0, 0) * cofactor(0, 0) + cell(0, 1) * cofactor(0, 1) + cell(0, 2) * cofactor(0, 2);
  return Float64Array.from(m, (_, index) => cofactor(index % 3, Math.floor(index / 3)) / determinant);
}

function mix(m: Matrix, a: number, b: number, c: number, out: Float64Array): void {
  out[0] = m[0]! * a + m[1]! * b + m[2]! * c;
  out[1] = m[3]! * a + m[4]! * b + m[5]! * c;
  out[2] = m[6]! * a + m[7]! * b + m[8]! * c;
}

const TABLE = 4096; // steps; linear between them, which is right to 2e-5
const TO_LINEAR = table((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
const TO_SRGB = table((value) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));

function table(curve: (value: number) => number): Float64Array {
  return Float64Array.from({ length: TABLE + 2 }, (_, at) => curve(Math.min(1, at / TABLE)));
}

/** A curve from its table, for 0..1. */
function at(curve: Float64Array, value: number): number {
  const place = value * TABLE;
  const below = Math.trunc(place);
  const low = curve[below]!;
  return low + (curve[below + 1]! - low) * (place - below);
}

/** OKLab of an encoded colour, into `out`. */
export function toLab(red: number, green: number, blue: number, out: Float64Array): void {
  mix(RGB_TO_LMS, at(TO_LINEAR, red), at(TO_LINEAR, green), at(TO_LINEAR, blue), out);
  mix(LMS_TO_LAB, root(out[0]!), root(out[1]!), root(out[2]!), out);
}

function root(value: number): number {
  return Math.cbrt(Math.max(0, value));
}

function cube(value: number): number {
  return value * value * value;
}

function toLinear(lightness: number, a: number, b: number, out: Float64Array): void {
  mix(LAB_TO_LMS, lightness, a, b, out);
  mix(LMS_TO_RGB, cube(out[0]!), cube(out[1]!), cube(out[2]!), out);
}

function isOutside(linear: Float64Array): boolean {
  for (let index = 0; index < 3; index++) {
    const value = linear[index]!;
    if (value < -NEARLY || value > 1 + NEARLY) return true;
  }
  return false;
}

/**
 * The encoded colour of an OKLab one, into `out`, always within 0..1. Colours that sRGB cannot show keep lightness and
 * hue and lose chroma until they fit; cutting each channel off instead would turn their hue.
 */
export function fromLab(lightness: number, a: number, b: number, out: Float64Array): void {
  toLinear(lightness, a, b, out);
  if (isOutside(out)) {
    const kept = Math.min(1, Math.max(0, lightness));
    let [low, high] = [0, 1];
    for (let step = 0; step < GAMUT_STEPS; step++) {
      const middle = (low + high) / 2;
      toLinear(kept, a * middle, b * middle, out);
      if (isOutside(out)) high = middle;
      else low = middle;
    }
    toLinear(kept, a * low, b * low, out);
  }
  for (let index = 0; index < 3; index++) out[index] = at(TO_SRGB, Math.min(1, Math.max(0, out[index]!)));
}

/** Give a painting the colours of its photo, in place: L of the painting, a and b of the photo. One size for both. */
export function keepColours(painted: Planes, photo: Planes): void {
  const size = painted.height * painted.width;
  const { data } = painted;
  const from = photo.data;
  const lab = new Float64Array(3);
  const rgb = new Float64Array(3);
  for (let red = 0, green = size, blue = 2 * size; red < size; red++, green++, blue++) {
    toLab(data[red]!, data[green]!, data[blue]!, lab);
    const lightness = lab[0]!;
    toLab(from[red]!, from[green]!, from[blue]!, lab);
    fromLab(lightness, lab[1]!, lab[2]!, rgb);
    data[red] = rgb[0]!;
    data[green] = rgb[1]!;
    data[blue] = rgb[2]!;
  }
}
