// How much of each colour a pixel has: what layers of one colour each are made from (mixing.py). Where colours flow, a pixel's is a
// mixture of those of hints, and how much there is of each flows as colours do; so no palette is guessed from the picture.
import type { Size } from '../../picture/surface';
import { laidOut } from './cells';
import { isSame, PAPER, type Rgb } from './colours';
import type { Flat } from './flat';
import { carried, type Flow } from './soft';

type Bytes = Uint8ClampedArray<ArrayBuffer>;

/** A part of the picture, in its pixels. */
export interface Window extends Size {
  readonly top: number;
  readonly left: number;
}

/** share: of each pixel of the window, 0..1. */
export interface Share extends Window {
  readonly colour: Rgb;
  readonly share: Float32Array<ArrayBuffer>;
}

const MOST = 64; // colours that are told apart
const LITTLE = 1e-4; // of a pixel: a share that is none

/** The flat layer of a picture, and how its colours flow (null: nowhere). How much of each flows is worked out when asked for, once. */
export class Mix implements Size {
  readonly height: number;
  readonly width: number;
  private readonly flowing = new Map<number, Float64Array>();

  constructor(
    { height, width }: Size,
    private readonly flat: Flat,
    readonly flow: Flow | null,
  ) {
    [this.height, this.width] = [height, width];
  }

  /** Of each colour that is told apart: paper, then the others, the largest first. */
  *shares(): Generator<Share> {
    const { which, colours } = this.flat;
    const { windows, pixels } = windowsOf(this.flat, this);
    for (const colour of toldApart(colours, pixels)) {
      const flowing = this.flow && this.carriedOf(colour, this.flow);
      const window = flowing ? around(windows[colour]!, this.flow!, flowing, this) : windows[colour]!;
      const share = new Float32Array(window.height * window.width);
      for (let y = 0, to = 0; y < window.height; y++) {
        const from = (window.top + y) * this.width + window.left;
        for (let x = 0; x < window.width; x++) share[to++] = Number(which[from + x] === colour);
      }
      if (flowing) laidOut(this.flow!.cells, [flowing], { ...window, data: share });
      yield { ...window, colour: colours[colour]!, share };
    }
  }

  /** The picture that all colours make: channel after channel. */
  rgb(): Bytes {
    const { which, colours } = this.flat;
    const data = new Uint8ClampedArray(3 * which.length);
    for (let channel = 0, to = 0; channel < 3; channel++) {
      const bytes = Uint8ClampedArray.from(colours, (colour) => 255 * colour[channel]!);
      for (let at = 0; at < which.length; at++) data[to++] = bytes[which[at]!]!;
    }
    if (!this.flow) return data;
    const { cells } = this.flow;
    const flowing = [0, 1, 2].map((channel) => carried(this.flow!, Float64Array.from(colours, (colour) => colour[channel]!)));
    laidOut(cells, flowing.map((values) => values.map((value) => 255 * value)), { height: this.height, width: this.width, top: 0, left: 0, data });
    return data;
  }

  private carriedOf(colour: number, flow: Flow): Float64Array {
    const known = this.flowing.get(colour) ?? carried(flow, Float64Array.from(this.flat.colours, (_, each) => Number(each === colour)));
    this.flowing.set(colour, known);
    return known;
  }
}

function toldApart(colours: readonly Rgb[], pixels: Int32Array): number[] {
  const isPaper = (each: number): boolean => isSame(colours[each]!, PAPER);
  const used = [...colours.keys()].filter((each) => pixels[each]! > 0);
  const others = used.filter((each) => !isPaper(each));
  others.sort((one, other) => pixels[other]! - pixels[one]! || compared(colours[one]!, colours[other]!));
  return [...used.filter(isPaper), ...others.slice(0, MOST)];
}

/** The smallest window round each colour, and how many pixels have it. */
function windowsOf({ which, colours }: Flat, { height, width }: Size): { windows: Window[]; pixels: Int32Array } {
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

/** A window, made larger: round the cells of all regions where a colour flows too. */
function around(window: Window, { cells }: Flow, flowing: Float64Array, { height, width }: Size): Window {
  const { side, columns, cell, region } = cells;
  const there = new Set(region.filter((_, each) => flowing[each]! > LITTLE));
  let [top, left, bottom, right] = [window.top, window.left, window.top + window.height, window.left + window.width];
  for (let each = 0; each < cells.count; each++) {
    if (!there.has(region[each]!)) continue;
    const [y, x] = [side * Math.floor(cell[each]! / columns), side * (cell[each]! % columns)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, Math.min(height, y + side))];
    [left, right] = [Math.min(left, x), Math.max(right, Math.min(width, x + side))];
  }
  return { top, left, height: bottom - top, width: right - left };
}

function compared(one: Rgb, other: Rgb): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
