// What came out of a model: a picture, classes, or numbers that only their author can read.
import type { Choice, Layout, OutRange, Pixels, Range, Result, Task } from '../../contract/lab';
import { DEVIATION, MEAN, type Placed } from './feed';

/** A float view of an output. dims are its real ones. */
export interface Output {
  readonly data: Float32Array;
  readonly type: string;
  readonly dims: readonly number[];
}

const BEST = 5;
const HEAD = 16;
const LEAST_SIDE = 4;
const SAMPLED = 10_000;

export function resultOf(output: Output, choice: Choice, placed: Placed): Result {
  const task = choice.task ?? taskOf(output.dims);
  const picture = task === 'picture' ? pictureOf(output, choice, placed) : null;
  if (picture) return picture;
  return task === 'classes' && output.data.length > 1 ? classesOf(output) : numbersOf(output);
}

/** Channels, height and width of an output, in the layout that fits. */
interface Volume {
  readonly layout: Layout;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export function taskOf(dims: readonly number[]): Task {
  if (volumeOf(dims, null)) return 'picture';
  const long = dims.filter((dim) => dim > 1);
  return long.length === 1 || dims.length === 2 ? 'classes' : 'numbers';
}

function volumeOf(dims: readonly number[], wish: Layout | null): Volume | null {
  const rest = dims.length === 4 ? dims.slice(1) : dims.length === 3 ? dims : dims.length === 2 ? [1, ...dims] : null;
  if (!rest) return null;
  const [first, second, third] = rest as [number, number, number];
  const options: Volume[] = [
    { layout: 'nchw', channels: first, height: second, width: third },
    { layout: 'nhwc', channels: third, height: first, width: second },
  ];
  const fits = ({ channels, height, width }: Volume): boolean =>
    [1, 3, 4].includes(channels) && height >= LEAST_SIDE && width >= LEAST_SIDE;
  return options.find((each) => fits(each) && (wish === null || each.layout === wish)) ?? options.find(fits) ?? null;
}

function pictureOf({ data, type, dims }: Output, choice: Choice, placed: Placed): Result | null {
  const volume = volumeOf(dims, choice.outLayout);
  if (!volume) return null;
  const { layout, channels, height, width } = volume;
  const area = height * width;
  const values = data.subarray(0, channels * area);
  const spread = spreadOf(values);
  const range = choice.outRange ?? rangeOf(spread, type, channels, choice.range);
  const decode = decoder(range, spread);
  // The bars that the picture was given are taken off again, at the scale of the result.
  const down = height / placed.of.height;
  const across = width / placed.of.width;
  const top = Math.round(placed.top * down);
  const left = Math.round(placed.left * across);
  const tall = Math.max(1, Math.min(height - top, Math.round(placed.height * down)));
  const wide = Math.max(1, Math.min(width - left, Math.round(placed.width * across)));
  const rgba = new Uint8ClampedArray(4 * tall * wide);
  for (let y = 0, to = 0; y < tall; y++) {
    for (let x = 0; x < wide; x++, to += 4) {
      const at = (y + top) * width + x + left;
      for (let channel = 0; channel < 4; channel++) {
        const from = channels === 1 ? 0 : choice.channels === 'bgr' && channel < 3 ? 2 - channel : channel;
        const value = values[layout === 'nchw' ? from * area + at : at * channels + from];
        const isAlpha = channel === 3;
        rgba[to + channel] = isAlpha && channels !== 4 ? 255 : 255 * decode(value ?? 0, isAlpha ? 3 : from);
      }
    }
  }
  return { kind: 'picture', pixels: { width: wide, height: tall, rgba }, layout, range };
}

interface Spread {
  readonly least: number;
  readonly largest: number;
  /** Bounds of all but the outermost hundredth. */
  readonly low: number;
  readonly high: number;
  /** Share of the numbers that lie in 0..1. */
  readonly inside: number;
}

function spreadOf(values: Float32Array): Spread {
  const step = Math.max(1, Math.floor(values.length / SAMPLED));
  const some: number[] = [];
  let least = Infinity;
  let largest = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
    if (at % step === 0) some.push(value);
  }
  if (largest < least) return { least: 0, largest: 1, low: 0, high: 1, inside: 1 };
  some.sort((a, b) => a - b);
  const at = (share: number): number => some[Math.round(share * (some.length - 1))] ?? least;
  const inside = some.filter((value) => value >= -0.02 && value <= 1.02).length / some.length;
  return { least, largest, low: at(0.01), high: at(0.99), inside };
}

