import { expect, test } from 'vitest';
import { HEIGHTS, HORIZON, lightAt, sideOf, sunAt } from '../../src/state/sun';

const drawing = { width: 800, height: 400 };
const before = { light: [-1, -1], light_height: 45 } as const;

test('in the middle it stands overhead, and shines the way it did', () => {
  expect(lightAt({ x: 0.5, y: 0.5 }, drawing, before)).toEqual({ light: [-1, -1], light_height: 90 });
  expect(sunAt({ light: [1, 0], light_height: 90 }, drawing)).toEqual({ x: expect.closeTo(0.5), y: expect.closeTo(0.5) });
});

test('where it is put, there it is seen', () => {
  for (const place of [{ x: 0.2, y: 0.3 }, { x: 0.7, y: 0.52 }, { x: 0.5, y: 0.8 }]) {
    const { x, y } = sunAt(lightAt(place, drawing, before), drawing);
    expect([x, y]).toEqual([expect.closeTo(place.x), expect.closeTo(place.y)]);
  }
});

test('beyond the rim it has set as far as it may', () => {
  const light = lightAt({ x: 3, y: 0.5 }, drawing, before);
  expect(light).toEqual({ light: [1, 0], light_height: HEIGHTS.min });
  expect(sunAt(light, drawing).x).toBeLessThanOrEqual(0.5 + HORIZON);
});

test('its side is that of the drawing as it is seen, not of shares', () => {
  // Half way to the right and half way down on a wide drawing: more to the right than down.
  const { light } = lightAt({ x: 0.75, y: 0.75 }, drawing, before);
  expect(light[0] / light[1]).toBeCloseTo(2);
  expect([[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]].map(([x, y]) => sideOf([x!, y!]))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(sideOf([1, -0.1])).toBe(0);
});
