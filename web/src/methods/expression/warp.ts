// A face drawn again with its points elsewhere: triangle by triangle, from the place in the photo that each pixel comes from, as
// pinxit.methods.expression.warp does it. Flat points are x, y one after the other, the others x, y and z; all in pixels.
import { bicubic } from '../../picture/sample';
import type { BytePicture } from '../../picture/surface';
import { boxOf, Drawing, strip } from '../../picture/triangles';
import { lidsOf, withLids, type Two } from './eyes';
import { flattened } from './frame';
import type { Gaze } from './gaze';
import { openMouth } from './mouth';
import { across, type Row, type Tables } from './tables';

const STILL = 1e-2; // pixels: what moves by less is left as it is

/** Where points go as a head turns. */
export type Turning = (points: Float32Array) => Float32Array;

/**
 * Where a face's points are and go: x, y and z in pixels. eyes: distance of the outer corners of the eyes. smile: 0..1, bares teeth
 * behind lips that part. gaze: where the eyes look. turned: how the head turns, besides.
 */
export interface Moving {
  readonly points: Float32Array;
  readonly moved: Float32Array;
  readonly eyes: number;
  readonly smile: number;
  readonly gaze: Gaze | null;
  readonly turned: Turning | null;
}

/** Draw into a copy of `photo` the face with its points moved; what is not of the face or close to it stays to the bit. */
export function redraw(tables: Tables, photo: BytePicture, copy: BytePicture, moving: Moving): void {
  const { points, moved, eyes, smile, gaze, turned } = moving;
  const easedPoints = points.map((value, at) => value + moved[at]!);
  const posedPoints = turned ? turned(easedPoints) : easedPoints;
  const [flat, eased, posed] = [points, easedPoints, posedPoints].map(flattened) as [Float32Array, Float32Array, Float32Array];
  const rings = ringsOf(tables, points, turned);
  const source = joined(flat, rings.map(([from]) => from));
  const goal = joined(posed, rings.map(([, to]) => to));
  const skin = new Drawing(boxOf([source, goal], photo), 2);
  const draw = (triangles: readonly Row[], numbers: Float32Array): void => {
    for (const [a, b, c] of triangles) skin.triangle(a!, b!, c!, goal, numbers);
  };
  bands(tables, points.length / 3, rings.length).forEach((band) => draw(band, source));
  // Without them a seam of lips that are shut would let through what was there before.
  draw(strip(across(tables, tables.upper_lip.at(-1)!), across(tables, tables.lower_lip.at(-1)!)), source);
  draw(farFirst(tables.triangles, posedPoints), source);
  for (const which of [0, 1]) {
    const [above, below] = lidsOf(tables, which);
    draw(strip(above, below), eyeSource(flat, eased, above, below));
  }
  if (turned) holdBorder(skin, photo, posed, tables.drawing.border * eyes);
  fill(skin, photo, copy);
  if (gaze) look(tables, photo, copy, moving, gaze);
  openMouth(tables, photo, copy, { flat, eased, posed, eyes, smile });
}

/** Read each pixel that moves from its place in the photo. */
function fill({ box, width, height, values, drawn }: Drawing, photo: BytePicture, copy: BytePicture): void {
  const colour = new Float64Array(3);
  for (let row = 0, at = 0; row < height; row++) {
    let to = 4 * ((box.y0 + row) * copy.width + box.x0);
    for (let column = 0; column < width; column++, at++, to += 4) {
      if (drawn[at] === 0) continue;
      const [x, y] = [values[2 * at]!, values[2 * at + 1]!];
      const [dx, dy] = [x - box.x0 - column - 0.5, y - box.y0 - row - 0.5];
      if (dx * dx + dy * dy <= STILL * STILL) continue;
      bicubic(photo, x, y, colour);
      copy.rgba[to] = colour[0]!;
      copy.rgba[to + 1] = colour[1]!;
      copy.rgba[to + 2] = colour[2]!;
    }
  }
}

function joined(one: Float32Array, others: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(others.reduce((sum, { length }) => sum + length, one.length));
  let at = 0;
  for (const each of [one, ...others]) {
    all.set(each, at);
    at += each.length;
  }
  return all;
}

/** Points around the face, ring by ring: where they are in the photo, and where they go; the outermost stay. */
function ringsOf({ outline, drawing }: Tables, points: Float32Array, turned: Turning | null): readonly (readonly [Float32Array, Float32Array])[] {
  const mean = (axis: number): number => outline.reduce((sum, point) => sum + points[3 * point + axis]!, 0) / outline.length;
  const middle = [mean(0), mean(1)] as const;
  const further = (point: number, axis: 0 | 1, reach: number): number =>
    middle[axis] + reach * (points[3 * point + axis]! - middle[axis]);
  const ringAt = (reach: number): Float32Array =>
    Float32Array.from(outline.flatMap((point) => [further(point, 0, reach), further(point, 1, reach), points[3 * point + 2]!]));
  if (!turned) {
    const ring = flattened(ringAt(drawing.around));
    return [[ring, ring]];
  }
  return drawing.around_head.map(([reach, share]) => {
    const ring = ringAt(reach);
    const went = turned(ring);
    return [flattened(ring), flattened(ring.map((value, at) => value + share * (went[at]! - value)))];
  });
}

