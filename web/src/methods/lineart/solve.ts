// What is smooth on nodes: conjugate gradients (Hestenes, Stiefel 1952) for a mesh whose nodes pull at each other.
import { AROUND, DOWN, RIGHT, type Cells } from './cells';

const EXACT = 1e-5; // of the right side: what may be left
const MOST = 2000; // steps

/** sum over the nodes beside one of pull * (own - theirs) + held * own = given. right, down: pulls, as Cells has them. */
export interface Mesh {
  readonly right: Float64Array;
  readonly down: Float64Array;
  readonly held: Float64Array;
}

/** Solve for the free nodes (1), in place; the others keep their values. */
export function solve(cells: Pick<Cells, 'around' | 'count'>, mesh: Mesh, given: Float64Array, free: Uint8Array, values: Float64Array): void {
  const { count, around } = cells;
  const own = mesh.held.slice();
  const links: { readonly pull: Float64Array; readonly to: Int32Array }[] = [];
  for (const [pull, way] of [[mesh.right, RIGHT], [mesh.down, DOWN]] as const) {
    const to = Int32Array.from({ length: count }, (_, each) => (pull[each] ? around[AROUND * each + way]! : each));
    for (let each = 0; each < count; each++) {
      own[each]! += pull[each]!;
      own[to[each]!]! += pull[each]!;
    }
    links.push({ pull, to });
  }
  const apply = (from: Float64Array, into: Float64Array): void => {
    for (let each = 0; each < count; each++) into[each] = own[each]! * from[each]!;
    for (const { pull, to } of links) {
      for (let each = 0; each < count; each++) {
        const other = to[each]!;
        if (other === each) continue;
        into[each]! -= pull[each]! * from[other]!;
        into[other]! -= pull[each]! * from[each]!;
      }
    }
    for (let each = 0; each < count; each++) if (!free[each]) into[each] = 0;
  };
  const [moved, rest, way] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  apply(values, moved);
  for (let each = 0; each < count; each++) if (free[each]) rest[each] = given[each]! - moved[each]!;
  const towards = (): number => {
    let sum = 0;
    for (let each = 0; each < count; each++) sum += (rest[each]! * rest[each]!) / own[each]!;
    return sum;
  };
  let left = towards();
  const enough = EXACT ** 2 * left;
  for (let each = 0; each < count; each++) way[each] = rest[each]! / own[each]!;
  for (let step = 0; step < MOST && left > enough; step++) {
    apply(way, moved);
    let along = 0;
    for (let each = 0; each < count; each++) along += way[each]! * moved[each]!;
    const far = left / along;
    for (let each = 0; each < count; each++) {
      values[each]! += far * way[each]!;
      rest[each]! -= far * moved[each]!;
    }
    const before = left;
    left = towards();
    for (let each = 0; each < count; each++) way[each] = rest[each]! / own[each]! + (left / before) * way[each]!;
  }
}
