// The noise of texture worlds is Python's: tests/mosaic/test_worlds.py has the same numbers.
import { expect, it } from 'vitest';
import { noise } from '../../src/methods/mosaic/noise';

it('gives the numbers that every language gives', () => {
  const { data, shape } = noise(5, 2, { y0: 3, x0: 4, height: 1, width: 2 });
  expect(shape).toEqual([1, 2, 1, 2]);
  [-0.1839281321, -0.344243288, 0.0619780794, -0.9456731081].forEach((wanted, at) => expect(data[at]).toBeCloseTo(wanted, 6));
});

it('gives a window what the whole has there', () => {
  const whole = noise(7, 3, { y0: 0, x0: 0, height: 9, width: 8 }).data;
  const part = noise(7, 3, { y0: 4, x0: 2, height: 3, width: 5 }).data;
  for (let channel = 0, at = 0; channel < 3; channel++) {
    for (let y = 0; y < 3; y++) for (let x = 0; x < 5; x++, at++) expect(part[at]).toBe(whole[(9 * channel + y + 4) * 8 + x + 2]);
  }
});
