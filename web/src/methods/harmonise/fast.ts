// A thing painted into a painting in a second: pinxit.methods.harmonise.fast, in the browser.
// The painter normalises its features over what it is shown. It is shown the thing alone, its colours carried on to where
// the painting is, so these are the thing's own statistics. Its strokes have a size in pixels; the thing is enlarged first
// so that they come out as large as the painting's.
import { Fault, type Place } from '../../contract/engine';
import { bounds, feather } from '../../picture/masks';
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { spread } from '../../picture/spread';
import { BytePicture, partOf, planesSurface, read, whole, type Box, type Planes, type Size } from '../../picture/surface';
import { WHOLE } from './cutout';
import { coverIn, laid, paste, shared, sizeOf, within } from './paste';
import { INSIDE, tone, tonesOf } from './tones';

/** The painter, in the style of the painting. */
export type Paint = (thing: Planes, strength: number, stroke: number) => Promise<Planes>;

const AROUND = 0.25; // of the thing's longer side: how much of its surroundings is painted with it
const LEAST_AROUND = 8; // pixels
const SEEN = 1024; // pixels of a painting's long side at which the reader sees strokes in their size
const REFERENCE = 1024; // pixels that the painter takes for a stroke of 1
const STROKES = { min: 0.25, max: 4 } as const;
const MOST_ENLARGED = 3; // times; beyond it the second is gone
const MOST_SIDE = 1536; // pixels: a larger part of a painting is worked at this and carried up, for want of Python's memory
const SEAM = 1 / 230; // radius of the soft seam, of the painting's longer side
const LEAST_SEAM = 2; // pixels
const NOTHING = 1 / 1024; // a weight that no 8-bit picture shows
const BAND_PIXELS = 1 << 20;

export interface Made {
  readonly out: BytePicture;
  /** It was worked at less than the painting's size, and carried up. */
  readonly carried: boolean;
}

/**
 * The painting with `thing` (as `trimmed` gives it) painted into it. Beside the thing every byte is the painting's own.
 * level: 1 to 10, 5 is the style as it is read. Fault('misplaced') where nothing of the thing is seen, or nothing else.
 */
export async function paintInto(painting: BytePicture, thing: BytePicture, place: Place, level: number, paint: Paint): Promise<Made> {
  const box = laid(thing, place);
  const window = windowOf(painting, seenOf(painting, thing, box));
  const full = sizeOf(window);
  const share = Math.min(1, MOST_SIDE / Math.max(full.height, full.width));
  const size = scaled(full, share);
  const { made, cover } = await worked(painting, thing, { box, window, size }, level, paint);
  const out = new BytePicture(painting.height, painting.width, painting.rgba.slice(), painting.origin ?? thing.origin);
  blend(out, window, made, share === 1 ? cover : coverIn(thing, box, window));
  return { out, carried: share < 1 };
}

/** Of the painter: 1 at level 5, less of the style below it and a little more above. */
export function strengthOf(level: number): number {
  return Math.min(1.5, 0.5 + 0.1 * level);
}

/** What is seen of a thing that lies in `box`. */
function seenOf(painting: BytePicture, thing: BytePicture, box: Box): Box {
  const everything = whole(painting);
  const part = shared(box, everything);
  const cover = part && coverIn(thing, box, part);
  const seen = cover && bounds(planesSurface(cover));
  if (!seen || !cover.data.some((value) => value > INSIDE)) throw new Fault('misplaced');
  const all = cover.height === painting.height && cover.width === painting.width;
  if (all && cover.data.every((value) => value > INSIDE)) throw new Fault('misplaced');
  return { y0: seen.y0 + part.y0, y1: seen.y1 + part.y0, x0: seen.x0 + part.x0, x1: seen.x1 + part.x0 };
}

/** The thing and some of what is around it. */
function windowOf({ height, width }: Size, seen: Box): Box {
  const around = Math.max(LEAST_AROUND, roundEven(AROUND * Math.max(seen.y1 - seen.y0, seen.x1 - seen.x0)));
  return {
    y0: Math.max(0, seen.y0 - around),
    y1: Math.min(height, seen.y1 + around),
    x0: Math.max(0, seen.x0 - around),
    x1: Math.min(width, seen.x1 + around),
  };
}

/** box: where the thing lies. window: the part of the painting that is worked on. size: what that is shrunk to. */
interface Frame {
  readonly box: Box;
  readonly window: Box;
  readonly size: Size;
}

/** The window with the thing in it as it is painted, and how much of each pixel is the thing's. */
async function worked(
  painting: BytePicture,
  thing: BytePicture,
  { box, window, size }: Frame,
  level: number,
  paint: Paint,
): Promise<{ readonly made: Planes; readonly cover: Planes }> {
  const everything = whole(size);
  const share = size.width / (window.x1 - window.x0);
  const there = stretched(within(window, box), share);
  const part = partOf(painting, window);
  const composite = share === 1 ? read(part, whole(part)) : resample(part, size, everything, 'area');
  const cover = coverIn(thing, there, everything);
  paste(composite, thing, there, everything, cover);
  const times = Math.min(MOST_ENLARGED, Math.max(1, SEEN / (share * Math.max(painting.height, painting.width))));
  const stroke = REFERENCE / (times * Math.max(size.height, size.width));
  const known = { ...cover, data: cover.data.map((value) => (value >= WHOLE ? 1 : 0)) };
  const alone = spread(composite, known.data.some((value) => value > 0) ? known : cover);
  const made = await paint(alone, strengthOf(level), Math.min(STROKES.max, Math.max(STROKES.min, stroke)));
  tone(made, composite, cover, tonesOf(painting), level);
  return { made, cover };
}

/** Lay what was made of the window over the painting, where the thing is. The seam stays within it. */
function blend(out: BytePicture, window: Box, made: Planes, cover: Planes): void {
  const soft = { ...cover, data: cover.data.slice() };
  feather(soft, Math.max(LEAST_SEAM, SEAM * Math.max(out.height, out.width)));
  const same = made.height === cover.height && made.width === cover.width;
  const rows = Math.max(1, Math.floor(BAND_PIXELS / cover.width));
  for (let y0 = 0; y0 < cover.height; y0 += rows) {
    const band = { y0, y1: Math.min(cover.height, y0 + rows), x0: 0, x1: cover.width };
    const colours = same ? read(planesSurface(made), band) : resample(planesSurface(made), cover, band, 'cubic');
    const pixels = colours.height * colours.width;
    for (let at = 0; at < pixels; at++) {
      const place = y0 * cover.width + at;
      const weight = Math.min(soft.data[place]!, cover.data[place]!);
      if (weight <= NOTHING) continue;
      const [row, column] = [Math.floor(at / cover.width) + window.y0 + y0, (at % cover.width) + window.x0];
      const byte = 4 * (row * out.width + column);
      for (let channel = 0; channel < 3; channel++) {
        const here = out.rgba[byte + channel]!;
        // A clamped array limits to 0..255 and rounds.
        out.rgba[byte + channel] = here + weight * (255 * colours.data[at + channel * pixels]! - here);
      }
    }
  }
}

function scaled({ height, width }: Size, share: number): Size {
  return { height: Math.max(1, roundEven(height * share)), width: Math.max(1, roundEven(width * share)) };
}

function stretched({ y0, y1, x0, x1 }: Box, share: number): Box {
  const [top, left] = [roundEven(y0 * share), roundEven(x0 * share)];
  const { height, width } = scaled({ height: y1 - y0, width: x1 - x0 }, share);
  return { y0: top, y1: top + height, x0: left, x1: left + width };
}
