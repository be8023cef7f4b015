// What lies on the paper, from the bottom: colours, shadow and light, lines. The picture is what they make, bytes as they are
// written to layers, so that what another program puts together from the layers differs by rounding alone (layers.py).
import type { Lines } from '../../contract/lineart';
import { BytePicture, planes, whole, type Planes, type Size } from '../../picture/surface';
import { least } from './extremes';
import type { Flat } from './flat';
import type { Shading } from './shading';

const LINE = 0.618; // of the colours around it: a coloured line

type Bytes = Uint8ClampedArray<ArrayBuffer>;

/** cover: how much of a line a pixel has. colours: channel after channel; null: black. */
interface Ink {
  readonly cover: Bytes;
  readonly colours: Bytes | null;
}

/** colours: of the flat layer, or of what flows in its place; channel after channel. */
export interface Coats extends Size {
  readonly flat: Flat;
  readonly colours: Bytes;
  readonly soft: boolean;
  readonly shading: Shading | null;
  readonly line: Ink | null;
}

/** The flat layer as a picture. */
export function flatColours({ which, colours }: Flat, { height, width }: Size): Planes {
  const out = planes(3, height, width);
  for (let channel = 0; channel < 3; channel++) {
    const values = Float32Array.from(colours, (colour) => colour[channel]!);
    for (let at = 0, there = channel * which.length; at < which.length; at++, there++) out.data[there] = values[which[at]!]!;
  }
  return out;
}

/** soft: colours that flow; null: the flat ones. ink: the lines. */
export function coatsOf(flat: Flat, soft: Planes | null, shading: Shading | null, ink: Planes, lines: Lines): Coats {
  const colours = soft ? bytesOf(soft.data, 1) : flatBytes(flat);
  const { height, width } = ink;
  const coats = { height, width, flat, colours, soft: soft !== null, shading, line: null };
  if (lines === 'none') return coats;
  const cover = bytesOf(ink.data, 1);
  return { ...coats, line: { cover, colours: lines === 'black' ? null : bytesOf(least(laid(coats), 3).data, LINE) } };
}

/** The picture that they make. */
export function pictureOf(coats: Coats, origin: string | null): BytePicture {
  const made = new BytePicture(coats.height, coats.width, undefined, origin);
  made.write(whole(made), laid(coats), 0, 0);
  for (let at = 3; at < made.rgba.length; at += 4) made.rgba[at] = 255;
  return made;
}

function flatBytes({ which, colours }: Flat): Bytes {
  const bytes = new Uint8ClampedArray(3 * which.length);
  for (let channel = 0, to = 0; channel < 3; channel++) {
    const values = Uint8ClampedArray.from(colours, (colour) => 255 * colour[channel]!);
    for (let at = 0; at < which.length; at++) bytes[to++] = values[which[at]!]!;
  }
  return bytes;
}

function bytesOf(values: Float32Array, share: number): Bytes {
  const bytes = new Uint8ClampedArray(values.length);
  // A clamped array rounds halves to even, as NumPy does.
  for (let at = 0; at < bytes.length; at++) bytes[at] = values[at]! * share * 255;
  return bytes;
}

function laid({ height, width, colours, shading, line }: Coats): Planes {
  const out = planes(3, height, width);
  const size = height * width;
  for (let channel = 0; channel < 3; channel++) {
    for (let pixel = 0, at = channel * size; pixel < size; pixel++, at++) {
      let value = colours[at]! / 255;
      if (shading) {
        const glow = shading.glow[at]! / 255;
        value *= shading.shadow[at]! / 255;
        value += glow - value * glow;
      }
      if (line) {
        const own = line.colours ? line.colours[at]! / 255 : 0;
        value += (line.cover[pixel]! / 255) * (own - value);
      }
      out.data[at] = value;
    }
  }
  return out;
}
