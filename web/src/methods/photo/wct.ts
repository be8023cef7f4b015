// Light and colours of another photo, place by place: a network moves the statistics of a small photo's features to those of
// the other, and what it paints is turned into colour maps. As pinxit.methods.photo.wct does it, without masks.
import { Fault } from '../../contract/engine';
import type { ColourMaps } from '../../contract/grade';
import { resampleInto } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { read, whole, WordPicture, type BytePicture, type Planes, type Size } from '../../picture/surface';
import type { Network, Tensor } from '../network';
import { colourMaps } from './colourmaps';

const SIDE = 512; // pixels of the long side that is worked at; Python's own choice where none is asked for
const REACH = 1 / 24; // of the windows of the colour maps, as a share of the long side
const FLAT = 1e-2; // variance of a photo below which no map of the whole is sought: steep ones show the steps of a sky
const MULTIPLE = 8; // pixels that the sides are multiples of, so that halving loses no row
const SHORTEST = 32; // pixels of a side

/** Size to work at: a long side of about `side` pixels. A narrow picture is squeezed, and the maps are stretched back. */
export function seenSize(size: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(size.height, size.width));
  const fitted = (length: number): number => Math.max(SHORTEST, roundEven((length * scale) / MULTIPLE) * MULTIPLE);
  return { height: fitted(size.height), width: fitted(size.width) };
}

/** What gives `photo` the light and colours of `style`. `between` is awaited now and then, and may end it. */
export async function relit(network: Network, photo: BytePicture, style: BytePicture, between: () => Promise<void>): Promise<ColourMaps> {
  const size = seenSize(photo, SIDE);
  const content = await shrunk(photo, size, between);
  const wished = await shrunk(style, seenSize(style, Math.max(size.height, size.width)), between);
  const feeds = { content: tensor(content), style: tensor(wished), content_regions: all(content), style_regions: all(wished) };
  const { data } = await network(feeds, 'picture');
  await between();
  if (data.length !== content.data.length) throw new Fault('not-a-model', `it gives ${data.length} numbers for ${content.data.length}`);
  if (!data.every(Number.isFinite)) throw new Fault('internal', 'what the network made is not finite: this look does not work on this photo');
  return colourMaps(content, { ...content, data }, REACH, FLAT);
}

/** In words of 16 bits: the steps of bytes would show in the maps. */
async function shrunk(picture: BytePicture, size: Size, between: () => Promise<void>): Promise<Planes> {
  const small = new WordPicture(size.height, size.width);
  await resampleInto(small, picture, 'lanczos', between);
  return read(small, whole(small));
}

function tensor({ channels, height, width, data }: Planes): Tensor {
  return { data, shape: [1, channels, height, width] };
}

/** One region, which is the whole picture. */
function all({ height, width }: Size): Tensor {
  return { data: new Float32Array(height * width).fill(1), shape: [1, 1, height, width] };
}
