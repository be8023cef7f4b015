// Layers, and how they lie on each other, the first at the bottom (layers.py): paper, one of one colour for each that is told apart,
// shadow, light, lines.
import type { Lines } from '../../contract/lineart';
import type { Planes, Size } from '../../picture/surface';
import { isSame, nameOf, PAPER, type Rgb } from './colours';
import { least } from './extremes';
import type { Mix, Share, Window } from './mixing';
import type { Shading } from './shading';

export type Blend = 'normal' | 'multiply' | 'screen';
export type Group = 'colours' | 'light';
type Bytes = Uint8ClampedArray<ArrayBuffer>;

const SOME = 1 / 512; // of a pixel: less is not to be seen
const LINE = 0.618; // of the colours around it: a coloured line

/** What a layer is called, where it lies, and how. A group changes nothing in how layers lie on each other. */
export interface Label extends Window {
  readonly name: string;
  readonly blend: Blend;
  /** That in which it lies with those beside it. */
  readonly group: Group | null;
}

/** rgb: channel after channel, of each pixel, or of all. alpha: how much a pixel is covered; null: wholly. */
export interface Layer extends Label {
  readonly rgb: Bytes;
  readonly alpha: Bytes | null;
}

/**
 * White paper, and on it a layer of one colour for each that is told apart, the largest first; the rest share one on top. One after
 * the other: all at once would be too much.
 */
export function* colourLayers(mix: Mix): Generator<Layer> {
  const full = { height: mix.height, width: mix.width, top: 0, left: 0 };
  yield { ...full, name: 'paper', blend: 'normal', group: null, rgb: bytesOf(PAPER), alpha: null };
  const below = new Float32Array(mix.height * mix.width);
  for (const share of mix.shares()) {
    const { height, width, top, left, colour } = share;
    const alpha = shareOf(share, below, mix.width);
    if (isSame(colour, PAPER)) continue; // paper has no layer of its own
    yield { height, width, top, left, name: `colour ${nameOf(colour)}`, blend: 'normal', group: 'colours', rgb: bytesOf(colour), alpha };
  }
  const rest = Uint8ClampedArray.from(below, (share) => (share < 1 - SOME ? 255 : 0));
  if (rest.includes(255)) yield { ...full, name: 'other colours', blend: 'normal', group: 'colours', rgb: mix.rgb(), alpha: rest };
}

/** All colours in one layer, as they flow. */
export function bakedLayer(mix: Mix): Layer {
  const { height, width } = mix;
  return { height, width, top: 0, left: 0, name: 'colours', blend: 'normal', group: null, rgb: mix.rgb(), alpha: null };
}

export function lightLayers({ shadow, glow }: Shading, { height, width }: Size): Layer[] {
  const all = { height, width, top: 0, left: 0, group: 'light', alpha: null } as const;
  return [
    { ...all, name: 'shadow', blend: 'multiply', rgb: shadow },
    { ...all, name: 'light', blend: 'screen', rgb: glow },
  ];
}

/** The lines: black, or a darker shade of what is below them. */
export function lineLayer(ink: Planes, lines: Exclude<Lines, 'none'>, below: Planes): Layer {
  const { height, width } = ink;
  const rgb = lines === 'black' ? new Uint8ClampedArray(3) : bytesOf(least(below, 3).data, LINE);
  return { height, width, top: 0, left: 0, name: 'lines', blend: 'normal', group: null, rgb, alpha: bytesOf(ink.data) };
}

/** Lay a layer on a picture (0..1), in place. */
export function lay({ data, height: rows, width: columns }: Planes, { height, width, top, left, rgb, alpha, blend }: Layer): void {
  const step = Number(rgb.length > 3);
  const [multiply, screen] = [blend === 'multiply', blend === 'screen'];
  for (let channel = 0; channel < 3; channel++) {
    let from = step ? channel * height * width : channel;
    for (let y = 0, pixel = 0; y < height; y++) {
      let at = (channel * rows + top + y) * columns + left;
      for (let x = 0; x < width; x++, at++, pixel++, from += step) {
        const cover = alpha ? alpha[pixel]! : 255;
        if (cover === 0) continue;
        const below = data[at]!;
        let value = rgb[from]! / 255;
        if (multiply) value *= below;
        else if (screen) value += below - value * below;
        data[at] = cover === 255 ? value : below + (cover / 255) * (value - below);
      }
    }
  }
}

/** The window of a layer as RGBA. */
export function rgbaOf({ height, width, rgb, alpha }: Layer): Bytes {
  const size = height * width;
  const [rgba, one] = [new Uint8ClampedArray(4 * size), rgb.length === 3];
  for (let at = 0, to = 0; at < size; at++, to += 4) {
    for (let channel = 0; channel < 3; channel++) rgba[to + channel] = rgb[one ? channel : channel * size + at]!;
    rgba[to + 3] = alpha ? alpha[at]! : 255;
  }
  return rgba;
}

/** What is laid on takes its share of what it and those below it have together; `below` is what they have, and then has it too. */
function shareOf({ height, width, top, left, share }: Share, below: Float32Array, columns: number): Bytes {
  const alpha = new Uint8ClampedArray(share.length);
  for (let y = 0, from = 0; y < height; y++) {
    let at = (top + y) * columns + left;
    for (let x = 0; x < width; x++, from++, at++) {
      below[at]! += share[from]!;
      alpha[from] = (share[from]! / Math.max(below[at]!, SOME)) * 255;
    }
  }
  return alpha;
}

function bytesOf(values: Float32Array | Rgb, times = 1): Bytes {
  const bytes = new Uint8ClampedArray(values.length);
  // A clamped array rounds halves to even, as NumPy does.
  for (let at = 0; at < bytes.length; at++) bytes[at] = values[at]! * times * 255;
  return bytes;
}
