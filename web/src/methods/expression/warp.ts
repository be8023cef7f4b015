// A face drawn again with its points elsewhere: triangle by triangle, from the place in the photo that each pixel comes from, as
// pinxit.methods.expression.warp does it. Points are flat: x, y one after the other, in pixels.
import { bicubic } from '../../picture/sample';
import type { BytePicture } from '../../picture/surface';
import { boxOf, Drawing, strip } from '../../picture/triangles';
import { openMouth } from './mouth';
import { across, opposite, type Row, type Tables } from './tables';

const STILL = 1e-2; // pixels: what moves by less is left as it is

/**
 * Where a face's points are and go: x, y and z in pixels. eyes: distance of the outer corners of the eyes. smile: 0..1, bares teeth
 * behind lips that part.
 */
export interface Moving {
  readonly points: Float32Array;
  readonly moved: Float32Array;
  readonly eyes: number;
  readonly smile: number;
}

/** Draw into a copy of `photo` the face with its points moved; what is not of the face or close to it stays to the bit. */
export function redraw(tables: Tables, photo: BytePicture, copy: BytePicture, { points, moved, eyes, smile }: Moving): void {
  const count = points.length / 3;
  const [flat, target] = [flattened(points, null), flattened(points, moved)];
  const ring = ringOf(tables, flat);
  const [source, goal] = [joined(flat, ring), joined(target, ring)];
  const skin = new Drawing(boxOf([source, goal], photo), 2);
  const outside = tables.outline.map((_, index) => count + index);
  const around = strip([...tables.outline, tables.outline[0]!], [...outside, outside[0]!]);
  const draw = (triangles: readonly Row[], numbers: Float32Array): void => {
    for (const [a, b, c] of triangles) skin.triangle(a!, b!, c!, goal, numbers);
  };
  draw(around, source);
  // Without them a seam of lips that are shut would let through what was there before.
  draw(strip(across(tables, tables.upper_lip.at(-1)!), across(tables, tables.lower_lip.at(-1)!)), source);
  draw(farFirst(tables.triangles, points, moved), source);
  const [above, below] = [tables.upper_lid[0]!, tables.lower_lid[0]!];
  draw(strip(above, below), eyeSource(source, goal, above, below));
  const [otherAbove, otherBelow] = [opposite(tables, above), opposite(tables, below)];
  draw(strip(otherAbove, otherBelow), eyeSource(source, goal, otherAbove, otherBelow));
  fill(skin, photo, copy);
  openMouth(tables, photo, copy, { flat, target, eyes, smile });
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

function flattened(points: Float32Array, moved: Float32Array | null): Float32Array {
  const flat = new Float32Array((2 * points.length) / 3);
  for (let at = 0; at < flat.length; at++) {
    const from = 3 * (at >> 1) + (at & 1);
    flat[at] = points[from]! + (moved?.[from] ?? 0);
  }
  return flat;
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const all = new Float32Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

/** Points around the face that stay. */
function ringOf({ outline, drawing }: Tables, flat: Float32Array): Float32Array {
  const mean = (axis: number): number => outline.reduce((sum, point) => sum + flat[2 * point + axis]!, 0) / outline.length;
  const middle = [mean(0), mean(1)] as const;
  const further = (point: number, axis: 0 | 1): number => middle[axis] + drawing.around * (flat[2 * point + axis]! - middle[axis]);
  return Float32Array.from(outline.flatMap((point) => [further(point, 0), further(point, 1)]));
}

/** What is far is drawn first, as a turned face hides its own side. */
function farFirst(triangles: readonly Row[], points: Float32Array, moved: Float32Array): readonly Row[] {
  const depth = (point: number): number => points[3 * point + 2]! + moved[3 * point + 2]!;
  const deep = triangles.map((each) => ({ each, depth: depth(each[0]!) + depth(each[1]!) + depth(each[2]!) }));
  return deep.sort((a, b) => b.depth - a.depth).map(({ each }) => each);
}

/** Between lids that close the eye stays where it is; it is stretched only where lids open wider than the photo shows. */
function eyeSource(source: Float32Array, goal: Float32Array, above: Row, below: Row): Float32Array {
  const eye = source.slice();
  for (let at = 1; at + 1 < above.length; at++) {
    for (const [point, other] of [[above[at]!, below[at]!], [below[at]!, above[at]!]] as const) {
      const along = (axis: number): number =>
        (goal[2 * point + axis]! - source[2 * point + axis]!) * (source[2 * other + axis]! - source[2 * point + axis]!);
      if (along(0) + along(1) > 0) eye.set(goal.subarray(2 * point, 2 * point + 2), 2 * point);
    }
  }
  return eye;
}
