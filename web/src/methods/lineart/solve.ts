// What is smooth on nodes: conjugate gradients (Hestenes, Stiefel 1952) for a mesh whose nodes pull at each other, preconditioned by
// a modified incomplete factorisation (Gustafsson 1978), without which a step carries no further than to the node beside.
import { AROUND, LEFT, UP, type Cells } from './cells';
import { NONE } from './growth';

const EXACT = 1e-7; // of the right side: what may be left
const MOST = 2000; // steps
const MADE_UP = 0.97; // of what the factors leave out, their diagonal makes up for
const SAFE = 0.25; // of a node's own: a factor below is none

/** sum over the nodes beside one of pull * (own - theirs) + held * own = given. right, down: pulls, as Cells has them. */
export interface Mesh {
  readonly right: Float64Array;
  readonly down: Float64Array;
  readonly held: Float64Array;
}

type Nodes = Pick<Cells, 'around' | 'count'>;

/**
 * The free nodes alone, which are in the order of their cells. own: what a node's own value counts; left, up: the free nodes there,
 * itself for none, and how they pull; rest: what is not right yet.
 */
interface System {
  readonly nodes: Int32Array;
  readonly own: Float64Array;
  readonly left: Int32Array;
  readonly up: Int32Array;
  readonly pullLeft: Float64Array;
  readonly pullUp: Float64Array;
  readonly rest: Float64Array;
}

/** Solve for the free nodes (1), in place; the others keep their values. */
export function solve(cells: Nodes, mesh: Mesh, given: Float64Array, free: Uint8Array, values: Float64Array): void {
  const system = systemOf(cells, mesh, given, free, values);
  const { nodes, own, left, up, pullLeft, pullUp, rest } = system;
  const size = nodes.length;
  const [moved, near, way] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const nearly = solverOf(system);
  let ahead = nearly(near);
  way.set(near);
  const enough = EXACT ** 2 * ahead;
  for (let step = 0; step < MOST && ahead > enough; step++) {
    for (let each = 0; each < size; each++) {
      const aside = left[each]!;
      const above = up[each]!;
      moved[each] = own[each]! * way[each]! - pullLeft[each]! * way[aside]! - pullUp[each]! * way[above]!;
      moved[aside]! -= pullLeft[each]! * way[each]!;
      moved[above]! -= pullUp[each]! * way[each]!;
    }
    let along = 0;
    for (let each = 0; each < size; each++) along += way[each]! * moved[each]!;
    const far = ahead / along;
    for (let each = 0; each < size; each++) {
      values[nodes[each]!]! += far * way[each]!;
      rest[each]! -= far * moved[each]!;
    }
    const before = ahead;
    ahead = nearly(near);
    for (let each = 0; each < size; each++) way[each] = near[each]! + (ahead / before) * way[each]!;
  }
}

/** What nearly solves for the rest; it returns the product of that and the rest. */
function solverOf({ own, left, up, pullLeft, pullUp, rest }: System): (near: Float64Array) => number {
  const size = own.length;
  const [right, down, one] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let each = 0; each < size; each++) {
    if (pullLeft[each]) right[left[each]!] = pullLeft[each]!;
    if (pullUp[each]) down[up[each]!] = pullUp[each]!;
  }
  for (let each = 0; each < size; each++) {
    const aside = left[each]!;
    const above = up[each]!;
    const lost = pullLeft[each]! * one[aside]! * (pullLeft[each]! + MADE_UP * down[aside]!) + pullUp[each]! * one[above]! * (pullUp[each]! + MADE_UP * right[above]!);
    one[each] = 1 / (own[each]! - lost < SAFE * own[each]! ? own[each]! : own[each]! - lost);
  }
  return (near) => {
    for (let each = 0; each < size; each++) {
      near[each] = (rest[each]! + pullLeft[each]! * near[left[each]!]! + pullUp[each]! * near[up[each]!]!) * one[each]!;
    }
    let sum = 0;
    for (let each = size - 1; each >= 0; each--) {
      const value = near[each]!;
      near[left[each]!]! += pullLeft[each]! * value * one[left[each]!]!;
      near[up[each]!]! += pullUp[each]! * value * one[up[each]!]!;
      sum += value * rest[each]!;
    }
    return sum;
  };
}

function systemOf({ around, count }: Nodes, { right, down, held }: Mesh, given: Float64Array, free: Uint8Array, values: Float64Array): System {
  const nodes = Int32Array.from(free.keys()).filter((node) => free[node]);
  const place = new Int32Array(count).fill(NONE);
  nodes.forEach((node, each) => (place[node] = each));
  const fresh = (): Float64Array => new Float64Array(nodes.length);
  const [own, rest, pullLeft, pullUp] = [fresh(), fresh(), fresh(), fresh()];
  const [left, up] = [Int32Array.from(nodes.keys()), Int32Array.from(nodes.keys())];
  nodes.forEach((node, each) => {
    own[each] = held[node]!;
    rest[each] = given[node]! - held[node]! * values[node]!;
  });
  for (const [pulls, way, to, kept] of [[right, LEFT, left, pullLeft], [down, UP, up, pullUp]] as const) {
    for (let node = 0; node < count; node++) {
      const other = around[AROUND * node + way]!;
      if (other === NONE) continue;
      const [pull, one, two] = [pulls[other]!, place[node]!, place[other]!];
      const off = values[other]! - values[node]!;
      if (one !== NONE) [own[one], rest[one]] = [own[one]! + pull, rest[one]! + pull * off];
      if (two !== NONE) [own[two], rest[two]] = [own[two]! + pull, rest[two]! - pull * off];
      if (one !== NONE && two !== NONE) [to[one], kept[one]] = [two, pull];
    }
  }
  return { nodes, own, left, up, pullLeft, pullUp, rest };
}
