// The flat layer: every region in one colour, or split between the hints in it (flat.py).
import type { Rgb } from './colours';
import { grow, NONE } from './growth';
import type { Meant } from './meant';
import type { Regions } from './regions';

/** which: the colour of each pixel, an index into colours, which differ. Lines are grown over. */
export interface Flat {
  readonly which: Int32Array<ArrayBuffer>;
  readonly colours: readonly Rgb[];
}

/**
 * Colour the regions: as their hints say, and without one as proposed. In a region with hints of several colours a pixel takes that
 * of the nearest, measured through the region. marks: as `withoutGrazes` leaves them.
 */
export function flatLayer(regions: Regions, hints: Meant, marks: Int32Array, proposed: readonly Rgb[]): Flat {
  const { labels, walls } = regions;
  const colours: Rgb[] = [];
  const names = new Map<string, number>();
  const indexOf = (colour: Rgb): number => {
    const name = colour.join();
    const known = names.get(name) ?? colours.push(colour) - 1;
    names.set(name, known);
    return known;
  };
  const base = Int32Array.from(proposed, (colour, region) => indexOf(hints.first[region] === NONE ? colour : hints.colours[hints.first[region]!]!));
  const own = hints.colours.map(indexOf);
  const which = new Int32Array(labels.length);
  for (let at = 0; at < which.length; at++) which[at] = base[labels[at]!]!;
  if (!hints.several.includes(1)) return { which, colours };
  const nearest = new Int32Array(labels.length);
  const [paper, all] = [new Uint8Array(labels.length), new Uint8Array(labels.length)];
  for (let at = 0; at < nearest.length; at++) {
    all[at] = hints.several[labels[at]!]!;
    paper[at] = Number(all[at] === 1 && walls[at] === 0);
    nearest[at] = all[at] ? marks[at]! : NONE;
  }
  // First within the paper of the region, so that no colour takes the way under a line; then under its lines.
  for (const allowed of [paper, all]) grow(nearest, allowed, regions, labels);
  for (let at = 0; at < which.length; at++) if (nearest[at] !== NONE) which[at] = own[nearest[at]!]!;
  return { which, colours };
}
