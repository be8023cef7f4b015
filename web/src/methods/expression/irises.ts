// Where the irises are: the circles with the strongest edge from dark to light between an eye's lids, to parts of a pixel, as
// pinxit.methods.expression.irises finds them (after Daugman 1993). Eyes are laid flat, `across` samples from corner to corner.
import type { Iris } from '../../contract/portrait';
import { feather } from '../../picture/masks';
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { bilinear } from '../../picture/sample';
import { cut, partOf, planes, whole, type BytePicture, type Planes } from '../../picture/surface';
import { Eye, lidOf, lidsOf, type Two } from './eyes';
import type { Tables } from './tables';

const INSIDE = [0.4, 0.9] as const; // radii: what is iris for sure
const AROUND = [1.12, 1.5] as const; // and what is beside it
const LEAST_SEEN = 20; // samples of each that tell a contrast

const share = (value: number): number => Math.min(1, Math.max(0, value));

/** The largest, the first of those that are alike. */
const bestOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** What is seen of both eyes, of one size; null where one of them is shut, or shows no iris. flat: x, y of the face's points. */
export function irisesOf(tables: Tables, photo: BytePicture, flat: Float32Array): readonly [Iris, Iris] | null {
  const { far, near, open, across, contrast } = tables.irises;
  const patches = [0, 1].map((which) => new Patch(tables, photo, flat, which));
  let middles: readonly Two[] = [[0, 0], [0, 0]];
  let size = 0;
  for (const around of [far, near]) {
    moveLids(tables, patches, middles);
    [size, middles] = circles(tables, patches, middles, around);
  }
  if (patches.some((patch, at) => patch.opening < open * across || patch.contrast(middles[at]!, size) < contrast)) return null;
  return patches.map((patch, at) => patch.iris(middles[at]!, size)) as [Iris, Iris];
}

/** The lids of both eyes alike, to where above and below an iris it gets light, as far as that is worth it. */
function moveLids({ irises: { shifts } }: Tables, patches: readonly Patch[], middles: readonly Two[]): void {
  const moved = ([0, 1] as const).map((edge) => {
    const worth = patches.map((patch, at) => patch.worth(edge, middles[at]!));
    return shifts[bestOf(shifts.map((_, at) => worth[0]![at]! + worth[1]![at]!))]!;
  });
  for (const patch of patches) patch.move(moved[0]!, moved[1]!);
}

/** The size that suits both eyes best, and the middles. */
function circles({ irises }: Tables, patches: readonly Patch[], middles: readonly Two[], around: Two): [number, readonly Two[]] {
  const { sizes, likely, across } = irises;
  const best = patches.map((patch, at) => sizes.map((size) => patch.best(middles[at]!, around, size * across)));
  const at = bestOf(sizes.map((size, at) => (1 - ((size - likely[0]) / likely[1]) ** 2 / 4) * (best[0]![at]!.score + best[1]![at]!.score)));
  const size = sizes[at]! * across;
  return [size, patches.map((patch, eye) => patch.refined(best[eye]![at]!.middle, size))];
}

interface Found {
  readonly middle: Two;
  readonly score: number;
}

/** One eye laid flat: red, how it changes across and down, and where both lids are. */
class Patch {
  private readonly eye: Eye;
  private readonly sample: number;
  private readonly red: Planes;
  /** Changes across, changes down, 1 between the lids. */
  private readonly seen: Planes;
  private readonly lids: readonly [Float32Array, Float32Array];
  private moved: Two = [0, 0];
  private readonly circle: readonly Two[];
  private readonly three = new Float32Array(3);

