// Faces of photos and their expressions, as far as they are worked out once: tables, small copies, how each face moves.
import { TABLES, type Amounts, type Expressed, type FoundFace, type Iris, type Portrait, type Shown, type Unfit } from '../contract/portrait';
import type { Networks } from '../contract/site';
import { Basis } from '../methods/expression/basis';
import { isShut, shownBy, tellingOf, unitsShown } from '../methods/expression/driver';
import { apart, findFaces, type FaceNetworks } from '../methods/expression/faces';
import { Frame, flattened } from '../methods/expression/frame';
import { Gaze } from '../methods/expression/gaze';
import { irisesOf } from '../methods/expression/irises';
import { turning } from '../methods/expression/pose';
import { readTables, unitsOf, type Tables } from '../methods/expression/tables';
import { redraw, type Turning } from '../methods/expression/warp';
import { smaller } from '../picture/encode';
import { COMPOSITE } from '../picture/origin';
import { BytePicture } from '../picture/surface';
import type { Errand } from './errand';
import { fetchChecked } from './store';

const SHOWN_SIDE = 1024; // pixels: what is drawn while a slider moves
const MOST_FACES = 8; // that are remembered

interface Known {
  readonly points: Float32Array;
  readonly frame: Frame;
  readonly basis: Basis;
}

/** The faces of a photo, and which of them cannot be changed. */
export async function facesOf(
  tables: Tables,
  networks: FaceNetworks,
  photo: BytePicture,
  between: () => Promise<void>,
): Promise<readonly FoundFace[]> {
  const found = await findFaces(tables, networks, photo, between);
  return found.map((points) => ({
    points,
    irises: irisesOf(tables, photo, flattened(points)),
    shut: isShut(tables, Frame.of(points).canonical(points)),
    outline: tables.outline.map((point) => [points[3 * point]! / photo.width, points[3 * point + 1]! / photo.height] as const),
    problem: problemOf(tables, points),
  }));
}

/** What the largest face of a photo shows; null: there is none. */
export async function expressionIn(
  tables: Tables,
  networks: FaceNetworks,
  photo: BytePicture,
  between: () => Promise<void>,
): Promise<Shown | null> {
  const [points] = await findFaces(tables, networks, photo, between);
  return points ? shownBy(tables, unitsShown(tables, tellingOf(tables, Frame.of(points).canonical(points)))) : null;
}

/** Where the eyes of a face look; null: where they do in the photo. points: in pixels of the photo times `scale`. */
function gazeOf(tables: Tables, irises: FoundFace['irises'], points: Float32Array, amounts: Amounts, scale: number): Gaze | null {
  const { gaze_across: across = 0, gaze_down: down = 0 } = amounts;
  if (irises === null || (across === 0 && down === 0)) return null;
  const both = ([x, y]: Iris['middle']): Iris['middle'] => [scale * x, scale * y];
  const scaled = ({ middle, radius, lids, reach }: Iris): Iris => ({
    middle: both(middle),
    radius: scale * radius,
    lids: both(lids),
    reach: both(reach),
  });
  return Gaze.of(tables, [scaled(irises[0]), scaled(irises[1])], flattened(points), [across, down]);
}

/** How the head turns; null: not at all. points: as for gazeOf. */
function turningOf(tables: Tables, points: Float32Array, { turn = 0, nod = 0, tilt = 0 }: Amounts): Turning | null {
  return turn === 0 && nod === 0 && tilt === 0 ? null : turning(tables, Frame.of(points), { turn, nod, tilt });
}

function problemOf(tables: Tables, points: Float32Array): Unfit | null {
  const { smallest, most_turned: most } = tables.fitness;
  const eyes = apart(tables, points);
  if (eyes < smallest) return { code: 'small', eyes, least: smallest };
  const { turned } = Frame.of(points);
  return turned > most ? { code: 'turned', degrees: (Math.asin(turned) * 180) / Math.PI } : null;
}

export class Portraits {
  private read: Tables | null = null;
  private known: readonly Known[] = [];
  private last: { readonly photo: BytePicture; readonly small: BytePicture } | null = null;

  async tables(base: string, networks: Networks, errand: Errand): Promise<Tables> {
    this.read ??= readTables(await fetchChecked(base, networks, TABLES, errand));
    return this.read;
  }

  /** Work out how a face moves before anybody asks, a little at a time: other requests come in between. */
  async prepare(tables: Tables, photo: BytePicture, points: Float32Array): Promise<void> {
    this.small(photo);
    const { basis } = this.worked(tables, points);
    for (const unit of [...Object.keys(tables.units), tables.look_down]) {
      await new Promise((resolve) => setTimeout(resolve));
      basis.movement(new Map([[unit, 1]]));
    }
  }

  /** For the screen. */
  async show(tables: Tables, photo: BytePicture, portrait: Portrait): Promise<Expressed> {
    const before = performance.now();
    const made = this.drawn(tables, this.small(photo), portrait, photo);
    const bitmap = await createImageBitmap(new ImageData(made.rgba, made.width, made.height));
    return { bitmap, milliseconds: performance.now() - before };
  }

  /** At the photo's own size; it says that it was edited. */
  make(tables: Tables, photo: BytePicture, portrait: Portrait): BytePicture {
    return this.drawn(tables, photo, portrait, photo);
  }

  /** Let go of a photo that is not held any more. */
  forget(photo: BytePicture | undefined): void {
    if (this.last?.photo === photo) this.last = null;
  }

  private small(photo: BytePicture): BytePicture {
    if (this.last?.photo !== photo) this.last = { photo, small: smaller(photo, SHOWN_SIDE) };
    return this.last.small;
  }

  /** `picture` is the photo, or a smaller copy of it. */
  private drawn(tables: Tables, picture: BytePicture, { faces }: Portrait, photo: BytePicture): BytePicture {
    const [scaleX, scaleY] = [picture.width / photo.width, picture.height / photo.height];
    const scaled = (points: Float32Array): Float32Array => points.map((value, at) => value * (at % 3 === 1 ? scaleY : scaleX));
    let made = picture;
    for (const { points, irises, amounts } of faces) {
      const units = unitsOf(tables, amounts);
      const own = scaled(points);
      const gaze = gazeOf(tables, irises, own, amounts, scaleX);
      const turned = turningOf(tables, own, amounts);
      if (units.size === 0 && !gaze && !turned) continue;
      const { frame, basis } = this.worked(tables, points);
      const smile = Math.min(1, Math.max(0, units.get(tables.smile) ?? 0));
      if (gaze) units.set(tables.look_down, gaze.openings);
      const moved = scaled(frame.moved(basis.movement(units)));
      const copy = new BytePicture(made.height, made.width, made.rgba.slice(), COMPOSITE);
      redraw(tables, made, copy, { points: own, moved, eyes: frame.eyes * scaleX, smile, gaze, turned });
      made = copy;
    }
    return made;
  }

  /** How a face moves, which is worked out once: points come as copies, and are the same where their numbers are. */
  private worked(tables: Tables, points: Float32Array): Known {
    const same = this.known.find((each) => each.points.every((value, at) => value === points[at]));
    if (same) return same;
    const frame = Frame.of(points);
    const made = { points, frame, basis: new Basis(tables, frame.canonical(points)) };
    this.known = [made, ...this.known].slice(0, MOST_FACES);
    return made;
  }
}
