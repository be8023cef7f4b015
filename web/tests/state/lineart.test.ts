import { expect, test } from 'vitest';
import { INITIAL, isLit, wishOf, type Manner } from '../../src/state/lineartstate';
import { NO_MARKS, placed } from '../../src/state/marks';
import { layersName } from '../../src/state/naming';
import type { Scene } from '../../src/state/scene';
import { LINEART_TEXTS, saidOf, titleOf } from '../../src/ui/lineart/text';

const scene = { held: 7 } as Scene;
const reference = { id: 9, name: '', bitmap: {} as ImageBitmap, colours: [] };
const marks = placed(NO_MARKS, [[0.5, 0.25]], '#c8402f', 0.01);
const wished = (manner: Partial<Manner>): ReturnType<typeof wishOf> => wishOf({ scene, marks, reference, manner: { ...INITIAL.manner, ...manner } });

test('the engine is asked for what is wished, and not for more', () => {
  expect(wishOf({ ...INITIAL, scene: { ...scene, held: null } })).toBeNull();
  expect(wishOf(INITIAL)).toBeNull();
  expect(wished({})).toMatchObject({ drawing: 7, mode: 'flat', hints: [{ points: [[0.5, 0.25]], colour: '#c8402f', width: 0.01 }], palette: null, reference: null });
  expect(Object.keys(wished({})!.hints[0]!)).toEqual(['points', 'colour', 'width']);
  expect(wished({ rest: 'palette', palette: ['#112233'] })).toMatchObject({ palette: ['#112233'], reference: null });
  expect(wished({ rest: 'reference' })).toMatchObject({ palette: null, reference: 9 });
});

test('light falls in two of the four modes', () => {
  expect((['flat', 'soft', 'cel', 'blended'] as const).map((mode) => isLit({ mode }))).toEqual([false, false, true, true]);
});

test('names of files and of colours, in both languages', () => {
  expect(layersName('My sketch.jpg', 'ora')).toBe('My-sketch-layers.ora');
  expect(saidOf(LINEART_TEXTS.en, '#00008b')).toBe('dark blue, #00008b');
  expect(saidOf(LINEART_TEXTS.zh, '#00008b')).toBe('深蓝色, #00008b');
  expect(titleOf(LINEART_TEXTS.en, 'drawings/fox.png', 'fox')).toBe('Fox with a lantern');
  expect(titleOf(LINEART_TEXTS.en, '', 'fox')).toBe('fox');
});