  constructor(
    private readonly tables: Tables,
    photo: BytePicture,
    flat: Float32Array,
    which: number,
  ) {
    const { across, high, wide, angles, soft } = tables.irises;
    this.eye = Eye.of(tables, flat, which);
    this.sample = this.eye.width / across;
    this.red = read(photo, this.eye, this.sample, wide, high);
    const softened = { ...this.red, data: this.red.data.slice() };
    feather(softened, soft);
    this.seen = changes(softened);
    this.lids = lidsOf(tables, which).map((row) => {
      const lid = lidOf(this.eye, flat, row);
      return Float32Array.from({ length: 2 * wide }, (_, column) => lid(this.x(column) * this.sample) / this.sample);
    }) as [Float32Array, Float32Array];
    this.circle = Array.from({ length: angles }, (_, at) => [Math.cos((2 * Math.PI * at) / angles), Math.sin((2 * Math.PI * at) / angles)]);
  }

  get opening(): number {
    return Math.max(...this.lids[1].map((low, at) => low - this.lids[0][at]!));
  }

  /** What it is worth to move a lid by each of the shifts. edge: 0 is the upper one. */
  worth(edge: 0 | 1, [middle]: Two): readonly number[] {
    const { shifts, on_iris: on, across, strong, worth, wide, high } = this.tables.irises;
    const outwards = edge === 0 ? -1 : 1;
    const columns = [...this.lids[edge].keys()].filter((column) => Math.abs(this.x(column) - middle) < on * across);
    return shifts.map((shift) => {
      const sum = columns.reduce((sum, column) => {
        const x = this.x(column);
        bilinear(this.seen, x + wide, this.lids[edge][column]! + shift * this.bulge(x) + high, this.three, 0, 1);
        return sum + Math.min(strong, Math.max(0, outwards * this.three[1]!));
      }, 0);
      return (sum / Math.max(columns.length, 1)) * (1 - (shift / worth) ** 2);
    });
  }

  /** The lids, by that much in the middle of the eye. */
  move(upper: number, lower: number): void {
    const { lashes, high } = this.tables.irises;
    const [top, bottom] = this.lids;
    const { width, height, data } = this.seen;
    this.moved = [this.moved[0] + upper, this.moved[1] + lower];
    for (let column = 0; column < width; column++) {
      const bulge = this.bulge(this.x(column));
      top[column]! += upper * bulge;
      bottom[column]! += lower * bulge;
      for (let row = 0; row < height; row++) {
        const y = row - high + 0.5;
        data[(2 * height + row) * width + column] = y > top[column]! + lashes[0] && y < bottom[column]! - lashes[1] ? 1 : 0;
      }
    }
  }

  /** The best of the middles two samples apart. */
  best(about: Two, [aside, down]: Two, size: number): Found {
    return this.bestAround(about, aside, down, 2, size);
  }

  /** The middle to an eighth of a sample. */
  refined(middle: Two, size: number): Two {
    return [1, 0.5, 0.25, 0.125].reduce<Two>((best, step) => this.bestAround(best, 2 * step, 2 * step, step, size).middle, middle);
  }

  private bestAround(about: Two, aside: number, down: number, step: number, size: number): Found {
    let best: Found = { middle: about, score: -Infinity };
    for (let y = -down; y <= down; y += step) {
      for (let x = -aside; x <= aside; x += step) {
        const score = this.score(about[0] + x, about[1] + y, size);
        if (score > best.score) best = { middle: [about[0] + x, about[1] + y], score };
      }
    }
    return best;
  }

  /** How much lighter it gets outwards, on average over what is seen of a circle; little is worth little. */
  private score(x: number, y: number, size: number): number {
    const { wide, high, enough } = this.tables.irises;
    const { seen, three, circle } = this;
    let [sum, weights] = [0, 0];
    for (const [cos, sin] of circle) {
      bilinear(seen, x + size * cos + wide, y + size * sin + high, three, 0, 1);
      sum += three[2]! * (three[0]! * cos + three[1]! * sin);
      weights += three[2]!;
    }
    return (sum / Math.max(weights, 1e-6)) * Math.min(1, weights / circle.length / enough);
  }

