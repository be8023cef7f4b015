// Colours that flow between the hints of a region (Levin, Lischinski, Weiss, "Colorization using Optimization", 2004; soft.py says
// what is other here).
import type { Planes } from '../../picture/surface';
import { AROUND, cellsOf, DOWN, GRID, laidOut, meansAt, RIGHT, type Cells } from './cells';
import { NONE } from './growth';
import type { Meant } from './meant';
import type { Regions } from './regions';
import { solve } from './solve';

const ALIKE = 0.2; // difference of ink that counts as another thing
const REACH = GRID / 8; // cells: how far colours flow into each other
const LEAST = 1e-3; // of a weight, so that a place ringed by ink still has a colour

/** The flat layer with regions of several colours made soft. marks: as for `flatLayer`. */
export function flow(regions: Regions, hints: Meant, marks: Int32Array, ink: Planes, flat: Planes): Planes {
  const soft = { ...flat, data: flat.data.slice() };
  if (!hints.several.includes(1)) return soft;
  const cells = cellsOf(regions, hints.several);
  const mesh = { held: cells.area.map((area) => area / REACH ** 2), ...pulls(cells, ink) };
  const size = flat.height * flat.width;
  const solved = [0, 1, 2].map((channel) => {
    const nearest = meansAt(cells, (at) => flat.data[channel * size + at]!);
    const { values, free } = marked(cells, marks, (hint) => hints.colours[hint]![channel]!);
    for (let each = 0; each < cells.count; each++) if (free[each]) values[each] = nearest[each]!;
    solve(cells, mesh, nearest.map((value, each) => value * mesh.held[each]!), free, values);
    return values.map((value, each) => (free[each] ? Math.min(1, Math.max(0, value)) : value));
  });
  laidOut(cells, solved, soft);
  return soft;
}

/** The mean of the hints at each node, and which nodes have none (1). */
function marked({ count, node }: Cells, marks: Int32Array, valueOf: (hint: number) => number): { values: Float64Array; free: Uint8Array } {
  const [sums, pixels] = [new Float64Array(count), new Float64Array(count)];
  for (let at = 0; at < node.length; at++) {
    if (node[at] === NONE || marks[at] === NONE) continue;
    sums[node[at]!]! += valueOf(marks[at]!);
    pixels[node[at]!]!++;
  }
  return { values: sums.map((sum, each) => sum / Math.max(1, pixels[each]!)), free: Uint8Array.from(pixels, (each) => Number(each === 0)) };
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
