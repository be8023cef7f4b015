// The reader: a network that looks at a picture once and says which style vector paints like it. What it is shown is what
// Python shows it (pinxit.methods.paint.reading).
import { Fault, type Region } from '../../contract/engine';
import { copyAlpha } from '../../picture/encode';
import { resampleInto } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { BytePicture, onWhite, partOf, type Box, type Planes, type Size } from '../../picture/surface';
import type { Network } from '../network';
import { fittedSize } from './size';

const SIDE = 1024; // pixels of the longer side; the rest of the way the graph goes itself

/** The pixels of a region: at least one. */
export function boxOf({ width, height }: Size, region: Region): Box {
  const x0 = Math.min(Math.floor(region.left * width), width - 1);
  const y0 = Math.min(Math.floor(region.top * height), height - 1);
  const x1 = Math.max(x0 + 1, Math.min(width, roundEven((region.left + region.width) * width)));
  const y1 = Math.max(y0 + 1, Math.min(height, roundEven((region.top + region.height) * height)));
  return { y0, y1, x0, x1 };
}

/** That part of a picture as the reader takes it: small, and on white where it is transparent. */
export async function seen(picture: BytePicture, region: Region, between: () => Promise<void>): Promise<Planes> {
  const box = boxOf(picture, region);
  const part = partOf(picture, box);
  const size = fittedSize(part, SIDE);
  const small = new BytePicture(size.height, size.width);
  await resampleInto(small, part, 'lanczos', between);
  copyAlpha(partOf(picture.alpha, box), small);
  return onWhite(small);
}

/** The style vector, of `length` numbers. */
export async function readStyle(network: Network, picture: Planes, length: number): Promise<Float32Array<ArrayBuffer>> {
  const { data: pixels, height, width } = picture;
  const { data } = await network({ picture: { data: pixels, shape: [1, 3, height, width] } }, 'style');
  if (data.length !== length) throw new Fault('not-a-model', `it gives ${data.length} numbers, the painter takes ${length}`);
  if (!data.every(Number.isFinite)) throw new Fault('internal', 'what the reader gave is not finite');
  return data.slice(); // it leaves the worker, with its memory
}