/** Triangles from the outline to the first ring and on to the others, whose points are numbered from `first` on. */
function bands({ outline }: Tables, first: number, count: number): readonly (readonly Row[])[] {
  const rows = [outline, ...Array.from({ length: count }, (_, ring) => outline.map((_, at) => first + ring * outline.length + at))];
  return rows.slice(1).map((row, at) => strip([...rows[at]!, rows[at]![0]!], [...row, row[0]!]));
}

/** What is far is drawn first, as a turned face hides its own side. */
function farFirst(triangles: readonly Row[], points: Float32Array): readonly Row[] {
  const depth = (point: number): number => points[3 * point + 2]!;
  const deep = triangles.map((each) => ({ each, depth: depth(each[0]!) + depth(each[1]!) + depth(each[2]!) }));
  return deep.sort((a, b) => b.depth - a.depth).map(({ each }) => each);
}

/** Between lids that close the eye stays where it is; it is stretched only where lids open wider than the photo shows. */
function eyeSource(flat: Float32Array, eased: Float32Array, above: Row, below: Row): Float32Array {
  const eye = flat.slice();
  for (let at = 1; at + 1 < above.length; at++) {
    for (const [point, other] of [[above[at]!, below[at]!], [below[at]!, above[at]!]] as const) {
      const along = (axis: number): number =>
        (eased[2 * point + axis]! - flat[2 * point + axis]!) * (flat[2 * other + axis]! - flat[2 * point + axis]!);
      if (along(0) + along(1) > 0) eye.set(eased.subarray(2 * point, 2 * point + 2), 2 * point);
    }
  }
  return eye;
}

/** Let nothing come over the picture's border: from the face to there it gives way, over `room` pixels at least. */
function holdBorder({ box, width, height, values }: Drawing, photo: BytePicture, posed: Float32Array, room: number): void {
  const free = ([0, 1] as const).map((axis) => {
    const [length, start, count] = axis === 0 ? [photo.width, box.x0, width] : [photo.height, box.y0, height];
    const own = posed.filter((_, at) => (at & 1) === axis);
    const [low, high] = [Math.max(Math.min(...own), room), Math.min(Math.max(...own), length - room)];
    const within = (value: number): number => Math.min(1, Math.max(0, value));
    return Float32Array.from({ length: count }, (_, at) => {
      const place = start + at + 0.5;
      return within(place / low) * within((length - place) / (length - high));
    });
  });
  for (let at = 0; at < width * height; at++) {
    const places = [at % width, Math.floor(at / width)] as const;
    for (const axis of [0, 1] as const) {
      const own = (axis === 0 ? box.x0 : box.y0) + places[axis] + 0.5;
      values[2 * at + axis] = own + free[axis]![places[axis]]! * (values[2 * at + axis]! - own);
    }
  }
}

/** Draw both eyes, where they look, over what was between their lids. */
function look(tables: Tables, photo: BytePicture, copy: BytePicture, { points, moved, turned }: Moving, gaze: Gaze): void {
  const reach = withLids(tables, points, gaze.irises.map((iris) => iris.reach));
  const shown = reach.map((value, at) => value + moved[at]!);
  const lids = flattened(withLids(tables, points, gaze.irises.map((iris) => iris.lids)));
  const [flat, eased, posed] = [reach, shown, turned ? turned(shown) : shown].map(flattened) as [Float32Array, Float32Array, Float32Array];
  for (const which of [0, 1]) {
    const [above, below] = lidsOf(tables, which);
    const corners = Float32Array.from([...above, ...below].flatMap((point) => [posed[2 * point]!, posed[2 * point + 1]!]));
    const inside = new Drawing(boxOf([corners], photo), 2);
    for (const [a, b, c] of strip(above, below)) inside.triangle(a!, b!, c!, posed, eased);
    const { box, width, drawn, values } = inside;
    const at = [...drawn.keys()].filter((pixel) => drawn[pixel] === 1);
    const places = at.map((pixel): Two => [values[2 * pixel]!, values[2 * pixel + 1]!]);
    gaze.seen(photo, { lids, flat, eased }, which, places, (index, colour, cover) => {
      const pixel = at[index]!;
      const to = 4 * ((box.y0 + Math.floor(pixel / width)) * copy.width + box.x0 + (pixel % width));
      for (let channel = 0; channel < 3; channel++) {
        const before = copy.rgba[to + channel]!;
        copy.rgba[to + channel] = before + cover * (colour[channel]! - before);
      }
    });
  }
}
