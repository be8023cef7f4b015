// Resizing with the separable filters that Pillow uses, so that page and Python paint the same picture. Every filter
// averages over the shrunk area, so none aliases. Only a window of the result is made, and it sees past its own edge:
// windows of one resize join without a seam.
import { planes, type Box, type Planes, type Size, type Sink, type Surface } from './surface';

/** lanczos: sharp, may overshoot by a few percent. area: box mean. linear: no overshoot. cubic: for enlarging. */
export type Kind = 'lanczos' | 'area' | 'linear' | 'cubic';

const FILTERS: Readonly<Record<Kind, { readonly reach: number; weight(x: number): number }>> = {
  area: { reach: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  linear: { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  cubic: { reach: 2, weight: cubic },
  lanczos: { reach: 3, weight: (x) => (x > -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};
const BAND_PIXELS = 1 << 18;

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Keys' cubic with a = -0.5. */
function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

/** For each output position: the first source position, and `taps` weights (their rest is zero). */
interface Taps {
  readonly taps: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Float32Array;
}

function tapsOf(kind: Kind, source: number, size: number, start: number, end: number): Taps {
  const { reach, weight } = FILTERS[kind];
  const scale = source / size;
  const stretch = Math.max(1, scale);
  const support = reach * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const length = end - start;
  const first = new Int32Array(length);
  const count = new Int32Array(length);
  const weights = new Float32Array(length * taps);
  for (let index = 0; index < length; index++) {
    const centre = (start + index + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const high = Math.min(source, Math.trunc(centre + support + 0.5));
    let total = 0;
    for (let at = low; at < high; at++) total += weight((at - centre + 0.5) / stretch);
    for (let at = low; at < high; at++) {
      weights[index * taps + at - low] = weight((at - centre + 0.5) / stretch) / (total || 1);
    }
    first[index] = low;
    count[index] = high - low;
  }
  return { taps, first, count, weights };
}

/** The window `box` of `source` resized to `size`. clip: limit it to 0..1. */
export function resample(source: Surface, size: Size, box: Box, kind: Kind, clip = true): Planes {
  const out = planes(source.channels, box.y1 - box.y0, box.x1 - box.x0);
  const across = tapsOf(kind, source.width, size.width, box.x0, box.x1);
  const down = tapsOf(kind, source.height, size.height, box.y0, box.y1);
  const x0 = across.first[0]!;
  const x1 = across.first[out.width - 1]! + across.count[out.width - 1]!;
  const line = new Float32Array(x1 - x0);
  // Rows of the source that were resized across; a row of the result needs at most down.taps of them.
  const ring = new Float32Array(down.taps * out.width);
  const sums = new Float64Array(out.width);
  for (let channel = 0; channel < source.channels; channel++) {
    let ready = down.first[0]!;
    for (let y = 0; y < out.height; y++) {
      const low = down.first[y]!;
      const high = low + down.count[y]!;
      for (ready = Math.max(ready, low); ready < high; ready++) {
        source.row(ready, x0, x1, channel, line);
        const slot = (ready % down.taps) * out.width;
        acrossRow(line, x0, across, ring.subarray(slot, slot + out.width));
      }
      sums.fill(0);
      for (let tap = 0; tap < high - low; tap++) {
        const weight = down.weights[y * down.taps + tap]!;
        const slot = ((low + tap) % down.taps) * out.width;
        for (let x = 0; x < out.width; x++) sums[x]! += weight * ring[slot + x]!;
      }
      const start = (channel * out.height + y) * out.width;
      out.data.set(sums, start);
    }
  }
  if (clip) limit(out.data);
  return out;
}

function acrossRow(line: Float32Array, x0: number, { first, count, taps, weights }: Taps, out: Float32Array): void {
  for (let x = 0; x < out.length; x++) {
    let at = first[x]! - x0;
    let weight = x * taps;
    let sum = 0;
    for (const end = at + count[x]!; at < end; at++, weight++) sum += weights[weight]! * line[at]!;
    out[x] = sum;
  }
}

export function limit(values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < 0) values[index] = 0;
    else if (value > 1) values[index] = 1;
  }
}

/** Resize a whole picture into `sink`, a band of rows at a time; `between` is awaited after each. */
export async function resampleInto(
  sink: Sink & Size,
  source: Surface,
  kind: Kind,
  between: () => Promise<void>,
): Promise<void> {
  // A row of the result stands for several of the source, so that a band is as much work whatever the scale.
  const perRow = Math.max(sink.width, Math.ceil((source.width * source.height) / sink.height));
  const rows = Math.max(16, Math.floor(BAND_PIXELS / perRow));
  for (let y0 = 0; y0 < sink.height; y0 += rows) {
    const box = { y0, y1: Math.min(sink.height, y0 + rows), x0: 0, x1: sink.width };
    sink.write(box, resample(source, sink, box, kind), 0, 0);
    await between();
  }
}
