// A texture world: a network that paints any photo in a few textures, in tiles that agree (pinxit.methods.mosaic.worlds).
import { Fault, type Step, type WorldWish } from '../../contract/engine';
import type { PinxitManifest } from '../../contract/manifest';
import { keepColours } from '../../picture/colour';
import { resample, resampleInto } from '../../picture/resample';
import { sized } from '../../picture/size';
import { BytePicture, cut, type Planes, type Size, type Surface } from '../../picture/surface';
import { planTiles, type Tile } from '../../picture/tiles';
import type { Network } from '../network';
import { noise } from './noise';

const WINDOW = 768; // pixels of a tile, its context included: small enough that a cancelled one ends soon

export interface World {
  readonly run: Network;
  /** Of its noise, a cell for every `multiple` pixels. */
  readonly channels: number;
  readonly context: number;
  readonly multiple: number;
}

/** What a manifest says of a world. Fault('not-a-model') where it is none. */
export function worldOf(run: Network, { id, graph, constants }: PinxitManifest): World {
  const channels = graph.inputs.find(({ name }) => name === 'noise')?.shape[1];
  if (typeof channels !== 'number') throw new Fault('not-a-model', `${id} takes no noise`);
  return { run, channels, context: constants.context, multiple: constants.multiple };
}

/** The photo in a world. `pause` is awaited after each tile. Returns it, and how many tiles it took. */
export async function paintWorld(
  world: World,
  photo: BytePicture,
  wish: WorldWish,
  pause: (step: Step) => Promise<void>,
): Promise<{ picture: BytePicture; tiles: number }> {
  const asked = sized(photo, wish.side);
  // The texture has its size in pixels: what is to be larger is painted small, and enlarged.
  const size = sized(photo, wish.side / wish.grain);
  const painted = opaque(size, photo.origin);
  const tiles = planTiles(size, WINDOW, world.context, world.multiple);
  const seen = onWhiteSurface(photo);
  const kind = size.width < photo.width ? 'lanczos' : 'cubic';
  for (const [done, tile] of tiles.entries()) {
    await pause({ done, total: tiles.length, stage: 'painting' });
    const window = resample(seen, size, tile.window, kind);
    const made = await paintTile(world, window, tile, wish);
    painted.write(tile.inner, made, 0, 0);
  }
  if (asked.width === size.width && asked.height === size.height) return { picture: painted, tiles: tiles.length };
  const picture = opaque(asked, photo.origin);
  await resampleInto(picture, painted, 'lanczos', () => pause({ done: tiles.length, total: tiles.length, stage: 'painting' }));
  return { picture, tiles: tiles.length };
}

function opaque({ height, width }: Size, origin: string | null): BytePicture {
  return new BytePicture(height, width, new Uint8ClampedArray(4 * height * width).fill(255), origin);
}

/** What is kept of a tile. */
async function paintTile(world: World, window: Planes, { window: box, inner }: Tile, wish: WorldWish): Promise<Planes> {
  const { multiple } = world;
  const cells = {
    y0: box.y0 / multiple,
    x0: box.x0 / multiple,
    height: Math.ceil(window.height / multiple),
    width: Math.ceil(window.width / multiple),
  };
  const photo = { data: window.data, shape: [1, 3, window.height, window.width] };
  const { data } = await world.run({ photo, noise: noise(wish.throw, world.channels, cells) }, 'mosaic');
  const made = { ...window, data };
  const kept = { y0: inner.y0 - box.y0, y1: inner.y1 - box.y0, x0: inner.x0 - box.x0, x1: inner.x1 - box.x0 };
  const result = cut(made, kept);
  if (wish.keep_colours) keepColours(result, cut(window, kept));
  return result;
}

/** A picture, transparent parts laid on white, row by row. */
function onWhiteSurface(picture: BytePicture): Surface {
  const { height, width, channels, alpha } = picture;
  const cover = new Float32Array(width);
  return {
    height,
    width,
    channels,
    row(y, x0, x1, channel, into) {
      picture.row(y, x0, x1, channel, into);
      alpha.row(y, x0, x1, 0, cover);
      for (let x = 0; x < x1 - x0; x++) into[x] = into[x]! * cover[x]! + 1 - cover[x]!;
    },
  };
}
