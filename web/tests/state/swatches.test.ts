import { expect, test } from 'vitest';
import { BOX, named, PALETTES, used } from '../../src/state/swatches';

test('colours used last, the newest first, each once, eight at most', () => {
  expect(used([], '#111111')).toEqual(['#111111']);
  expect(used(['#111111', '#222222'], '#222222')).toEqual(['#222222', '#111111']);
  const many = Array.from({ length: 8 }, (_, at) => `#00000${at}`);
  expect(used(many, '#ffffff')).toEqual(['#ffffff', ...many.slice(0, 7)]);
});

test('colours go by the names that people give them', () => {
  const said = (colour: string): string => [named(colour).shade, named(colour).hue].filter(Boolean).join(' ');
  const names = {
    '#ffffff': 'white',
    '#000000': 'black',
    '#808080': 'grey',
    '#ff0000': 'red',
    '#ffa500': 'orange',
    '#ffff00': 'yellow',
    '#00a000': 'green',
    '#40e0d0': 'light turquoise',
    '#2060ff': 'blue',
    '#00008b': 'dark blue',
    '#add8e6': 'light blue',
    '#800080': 'dark purple',
    '#8b4513': 'brown',
    '#ffc0cb': 'light pink',
  };
  expect(Object.fromEntries(Object.keys(names).map((colour) => [colour, said(colour)]))).toEqual(names);
});

test('every colour to choose from is one that a colour field takes', () => {
  for (const colour of [...BOX, ...Object.values(PALETTES).flat()]) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  expect(new Set(BOX).size).toBe(BOX.length);
});
