// Colour maps stretched to a picture of any size, a band of its rows at a time: a picture of 24 megapixels would need 1.2 GB
// for those of its every pixel.
import type { ColourMaps } from '../contract/grade';
import { resample } from './resample';
import type { BytePicture, Surface } from './surface';

const COEFFICIENTS = 12;

/** Rows y0 to y1 of a picture in its new colours, as RGBA bytes into the start of `into`; alpha stays. */
export function remapped(maps: ColourMaps, picture: BytePicture, y0: number, y1: number, into: Uint8ClampedArray): void {
  const { width, rgba } = picture;
  const { data } = resample(surfaceOf(maps), picture, { y0, y1, x0: 0, x1: width }, 'linear', false);
  const { strength } = maps;
  const size = (y1 - y0) * width;
  const start = 4 * y0 * width;
  for (let at = 0; at < size; at++) {
    const pixel = 4 * at;
    const red = rgba[start + pixel]!;
    const green = rgba[start + pixel + 1]!;
    const blue = rgba[start + pixel + 2]!;
    for (let channel = 0; channel < 3; channel++) {
      const from = channel * size + at;
      const change = data[from]! * red + data[from + 3 * size]! * green + data[from + 6 * size]! * blue + data[from + 9 * size]! * 255;
      // A clamped array limits to 0..255 and rounds halves to even, as NumPy does.
      into[pixel + channel] = rgba[start + pixel + channel]! + strength * change;
    }
    into[pixel + 3] = rgba[start + pixel + 3]!;
  }
}

function surfaceOf({ height, width, change }: ColourMaps): Surface {
  return {
    height,
    width,
    channels: COEFFICIENTS,
    row(y, x0, x1, channel, into) {
      const of = Math.floor(channel / 3);
      let at = 3 * ((of * height + y) * width + x0) + (channel % 3);
      for (let x = 0; x < x1 - x0; x++, at += 3) into[x] = change[at]!;
    },
  };
}
