// Regions of a drawing that do not leak: parts of the paper that lines separate, gaps in the lines included.
// Trapped balls (Zhang, Chen, Zhang, Hu, "Vectorizing cartoon animations", 2009) by way of distances, asked for only where a line
// ends; regions.py says how and why.
import type { Size } from '../../picture/surface';
import { components, sizesOf } from './components';
import { distances } from './distances';
import { grow, NONE } from './growth';
import { ends, skeleton } from './thinning';

const WIDER = 1.5; // than its opening: what a region is somewhere
const BESIDE = 3; // pixels: how far beside a gap its end may seem to be
const THICKEST = 16; // pixels: half the width of a line; what is thicker has no end, but corners
const LEAST = 4; // pixels: smaller bits of paper lie within lines
const LEAST_SHARE = 1e-5; // and of the picture

/**
 * labels: the region of each pixel, 0 to count - 1, lines included: each half of a line belongs to its side. walls: 1 where the
 * lines are.
 */
export interface Regions extends Size {
  readonly labels: Int32Array<ArrayBuffer>;
  readonly walls: Uint8Array<ArrayBuffer>;
  readonly count: number;
}

/** The regions between walls. gap: pixels, the widest gap that is closed. A picture that is all wall is one region. */
export function findRegions(walls: Uint8Array<ArrayBuffer>, { height, width }: Size, gap: number): Regions {
  const size = { height, width };
  const free = without(walls);
  // The frame closes what ends at it, or as near as a gap is wide.
  const { found, count } = seeds(framed(free, size), { height: height + 2, width: width + 2 }, gap);
  const labels = new Int32Array(walls.length);
  for (let y = 0; y < height; y++) {
    const start = (y + 1) * (width + 2) + 1;
    labels.set(found.subarray(start, start + width), y * width);
  }
  if (count === 0) return { ...size, labels: labels.fill(0), walls, count: 1 };
  grow(labels, free, size);
  grow(labels, new Uint8Array(walls.length).fill(1), size);
  return { ...size, labels, walls, count };
}

/** Pixels of each region, lines left out. */
export function regionSizes({ labels, walls, count }: Regions): Int32Array {
  const sizes = new Int32Array(count);
  for (let at = 0; at < labels.length; at++) if (!walls[at]) sizes[labels[at]!]!++;
  return sizes;
}

function without(mask: Uint8Array): Uint8Array<ArrayBuffer> {
  const rest = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) rest[at] = 1 - mask[at]!;
  return rest;
}

/** The mask with a border of nothing, one pixel wide. */
function framed(mask: Uint8Array, { height, width }: Size): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((height + 2) * (width + 2));
  for (let y = 0; y < height; y++) out.set(mask.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1);
  return out;
}

function seeds(free: Uint8Array, size: Size, gap: number): { found: Int32Array; count: number } {
  const found = new Int32Array(free.length).fill(NONE);
  // The ball that does not pass: half of the gap, and half a pixel of line to either side.
  let radius = gap ? (gap + 2) / 2 : 0;
  const most = Math.ceil(radius * WIDER) + 1;
  const far = distances(free, size, most);
  const near = aroundEnds(free, size, gap);
  for (let at = 0; at < far.length; at++) if (free[at] && !near[at]) far[at] = most * most;
  const least = Math.max(LEAST, LEAST_SHARE * free.length);
  const open = new Uint8Array(far.length);
  for (let count = 0; ; radius /= WIDER) {
    if (radius < 1) radius = 0;
    for (let at = 0; at < far.length; at++) open[at] = Number(far[at]! > radius * radius);
    const { labels, count: parts } = components(open, size, false);
    const fits = Uint8Array.from(sizesOf(labels, parts), (pixels) => Number(pixels >= least));
    if (radius) {
      const wide = new Uint8Array(parts + 1);
      for (let at = 0; at < far.length; at++) if (far[at]! >= (radius * WIDER) ** 2) wide[labels[at]!] = 1;
      for (let part = 0; part <= parts; part++) fits[part]! &= wide[part]!;
    }
    for (let at = 0; at < found.length; at++) if (found[at] !== NONE) fits[labels[at]!] = 0;
    fits[0] = 0;
    const names = Int32Array.from(fits, (fit) => (fit ? count++ : NONE));
    for (let at = 0; at < found.length; at++) if (found[at] === NONE) found[at] = names[labels[at]!]!;
    if (!radius) return { found, count };
  }
}

/** Where a gap can be: around the ends of lines, as far as the widest gap reaches. */
function aroundEnds(free: Uint8Array, size: Size, gap: number): Uint8Array {
  const { height, width } = size;
  const walls = without(free);
  // With a border that is no line, so that every pixel of a line has eight neighbours.
  const outer = { height: height + 2, width: width + 2 };
  const lines = framed(walls, size);
  const middle = skeleton(lines, outer);
  // The middle of a line ends before the line does, by half of its width.
  const half = distances(walls, size, THICKEST);
  const near = new Uint8Array(free.length);
  for (const at of [...ends(middle, outer), ...spots(lines, middle, outer)]) {
    const [y, x] = [Math.floor(at / outer.width) - 1, (at % outer.width) - 1];
    const reach = gap + BESIDE + Math.floor(Math.sqrt(half[y * width + x]!));
    const [x0, x1] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
    for (let row = Math.max(0, y - reach); row < Math.min(height, y + reach + 1); row++) near.fill(1, row * width + x0, row * width + x1);
  }
  return near;
}

/** Thinning may take all of a spot, which then is an end altogether. */
function spots(lines: Uint8Array, middle: Uint8Array, size: Size): number[] {
  const { labels, count } = components(lines, size, true);
  const gone = new Uint8Array(count + 1).fill(1);
  gone[0] = 0;
  for (let at = 0; at < middle.length; at++) if (middle[at]) gone[labels[at]!] = 0;
  const places: number[] = [];
  if (gone.includes(1)) for (let at = 0; at < labels.length; at++) if (gone[labels[at]!]) places.push(at);
  return places;
}