function rangeOf({ low, high, inside }: Spread, type: string, channels: number, given: Range): OutRange {
  if (type === 'uint8') return '0-255';
  const isColour = channels > 1;
  if (isColour && high > 8 && high < 400 && low > -100) return '0-255';
  // Filters overshoot; what lies mostly in 0..1 is meant to.
  if (inside > 0.8 && high < 3 && (isColour || high > 0.1)) return '0-1';
  if (given === 'imagenet' && isColour && low >= -2.4 && high <= 2.9) return 'imagenet';
  return isColour && low >= -1.5 && high <= 1.5 ? 'minus1-1' : 'stretch-values';
}

/** From the model's numbers to 0..1. */
function decoder(range: OutRange, { least, largest }: Spread): (value: number, channel: number) => number {
  if (range === '0-255') return (value) => value / 255;
  if (range === 'minus1-1') return (value) => (value + 1) / 2;
  if (range === 'imagenet') return (value, channel) => value * (DEVIATION[channel] ?? 1) + (MEAN[channel] ?? 0);
  if (range === '0-1') return (value) => value;
  const reach = largest - least || 1;
  return (value) => (value - least) / reach;
}

function classesOf({ data, dims }: Output): Result {
  // A batch gives one row of scores for each picture, and all pictures are the same one.
  const rows = dims.length > 1 && dims[0]! < data.length ? dims[0]! : 1;
  const scores = data.slice(0, Math.floor(data.length / rows));
  let total = 0;
  let largest = -Infinity;
  let isShare = true;
  for (const score of scores) {
    total += score;
    if (score > largest) largest = score;
    if (score < -1e-4 || score > 1.0001) isShare = false;
  }
  const softmax = !isShare;
  const quantised = softmax && largest <= 255 && Math.abs(total - 255) < 16;
  if (quantised) scores.forEach((score, at) => (scores[at] = score / 255));
  else if (softmax) {
    let sum = 0;
    scores.forEach((score, at) => (sum += scores[at] = Math.exp(score - largest)));
    scores.forEach((score, at) => (scores[at] = score / sum));
  }
  return { kind: 'classes', top: topOf(scores), count: scores.length, softmax: softmax && !quantised };
}

function topOf(shares: Float32Array): { index: number; share: number }[] {
  const top: { index: number; share: number }[] = [];
  shares.forEach((share, index) => {
    if (top.length === BEST && share <= top[BEST - 1]!.share) return;
    const place = top.findIndex((each) => each.share < share);
    top.splice(place < 0 ? top.length : place, 0, { index, share });
    if (top.length > BEST) top.pop();
  });
  return top;
}

function numbersOf({ data }: Output): Result {
  let least = Infinity;
  let largest = -Infinity;
  let sum = 0;
  for (const value of data) {
    if (value < least) least = value;
    if (value > largest) largest = value;
    sum += value;
  }
  const mean = data.length > 0 ? sum / data.length : 0;
  return { kind: 'numbers', least, largest, mean, head: [...data.subarray(0, HEAD)] };
}

/** How much a result looks like a changed copy of the picture: correlation of lightness, 0..1, times contrast. */
export function likeness(result: Result, picture: Pixels): number {
  if (result.kind !== 'picture') return 0;
  const side = 24;
  const a = lightness(result.pixels, side);
  const b = lightness(picture, side);
  const deviation = Math.sqrt(product(a, a));
  const correlation = product(a, b) / Math.sqrt(product(a, a) * product(b, b) || 1);
  return Math.abs(correlation) * Math.min(1, deviation / 0.1);
}

/** Lightness at side x side places, less its mean. */
function lightness({ width, height, rgba }: Pixels, side: number): number[] {
  const found: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = 4 * (Math.floor(((y + 0.5) / side) * height) * width + Math.floor(((x + 0.5) / side) * width));
      found.push((0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!) / 255);
    }
  }
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  return found.map((value) => value - mean);
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0) / a.length;
}
