// Colours of a thing brought towards those of a painting, in OKLab (pinxit.methods.harmonise.fast, `coloured`).
import { fromLab, toLab } from '../../picture/colour';
import type { BytePicture, Planes } from '../../picture/surface';

export const INSIDE = 0.5; // cover from which a pixel is the thing's
const KEPT = 1.2; // of the thing's own colours at level 0, no more than all; at level 10 none
const TOWARDS = 0.5; // the painting's colours: how far the thing's go at level 10; at level 0 they stay
const MOST = 2; // times that a contrast may grow or shrink
const LEAST = 1e-3; // of a deviation that something is divided by
const GRID = 256; // places along the longer side at which a painting is looked at

type Three = readonly [number, number, number];

/** Mean and deviation of L, a and b. */
export interface Tones {
  readonly mean: Three;
  readonly deviation: Three;
}

class Sums {
  private count = 0;
  private readonly first = [0, 0, 0];
  private readonly second = [0, 0, 0];

  add(lab: Float64Array): void {
    this.count++;
    for (let index = 0; index < 3; index++) {
      this.first[index]! += lab[index]!;
      this.second[index]! += lab[index]! * lab[index]!;
    }
  }

  tones(): Tones {
    const count = Math.max(1, this.count);
    const mean = this.first.map((sum) => sum / count) as [number, number, number];
    const deviation = this.second.map((sum, index) => Math.sqrt(Math.max(0, sum / count - mean[index]! ** 2)));
    return { mean, deviation: deviation as [number, number, number] };
  }
}

export function tonesOf({ height, width, rgba }: BytePicture): Tones {
  const step = Math.max(1, Math.floor(Math.max(height, width) / GRID));
  const sums = new Sums();
  const lab = new Float64Array(3);
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      const at = 4 * (y * width + x);
      toLab(rgba[at]! / 255, rgba[at + 1]! / 255, rgba[at + 2]! / 255, lab);
      sums.add(lab);
    }
  }
  return sums.tones();
}

/**
 * Colour what was painted, in place, wherever `cover` is above 0. The painter turns hues towards the painting's, and a red
 * cup on a blue sky would come out as sky: a share of a and b stays the thing's, as `before` has them. Then mean and
 * deviation of L, a and b go a part of the way to those `wanted`.
 */
export function tone(painted: Planes, before: Planes, cover: Planes, wanted: Tones, level: number): void {
  const kept = Math.min(1, KEPT * (1 - level / 10));
  const towards = Math.min(1, (TOWARDS * level) / 10);
  const pixels = cover.data.length;
  const labs = new Float32Array(3 * pixels);
  const own = new Sums();
  const [lab, was] = [new Float64Array(3), new Float64Array(3)];
  for (let at = 0; at < pixels; at++) {
    if (cover.data[at]! === 0) continue;
    toLab(painted.data[at]!, painted.data[at + pixels]!, painted.data[at + 2 * pixels]!, lab);
    toLab(before.data[at]!, before.data[at + pixels]!, before.data[at + 2 * pixels]!, was);
    for (const hue of [1, 2]) lab[hue]! += kept * (was[hue]! - lab[hue]!);
    labs.set(lab, 3 * at);
    if (cover.data[at]! > INSIDE) own.add(lab);
  }
  const { mean, deviation } = own.tones();
  const stretch = wanted.deviation.map((value, index) => Math.min(MOST, Math.max(1 / MOST, value / Math.max(deviation[index]!, LEAST))));
  const rgb = new Float64Array(3);
  for (let at = 0; at < pixels; at++) {
    if (cover.data[at]! === 0) continue;
    for (let index = 0; index < 3; index++) {
      const value = labs[3 * at + index]!;
      lab[index] = value + towards * ((value - mean[index]!) * stretch[index]! + wanted.mean[index]! - value);
    }
    fromLab(lab[0]!, lab[1]!, lab[2]!, rgb);
    for (let channel = 0; channel < 3; channel++) painted.data[at + channel * pixels] = rgb[channel]!;
  }
}
