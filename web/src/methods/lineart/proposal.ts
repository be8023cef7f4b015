// Colours for regions that nobody said anything about. Regions choose one after the other, the largest first: a colour that no
// neighbour has, that is not used up, and, from a reference, that lies there where the region lies in the drawing (proposal.py).
import { chance } from './chance';
import { PAPER, type Rgb } from './colours';
import { NONE } from './growth';
import type { Meant } from './meant';
import { labOf, squareOf, type Palette } from './palette';
import { regionSizes, type Regions } from './regions';

const APART = 0.08; // in OKLab: colours nearer than this are one to the eye
const NEIGHBOUR = 4; // what a neighbour's colour costs, in shares of the picture used up
const PLACE = 1; // what lying elsewhere costs, for the whole side of the picture
const CHANCE = 0.35;
const ALIKE = 0.03; // in OKLab: colours of two regions that a person would have taken for one
const TINY = 1e-4; // of the picture: a smaller region goes with its largest neighbour; a thicket is no confetti

/** What is to be known of regions, the same for every proposal. shares: of the picture. places: y and x, 0..1. */
export interface Layout {
  readonly shares: Float64Array;
  readonly places: readonly (readonly [number, number])[];
  readonly neighbours: readonly (readonly number[])[];
  /** The largest first. */
  readonly order: readonly number[];
}

export function layoutOf(regions: Regions): Layout {
  const { height, width, labels, count } = regions;
  const shares = Float64Array.from(regionSizes(regions), (pixels) => pixels / labels.length);
  const [pixels, down, across] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const beside = Array.from({ length: count }, () => new Set<number>());
  const touch = (one: number, other: number): void => {
    if (one === other) return;
    beside[one]!.add(other);
    beside[other]!.add(one);
  };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const region = labels[at]!;
      pixels[region]!++;
      down[region]! += (y + 0.5) / height;
      across[region]! += (x + 0.5) / width;
      if (x > 0) touch(region, labels[at - 1]!);
      if (y > 0) touch(region, labels[at - width]!);
    }
  }
  const mean = (sums: Float64Array, region: number): number => sums[region]! / Math.max(1, pixels[region]!);
  return {
    shares,
    places: Array.from(pixels, (_, region) => [mean(down, region), mean(across, region)] as const),
    neighbours: beside.map((each) => [...each].sort((one, other) => one - other)),
    order: Array.from(shares.keys()).sort((one, other) => shares[other]! - shares[one]! || one - other),
  };
}

/** A colour for each region; those with a hint keep its colour, and their neighbours shun it. */
export function propose(layout: Layout, palette: Palette, hints: Meant, seed: number): Rgb[] {
  const { shares, places, neighbours, order } = layout;
  const { colours } = palette;
  const luck = luckOf(shares.length, colours.length, seed);
  const chosen = Array.from(hints.first, (hint): Rgb => (hint === NONE ? colours[0]! : hints.colours[hint]!));
  const avoid = new Float64Array(shares.length * colours.length);
  const shun = (region: number, like: readonly number[]): void => {
    for (const other of neighbours[region]!) like.forEach((value, at) => (avoid[other * colours.length + at]! += value));
  };
  const likeness = colours.map((colour) => likenessOf(colour, colours));
  const hinted = hints.colours.map((colour) => likenessOf(colour, colours));
  hints.first.forEach((hint, region) => hint !== NONE && shun(region, hinted[hint]!));
  const used = new Float64Array(colours.length);
  for (const region of order) {
    if (hints.first[region] !== NONE) continue;
    const share = shares[region]!;
    const large = largestBeside(layout, region);
    if (large !== null) {
      chosen[region] = chosen[large]!;
      continue;
    }
    let [choice, least] = [0, Infinity];
    for (let at = 0; at < colours.length; at++) {
      let cost = Math.max(0, (used[at]! + share) / palette.shares[at]! - 1) + NEIGHBOUR * avoid[region * colours.length + at]!;
      if (palette.places) cost += PLACE * Math.sqrt(squareOf(palette.places[at]!, places[region]!));
      cost += CHANCE * luck[region * colours.length + at]!;
      if (cost < least) [choice, least] = [at, cost];
    }
    chosen[region] = colours[choice]!;
    used[choice]! += share;
    shun(region, likeness[choice]!);
  }
  return chosen;
}

/** The largest neighbour of a region that is so small that it takes its colour; null: it is not. */
export function largestBeside({ shares, neighbours }: Layout, region: number): number | null {
  const large = neighbours[region]!.reduce((best, other) => (shares[other]! > shares[best]! ? other : best), neighbours[region]![0] ?? region);
  return shares[region]! < Math.min(TINY, shares[large]!) ? large : null;
}

/**
 * Colours of regions brought to fewer: each takes that of a larger region, if the eye hardly tells them apart. What is as good as white
 * becomes paper.
 */
export function gathered(colours: readonly Rgb[], sizes: Int32Array): Rgb[] {
  const made = [...colours];
  const kept = [{ colour: PAPER, lab: labOf(PAPER) }];
  for (const region of [...colours.keys()].sort((one, other) => sizes[other]! - sizes[one]! || one - other)) {
    const [colour, lab] = [colours[region]!, labOf(colours[region]!)];
    const like = nearest(lab, kept.map((each) => each.lab));
    if (like.square < ALIKE ** 2) made[region] = kept[like.at]!.colour;
    else kept.push({ colour, lab });
  }
  return made;
}

function nearest(lab: readonly number[], others: readonly (readonly number[])[]): { readonly at: number; readonly square: number } {
  const squares = others.map((other) => squareOf(lab, other));
  const square = Math.min(...squares);
  return { at: squares.indexOf(square), square };
}

/** How much alike a colour and others look: 1 the same, near 0 from APART on. */
export function likenessOf(colour: Rgb, others: readonly Rgb[]): number[] {
  const lab = labOf(colour);
  return others.map((other) => Math.exp(-squareOf(lab, labOf(other)) / APART ** 2));
}

/** Each region's own: a hint elsewhere does not change what it draws. */
function luckOf(regions: number, colours: number, seed: number): Float64Array {
  const next = chance(seed);
  return new Float64Array(regions * colours).map(() => next());
}
