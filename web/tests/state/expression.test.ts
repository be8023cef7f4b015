import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FoundFace } from '../../src/contract/portrait';
import { readTables, unitsOf } from '../../src/methods/expression/tables';
import { AMOUNTS, canLook, isBeyond, LOOKS, movedBy, shownAmounts, worn, worth } from '../../src/state/expression';
import { PORTRAIT_TEXTS } from '../../src/ui/portrait/text';

const file = readFileSync(new URL('../../../src/pinxit/data/networks/expression.json', import.meta.url));
const tables = readTables(new Uint8Array(file).buffer);

test('sliders are Python’s options: all of them, in its order and its range', () => {
  for (const { named, single } of Object.values(PORTRAIT_TEXTS)) {
    expect([...Object.keys(named), ...Object.keys(single)]).toEqual(Object.keys(tables.expressions));
  }
  expect([AMOUNTS.min, AMOUNTS.max]).toEqual(tables.amounts);
  for (const { looks } of Object.values(PORTRAIT_TEXTS)) expect(Object.keys(looks)).toEqual(Object.keys(LOOKS));
  expect([LOOKS.turn.min, LOOKS.turn.max]).toEqual([-tables.most_degrees, tables.most_degrees]);
});

test('degrees are not more than a face does, and eyes look elsewhere where they are seen', () => {
  expect(isBeyond({ turn: 12, gaze_across: 1, smile: 1 })).toBe(false);
  expect(isBeyond({ smile: -1.2 })).toBe(true);
  expect(canLook({ faces: [one], chosen: 0 })).toBe(false);
  const iris = { middle: [0, 0], radius: 5, lids: [0, 0], reach: [0, 0] } as const;
  expect(canLook({ faces: [one, { ...other, irises: [iris, iris] }], chosen: null })).toBe(true);
});

test('expressions add up in units', () => {
  expect([...unitsOf(tables, {})]).toEqual([]);
  expect([...unitsOf(tables, { smile: 0, kiss: 0 })]).toEqual([]);
  const both = unitsOf(tables, { smile: 0.5, laugh: 1 });
  expect(both.get('AU12')).toBeCloseTo(1.5);
  expect(both.get('AU6')).toBeCloseTo(1.3);
  expect([...unitsOf(tables, { wink: 1 }).keys()].every((unit) => unit.endsWith(' right'))).toBe(true);
});

test('another face moves sliders within their range, and not by less than a step', () => {
  const moved = worth({ smile: 0.5, kiss: 0.003, jaw_drop: 1.2 }, 1.5);
  expect(Object.keys(moved)).toEqual(['smile', 'jaw_drop']);
  expect(moved['smile']).toBeCloseTo(0.75);
  expect(moved['jaw_drop']).toBe(AMOUNTS.max);
  expect(worth({ smile: 0.5 }, 0)).toEqual({});
});

const face = (problem: FoundFace['problem']): FoundFace => ({ points: new Float32Array(), irises: null, outline: [], shut: true, problem });
const small = face({ code: 'small', eyes: 12, least: 30 });
const [one, other] = [face(null), face(null)];

test('sliders move the chosen face, or all that can be changed', () => {
  const faces = [one, small, other];
  expect(movedBy({ faces, chosen: null })).toEqual([0, 2]);
  expect(movedBy({ faces, chosen: 2 })).toEqual([2]);
  expect(movedBy({ faces, chosen: 1 })).toEqual([]);
  expect(movedBy({ faces: null, chosen: null })).toEqual([]);
  const amounts = [{ smile: 0.5, kiss: 0 }, {}, { smile: 0.2, anger: -1 }];
  expect(shownAmounts({ faces, chosen: 2, amounts })).toEqual({ smile: 0.2, anger: -1 });
  expect(shownAmounts({ faces, chosen: null, amounts })).toEqual(amounts[0]);
  expect(shownAmounts({ faces: [], chosen: null, amounts: [] })).toEqual({});
  expect(worn({ amounts })).toEqual(['smile', 'anger']);
});
