// An eye laid flat, as pinxit.methods.expression.eyes has it: x along it to the right and y down, in pixels from its middle.
import { flattened } from './frame';
import { opposite, type Row, type Tables } from './tables';

export type Two = readonly [number, number];

/** The upper and the lower lid of one eye along their edges; which: 0 is the person's right one. */
export function lidsOf(tables: Tables, which: number): readonly [Row, Row] {
  const [above, below] = [tables.upper_lid[0]!, tables.lower_lid[0]!];
  return which === 0 ? [above, below] : [opposite(tables, above), opposite(tables, below)];
}

export class Eye {
  private constructor(
    readonly middle: Two,
    /** Its direction in the picture. */
    readonly along: Two,
    /** Pixels from corner to corner. */
    readonly width: number,
  ) {}

  /** From its corners. flat: x, y of the face's points. */
  static of(tables: Tables, flat: Float32Array, which: number): Eye {
    const [above] = lidsOf(tables, which);
    const corners = [above[0]!, above.at(-1)!].map((point): Two => [flat[2 * point]!, flat[2 * point + 1]!]);
    const [one, two] = corners.sort((a, b) => a[0] - b[0]) as [Two, Two];
    const width = Math.max(Math.hypot(two[0] - one[0], two[1] - one[1]), 1e-3);
    return new Eye([(one[0] + two[0]) / 2, (one[1] + two[1]) / 2], [(two[0] - one[0]) / width, (two[1] - one[1]) / width], width);
  }

  /** A place of the picture in the eye laid flat. */
  laid(x: number, y: number): Two {
    const [dx, dy] = [x - this.middle[0], y - this.middle[1]];
    return [dx * this.along[0] + dy * this.along[1], dy * this.along[0] - dx * this.along[1]];
  }

  /** The place in the picture of one in the eye laid flat. */
  placed(x: number, y: number): Two {
    return [this.middle[0] + x * this.along[0] - y * this.along[1], this.middle[1] + x * this.along[1] + y * this.along[0]];
  }
}

/** How far down a lid is at a place along the eye. */
export function lidOf(eye: Eye, flat: Float32Array, row: Row): (x: number) => number {
  const laid = row.map((point) => eye.laid(flat[2 * point]!, flat[2 * point + 1]!)).sort((a, b) => a[0] - b[0]);
  return (x) => between(laid, x);
}

/** What lies between points that are known, in the order of their x; beyond them it goes on as it ends. */
function between(points: readonly Two[], x: number): number {
  const next = points.findIndex(([at]) => at > x);
  if (next === 0) return points[0]![1];
  if (next === -1) return points.at(-1)![1];
  const [[x0, y0], [x1, y1]] = [points[next - 1]!, points[next]!];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** The points (x, y and z one after the other) with the edges of lids, of each eye the upper and the lower, that far down in its middle. */
export function withLids(tables: Tables, points: Float32Array, lids: readonly (readonly [number, number])[]): Float32Array {
  const made = points.slice();
  const flat = flattened(points);
  lids.forEach((downs, which) => {
    const eye = Eye.of(tables, flat, which);
    lidsOf(tables, which).forEach((row, edge) => {
      for (const point of row.slice(1, -1)) {
        const [x] = eye.laid(flat[2 * point]!, flat[2 * point + 1]!);
        const down = downs[edge]! * Math.min(1, Math.max(0, 1 - ((2 * x) / eye.width) ** 2));
        made[3 * point]! -= down * eye.along[1];
        made[3 * point + 1]! += down * eye.along[0];
      }
    });
  });
  return made;
}
