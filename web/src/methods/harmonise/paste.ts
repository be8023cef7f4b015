// A cut-out laid on a painting, with soft edges; as pinxit.imageops.paste, but only windows of the painting are made.
import type { Place } from '../../contract/engine';
import { feather } from '../../picture/masks';
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { planes, type Box, type BytePicture, type Planes, type Size } from '../../picture/surface';

const SOFT = 2; // pixels: radius of the softening that takes the stairs off a hard mask
const REACH = 1; // pixels that it looks beyond a window

export const sizeOf = (box: Box): Size => ({ height: box.y1 - box.y0, width: box.x1 - box.x0 });

/** A box in the pixels of a frame that begins at (y0, x0) of the first one. */
export function within({ y0, x0 }: Pick<Box, 'y0' | 'x0'>, box: Box): Box {
  return { y0: box.y0 - y0, y1: box.y1 - y0, x0: box.x0 - x0, x1: box.x1 - x0 };
}

/** What two boxes share; null where that is nothing. */
export function shared(a: Box, b: Box): Box | null {
  const box = { y0: Math.max(a.y0, b.y0), y1: Math.min(a.y1, b.y1), x0: Math.max(a.x0, b.x0), x1: Math.min(a.x1, b.x1) };
  return box.y0 < box.y1 && box.x0 < box.x1 ? box : null;
}

/** Where a cut-out lies: in pixels of the painting, and beyond its border where it reaches there. */
export function laid(thing: Size, { x, y, scale }: Place): Box {
  const height = Math.max(1, roundEven(thing.height * scale));
  const width = Math.max(1, roundEven(thing.width * scale));
  const [y0, x0] = [roundEven(y - height / 2), roundEven(x - width / 2)];
  return { y0, y1: y0 + height, x0, x1: x0 + width };
}

/** How much of each pixel of `window` is the thing's, 0..1, where it lies in `box`. */
export function coverIn(thing: BytePicture, box: Box, window: Box): Planes {
  const cover = planes(1, window.y1 - window.y0, window.x1 - window.x0);
  const seen = shared(box, window);
  if (!seen) return cover;
  const grown = { y0: seen.y0 - REACH, y1: seen.y1 + REACH, x0: seen.x0 - REACH, x1: seen.x1 + REACH };
  const room = shared(grown, box) ?? seen;
  const soft = resample(thing.alpha, sizeOf(box), within(box, room), 'linear');
  feather(soft, SOFT);
  for (let y = seen.y0; y < seen.y1; y++) {
    const from = (y - room.y0) * soft.width - room.x0;
    cover.data.set(soft.data.subarray(from + seen.x0, from + seen.x1), (y - window.y0) * cover.width + seen.x0 - window.x0);
  }
  return cover;
}

/** Lay the thing on `painting`, a window of one, in place; cover: as `coverIn` gives it for that window. */
export function paste(painting: Planes, thing: BytePicture, box: Box, window: Box, cover: Planes): void {
  const seen = shared(box, window);
  if (!seen) return;
  const colours = resample(thing, sizeOf(box), within(box, seen), 'lanczos');
  const pixels = painting.height * painting.width;
  for (let channel = 0, from = 0; channel < 3; channel++) {
    for (let y = seen.y0; y < seen.y1; y++) {
      let at = (y - window.y0) * painting.width + seen.x0 - window.x0;
      for (let x = seen.x0; x < seen.x1; x++, at++, from++) {
        const here = painting.data[channel * pixels + at]!;
        painting.data[channel * pixels + at] = here + cover.data[at]! * (colours.data[from]! - here);
      }
    }
  }
}
