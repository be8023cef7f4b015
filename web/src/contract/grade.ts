// A grade, as those who grade colours call it: what becomes of the colours of a photo. One table for the whole of it, or a map
// for every place.
import type { Lut } from './lut';

/**
 * x = p + strength (A p + b) at every pixel p of a photo, within 0..1; A and b change smoothly from place to place, and are
 * stretched to the photo's size. See pinxit.methods.photo.colourmaps.
 */
export interface ColourMaps {
  readonly height: number;
  readonly width: number;
  /** Four pictures of height x width x 3 numbers: what each of the photo's three channels adds (A), then what is added to all (b). */
  readonly change: Float32Array<ArrayBuffer>;
  readonly strength: number;
}

export type Grade = Lut | ColourMaps;

/** True for a table, which other programs can take as a .cube file. */
export function isTable(grade: Grade): grade is Lut {
  return 'table' in grade;
}
