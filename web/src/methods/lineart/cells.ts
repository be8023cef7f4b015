// A coarse grid that lines cut: in a cell that two regions share, each has a node of its own (cells.py). What is smooth within a
// region is solved for on few nodes, and nothing passes a line, however thin the line and however coarse the grid.
import type { Size } from '../../picture/surface';
import { NONE } from './growth';
import type { Regions } from './regions';

export const GRID = 256; // cells of the longer side
export const AROUND = 9; // nodes of a region in the nine cells around one, row by row: the middle is itself
export const [UP, LEFT, RIGHT, DOWN] = [1, 3, 5, 7];

/**
 * The nodes of some regions, in the order of their cells. width: of the picture. node: of each pixel, NONE in other regions. around: AROUND for each node, NONE where its region has
 * none. right, down: how much a node touches the one there, in sides of a cell. border: how much of other regions. area: in cells.
 */
export interface Cells {
  readonly side: number;
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly count: number;
  readonly node: Int32Array<ArrayBuffer>;
  /** The region of each node, and its cell. */
  readonly region: Int32Array<ArrayBuffer>;
  readonly cell: Int32Array<ArrayBuffer>;
  readonly around: Int32Array<ArrayBuffer>;
  readonly right: Float64Array<ArrayBuffer>;
  readonly down: Float64Array<ArrayBuffer>;
  readonly border: Float64Array<ArrayBuffer>;
  readonly area: Float64Array<ArrayBuffer>;
}

/** The nodes of the regions that are wanted (1). */
export function cellsOf(regions: Regions, wanted: Uint8Array): Cells {
  const { height, width, labels } = regions;
  const side = Math.ceil(Math.max(height, width) / GRID);
  const [rows, columns] = [Math.ceil(height / side), Math.ceil(width / side)];
  const names: number[] = [];
  const cell: number[] = [];
  const following: number[] = []; // another node of its cell
  const first = new Int32Array(rows * columns).fill(NONE);
  const find = (at: number, region: number): number => {
    let node = first[at]!;
    while (node !== NONE && names[node] !== region) node = following[node]!;
    return node;
  };
  const node = new Int32Array(labels.length).fill(NONE);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const region = labels[at]!;
      if (!wanted[region]) continue;
      const there = Math.floor(y / side) * columns + Math.floor(x / side);
      let found = x % side > 0 && labels[at - 1] === region ? node[at - 1]! : find(there, region);
      if (found === NONE) {
        found = names.push(region) - 1;
        cell.push(there);
        following.push(first[there]!);
        first[there] = found;
      }
      node[at] = found;
    }
  }
  const count = names.length;
  const order = Int32Array.from(names.keys()).sort((one, other) => cell[one]! - cell[other]!);
  const rank = new Int32Array(count);
  order.forEach((found, each) => (rank[found] = each));
  for (let at = 0; at < node.length; at++) if (node[at] !== NONE) node[at] = rank[node[at]!]!;
  const around = new Int32Array(AROUND * count).fill(NONE);
  order.forEach((found, each) => {
    const [y, x] = [Math.floor(cell[found]! / columns), cell[found]! % columns];
    for (let place = 0; place < AROUND; place++) {
      const [row, column] = [y + Math.floor(place / 3) - 1, x + (place % 3) - 1];
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      const there = inside ? find(row * columns + column, names[found]!) : NONE;
      if (there !== NONE) around[AROUND * each + place] = rank[there]!;
    }
  });
  const [region, place] = [order.map((found) => names[found]!), order.map((found) => cell[found]!)];
  return { side, rows, columns, width, count, node, region, cell: place, around, ...contacts(regions, node, side, count) };
}

function contacts({ height, width, labels }: Regions, node: Int32Array, side: number, count: number): Pick<Cells, 'right' | 'down' | 'border' | 'area'> {
  const [right, down, border, area] = [new Float64Array(count), new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const meet = (one: number, other: number, joined: Float64Array): void => {
    const [first, second] = [node[one]!, node[other]!];
    if (labels[one] === labels[other]) {
      if (first !== NONE && first !== second) joined[first]! += 1 / side;
      return;
    }
    if (first !== NONE) border[first]! += 1 / side;
    if (second !== NONE) border[second]! += 1 / side;
  };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (node[at] !== NONE) area[node[at]!]! += 1 / side ** 2;
      if (x + 1 < width) meet(at, at + 1, right);
      if (y + 1 < height) meet(at, at + width, down);
    }
  }
  return { right, down, border, area };
}

/** The mean of some pixels' values at each node. */
export function meansAt({ node, area, count, side }: Cells, values: (at: number) => number): Float64Array {
  const sums = new Float64Array(count);
  for (let at = 0; at < node.length; at++) if (node[at] !== NONE) sums[node[at]!]! += values(at);
  return sums.map((sum, each) => sum / (area[each]! * side ** 2));
}

/** A window of the picture that is filled: channel after channel. */
export interface Filled extends Size {
  readonly top: number;
  readonly left: number;
  readonly data: Float32Array | Uint8ClampedArray;
}

/**
 * The values of nodes on the pixels of their regions, in between as the nearest nodes say (bilinear). values: one array a channel of
 * `out`, which is untouched in other regions.
 */
export function laidOut(cells: Cells, values: readonly Float64Array[], out: Filled): void {
  const { side, node, around } = cells;
  const { height, width, top, left, data } = out;
  // For each pixel of a cell: which way the second nearest column or row lies, and how much it counts.
  const nearer = Array.from({ length: side }, (_, at) => {
    const off = (at + 0.5) / side - 0.5;
    return { way: Math.sign(off), share: Math.abs(off) };
  });
  for (let y = 0, at = 0; y < height; y++) {
    const { way: down, share: below } = nearer[(top + y) % side]!;
    const row = (top + y) * cells.width + left;
    for (let x = 0; x < width; x++, at++) {
      const own = node[row + x]!;
      if (own === NONE) continue;
      const { way: across, share: aside } = nearer[(left + x) % side]!;
      const middle = AROUND * own + 4;
      const beside = around[middle + across]!;
      const above = around[middle + 3 * down]!;
      const corner = around[middle + 3 * down + across]!;
      const weight = (1 - aside) * (1 - below);
      const weightBeside = beside === NONE ? 0 : aside * (1 - below);
      const weightAbove = above === NONE ? 0 : (1 - aside) * below;
      const weightCorner = corner === NONE ? 0 : aside * below;
      const all = weight + weightBeside + weightAbove + weightCorner;
      for (let channel = 0; channel < values.length; channel++) {
        const from = values[channel]!;
        let sum = weight * from[own]!;
        if (weightBeside) sum += weightBeside * from[beside]!;
        if (weightAbove) sum += weightAbove * from[above]!;
        if (weightCorner) sum += weightCorner * from[corner]!;
        data[channel * height * width + at] = sum / all;
      }
    }
  }
}
