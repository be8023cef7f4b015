// A thing that is cut out of its picture: trimmed to what is seen of it, and without a fringe of what was behind it. What
// can be done to it before anybody knows where it goes; the rest is in paste.ts. As pinxit.imageops.paste.
import { smaller } from '../../picture/encode';
import { spread } from '../../picture/spread';
import { BytePicture, read, whole, type Box } from '../../picture/surface';

/** Transparent pixels round a cut-out, so that its edge has room to be soft. */
export const ROOM = 1;
export const WHOLE = 0.9; // cover from which a pixel shows the thing alone, and nothing of what was behind it
const MOST_SIDE = 2048; // pixels; in a painting that is not much larger, more would be shrunk away

/** Whether nothing of a picture is transparent: then it is not cut out yet. */
export function isOpaque({ rgba }: BytePicture): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at]! < 255) return false;
  return true;
}

/** What the alpha of a picture covers, in `box` (see `bounds`), with ROOM round it. */
export function trimmed(picture: BytePicture, box: Box): BytePicture {
  const thing = smaller(roomy(picture, box), MOST_SIDE);
  const known = read(thing.alpha, whole(thing));
  // Colours come from inside: where a pixel is partly the background, it would bring that along.
  if (known.data.some((cover) => cover >= WHOLE)) {
    for (let at = 0; at < known.data.length; at++) known.data[at] = known.data[at]! >= WHOLE ? 1 : 0;
  }
  thing.write(whole(thing), spread(read(thing, whole(thing)), known), 0, 0);
  return thing;
}

function roomy({ rgba, width, origin }: BytePicture, box: Box): BytePicture {
  const out = new BytePicture(box.y1 - box.y0 + 2 * ROOM, box.x1 - box.x0 + 2 * ROOM, undefined, origin);
  for (let y = box.y0; y < box.y1; y++) {
    const row = rgba.subarray(4 * (y * width + box.x0), 4 * (y * width + box.x1));
    out.rgba.set(row, 4 * ((y - box.y0 + ROOM) * out.width + ROOM));
  }
  return out;
}
