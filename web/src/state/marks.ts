// The hints of a drawing while they are edited: placed, moved, recoloured, taken away, and each of that undone. Values only.
import type { Hint } from '../contract/lineart';
import type { Point } from './mask';

export type Corners = Hint['points'];

/** A hint that is told from others while it changes. */
export interface Mark extends Hint {
  readonly id: number;
}

export interface Marks {
  readonly list: readonly Mark[];
  readonly past: readonly (readonly Mark[])[];
  readonly future: readonly (readonly Mark[])[];
  /** What was edited last: more of the same is one step with it. Empty: the next edit is a step of its own. */
  readonly run: string;
  /** The last id that was given. */
  readonly last: number;
}

export const NO_MARKS: Marks = { list: [], past: [], future: [], run: '', last: 0 };
const MOST_STEPS = 200; // that can be undone
const STEP = 0.004; // of the drawing: corners of a stroke that are nearer to each other are one

const within = (value: number): number => Math.min(1, Math.max(0, value));

function edited(marks: Marks, list: readonly Mark[], run: string): Marks {
  const past = run !== '' && run === marks.run ? marks.past : [...marks.past, marks.list].slice(-MOST_STEPS);
  return { ...marks, list, past, future: [], run };
}

/** A new one, above all others. */
export function placed(marks: Marks, points: Corners, colour: string, width: number): Marks {
  const id = marks.last + 1;
  const inside = points.map(([x, y]) => [within(x), within(y)] as const);
  return { ...edited(marks, [...marks.list, { id, points: inside, colour, width }], ''), last: id };
}

/** Moved by shares of the drawing, no corner out of it. run: names the drag, which is one step. */
export function moved(marks: Marks, id: number, dx: number, dy: number, run: string): Marks {
  const mark = marks.list.find((each) => each.id === id);
  if (!mark) return marks;
  const [x, y] = [mark.points.map((point) => point[0]), mark.points.map((point) => point[1])];
  const room = (values: readonly number[], by: number): number => Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), by));
  const [across, down] = [room(x, dx), room(y, dy)];
  const points = mark.points.map(([left, top]) => [left + across, top + down] as const);
  return edited(marks, marks.list.map((each) => (each.id === id ? { ...each, points } : each)), run);
}

/** In another colour; while a colour is being looked for, all that was tried is one step. */
export function recoloured(marks: Marks, id: number, colour: string): Marks {
  const mark = marks.list.find((each) => each.id === id);
  if (!mark || mark.colour === colour) return marks;
  return edited(marks, marks.list.map((each) => (each.id === id ? { ...each, colour } : each)), `colour ${id}`);
}

export function removed(marks: Marks, id: number): Marks {
  return marks.list.some((each) => each.id === id) ? edited(marks, marks.list.filter((each) => each.id !== id), '') : marks;
}

export function cleared(marks: Marks): Marks {
  return marks.list.length > 0 ? edited(marks, [], '') : marks;
}

/** What comes next is a step of its own. */
export function ended(marks: Marks): Marks {
  return { ...marks, run: '' };
}

export function undone(marks: Marks): Marks {
  const list = marks.past.at(-1);
  return list ? { ...marks, list, past: marks.past.slice(0, -1), future: [marks.list, ...marks.future], run: '' } : marks;
}

export function redone(marks: Marks): Marks {
  const [list, ...future] = marks.future;
  return list ? { ...marks, list, past: [...marks.past, marks.list], future, run: '' } : marks;
}

/** Where a hint is held: its place, or the middle of its stroke. */
export function gripOf({ points }: Hint): Point {
  const [x = 0, y = 0] = points[Math.floor(points.length / 2)] ?? [];
  return { x, y };
}

/** The corners of what a pointer drew: no two of them at one place; a pointer that hardly moved meant one place. */
export function cornersOf(trail: readonly Point[], meant: number): Corners {
  const [first, ...rest] = trail;
  if (!first) return [];
  const far = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
  if (rest.every((point) => far(point, first) < meant)) return [[first.x, first.y]];
  const kept = [first];
  for (const point of rest) if (far(point, kept.at(-1)!) >= STEP) kept.push(point);
  return kept.map(({ x, y }) => [x, y]);
}
