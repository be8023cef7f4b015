// Noise that every language makes alike (pinxit.methods.mosaic.chance): each cell of a picture has its numbers, whichever
// window of the picture is asked for.
import type { Tensor } from '../network';

/** A rectangle of cells, from (y0, x0) on. */
export interface Cells {
  readonly y0: number;
  readonly x0: number;
  readonly height: number;
  readonly width: number;
}

/** The noise of some cells, (1, channels, height, width), even in -1..1. thrown: which of the many, 0 to 2^32 - 1. */
export function noise(thrown: number, channels: number, { y0, x0, height, width }: Cells): Tensor {
  const data = new Float32Array(channels * height * width);
  const first = mixed(thrown);
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    const plane = mixed(first ^ channel);
    for (let y = 0; y < height; y++) {
      const row = mixed(plane ^ (y0 + y));
      for (let x = 0; x < width; x++) data[at++] = mixed(row ^ (x0 + x)) / 2 ** 31 - 1;
    }
  }
  return { data, shape: [1, channels, height, width] };
}

/** Every bit of a word has a say in every bit of what comes out; see chance.py. */
function mixed(word: number): number {
  let mix = Math.imul(word + 1, 0x9e3779b1);
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
