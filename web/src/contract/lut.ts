// A table of colours (3D LUT): what becomes of every colour, on a grid of n x n x n points; see pinxit.imageops.lut.

export type Colour = readonly [number, number, number];

export interface Lut {
  /** n, along each side. */
  readonly points: number;
  /** n * n * n colours of three numbers, usually 0..1, red changing fastest, as in a .cube file. */
  readonly table: Float32Array<ArrayBuffer>;
  /** The colours of the first and the last point. What lies outside is moved to the border. */
  readonly low: Colour;
  readonly high: Colour;
  readonly title: string;
}

export const BLACK: Colour = [0, 0, 0];
export const WHITE: Colour = [1, 1, 1];
