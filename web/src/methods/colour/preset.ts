// The preset: a network that looks at a photo and at a picture whose look it is to get, and gives a table of colours. What
// it is shown is what Python shows it (pinxit.methods.colour.preset).
import { Fault } from '../../contract/engine';
import { BLACK, WHITE, type Lut } from '../../contract/lut';
import { BytePicture, onWhite, type Planes } from '../../picture/surface';
import type { Network, Tensor } from '../network';

const SEEN = 512; // pixels: a longer side is thinned out to less than twice this before the graph shrinks it

/** Every n-th pixel of every n-th row. Not shrunk: averages of colours are colours that the picture does not have. */
export function thinned(picture: BytePicture): Planes {
  const step = Math.max(1, Math.floor(Math.max(picture.height, picture.width) / SEEN));
  const out = new BytePicture(Math.ceil(picture.height / step), Math.ceil(picture.width / step));
  for (let y = 0, to = 0; y < out.height; y++) {
    for (let x = 0, from = 4 * y * step * picture.width; x < out.width; x++, from += 4 * step, to += 4) {
      for (let channel = 0; channel < 4; channel++) out.rgba[to + channel] = picture.rgba[from + channel]!;
    }
  }
  return onWhite(out);
}

/** The table that gives `photo` the look of `look`, both as `thinned` gives them. */
export async function readLook(network: Network, photo: Planes, look: Planes): Promise<Lut> {
  const feeds = { photo: tensor(photo), look: tensor(look), strength: { data: Float32Array.of(1), shape: [1] } };
  const { data, shape } = await network(feeds, 'lut');
  const [points = 0] = shape;
  if (points < 2 || data.length !== 3 * points ** 3) throw new Fault('not-a-model', `it gives a table of ${shape.join(' x ')}`);
  if (!data.every(Number.isFinite)) throw new Fault('internal', 'the table of colours is not finite');
  return { points, table: data.slice(), low: BLACK, high: WHITE, title: '' }; // it leaves the worker, with its memory
}

function tensor({ channels, height, width, data }: Planes): Tensor {
  return { data, shape: [1, channels, height, width] };
}
