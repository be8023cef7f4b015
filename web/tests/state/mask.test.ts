import { expect, test } from 'vitest';
import { createMask, isEmpty, stroke, type Mask } from '../../src/state/mask';

const at = (mask: Mask, x: number, y: number): number => mask.data[y * mask.width + x] ?? -1;
const MIDDLE = { x: 0.5, y: 0.5 };

test('a mask has the shape of the photo, and at most 768 pixels a side', () => {
  expect(createMask(6000, 3000)).toMatchObject({ width: 768, height: 384 });
  expect(createMask(40, 30)).toMatchObject({ width: 40, height: 30 });
  expect(isEmpty(createMask(9000, 1))).toBe(true);
});

test('a dab is a disc of the size that was asked for', () => {
  const mask = createMask(200, 100);
  stroke(mask, MIDDLE, MIDDLE, 0.2, 'paint');
  expect(at(mask, 100, 50)).toBe(255);
  expect(at(mask, 117, 50)).toBe(255);
  expect(at(mask, 123, 50)).toBe(0);
  expect(at(mask, 115, 65)).toBe(0);
  const area = mask.data.reduce((sum, value) => sum + value / 255, 0);
  expect(area / (Math.PI * 20 ** 2)).toBeCloseTo(1, 1);
});

test('a stroke joins its ends, also beyond the edge of the picture', () => {
  const mask = createMask(200, 100);
  stroke(mask, { x: 0.1, y: 0.5 }, { x: 1.4, y: 0.5 }, 0.04, 'paint');
  for (const x of [20, 90, 199]) expect(at(mask, x, 50)).toBe(255);
  expect(at(mask, 10, 50)).toBe(0);
  expect(at(mask, 90, 60)).toBe(0);
});

test('the eraser takes away what the brush gave', () => {
  const mask = createMask(200, 100);
  stroke(mask, MIDDLE, MIDDLE, 0.2, 'paint');
  stroke(mask, { x: 0.6, y: 0.5 }, { x: 0.6, y: 0.5 }, 0.1, 'erase');
  expect(at(mask, 118, 50)).toBe(0);
  expect(at(mask, 90, 50)).toBe(255);
  stroke(mask, MIDDLE, MIDDLE, 0.3, 'erase');
  expect(isEmpty(mask)).toBe(true);
});
