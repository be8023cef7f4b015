import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { PinxitManifest } from '../../src/contract/manifest';
import {
  controlsOf,
  defaultsOf,
  firstSide,
  fromSlider,
  outputSize,
  sliderBounds,
  toSlider,
  withOption,
  type Range,
} from '../../src/state/options';
import { INITIAL } from '../../src/state/state';

const path = fileURLToPath(new URL('../../../src/pinxit/data/zoo/paint.core_v2/manifest.json', import.meta.url));
const { options } = JSON.parse(readFileSync(path, 'utf8')) as PinxitManifest;

function range(name: string, side: number): Range {
  const found = controlsOf(options, side).find((control) => control.name === name);
  if (found?.kind !== 'range') throw new Error(`no range called ${name}`);
  return found;
}

test('the controls are those of the published manifest, without what belongs to the back end', () => {
  const controls = controlsOf(options, 900);
  expect(controls.map(({ name, kind }) => [name, kind])).toEqual([
    ['strength', 'range'],
    ['stroke', 'range'],
    ['keep_colours', 'switch'],
    ['max_side', 'range'],
  ]);
  expect(range('strength', 900)).toMatchObject({ low: 0, high: 1.5, optional: false, logarithmic: false });
  expect(range('stroke', 900)).toMatchObject({ low: 0.25, high: 4, optional: true, logarithmic: true });
  expect(controlsOf(options.filter(({ name }) => name !== 'stroke'), 900)).toHaveLength(3);
});

test('the output size reaches the photo’s own by whole steps', () => {
  for (const side of [60, 451, 1000, 9000]) {
    const { low, high, step } = range('max_side', side);
    expect(high).toBe(side);
    expect((high - low) % step).toBe(0);
    expect(low).toBeGreaterThanOrEqual(Math.min(side, 128));
    expect(low).toBeLessThan(Math.max(side + 1, 136));
  }
});

test('defaults come from the manifest', () => {
  expect(defaultsOf(options, INITIAL.options)).toEqual({ strength: 1, keep_colours: false, stroke: null, max_side: null });
  const strong = options.map((option) => (option.name === 'strength' ? { ...option, default: 0.5 } : option));
  expect(defaultsOf(strong, INITIAL.options).strength).toBe(0.5);
});

test('on the slider of strokes, twice as broad is the same way everywhere', () => {
  const stroke = range('stroke', 900);
  expect(sliderBounds(stroke)).toEqual({ min: -2, max: 2, step: 0.1 });
  expect(fromSlider(stroke, 0)).toBe(1);
  expect(fromSlider(stroke, 1)).toBe(2);
  for (const value of [0.25, 0.5, 1, 4]) expect(fromSlider(stroke, toSlider(stroke, value))).toBe(value);
  expect(fromSlider(stroke, 9)).toBe(4);
});

test('one option changes, the others stay', () => {
  const changed = withOption(INITIAL.options, 'stroke', 2);
  expect(changed).toEqual({ ...INITIAL.options, stroke: 2 });
  expect(INITIAL.options.stroke).toBeNull();
});

test('sizes of the result keep the shape of the photo', () => {
  expect(outputSize(4000, 3000, 2048)).toEqual([2048, 1536]);
  expect(outputSize(300, 200, null)).toEqual([300, 200]);
  expect(outputSize(300, 200, 2048)).toEqual([300, 200]);
  expect(outputSize(5000, 1, 100)).toEqual([100, 1]);
  expect(firstSide(640, 480)).toBeNull();
  expect(firstSide(480, 6000)).toBe(2048);
});
