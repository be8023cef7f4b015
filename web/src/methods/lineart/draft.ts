// Colours that a network proposes for a drawing: what it is told, and what it says (draft.py).
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { planes, planesSurface, whole, type Planes, type Size } from '../../picture/surface';
import type { Network, Tensor } from '../network';
import { chance } from './chance';
import { choose } from './choosing';
import type { Rgb } from './colours';
import { divide, NUMBERS } from './grid';
import { NONE } from './growth';
import { harmony } from './harmony';
import type { Meant } from './meant';
import type { Palette } from './palette';
import type { Layout } from './proposal';
import type { Regions } from './regions';

const SIDE = 512; // pixels of the longer side: what the network is shown, at most
const PLACE = 3; // numbers that say where a region lies
const SEEN = 384; // regions that others look at, at most: those with hints, then the largest
const CHANCE = 2; // how much more or less of a colour other proposals have: the deviation of its logarithm

/** multiple: of pixels, what the sides of what it is shown are. */
export interface Drafting {
  readonly run: Network;
  readonly multiple: number;
}

/** What is known of a drawing whose regions are to be coloured. */
export interface Asked {
  readonly ink: Planes;
  readonly regions: Regions;
  readonly layout: Layout;
  readonly hints: Meant;
}

/** A colour for each region: of a palette, of hints, or that of paper; without a palette and with seed 0, any. See `varied`. */
export async function draftOf(
  { run, multiple }: Drafting,
  { ink, regions, layout, hints }: Asked,
  given: Palette | null,
  seed: number,
): Promise<readonly Rgb[]> {
  const palette = varied(given, seed);
  const used = [...new Set(hints.first)].filter((hint) => hint !== NONE).map((hint) => hints.colours[hint]!);
  const scale = Math.min(1, SIDE / Math.max(ink.height, ink.width));
  const size = { height: Math.max(1, roundEven(ink.height * scale)), width: Math.max(1, roundEven(ink.width * scale)) };
  const padded = { height: Math.ceil(size.height / multiple) * multiple, width: Math.ceil(size.width / multiple) * multiple };
  const labels = named(regions, size);
  const places = placesOf(labels, regions.count);
  const { data } = await run(
    {
      ink: into(padded, resample(planesSurface(ink), size, whole(size), 'area', false)),
      hints: into(padded, hinted(regions, hints, size)),
      used: numbersOf(used, used.map(() => 1)),
      labels: within(padded, labels, regions.count),
      places: { data: places, shape: [1, regions.count, PLACE] },
      hinted: gridsOf(hints),
      seen: seenOf(places, hints),
      palette: numbersOf(palette?.colours ?? [], palette?.shares ?? []),
    },
    'logits',
  );
  return choose(data, layout, hints, palette && [...palette.colours, ...used]);
}

/** What a seed makes of a palette; 0 nothing. Without one it is a palette; else more of some of its colours and less of others. */
function varied(palette: Palette | null, seed: number): Palette | null {
  if (seed === 0) return palette;
  if (palette === null) return harmony(seed);
  const next = chance(seed);
  return { ...palette, shares: palette.shares.map((share) => share * Math.exp(CHANCE * Math.sqrt(12) * (next() - 0.5))) };
}

/** Colours, each with its share of them all, on a grid of colours. */
function numbersOf(colours: readonly Rgb[], shares: readonly number[]): Tensor {
  const numbers = new Float32Array(NUMBERS);
  const all = shares.reduce((sum, share) => sum + share, 0);
  colours.forEach((colour, which) => divide(colour, shares[which]! / all, numbers, 0));
  return { data: numbers, shape: [1, NUMBERS] };
}

/** The colour of each region's hint on the grid; zeros without one. */
function gridsOf({ first, colours }: Meant): Tensor {
  const data = new Float32Array(first.length * NUMBERS);
  first.forEach((hint, region) => hint !== NONE && divide(colours[hint]!, 1, data, region * NUMBERS));
  return { data, shape: [1, first.length, NUMBERS] };
}

/** Numbers of regions at half of the network's size. */
interface Labels extends Size {
  readonly labels: Int32Array;
}

