import { expect, test } from 'vitest';
import { drawn, isWhole, moved, resized, WHOLE } from '../../src/state/region';
import { boxOf } from '../../src/methods/paint/reader';

const part = { left: 0.25, top: 0.5, width: 0.5, height: 0.25 };

test('a rectangle is moved as far as the picture goes', () => {
  expect(moved(part, 0.125, -0.25)).toEqual({ ...part, left: 0.375, top: 0.25 });
  expect(moved(part, -1, 1)).toEqual({ ...part, left: 0, top: 0.75 });
  expect(moved(WHOLE, 0.3, 0.3)).toEqual(WHOLE);
});

test('an edge or a corner is moved, the others stay', () => {
  expect(resized(part, { x: 1, y: 0 }, 0.125, 9)).toEqual({ ...part, width: 0.625 });
  expect(resized(part, { x: -1, y: 0 }, -0.125, 9)).toEqual({ ...part, left: 0.125, width: 0.625 });
  expect(resized(part, { x: -1, y: 1 }, -9, 9)).toEqual({ left: 0, top: 0.5, width: 0.75, height: 0.5 });
  expect(resized(part, { x: 0, y: -1 }, 0, 9)).toEqual({ ...part, top: expect.closeTo(0.65), height: expect.closeTo(0.1) });
  expect(resized(part, { x: 1, y: 1 }, -9, -9)).toEqual({ ...part, width: expect.closeTo(0.1), height: expect.closeTo(0.1) });
});

test('a new rectangle lies between two points, within the picture', () => {
  expect(drawn({ x: 0.75, y: 0.25 }, { x: 0.25, y: 0.5 })).toEqual({ left: 0.25, top: 0.25, width: 0.5, height: 0.25 });
  expect(drawn({ x: 0.5, y: 0.5 }, { x: 9, y: -9 })).toEqual({ left: 0.5, top: 0, width: 0.5, height: 0.5 });
  expect(drawn({ x: 0.99, y: 0.5 }, { x: 0.99, y: 0.5 })).toEqual({ left: 0.9, top: 0.5, width: 0.1, height: 0.1 });
  expect(isWhole(drawn({ x: -1, y: -1 }, { x: 2, y: 2 }))).toBe(true);
});

test('pixels of a region: at least one, and none beside the picture', () => {
  expect(boxOf({ width: 101, height: 7 }, WHOLE)).toEqual({ y0: 0, y1: 7, x0: 0, x1: 101 });
  expect(boxOf({ width: 100, height: 50 }, part)).toEqual({ y0: 25, y1: 38, x0: 25, x1: 75 });
  expect(boxOf({ width: 1, height: 3 }, { left: 0.9, top: 0.9, width: 0.1, height: 0.1 })).toEqual({ y0: 2, y1: 3, x0: 0, x1: 1 });
});
