// From how likely colours are to one for each region: regions choose one after the other, the largest first, and what a region's
// neighbours have is less likely for it (choosing.py).
import { PAPER, type Rgb } from './colours';
import { GRID, NUMBERS } from './grid';
import { NONE } from './growth';
import type { Meant } from './meant';
import { squareOf } from './palette';
import { largestBeside, likenessOf, type Layout } from './proposal';

const WIDE = 0.55; // how far around the chosen colour others count: the deviation, in sRGB
const DIFFER = 2; // logarithm of how much less likely a colour is that all neighbours have
const LEAST = 1.1754943508222875e-38; // the smallest 32-bit number, so that nothing is impossible

/**
 * A colour for each region; those with a hint keep its colour. logits: NUMBERS for each region. offered: take these and white alone, each
 * exactly; null: any colour.
 */
export function choose(logits: Float32Array, layout: Layout, hints: Meant, offered: readonly Rgb[] | null): readonly Rgb[] {
  const { neighbours, order } = layout;
  const colours = offered ? [...offered, PAPER] : GRID;
  const near = colours.map((colour) => GRID.map((other) => Math.exp(-squareOf(colour, other) / (2 * WIDE ** 2))));
  const made = Array.from(hints.first, (hint): Rgb => (hint === NONE ? PAPER : hints.colours[hint]!));
  const avoid = made.map(() => new Float64Array(colours.length));
  const shun = (region: number): void => {
    const alike = likenessOf(made[region]!, colours);
    for (const other of neighbours[region]!) alike.forEach((value, at) => (avoid[other]![at]! += value / neighbours[other]!.length));
  };
  hints.first.forEach((hint, region) => hint !== NONE && shun(region));
  for (const region of order) {
    if (hints.first[region] !== NONE) continue;
    const large = largestBeside(layout, region);
    if (large !== null) {
      made[region] = made[large]!;
      continue;
    }
    const likely = logarithms(logits.subarray(region * NUMBERS, (region + 1) * NUMBERS));
    const scores = (offered ? ofOffered(likely, near) : likely).map((value, at) => value - DIFFER * avoid[region]![at]!);
    const best = largestOf(scores);
    made[region] = offered ? colours[best]! : shifted(scores, near[best]!);
    shun(region);
  }
  return made;
}

/** The logarithms of likelihoods. */
function logarithms(logits: Float32Array): number[] {
  const most = logits.reduce((high, value) => Math.max(high, value), -Infinity);
  const sum = logits.reduce((all, value) => all + Math.exp(value - most), 0);
  return Array.from(logits, (value) => value - most - Math.log(sum));
}

/** The same for colours that are offered, the last of which is white: one of them only where nothing is likelier. */
function ofOffered(likely: readonly number[], near: readonly (readonly number[])[]): number[] {
  const shares = likely.map(Math.exp);
  const scores = near.slice(0, -1).map((each) => Math.log(each.reduce((sum, value, at) => sum + value * shares[at]!, LEAST)));
  return [...scores, largestOf(likely) === NUMBERS - 1 ? 0 : -Infinity];
}

/** The mean of what is likely around the likeliest colour. */
function shifted(scores: readonly number[], near: readonly number[]): Rgb {
  const most = Math.max(...scores);
  const weights = scores.map((value, at) => Math.exp(value - most) * near[at]!);
  const all = weights.reduce((sum, value) => sum + value, 0);
  const mean = (channel: number): number => Math.fround(weights.reduce((sum, value, at) => sum + value * GRID[at]![channel]!, 0) / all);
  return [mean(0), mean(1), mean(2)];
}

function largestOf(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
}
