// How the points of one face move with each action unit: what a unit says of some, carried on to all, as
// pinxit.methods.expression.basis does it. Movement is linear in the intensities up to lids and lips that meet, so that a face is
// worked out once.
import { solve } from './solve';
import { opposite, type Lip, type Row, type Tables, type Unit, type Vector } from './tables';

const SIDES = ['right', 'left'] as const;
const STIFF = 1e-4; // on the diagonal: points that nearly coincide do not tear
const ZERO: Vector = [0, 0, 0];

type Known = Map<number, Vector>;

/** Points, and how they pull at each other: r^2 log r between all of them, in rows. */
interface Shape {
  readonly points: Float32Array;
  readonly bends: Float64Array;
}

export class Basis {
  private readonly halves = new Map<string, Float32Array>();
  private readonly right: Shape;
  /** The face as its own mirror image: what the left half does is what the right half of that does. */
  private readonly left: Shape;

  /** shape: its points, canonical. */
  constructor(
    private readonly tables: Tables,
    private readonly shape: Float32Array,
  ) {
    this.right = { points: shape, bends: bendsOf(shape) };
    const mirrored = reflected(tables, shape);
    this.left = { points: mirrored, bends: bendsOf(mirrored) };
  }

  /** Where the points go, as differences, canonical. */
  movement(units: ReadonlyMap<string, number>): Float32Array {
    const moved = new Float32Array(this.shape.length);
    for (const [name, amount] of units) {
      const [unit = '', side] = name.split(' ');
      for (const each of side === undefined ? SIDES : [side]) {
        const half = this.half(unit, each);
        for (let at = 0; at < moved.length; at++) moved[at]! += amount * half[at]!;
      }
    }
    this.keepApart(moved);
    return moved;
  }

  private half(unit: string, side: string): Float32Array {
    const key = `${unit} ${side}`;
    let half = this.halves.get(key);
    if (!half) {
      const { tables } = this;
      half = side === 'right' ? halfOf(tables, this.right, unit) : reflected(tables, halfOf(tables, this.left, unit));
      this.halves.set(key, half);
    }
    return half;
  }

  /** Lids and lips may meet, and do not cross. */
  private keepApart(moved: Float32Array): void {
    const { tables, shape } = this;
    const { upper_lid: lid, lower_lid: under, upper_lip: lip, lower_lip: lower } = tables;
    const eye = (row: Row): Row => [...row.slice(1, -1), ...opposite(tables, row.slice(1, -1))];
    const mouth = (row: Row): Row => [...row.slice(1), ...opposite(tables, row.slice(1, -1))];
    const edges = [
      [eye(lid[0]!), eye(under[0]!), tables.moving.closed],
      [mouth(lip.at(-1)!), mouth(lower.at(-1)!), 1],
    ] as const;
    for (const [above, below, share] of edges) {
      above.forEach((up, index) => {
        const [top, bottom] = [3 * up + 1, 3 * below[index]! + 1];
        const was = shape[bottom]! - shape[top]!;
        const short = Math.max(0, (1 - share) * Math.max(was, 0) - (was + moved[bottom]! - moved[top]!));
        moved[top]! -= short / 2;
        moved[bottom]! += short / 2;
      });
    }
  }
}

/** Points or movements on the other side. */
function reflected({ mirror }: Tables, points: Float32Array): Float32Array {
  const out = new Float32Array(points.length);
  mirror.forEach((other, point) => {
    out[3 * point] = -points[3 * other]!;
    out[3 * point + 1] = points[3 * other + 1]!;
    out[3 * point + 2] = points[3 * other + 2]!;
  });
  return out;
}

/** What a unit does on the right half: the other half is held, and the middle line goes half of the way. */
function halfOf(tables: Tables, shape: Shape, unit: string): Float32Array {
  const known = knownOf(tables, shape.points, (tables.units[unit] ?? tables.looks[unit])!);
  for (const [point, [, y, z]] of [...known]) {
    const other = tables.mirror[point]!;
    if (other === point) known.set(point, [0, y / 2, z / 2]);
    else if (!known.has(other)) known.set(other, ZERO);
  }
  return spline(shape, known);
}

