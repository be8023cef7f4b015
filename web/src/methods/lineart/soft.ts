// Colours that flow between the hints of a region (Levin, Lischinski, Weiss, "Colorization using Optimization", 2004; soft.py says
// what is other here). The flow is linear: it carries how much of one colour there is as it carries colours.
import type { Planes } from '../../picture/surface';
import { AROUND, cellsOf, DOWN, GRID, meansAt, RIGHT, type Cells } from './cells';
import type { Flat } from './flat';
import { NONE } from './growth';
import type { Meant } from './meant';
import type { Regions } from './regions';
import { solve, type Mesh } from './solve';

const ALIKE = 0.2; // difference of ink that counts as another thing
const REACH = GRID / 8; // cells: how far colours flow into each other
const LEAST = 1e-3; // of a weight, so that a place ringed by ink still has a colour

/** The regions where colours flow. marks: which hint a pixel has; marked: how many pixels of a node have one. */
export interface Flow {
  readonly cells: Cells;
  readonly mesh: Mesh;
  readonly flat: Flat;
  readonly marks: Int32Array;
  readonly marked: Float64Array;
}

/** null: no region has hints of several colours. marks: as for `flatLayer`. */
export function flowOf(regions: Regions, hints: Meant, marks: Int32Array, ink: Planes, flat: Flat): Flow | null {
  if (!hints.several.includes(1)) return null;
  const cells = cellsOf(regions, hints.several);
  const marked = new Float64Array(cells.count);
  for (let at = 0; at < marks.length; at++) if (marks[at] !== NONE && cells.node[at] !== NONE) marked[cells.node[at]!]!++;
  const mesh = { held: cells.area.map((area) => area / REACH ** 2), ...pulls(cells, ink) };
  return { cells, mesh, flat, marks, marked };
}

/** What flows, at each node. values: what each colour of the flat layer carries, 0..1. */
export function carried({ cells, mesh, flat, marks, marked }: Flow, values: Float64Array): Float64Array {
  const { count, node, region, area, side } = cells;
  const [nearest, held] = [new Float64Array(count), new Float64Array(count)];
  for (let at = 0; at < node.length; at++) {
    const own = node[at]!;
    if (own === NONE) continue;
    const value = values[flat.which[at]!]!;
    nearest[own]! += value;
    if (marks[at] !== NONE) held[own]! += value;
  }
  // Where nothing is carried, all is 0 already.
  const there = new Set(region.filter((_, each) => nearest[each]! > 0));
  const free = marked.reduce((found, pixels, each) => ((found[each] = Number(pixels === 0 && there.has(region[each]!))), found), new Uint8Array(count));
  const means = nearest.map((sum, each) => sum / (area[each]! * side ** 2));
  const out = held.map((sum, each) => (marked[each] ? sum / marked[each]! : means[each]!));
  solve(cells, mesh, means.map((mean, each) => mean * mesh.held[each]!), free, out);
  return out.map((value, each) => (free[each] ? Math.min(1, Math.max(0, value)) : value));
}

function pulls(cells: Cells, ink: Planes): { right: Float64Array; down: Float64Array } {
  const inks = meansAt(cells, (at) => ink.data[at]!);
  const alike = (joined: Float64Array, way: number): Float64Array =>
    joined.map((touch, each) => {
      if (!touch) return 0;
      const off = inks[each]! - inks[cells.around[AROUND * each + way]!]!;
      return touch * Math.max(LEAST, Math.exp(-(off ** 2) / (2 * ALIKE ** 2)));
    });
  return { right: alike(cells.right, RIGHT), down: alike(cells.down, DOWN) };
}
