// Soft masks: with a soft seam, and as weights that sum to 1. A mask is one channel, 0..1; 1 is inside.
import { roundEven } from './rounding';
import { planes, type Box, type Planes, type Surface } from './surface';

/** A mask of one byte a pixel, 255 is inside. */
export function maskSurface(height: number, width: number, bytes: Uint8Array): Surface {
  return {
    height,
    width,
    channels: 1,
    row(y, x0, x1, _channel, into) {
      const start = y * width;
      for (let x = x0; x < x1; x++) into[x - x0] = bytes[start + x]! / 255;
    },
  };
}

/**
 * Soften a mask in place: a hard edge becomes a smooth ramp that reaches about `radius` pixels to each side.
 * A Gaussian of standard deviation radius / 2, as three box means (P. Kovesi, "Fast almost-Gaussian filtering", 2010),
 * so the time does not depend on the radius. Beyond the picture the mask goes on as at its border.
 */
export function feather(mask: Planes, radius: number): void {
  const { height, width, data } = mask;
  const across = new Float32Array(width);
  const down = new Float32Array(height);
  for (const half of boxHalves(radius / 2)) {
    for (let y = 0; y < height; y++) boxMean(data, y * width, 1, across, half);
    for (let x = 0; x < width; x++) boxMean(data, x, width, down, half);
  }
}

/** Three boxes of 2 * half + 1 pixels that in sequence have the standard deviation `sigma`; empty ones left out. */
export function boxHalves(sigma: number): number[] {
  const ideal = Math.sqrt((12 * sigma * sigma) / 3 + 1);
  const small = Math.trunc(ideal) - (Math.trunc(ideal) % 2 === 0 ? 1 : 0);
  const narrow = roundEven((12 * sigma * sigma - 3 * small * small - 12 * small - 9) / (-4 * small - 4));
  return [0, 1, 2].map((index) => (small - 1) / 2 + (index >= narrow ? 1 : 0)).filter((half) => half > 0);
}

/** Box mean of one line (every `step`-th value from `start`), in place; `line` is room for it. */
function boxMean(data: Float32Array, start: number, step: number, line: Float32Array, half: number): void {
  const last = line.length - 1;
  for (let at = 0; at <= last; at++) line[at] = data[start + at * step]!;
  let sum = 0;
  for (let at = -half; at <= half; at++) sum += line[Math.min(last, Math.max(0, at))]!;
  for (let at = 0; at <= last; at++) {
    data[start + at * step] = Math.min(1, Math.max(0, sum / (2 * half + 1)));
    sum += line[Math.min(last, at + half + 1)]! - line[Math.max(0, at - half)]!;
  }
}

/**
 * Turn n masks of one size into n + 1 weights that sum to 1 at every pixel: channel 0 is the rest, where no mask is;
 * channel i + 1 belongs to masks[i]. Where masks overlap beyond 1 they share in proportion.
 */
export function partition(masks: readonly Planes[]): Planes {
  const [first] = masks;
  if (!first || masks.some((mask) => mask.height !== first.height || mask.width !== first.width)) {
    throw new RangeError('partition takes one or more masks of one size');
  }
  const size = first.height * first.width;
  const weights = planes(masks.length + 1, first.height, first.width);
  for (let at = 0; at < size; at++) {
    let total = 0;
    for (const mask of masks) total += mask.data[at]!;
    const share = 1 / Math.max(1, total);
    weights.data[at] = 1 - Math.min(1, total);
    masks.forEach((mask, index) => {
      weights.data[(index + 1) * size + at] = mask.data[at]! * share;
    });
  }
  return weights;
}

const SEEN = 1 / 32; // of a mask, below which nothing is there

/** The smallest box round what a mask (a surface of one channel) covers; null where it covers nothing. */
export function bounds(mask: Surface): Box | null {
  const line = new Float32Array(mask.width);
  let [y0, y1, x0, x1] = [mask.height, 0, mask.width, 0];
  for (let y = 0; y < mask.height; y++) {
    mask.row(y, 0, mask.width, 0, line);
    for (let x = 0; x < mask.width; x++) {
      if (line[x]! <= SEEN) continue;
      [y0, y1] = [Math.min(y0, y), y + 1];
      [x0, x1] = [Math.min(x0, x), Math.max(x1, x + 1)];
    }
  }
  return y1 > 0 ? { y0, y1, x0, x1 } : null;
}
