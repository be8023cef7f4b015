// Which hint colours which region (flat.py). What is found at one size holds for every copy of the drawing.
import { NONE } from './growth';
import { isSame, type Rgb } from './colours';
import type { Regions } from './regions';

const GRAZED = 0.1; // of the pixels that a hint has where it has most: with fewer it slipped over a line

/** first: one hint of each region, NONE without. several: 1 for regions with hints of more than one colour. */
export interface Meant {
  readonly first: Int32Array<ArrayBuffer>;
  readonly several: Uint8Array<ArrayBuffer>;
  readonly colours: readonly Rgb[];
  /** Regions and hints in them, as region * hints + hint. */
  readonly pairs: ReadonlySet<number>;
}

/** marks: which hint a pixel has. colours: of the hints. */
export function meantBy(regions: Regions, marks: Int32Array, colours: readonly Rgb[]): Meant {
  const pixels = new Map<number, number>();
  for (let at = 0; at < marks.length; at++) {
    if (marks[at] === NONE) continue;
    const pair = regions.labels[at]! * colours.length + marks[at]!;
    pixels.set(pair, (pixels.get(pair) ?? 0) + 1);
  }
  const most = new Float64Array(colours.length);
  for (const [pair, count] of pixels) most[pair % colours.length] = Math.max(most[pair % colours.length]!, count);
  const pairs = new Set([...pixels].filter(([pair, count]) => count > GRAZED * most[pair % colours.length]!).map(([pair]) => pair));
  const first = new Int32Array(regions.count).fill(NONE);
  const several = new Uint8Array(regions.count);
  for (const pair of pairs) first[Math.floor(pair / colours.length)] = Math.max(first[Math.floor(pair / colours.length)]!, pair % colours.length);
  for (const pair of pairs) {
    const region = Math.floor(pair / colours.length);
    if (!isSame(colours[pair % colours.length]!, colours[first[region]!]!)) several[region] = 1;
  }
  return { first, several, colours, pairs };
}

/** The marks without those that only graze a region. */
export function withoutGrazes({ labels }: Regions, marks: Int32Array, { pairs, colours }: Meant): Int32Array<ArrayBuffer> {
  const kept = new Int32Array(marks.length).fill(NONE);
  for (let at = 0; at < marks.length; at++) {
    if (marks[at] !== NONE && pairs.has(labels[at]! * colours.length + marks[at]!)) kept[at] = marks[at]!;
  }
  return kept;
}
