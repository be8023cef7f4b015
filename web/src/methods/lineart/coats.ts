// What lies on the paper: the picture *is* its layers laid on each other, bytes as they are written to files, so that what another
// program puts together from them differs by rounding alone (layers.py).
import type { Lines } from '../../contract/lineart';
import { BytePicture, planes, whole, type Planes } from '../../picture/surface';
import { bakedLayer, colourLayers, lay, lightLayers, lineLayer, type Layer } from './layers';
import type { Mix } from './mixing';
import type { Shading } from './shading';

/** made: the picture, 0..1. layers: the first at the bottom, each when it is reached. */
export interface Coats {
  readonly made: Planes;
  layers(): Iterable<Layer>;
}

/**
 * ink: the lines. between: awaited after each layer of colours that flow; null: for the screen, where they flow at once, and not
 * layer by layer. That is the same to rounding, and a fraction of the work.
 */
export async function coatsOf(mix: Mix, shading: Shading | null, ink: Planes, lines: Lines, between: (() => Promise<void>) | null): Promise<Coats> {
  const made = planes(3, mix.height, mix.width);
  if (mix.flow && between) {
    for (const layer of colourLayers(mix)) {
      lay(made, layer);
      await between();
    }
  } else lay(made, bakedLayer(mix));
  const over = shading ? lightLayers(shading, mix) : [];
  for (const layer of over) lay(made, layer);
  if (lines !== 'none') {
    over.push(lineLayer(ink, lines, made));
    lay(made, over.at(-1)!);
  }
  return {
    made,
    *layers() {
      yield* colourLayers(mix);
      yield* over;
    },
  };
}

/** The picture that they make. */
export function pictureOf({ made }: Coats, origin: string | null): BytePicture {
  const picture = new BytePicture(made.height, made.width, undefined, origin);
  picture.write(whole(picture), made, 0, 0);
  for (let at = 3; at < picture.rgba.length; at += 4) picture.rgba[at] = 255;
  return picture;
}
