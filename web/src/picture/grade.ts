// Grades applied, whichever kind they are.
import { isTable, type Grade } from '../contract/grade';
import { remapped } from './colourmaps';
import { mixed, recolour } from './lut';
import type { BytePicture } from './surface';

/** The grade at a strength: 0 leaves colours as they are, 1 is the grade itself, above 1 goes further. */
export function atStrength(grade: Grade, strength: number): Grade {
  return isTable(grade) ? mixed(grade, strength) : { ...grade, strength: grade.strength * strength };
}

/** Rows y0 to y1 of a picture in its new colours, as RGBA bytes into the start of `into`; alpha stays. */
export function graded(grade: Grade, picture: BytePicture, y0: number, y1: number, into: Uint8ClampedArray): void {
  if (isTable(grade)) recolour(grade, picture.rgba.subarray(4 * y0 * picture.width, 4 * y1 * picture.width), into);
  else remapped(grade, picture, y0, y1, into);
}
