import { expect, test } from 'vitest';
import { cleared, cornersOf, ended, gripOf, moved, NO_MARKS, placed, recoloured, redone, removed, undone } from '../../src/state/marks';

const two = placed(placed(NO_MARKS, [[0.5, 0.5]], '#ff0000', 0.01), [[0.1, 0.2], [0.3, 0.4], [0.5, 0.2]], '#00ff00', 0.01);
const points = (marks: typeof two, at = 0): unknown => marks.list[at]?.points;

test('what is placed lies on the drawing, and is told from the others', () => {
  expect(two.list.map(({ id }) => id)).toEqual([1, 2]);
  expect(points(placed(NO_MARKS, [[-1, 2]], '#000000', 0.01))).toEqual([[0, 1]]);
  // An id is not given again: what was undone may come back.
  expect(placed(undone(two), [[0, 0]], '#000000', 0.01).list.at(-1)?.id).toBe(3);
});

test('a hint is moved as a whole, and not out of the drawing', () => {
  expect(points(moved(two, 1, 0.25, -0.25, 'a'))).toEqual([[0.75, 0.25]]);
  expect(points(moved(two, 2, -9, 9, 'a'), 1)).toEqual([[0, 0.8], [0.2, 1], [0.4, 0.8]].map(([x, y]) => [expect.closeTo(x!), expect.closeTo(y!)]));
  expect(moved(two, 7, 0.1, 0, 'a')).toBe(two);
});

test('each edit is undone and done again; after another edit nothing is left to do again', () => {
  const edits = [removed(two, 1), recoloured(two, 2, '#0000ff'), cleared(two), moved(two, 1, 0.1, 0, 'a')];
  for (const edit of edits) {
    expect(undone(edit).list).toEqual(two.list);
    expect(redone(undone(edit)).list).toEqual(edit.list);
    expect(redone(placed(undone(edit), [[0, 0]], '#000000', 0.01)).list).toHaveLength(3);
  }
  expect(undone(undone(undone(two))).list).toEqual([]);
  expect([removed(two, 9), recoloured(two, 1, '#ff0000'), cleared(NO_MARKS), undone(NO_MARKS), redone(two)]).toEqual([two, two, NO_MARKS, NO_MARKS, two]);
});

test('one drag is one step, and so is one search for a colour', () => {
  const dragged = moved(moved(moved(two, 1, 0.1, 0, 'drag 1'), 1, 0.1, 0, 'drag 1'), 1, 0.1, 0, 'drag 1');
  expect(points(dragged)).toEqual([[expect.closeTo(0.8), 0.5]]);
  expect(undone(dragged).list).toEqual(two.list);
  expect(undone(moved(dragged, 1, -0.1, 0, 'drag 2')).list).toEqual(dragged.list);
  const tried = recoloured(recoloured(two, 1, '#111111'), 1, '#222222');
  expect(undone(tried).list).toEqual(two.list);
  expect(undone(recoloured(ended(tried), 1, '#333333')).list).toEqual(tried.list);
});

test('a pointer that hardly moves means one place; a stroke keeps the corners that tell', () => {
  const at = (x: number, y = 0.5): { x: number; y: number } => ({ x, y });
  expect(cornersOf([], 0.01)).toEqual([]);
  expect(cornersOf([at(0.5), at(0.505), at(0.5)], 0.01)).toEqual([[0.5, 0.5]]);
  expect(cornersOf([at(0.5), at(0.501), at(0.52), at(0.5201), at(0.6)], 0.01)).toEqual([[0.5, 0.5], [0.52, 0.5], [0.6, 0.5]]);
  expect(gripOf(two.list[1]!)).toEqual({ x: 0.3, y: 0.4 });
});
