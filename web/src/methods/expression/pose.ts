// A head that turns a little: the points of a face about the head's middle, which is behind it, as pinxit.methods.expression.pose
// turns them.
import type { Frame } from './frame';
import type { Tables, Vector } from './tables';

/** Degrees: to the right of the picture, down, and over to the right. */
export interface Turn {
  readonly turn: number;
  readonly nod: number;
  readonly tilt: number;
}

type Axis = 0 | 1 | 2;
type Place = [number, number, number];

/** Turns points (x, y and z one after the other, in pixels) of a face that lies in its picture as `frame` says. */
export function turning({ pose }: Pick<Tables, 'pose'>, frame: Frame, { turn, nod, tilt }: Turn): (points: Float32Array) => Float32Array {
  const about = (place: Place, pivot: Vector, one: Axis, two: Axis, degrees: number): void => {
    const [cos, sin] = [Math.cos((Math.PI * degrees) / 180), Math.sin((Math.PI * degrees) / 180)];
    const [a, b] = [place[one] - pivot[one], place[two] - pivot[two]];
    place[one] = pivot[one] + cos * a - sin * b;
    place[two] = pivot[two] + sin * a + cos * b;
  };
  return (points) => {
    const shape = frame.canonical(points);
    for (let at = 0; at < shape.length; at += 3) {
      const place: Place = [shape[at]!, shape[at + 1]!, shape[at + 2]!];
      // What is deeper goes along as a whole: turned by its own depth the side of a face would fold over its outline.
      const above = (pose.deepest - place[2]) / pose.sets_in;
      const deep = place[2] - (pose.deepest - pose.sets_in * (Math.max(0, above) + Math.log1p(Math.exp(-Math.abs(above)))));
      place[2] -= deep;
      about(place, pose.skull, 0, 2, turn);
      about(place, pose.skull, 1, 2, nod);
      about(place, pose.neck, 0, 1, tilt);
      place[2] += deep;
      shape.set(place, at);
    }
    return frame.placed(shape);
  };
}
