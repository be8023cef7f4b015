// Colours that a network proposes for a drawing: what it is told, and what it says (draft.py). Nobody sees the draft as it is: a
// region takes the median of what it says there.
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { planes, planesSurface, whole, type Planes, type Size } from '../../picture/surface';
import type { Network, Tensor } from '../network';
import { chance } from './chance';
import type { Rgb } from './colours';
import { NONE } from './growth';
import { middleOf } from './levels';
import type { Meant } from './meant';
import type { Palette } from './palette';
import { regionSizes, type Regions } from './regions';

const PALETTES = 64; // of drawings, that the network can propose from by itself
const SIDE = 512; // pixels of the longer side: what the network is shown, at most
const LEVELS = 4; // of each channel, in a palette
const CHANCE = 0.8; // how much more or less of a colour other proposals have: the deviation of its logarithm

/** multiple: of pixels, what the sides of what it is shown are. */
export interface Drafting {
  readonly run: Network;
  readonly multiple: number;
}

/** Colours for a drawing, in those of a palette if there is one; see `told` for the seed. */
export async function draftOf(
  { run, multiple }: Drafting,
  ink: Planes,
  regions: Regions,
  hints: Meant,
  palette: Palette | null,
  seed: number,
): Promise<Planes> {
  const scale = Math.min(1, SIDE / Math.max(ink.height, ink.width));
  const size = { height: Math.max(1, roundEven(ink.height * scale)), width: Math.max(1, roundEven(ink.width * scale)) };
  const padded = { height: Math.ceil(size.height / multiple) * multiple, width: Math.ceil(size.width / multiple) * multiple };
  const shown = into(padded, resample(planesSurface(ink), size, whole(size), 'area', false));
  const feeds = { ink: shown, hints: into(padded, sampled(regions, hints, size)), used: usedBy(hints), ...told(palette, seed) };
  const { data } = await run(feeds, 'draft');
  const made = { channels: 3, ...padded, data };
  const kept = planes(3, size.height, size.width);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < size.height; y++) {
      const start = (channel * size.height + y) * size.width;
      planesSurface(made).row(y, 0, size.width, channel, kept.data.subarray(start, start + size.width));
    }
  }
  return resample(planesSurface(kept), ink, whole(ink), 'linear', false);
}

/** For each region the median of a draft's colours there; lines are not asked, where a region has more. */
export function coloursOf(draft: Planes, regions: Regions): Rgb[] {
  const { labels, walls, count } = regions;
  const bare = regionSizes(regions).map((pixels) => Number(pixels === 0));
  const starts = new Int32Array(count + 1);
  const isAsked = (at: number): boolean => !walls[at] || bare[labels[at]!] === 1;
  for (let at = 0; at < labels.length; at++) if (isAsked(at)) starts[labels[at]! + 1]!++;
  for (let region = 0; region < count; region++) starts[region + 1]! += starts[region]!;
  const values = new Float32Array(starts[count]!);
  const medians = [0, 1, 2].map((channel) => {
    const next = starts.slice();
    for (let at = 0, from = channel * labels.length; at < labels.length; at++, from++) {
      if (isAsked(at)) values[next[labels[at]!]!++] = draft.data[from]!;
    }
    return Float32Array.from({ length: count }, (_, region) => middleOf(values.subarray(starts[region], starts[region + 1])));
  });
  return Array.from({ length: count }, (_, region) => [medians[0]![region]!, medians[1]![region]!, medians[2]![region]!] as const);
}

/**
 * What a proposal is to be like, for the network: a palette, or the number of one that it knows. Without a palette, seed 0 leaves it
 * to the network, and others name a drawing that it has learned from; with one, others than 0 take more of some of its colours and
 * less of others.
 */
function told(palette: Palette | null, seed: number): { palette: Tensor; chance: Tensor } {
  const known = palette === null && seed > 0 ? 1 + ((seed - 1) % PALETTES) : 0;
  return { palette: palette === null ? numbersOf([], []) : shuffled(palette, seed), chance: { data: Float32Array.of(known), shape: [1] } };
}

function shuffled({ colours, shares }: Palette, seed: number): Tensor {
  if (seed === 0) return numbersOf(colours, shares);
  const next = chance(seed);
  return numbersOf(colours, shares.map((share) => share * Math.exp(CHANCE * Math.sqrt(12) * (next() - 0.5))));
}

/** The colours of hints that colour a region, evenly. */
function usedBy({ first, colours }: Meant): Tensor {
  const used = [...new Set(first)].filter((hint) => hint !== NONE);
  return numbersOf(used.map((hint) => colours[hint]!), used.map(() => 1));
}

/** Colours, each with its share of them all, on a grid of colours, blue fastest: a colour is divided between the eight points around it. */
function numbersOf(colours: readonly Rgb[], shares: readonly number[]): Tensor {
  const numbers = new Float32Array(LEVELS ** 3);
  const all = shares.reduce((sum, share) => sum + share, 0);
  colours.forEach((colour, which) => {
    const places = colour.map((value) => Math.min(1, Math.max(0, value)) * (LEVELS - 1));
    const low = places.map((place) => Math.min(LEVELS - 2, Math.floor(place)));
    for (let corner = 0; corner < 8; corner++) {
      let [at, weight] = [0, shares[which]! / all];
      for (let channel = 0; channel < 3; channel++) {
        const up = (corner >> channel) & 1;
        const over = places[channel]! - low[channel]!;
        at = at * LEVELS + low[channel]! + up;
        weight *= up ? over : 1 - over;
      }
      numbers[at]! += weight;
    }
  });
  return { data: numbers, shape: [1, numbers.length] };
}

/** At the network's size: the colour that each pixel's region has by a hint, and 1; zeros elsewhere. */
function sampled({ height, width, labels }: Regions, hints: Meant, size: Size): Planes {
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

/** Laid into the first rows and columns of a larger picture of zeros, as the network takes it. */
function into(size: Size, from: Planes): Tensor {
  const out = planes(from.channels, size.height, size.width);
  for (let row = 0; row < from.channels * from.height; row++) {
    const [channel, y] = [Math.floor(row / from.height), row % from.height];
    out.data.set(from.data.subarray(row * from.width, (row + 1) * from.width), (channel * size.height + y) * size.width);
  }
  return { data: out.data, shape: [1, from.channels, size.height, size.width] };
}
