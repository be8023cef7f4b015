import { expect, test } from 'vitest';
import { added, mixOf, MOST_PARTS, removed, shares, weighted } from '../../src/state/mix';
import type { Entry } from '../../src/state/state';

const entry = (key: string, value: number): Entry => ({
  key,
  own: false,
  style: {
    painter: 'paint.core_v2',
    name: key,
    title: '',
    artist: '',
    year: '',
    rights: '',
    source: 'learned',
    vector: new Float32Array([value]),
    thumbnail: null,
  },
});
const ENTRIES = [entry('a', 1), entry('b', 2), entry('c', 3)];

test('a style that is added gets the mean weight of those that are there', () => {
  const parts = added([{ key: 'a', weight: 0.2 }, { key: 'b', weight: 0.6 }], 'c');
  expect(parts.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  expect(parts[2]?.weight).toBeCloseTo(0.4);
});

test('no style twice, and no more than four', () => {
  const two = [{ key: 'a', weight: 1 }, { key: 'b', weight: 1 }];
  expect(added(two, 'b')).toBe(two);
  const four = ['a', 'b', 'c', 'd'].map((key) => ({ key, weight: 1 }));
  expect(four).toHaveLength(MOST_PARTS);
  expect(added(four, 'e')).toBe(four);
});

test('shares sum to one, also when every slider is at zero', () => {
  expect(shares([{ key: 'a', weight: 0.3 }, { key: 'b', weight: 0.1 }])).toEqual([expect.closeTo(0.75), expect.closeTo(0.25)]);
  expect(shares([{ key: 'a', weight: 0 }, { key: 'b', weight: 0 }])).toEqual([0.5, 0.5]);
  expect(shares([])).toEqual([]);
});

test('the mix of the engine leaves out what is gone or weighs nothing, and still sums to one', () => {
  const parts = [{ key: 'a', weight: 1 }, { key: 'gone', weight: 5 }, { key: 'b', weight: 0 }, { key: 'c', weight: 3 }];
  const mix = mixOf(parts, ENTRIES);
  expect(mix.map(({ vector, weight }) => [vector[0], weight])).toEqual([
    [1, 0.25],
    [3, 0.75],
  ]);
  expect(mixOf(removed(parts, 'a'), ENTRIES)).toHaveLength(1);
  expect(mixOf(weighted(parts, 'b', 4), ENTRIES).map(({ weight }) => weight)).toEqual([0.125, 0.5, 0.375]);
});