/** The region of each place; one that would be left out takes the place of its first pixel. */
function named({ height, width, labels, count }: Regions, size: Size): Labels {
  const half = { height: Math.ceil(size.height / 2), width: Math.ceil(size.width / 2) };
  const out = new Int32Array(half.height * half.width);
  const pixels = new Int32Array(count);
  for (let y = 0, at = 0; y < half.height; y++) {
    const row = Math.floor((2 * y * height) / size.height) * width;
    for (let x = 0; x < half.width; x++, at++) {
      out[at] = labels[row + Math.floor((2 * x * width) / size.width)]!;
      pixels[out[at]!]!++;
    }
  }
  if (pixels.includes(0)) {
    const first = new Int32Array(count).fill(NONE);
    for (let at = labels.length - 1; at >= 0; at--) first[labels[at]!] = at;
    pixels.forEach((seen, region) => {
      if (seen > 0 || first[region] === NONE) return;
      const [y, x] = [Math.floor(first[region]! / width), first[region]! % width];
      out[(Math.floor((y * size.height) / height) >> 1) * half.width + (Math.floor((x * size.width) / width) >> 1)] = region;
    });
  }
  return { ...half, labels: out };
}

/** Where each region lies: its middle from the picture's, in longer sides, across and down; the root of its share. */
function placesOf({ height, width, labels }: Labels, count: number): Float32Array<ArrayBuffer> {
  const [pixels, across, down] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      pixels[labels[at]!]!++;
      across[labels[at]!]! += x + 0.5 - width / 2;
      down[labels[at]!]! += y + 0.5 - height / 2;
    }
  }
  const places = new Float32Array(count * PLACE);
  for (let region = 0; region < count; region++) {
    const whole = Math.max(1, pixels[region]!) * Math.max(height, width);
    places.set([across[region]! / whole, down[region]! / whole, Math.sqrt(pixels[region]! / labels.length)], region * PLACE);
  }
  return places;
}

/** The regions that others look at: those with hints, then the largest. */
function seenOf(places: Float32Array, { first }: Meant): Tensor {
  const weights = Array.from(first, (hint, region) => places[region * PLACE + 2]! + 2 * Number(hint !== NONE));
  const order = [...weights.keys()].sort((one, other) => weights[other]! - weights[one]! || one - other);
  const there = weights.reduce((sum, _, region) => sum + Number(places[region * PLACE + 2]! > 0), 0);
  const data = Float32Array.from(order.slice(0, Math.min(SEEN, Math.max(1, there))));
  return { data, shape: [data.length] };
}

/** At the network's size: the colour that each pixel's region has by a hint, and 1; zeros elsewhere. */
function hinted({ height, width, labels }: Regions, hints: Meant, size: Size): Planes {
  const out = planes(4, size.height, size.width);
  const pixels = size.height * size.width;
  for (let y = 0, at = 0; y < size.height; y++) {
    const row = Math.floor((y * height) / size.height) * width;
    for (let x = 0; x < size.width; x++, at++) {
      const hint = hints.first[labels[row + Math.floor((x * width) / size.width)]!]!;
      if (hint === NONE) continue;
      hints.colours[hint]!.forEach((value, channel) => (out.data[channel * pixels + at] = value));
      out.data[3 * pixels + at] = 1;
    }
  }
  return out;
}

/** Laid into the first rows and columns of half of a larger picture; beside it is no region. */
function within(padded: Size, { height, width, labels }: Labels, none: number): Tensor {
  const [rows, columns] = [padded.height / 2, padded.width / 2];
  const data = new Float32Array(rows * columns).fill(none);
  for (let y = 0; y < height; y++) data.set(labels.subarray(y * width, (y + 1) * width), y * columns);
  return { data, shape: [1, rows, columns] };
}

/** Laid into the first rows and columns of a larger picture of zeros, as the network takes it. */
function into(size: Size, from: Planes): Tensor {
  const out = planes(from.channels, size.height, size.width);
  for (let row = 0; row < from.channels * from.height; row++) {
    const [channel, y] = [Math.floor(row / from.height), row % from.height];
    out.data.set(from.data.subarray(row * from.width, (row + 1) * from.width), (channel * size.height + y) * size.width);
  }
  return { data: out.data, shape: [1, from.channels, size.height, size.width] };
}
