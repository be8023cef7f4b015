import { expect, test } from 'vitest';
import { firstSpot, MIDDLE, moved, placeOf, pulled, resized, shareOf, SIZES } from '../../src/state/place';

const painting = { width: 800, height: 400 };
const thing = { width: 100, height: 50 };

test('at first half of the painting, in its middle', () => {
  expect(placeOf(MIDDLE, thing, painting)).toEqual({ x: 400, y: 200, scale: 4 });
  expect(shareOf(MIDDLE, thing, painting)).toEqual({ left: 0.25, top: 0.25, width: 0.5, height: 0.5 });
  // The side that is tighter counts.
  expect(placeOf(MIDDLE, { width: 50, height: 100 }, painting).scale).toBe(2);
  expect(shareOf({ ...MIDDLE, size: 1 }, { width: 50, height: 100 }, painting)).toEqual({ left: 0.375, top: 0, width: 0.25, height: 1 });
});

test('it is moved, and its middle stays in the painting', () => {
  expect(moved(MIDDLE, 0.25, -0.125)).toEqual({ x: 0.75, y: 0.375, size: 0.5 });
  expect(moved(MIDDLE, -9, 9)).toEqual({ x: 0, y: 1, size: 0.5 });
});

test('it grows and shrinks round its middle, within limits', () => {
  expect(resized(MIDDLE, 9)).toEqual({ ...MIDDLE, size: SIZES.max });
  expect(resized(MIDDLE, 0)).toEqual({ ...MIDDLE, size: SIZES.min });
  expect(pulled(MIDDLE, { x: 0.75, y: 0.75 }, { x: 1, y: 1 }, painting)).toEqual({ ...MIDDLE, size: 1 });
  // Distances are those that are seen, not those of shares.
  expect(pulled(MIDDLE, { x: 0.6, y: 0.5 }, { x: 0.5, y: 0.7 }, painting).size).toBeCloseTo(0.5);
  expect(pulled(MIDDLE, { x: 0.5, y: 0.5 }, { x: 1, y: 1 }, painting).size).toBe(SIZES.max);
});

test('what is cut off below stands on the lower border', () => {
  expect(firstSpot({ ...thing, cropped: false }, painting)).toEqual(MIDDLE);
  const spot = firstSpot({ ...thing, cropped: true }, painting);
  const { top, height } = shareOf(spot, thing, painting);
  expect(top + height).toBeCloseTo(1);
});
