// Light and shadow on forms that the drawing does not have: every region is inflated, as a cushion in its outline, by an equation
// for the square of its height (shading.py). The forms stay as they are while the light moves.
import { planes } from '../../picture/surface';
import { AROUND, cellsOf, DOWN, GRID, laidOut, LEFT, RIGHT, UP, type Cells } from './cells';
import { NONE } from './growth';
import type { Rgb } from './colours';
import type { Regions } from './regions';
import { solve } from './solve';

const REACH = GRID / 10; // cells: how far from its outline a form is round
const BEHIND = 0.2; // of the frame: a region that has more is what is behind everything
const SHADE = 0.62; // of a colour in full shadow
const EDGES = [0.34, 0.4] as const; // n . l between which a shadow in steps ends
const FLAT = 0.7; // n . l of background: what paper has under a light at 45 degrees
const GLOW_EDGES = [0.93, 0.96] as const;
const GLOW = 0.22; // of the light that a lit side takes on

/** Unit normals (x right, y down, z towards who looks) of nodes. */
export interface Forms {
  readonly cells: Cells;
  readonly normals: Float64Array;
}

/** direction: unit vector towards it. */
export interface Light {
  readonly direction: readonly [number, number, number];
  readonly colour: Rgb;
}

/** What colours are multiplied by, and light that is laid on them (screen): bytes, channel after channel. */
export interface Shading {
  readonly shadow: Uint8ClampedArray<ArrayBuffer>;
  readonly glow: Uint8ClampedArray<ArrayBuffer>;
}

/** towards: x to the right, y down. height: degrees above the paper. */
export function lightFrom([x, y]: readonly [number, number], height: number, colour: Rgb): Light {
  const up = (height * Math.PI) / 180;
  const flat = Math.cos(up) / (Math.hypot(x, y) || 1);
  return { direction: [x * flat, y * flat, Math.sin(up)], colour };
}

/** Inflate every region but those that are background. */
export function formsOf(regions: Regions): Forms {
  const cells = cellsOf(regions, inFront(regions));
  const free = new Uint8Array(cells.count).fill(1);
  // A node's middle is half a cell from its border, so the border pulls twice as hard as a neighbour.
  const held = cells.border.map((border, each) => 2 * border + cells.area[each]! / REACH ** 2);
  const squares = new Float64Array(cells.count);
  solve(cells, { right: cells.right, down: cells.down, held }, cells.area.map((area) => 4 * area), free, squares);
  return { cells, normals: normalsOf(cells, squares.map((square) => Math.max(0, square))) };
}

/** steps: in two tones, as in animated films. */
export function shade(regions: Regions, { cells, normals }: Forms, { direction, colour }: Light, steps: boolean): Shading {
  const lambert = planes(1, regions.height, regions.width);
  lambert.data.fill(FLAT);
  const lit = Float64Array.from({ length: cells.count }, (_, each) =>
    Math.max(0, direction.reduce((sum, value, axis) => sum + value * normals[3 * each + axis]!, 0)),
  );
  laidOut(cells, [lit], { ...lambert, top: 0, left: 0 });
  const [[dark, bright], [dull, gleaming]] = steps ? [EDGES, GLOW_EDGES] : [[0, FLAT], [0.75, 1]];
  const brightest = Math.max(...colour, 1e-3);
  const size = lambert.data.length;
  const [shadow, glow] = [new Uint8ClampedArray(3 * size), new Uint8ClampedArray(3 * size)];
  for (let channel = 0, to = 0; channel < 3; channel++) {
    const [shade, tint, gleam] = [255 * SHADE, (255 * (1 - SHADE) * colour[channel]!) / brightest, 255 * GLOW * colour[channel]!];
    for (let at = 0; at < size; at++, to++) {
      shadow[to] = shade + tint * ramp(lambert.data[at]!, dark, bright);
      glow[to] = gleam * ramp(lambert.data[at]!, dull, gleaming);
    }
  }
  return { shadow, glow };
}

/** 0 for regions that have much of the picture's frame. */
function inFront({ height, width, labels, count }: Regions): Uint8Array {
  const pixels = new Int32Array(count);
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) pixels[labels[y * width + x]!]!++;
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) pixels[labels[y * width + x]!]!++;
  return Uint8Array.from(pixels, (frame) => Number(frame <= BEHIND * 2 * (height + width)));
}

/** Normals of the height whose squares are given: the slope of the square, without its infinite slope at the outline. */
function normalsOf({ around, cell, rows, columns, count }: Cells, squares: Float64Array): Float64Array {
  const normals = new Float64Array(3 * count);
  for (let each = 0; each < count; each++) {
    const [y, x] = [Math.floor(cell[each]! / columns), cell[each]! % columns];
    const own = squares[each]!;
    // Beyond the outline it goes on below the paper, beyond the picture as it is.
    const beside = (way: number, frame: boolean): number => {
      const other = around[AROUND * each + way]!;
      return other !== NONE ? squares[other]! : frame ? own : -own;
    };
    const across = (beside(LEFT, x === 0) - beside(RIGHT, x === columns - 1)) / 2;
    const down = (beside(UP, y === 0) - beside(DOWN, y === rows - 1)) / 2;
    const up = 2 * Math.sqrt(own);
    const length = Math.max(Math.hypot(across, down, up), 1e-6);
    normals.set([across / length, down / length, up / length], 3 * each);
  }
  return normals;
}

/** 0 below `low`, 1 above `high`, smooth between. */
function ramp(value: number, low: number, high: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
