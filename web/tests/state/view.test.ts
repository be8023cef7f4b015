import { expect, test } from 'vitest';
import { clamped, FITTED, fitted, nearerTo, panned, shareAt, zoomedAt } from '../../src/state/view';

const SHEET = { width: 400, height: 200 };

test('a picture fits its box and keeps its shape', () => {
  expect(fitted({ width: 4000, height: 2000 }, { width: 500, height: 200 })).toEqual(SHEET);
  expect(fitted({ width: 40, height: 20 }, { width: 400, height: 900 })).toEqual(SHEET);
});

test('the point under the pointer stays there while zooming', () => {
  let view = FITTED;
  const before = shareAt(view, 120, -40, SHEET);
  for (const factor of [2, 1.5, 0.8]) view = zoomedAt(view, factor, 120, -40, SHEET);
  expect(view.zoom).toBeCloseTo(2.4);
  const after = shareAt(view, 120, -40, SHEET);
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
});

test('a small part comes near, into the middle; a large one changes nothing', () => {
  const near = nearerTo({ left: 0.4, top: 0.3, right: 0.5, bottom: 0.5 }, 0.6, SHEET);
  expect(near.zoom).toBeCloseTo(3);
  expect(shareAt(near, 0, 0, SHEET)).toEqual({ x: expect.closeTo(0.45), y: expect.closeTo(0.4) });
  expect(nearerTo({ left: 0.1, top: 0.1, right: 0.9, bottom: 0.8 }, 0.6, SHEET)).toEqual(FITTED);
});

test('zoomed out again, the picture is back in its place', () => {
  expect(zoomedAt({ zoom: 3, x: 200, y: 90 }, 0.1, 10, 10, SHEET)).toEqual(FITTED);
  expect(panned(FITTED, 50, 50, SHEET)).toEqual(FITTED);
});

test('a picture cannot be moved out of sight, nor zoomed without end', () => {
  expect(panned({ zoom: 2, x: 0, y: 0 }, 9999, -9999, SHEET)).toEqual({ zoom: 2, x: 400, y: -200 });
  expect(clamped({ zoom: 99, x: 0, y: 0 }, SHEET).zoom).toBe(16);
});