function knownOf(tables: Tables, shape: Float32Array, unit: Unit): Known {
  const known: Known = new Map();
  const moves = Object.entries(unit.moves).map(([point, vector]) => [Number(point), vector] as const);
  const own = [...moves.map(([point]) => point), ...unit.free];
  const free = new Set([...own, ...opposite(tables, own)]);
  for (const point of [...tables.outline, ...tables.nose, ...tables.brow, ...opposite(tables, tables.brow)]) {
    if (!free.has(point)) known.set(point, ZERO);
  }
  lids(tables, shape, unit, known);
  const { upper_lip: above, lower_lip: below } = tables;
  if (unit.upper && unit.lower) {
    lip(shape, above, unit.upper, unit.inner[0], known);
    lip(shape, below, unit.lower, unit.inner[1], known);
  } else {
    for (const row of [...above, ...below]) for (const point of [...row, ...opposite(tables, row)]) known.set(point, ZERO);
  }
  for (const [point, vector] of moves) known.set(point, vector);
  return known;
}

/** One half of a lip: a parabola through what is known of its corner, its half and its middle. */
function lip(shape: Float32Array, rows: readonly Row[], { corner, half, middle }: Lip, inner: number, known: Known): void {
  rows.forEach((row, depth) => {
    const [first, last] = [shape[3 * row[0]!]!, shape[3 * row.at(-1)!]!];
    for (const point of row) {
      const out = Math.min(1, Math.max(0, (last - shape[3 * point]!) / Math.max(last - first, 1e-3)));
      const shares = [(2 * out - 1) * (out - 1), 4 * out * (1 - out), out * (2 * out - 1)] as const;
      const along = (axis: 0 | 1 | 2): number => shares[0] * middle[axis] + shares[1] * half[axis] + shares[2] * corner[axis];
      known.set(point, [along(0), along(1) + (inner * (1 - out * out) * depth) / (rows.length - 1), along(2)]);
    }
  });
}

/** Both lids of an eye, by shares of its opening, and what goes with them. */
function lids({ upper_lid: upper, lower_lid: lower, moving }: Tables, shape: Float32Array, { lids: [down, up] }: Unit, known: Known): void {
  const opening = (at: number, axis: number): number => shape[3 * lower[0]![at]! + axis]! - shape[3 * upper[0]![at]! + axis]!;
  moving.follow.forEach((share, ring) => {
    for (const [row, by] of [[upper[ring]!, down], [lower[ring]!, -up]] as const) {
      row.forEach((point, at) => {
        const along = (axis: number): number => share * by * opening(at, axis);
        known.set(point, [along(0), along(1), along(2)]);
      });
    }
  });
}

/** The thin-plate spline through what is known (Bookstein 1989), over x and y, at every point. */
function spline({ points: shape, bends }: Shape, known: Known): Float32Array {
  const all = shape.length / 3;
  const points = [...known.keys()];
  const count = points.length;
  const size = count + 3;
  const system = new Float64Array(size * size);
  const weights = new Float64Array(3 * size);
  points.forEach((point, row) => {
    points.forEach((other, column) => {
      system[row * size + column] = bends[point * all + other]! + (row === column ? STIFF : 0);
    });
    [1, shape[3 * point]!, shape[3 * point + 1]!].forEach((value, at) => {
      system[row * size + count + at] = value;
      system[(count + at) * size + row] = value;
    });
    weights.set(known.get(point)!, 3 * row);
  });
  solve(system, weights, size, 3);
  const moved = new Float32Array(shape.length);
  for (let point = 0; point < all; point++) {
    for (let axis = 0; axis < 3; axis++) {
      const plane = 3 * count + axis;
      moved[3 * point + axis] = weights[plane]! + weights[plane + 3]! * shape[3 * point]! + weights[plane + 6]! * shape[3 * point + 1]!;
    }
    points.forEach((other, at) => {
      const bent = bends[point * all + other]!;
      for (let axis = 0; axis < 3; axis++) moved[3 * point + axis]! += bent * weights[3 * at + axis]!;
    });
  }
  // Lips that touch and part are no function of the place.
  for (const [point, vector] of known) moved.set(vector, 3 * point);
  return moved;
}

function bendsOf(points: Float32Array): Float64Array {
  const count = points.length / 3;
  const bends = new Float64Array(count * count);
  for (let one = 0; one < count; one++) {
    for (let other = 0; other <= one; other++) {
      const [dx, dy] = [points[3 * one]! - points[3 * other]!, points[3 * one + 1]! - points[3 * other + 1]!];
      const squared = dx * dx + dy * dy;
      const bend = 0.5 * squared * Math.log(Math.max(squared, 1e-12));
      bends[one * count + other] = bend;
      bends[other * count + one] = bend;
    }
  }
  return bends;
}