  /** The circle, in pixels, and the lids. */
  iris([x, y]: Two, size: number): Iris {
    const { edge, most_below: most, wide } = this.tables.irises;
    const { sample, lids, moved } = this;
    const column = Math.min(Math.max(x + wide - 0.5, 0), 2 * wide - 1);
    const left = Math.min(Math.floor(column), 2 * wide - 2);
    const lower = lids[1][left]! + (column - left) * (lids[1][left + 1]! - lids[1][left]!);
    const below = y + size + edge - (lower - moved[1]);
    return {
      middle: [x * sample, y * sample],
      radius: size * sample,
      lids: [sample * moved[0], sample * moved[1]],
      // Much more is under the lid.
      reach: [sample * moved[0], sample * Math.max(moved[1], Math.min(below, 2 * most - below))],
    };
  }

  /** By how much what is beside an iris is lighter, 0..1. */
  contrast([middleX, middleY]: Two, size: number): number {
    const { high } = this.tables.irises;
    const { width, height, data } = this.seen;
    const [inside, around]: [number[], number[]] = [[], []];
    for (let at = 0; at < width * height; at++) {
      if (data[2 * width * height + at] === 0) continue;
      const away = Math.hypot(this.x(at % width) - middleX, Math.floor(at / width) - high + 0.5 - middleY) / size;
      if (away > INSIDE[0] && away < INSIDE[1]) inside.push(this.red.data[at]!);
      if (away > AROUND[0] && away < AROUND[1]) around.push(this.red.data[at]!);
    }
    return Math.min(inside.length, around.length) < LEAST_SEEN ? 0 : median(around) - median(inside);
  }

  /** The middle of a column, from the middle of the eye. */
  private x(column: number): number {
    return column - this.tables.irises.wide + 0.5;
  }

  private bulge(x: number): number {
    return share(1 - ((2 * x) / this.tables.irises.across) ** 2);
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** How a plane changes across and down, and room for a third. */
function changes({ width, height, data }: Planes): Planes {
  const made = planes(3, height, width);
  const change = (at: number, place: number, length: number, step: number): number => {
    const [before, after] = [place > 0 ? 1 : 0, place + 1 < length ? 1 : 0];
    return (data[at + after * step]! - data[at - before * step]!) / (before + after);
  };
  for (let at = 0; at < data.length; at++) {
    made.data[at] = change(at, at % width, width, 1);
    made.data[data.length + at] = change(at, Math.floor(at / width), height, width);
  }
  return made;
}

/** Red of an eye; shrunk first where a sample is more than a pixel, so that every pixel counts. */
function read(photo: BytePicture, eye: Eye, sample: number, wide: number, high: number): Planes {
  const places = (column: number, row: number): Two => eye.placed((column - wide + 0.5) * sample, (row - high + 0.5) * sample);
  const corners = [places(0, 0), places(2 * wide - 1, 0), places(0, 2 * high - 1), places(2 * wide - 1, 2 * high - 1)];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const first = (values: number[], length: number): number => Math.min(length - 1, Math.max(0, Math.trunc(Math.min(...values)) - 2));
  const end = (values: number[], length: number): number => Math.min(length, Math.max(1, Math.trunc(Math.max(...values)) + 3));
  const box = { x0: first(xs, photo.width), x1: end(xs, photo.width), y0: first(ys, photo.height), y1: end(ys, photo.height) };
  const part = partOf(photo, box);
  const shrunk = (length: number): number => (sample > 1 ? Math.max(1, roundEven(length / sample)) : length);
  const small = { height: shrunk(part.height), width: shrunk(part.width) };
  const seen = resample(part, small, whole(small), 'area');
  const out = planes(1, 2 * high, 2 * wide);
  const red = { ...planes(1, 0, 0), ...small, data: cut(seen, whole(small)).data.subarray(0, small.height * small.width) };
  for (let at = 0; at < out.data.length; at++) {
    const [x, y] = places(at % out.width, Math.floor(at / out.width));
    bilinear(red, ((x - box.x0) * small.width) / part.width, ((y - box.y0) * small.height) / part.height, out.data, at, 1);
  }
  return out;
}
