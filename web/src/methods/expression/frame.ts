// How a face lies in its picture. Canonical coordinates: x to the right of the picture, y down, z away from the viewer, in distances
// between the outer corners of the eyes, from the middle between them. Points are x, y, z one after the other.

const CORNERS = [33, 263] as const; // of the eyes, outer ones
const FOREHEAD = 10;
const CHIN = 152;

type Three = [number, number, number];

const at = (points: Float32Array, point: number): Three => [points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!];
const less = (a: Three, b: Three): Three => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Three, b: Three): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (a: Three, by: number): Three => [a[0] * by, a[1] * by, a[2] * by];
const unit = (a: Three): Three => times(a, 1 / Math.sqrt(dot(a, a)));

export class Frame {
  private constructor(
    private readonly origin: Three,
    /** Its axes in the picture. */
    private readonly axes: readonly [Three, Three, Three],
    /** Its size: pixels between the outer corners of the eyes. */
    readonly eyes: number,
  ) {}

  /** From the eyes, and from the line from forehead to chin. */
  static of(points: Float32Array): Frame {
    const [right, left] = [at(points, CORNERS[0]), at(points, CORNERS[1])];
    const between = less(left, right);
    const x = unit(between);
    const down = less(at(points, CHIN), at(points, FOREHEAD));
    const y = unit(less(down, times(x, dot(down, x))));
    const z: Three = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
    return new Frame(times(less(left, times(right, -1)), 0.5), [x, y, z], Math.sqrt(dot(between, between)));
  }

  /** Sine of the angle by which the face looks away to a side. */
  get turned(): number {
    return Math.min(1, Math.abs(this.axes[0][2]));
  }

  /** Points of the picture as the face sees them. */
  canonical(points: Float32Array): Float32Array<ArrayBuffer> {
    const out = new Float32Array(points.length);
    for (let point = 0; 3 * point < points.length; point++) {
      const from = less(at(points, point), this.origin);
      for (let axis = 0; axis < 3; axis++) out[3 * point + axis] = dot(from, this.axes[axis]!) / this.eyes;
    }
    return out;
  }

  /** Places in the picture of points as the face sees them. */
  placed(shape: Float32Array): Float32Array<ArrayBuffer> {
    return this.moved(shape).map((value, at) => value + this.origin[at % 3]!);
  }

  /** Movements that the face makes as those of its points in the picture, in pixels. */
  moved(moves: Float32Array): Float32Array<ArrayBuffer> {
    const out = new Float32Array(moves.length);
    for (let point = 0; 3 * point < moves.length; point++) {
      for (let axis = 0; axis < 3; axis++) {
        let sum = 0;
        for (let own = 0; own < 3; own++) sum += moves[3 * point + own]! * this.axes[own]![axis]!;
        out[3 * point + axis] = sum * this.eyes;
      }
    }
    return out;
  }
}

/** x and y alone of points. */
export function flattened(points: Float32Array): Float32Array {
  return Float32Array.from({ length: (2 * points.length) / 3 }, (_, at) => points[3 * (at >> 1) + (at & 1)]!);
}
