// What is laid on the picture: one style everywhere, or several, each where its mask says.
import type { Layer } from '../../contract/engine';
import { feather, maskSurface, partition } from '../../picture/masks';
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { planes, planesSurface, whole, type Box, type Planes, type Size } from '../../picture/surface';
import type { Brush, Statistics } from './brush';

const MASK_SIDE = 2048; // pixels; the seam is softer than that, and a mask at full size would take 4 bytes a pixel
const NOTHING = 1 / 1024; // a weight that no 8-bit picture shows

/** Style vectors, and where each of them goes: weights with a channel for each, null for one style everywhere. */
export class Coat {
  constructor(
    readonly brush: Brush,
    private readonly vectors: readonly Float32Array<ArrayBuffer>[],
    private readonly weights: Planes | null,
  ) {}

  /** Paint one window (`box` of a picture of `size`); statistics as from `measure`, null: the window's own. */
  async paint(window: Planes, size: Size, box: Box, statistics: readonly Statistics[] | null): Promise<Planes> {
    if (!this.weights) return this.brush.paint(window, this.vectors[0]!, statistics?.[0] ?? null);
    const weights = resample(planesSurface(this.weights), size, box, 'linear');
    const pixels = window.height * window.width;
    const out = planes(3, window.height, window.width);
    const total = new Float32Array(pixels);
    for (const [index, vector] of this.vectors.entries()) {
      const weight = weights.data.subarray(index * pixels, (index + 1) * pixels);
      if (!weight.some((value) => value > NOTHING)) continue;
      const { data } = await this.brush.paint(window, vector, statistics?.[index] ?? null);
      for (let at = 0; at < pixels; at++) {
        total[at]! += weight[at]!;
        for (let place = at; place < 3 * pixels; place += pixels) out.data[place]! += weight[at]! * data[place]!;
      }
    }
    for (let place = 0; place < out.data.length; place++) out.data[place]! /= total[place % pixels]!;
    return out;
  }

  /** The statistics of a picture, one array for each style, from its thumbnail. */
  async measure(thumbnail: Planes): Promise<Statistics[]> {
    const measured: Statistics[] = [];
    for (const vector of this.vectors) measured.push(await this.brush.measure(thumbnail, vector));
    return measured;
  }
}

/** A coat for a picture of `size`: vectors[0] is the rest, vectors[i + 1] goes where layers[i] has its mask. */
export function makeCoat(
  brush: Brush,
  vectors: readonly Float32Array<ArrayBuffer>[],
  layers: readonly Layer[],
  size: Size,
): Coat {
  if (layers.length === 0) return new Coat(brush, vectors, null);
  const scale = Math.min(1, MASK_SIDE / Math.max(size.height, size.width));
  const small = {
    height: Math.max(1, roundEven(size.height * scale)),
    width: Math.max(1, roundEven(size.width * scale)),
  };
  const masks = layers.map(({ mask, softness }) => {
    const soft = resample(maskSurface(mask.height, mask.width, mask.data), small, whole(small), 'linear');
    feather(soft, softness * Math.max(small.height, small.width));
    return soft;
  });
  return new Coat(brush, vectors, partition(masks));
}
