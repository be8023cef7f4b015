// Layers for other programs, the first at the bottom (layers.py): paper, a layer for each flat colour, shadow, light, lines.
import type { Size } from '../../picture/surface';
import type { Coats } from './coats';
import { isSame, nameOf, PAPER, type Rgb } from './colours';

export type Blend = 'normal' | 'multiply' | 'screen';

/** A window of the picture. `rgba` works it out when it is asked for: all at once would be too much. */
export interface Layer extends Size {
  readonly name: string;
  readonly blend: Blend;
  readonly top: number;
  readonly left: number;
  rgba(): Uint8ClampedArray<ArrayBuffer>;
}

const MOST = 64; // layers of one colour each; what more there are share one

export function layersOf(coats: Coats): Layer[] {
  const { height, width, colours, shading, line } = coats;
  const full = { height, width, top: 0, left: 0 };
  const layer = (name: string, blend: Blend, from: Uint8ClampedArray | null, cover: Uint8ClampedArray | null): Layer => ({
    ...full,
    name,
    blend,
    rgba: () => filled(coats, full, from, (at) => (cover ? cover[at]! : 255)),
  });
  const white = (): Uint8ClampedArray<ArrayBuffer> => new Uint8ClampedArray(4 * height * width).fill(255);
  return [
    { ...full, name: 'paper', blend: 'normal', rgba: white },
    ...colourLayers(coats, colours),
    ...(shading ? [layer('shadow', 'multiply', shading.shadow, null), layer('light', 'screen', shading.glow, null)] : []),
    ...(line ? [layer('lines', 'normal', line.colours, line.cover)] : []),
  ];
}

/** A layer for each flat colour, the largest first; if they are many, the smallest share one. */
function colourLayers(coats: Coats, colours: Uint8ClampedArray): Layer[] {
  const { flat, soft, height, width } = coats;
  const { windows, pixels } = windowsOf(coats);
  const used = [...flat.colours.keys()].filter((each) => pixels[each]! > 0);
  // Paper has no colour; what is soft may begin white and go on otherwise.
  const shown = soft ? used : used.filter((each) => !isSame(flat.colours[each]!, PAPER));
  const order = shown.sort((one, other) => pixels[other]! - pixels[one]! || compared(flat.colours[one]!, flat.colours[other]!));
  const layers = order.slice(0, MOST).map((each): Layer => ({
    ...windows[each]!,
    name: `colour ${nameOf(flat.colours[each]!)}`,
    blend: 'normal',
    rgba: () => filled(coats, windows[each]!, colours, (at) => (flat.which[at] === each ? 255 : 0)),
  }));
  if (order.length <= MOST) return layers;
  const rest = new Set(order.slice(MOST));
  const whole = { height, width, top: 0, left: 0 };
  const rgba = (): Uint8ClampedArray<ArrayBuffer> => filled(coats, whole, colours, (at) => (rest.has(flat.which[at]!) ? 255 : 0));
  return [...layers, { ...whole, name: 'other colours', blend: 'normal', rgba }];
}

type Window = Size & Pick<Layer, 'top' | 'left'>;

/** The smallest window round each colour, and how many pixels have it. */
function windowsOf({ flat: { which, colours }, height, width }: Coats): { windows: Window[]; pixels: Int32Array } {
  const pixels = new Int32Array(colours.length);
  const [top, left] = [new Int32Array(colours.length).fill(height), new Int32Array(colours.length).fill(width)];
  const [bottom, right] = [new Int32Array(colours.length), new Int32Array(colours.length)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const each = which[at]!;
      pixels[each]!++;
      if (y < top[each]!) top[each] = y;
      bottom[each] = y;
      if (x < left[each]!) left[each] = x;
      if (x > right[each]!) right[each] = x;
    }
  }
  const windows = colours.map((_, each) => ({
    top: top[each]!,
    left: left[each]!,
    height: bottom[each]! - top[each]! + 1,
    width: right[each]! - left[each]! + 1,
  }));
  return { windows, pixels };
}

/** A window of a picture in planes (null: black), as covered as `cover` says of each pixel. */
function filled(all: Size, { top, left, height, width }: Window, planes: Uint8ClampedArray | null, cover: (at: number) => number): Uint8ClampedArray<ArrayBuffer> {
  const size = all.height * all.width;
  const rgba = new Uint8ClampedArray(4 * height * width);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, at = (top + y) * all.width + left; x < width; x++, at++, to += 4) {
      if (planes) for (let channel = 0; channel < 3; channel++) rgba[to + channel] = planes[channel * size + at]!;
      rgba[to + 3] = cover(at);
    }
  }
  return rgba;
}

function compared(one: Rgb, other: Rgb): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
