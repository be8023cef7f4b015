import { expect, test } from 'vitest';
import { OneEuro } from '../../src/methods/expression/oneeuro';

const filtered = (values: readonly number[], rate: number, least: number, slope: number): number[] => {
  const filter = new OneEuro({ least, slope });
  return values.map((value, at) => filter.next(Float64Array.of(value), at / rate)[0]!);
};
const spread = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

test('without a slope it is exponential smoothing with that cut-off', () => {
  // 1 / (1 + 10 / (2 pi)) of the way, at 1 Hz and ten frames a second.
  const share = 0.38587;
  const [first, second, third] = filtered([0, 1, 1], 10, 1, 0) as [number, number, number];
  expect(first).toBe(0);
  expect(second).toBeCloseTo(share, 4);
  expect(third).toBeCloseTo(1 - (1 - share) ** 2, 4);
});

test('what trembles at rest comes to rest, what moves is followed', () => {
  let seed = 1;
  const noise = Array.from({ length: 300 }, () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 0.006);
  expect(spread(filtered(noise, 30, 1.5, 20).slice(30))).toBeLessThan(0.5 * spread(noise));
  const moving = Array.from({ length: 30 }, (_, at) => at / 30);
  const behind = (slope: number): number => 1 - 1 / 30 - filtered(moving, 30, 1.5, slope).at(-1)!;
  expect(behind(20)).toBeLessThan(0.015); // half a frame
  expect(behind(0)).toBeGreaterThan(0.08); // three
});

test('numbers go each their own way, and frames may come late or twice', () => {
  const filter = new OneEuro({ least: 1, slope: 0 });
  filter.next(Float64Array.of(0, 5), 1);
  const [one, other] = filter.next(Float64Array.of(1, 5), 1.1);
  expect(one).toBeGreaterThan(0);
  expect(other).toBe(5);
  expect([...filter.next(Float64Array.of(9, 9), 1.1)]).toEqual([one, other]);
  expect(filter.next(Float64Array.of(9, 5), 60)[0]).toBeCloseTo(9, 1);
});
