// Things that are painted into paintings: opened, and painted in by the painter that the worker has.
import { Fault, type HarmoniseJob, type Step } from '../contract/engine';
import { isOpaque, ROOM, trimmed } from '../methods/harmonise/cutout';
import { paintInto, type Made, type Paint } from '../methods/harmonise/fast';
import type { Brush } from '../methods/paint/brush';
import { makeCoat } from '../methods/paint/coat';
import { paintPicture, type Budget } from '../methods/paint/run';
import { bounds } from '../picture/masks';
import { planesSurface, read, whole, WordPicture, type BytePicture, type Size } from '../picture/surface';

interface Thing extends Size {
  readonly thing: BytePicture;
  readonly cropped: boolean;
}

/** A cut-out. cutPeople: makes all but the people in the picture transparent, and says whether there are any. */
export async function thingOf(picture: BytePicture, cutPeople: () => Promise<boolean>): Promise<Thing> {
  if (isOpaque(picture) && !(await cutPeople())) throw new Fault('nobody');
  const box = bounds(picture.alpha);
  if (!box) throw new Fault('empty-cutout');
  const thing = trimmed(picture, box);
  return { thing, width: thing.width - 2 * ROOM, height: thing.height - 2 * ROOM, cropped: box.y1 === picture.height };
}

/** The painting with the thing painted into it, and the number of tiles that it took. */
export async function harmonised(
  brush: Brush,
  painting: BytePicture,
  thing: BytePicture,
  { place, mix, level }: HarmoniseJob,
  budget: Budget,
  pause: (step: Step) => Promise<void>,
): Promise<Made & { readonly tiles: number }> {
  let tiles = 0;
  const paint: Paint = async (alone, strength, stroke) => {
    const coat = makeCoat(brush, [brush.vector(mix, strength)], [], alone);
    const made = new WordPicture(alone.height, alone.width);
    const options = { strength, stroke, keep_colours: false, max_side: null };
    tiles = await paintPicture(coat, planesSurface(alone), made, options, budget, pause);
    return read(made, whole(made));
  };
  return { ...(await paintInto(painting, thing, place, level, paint)), tiles };
}
