// What goes into a model and what is read from it.
import { describe, expect, test } from 'vitest';
import type { Choice, Port } from '../../src/contract/lab';
import { LabFailure } from '../../src/contract/lab';
import { explained } from '../../src/methods/lab/explain';
import { feedOf, filled, seenSize } from '../../src/methods/lab/feed';
import { fromHalf, toHalf } from '../../src/methods/lab/half';
import { likeness, resultOf } from '../../src/methods/lab/outcome';
import { BytePicture } from '../../src/picture/surface';
import { labelsFromMetadata, parseLabels } from '../../src/ui/lab/labels';

const CHOICE: Choice = {
  input: 'x',
  layout: 'nchw',
  channels: 'rgb',
  range: '0-1',
  fit: 'stretch',
  height: 2,
  width: 2,
  output: 'y',
  task: null,
  outLayout: null,
  outRange: null,
  fills: {},
};

/** Two by two: red, green / blue, white. */
const FOUR = new BytePicture(2, 2, Uint8ClampedArray.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]));

const port = (type: string, dims: Port['dims']): Port => ({ name: 'x', type, dims });
const fed = (change: Partial<Choice>, type = 'float32', dims: Port['dims'] = [1, 3, 2, 2]): number[] =>
  Array.from(feedOf(FOUR, { ...CHOICE, ...change }, port(type, dims)).feed.data as ArrayLike<number | bigint>, Number);

describe('the picture as a tensor', () => {
  test('layouts and channels', () => {
    expect(fed({})).toEqual([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1]);
    expect(fed({ channels: 'bgr' })).toEqual([0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1]);
    expect(fed({ layout: 'nhwc' }, 'float32', [1, 2, 2, 3])).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1]);
    const grey = fed({ channels: 'grey' }, 'float32', [1, 1, 2, 2]);
    [0.299, 0.587, 0.114, 1].forEach((value, at) => expect(grey[at]).toBeCloseTo(value, 5));
  });

  test('ranges', () => {
    expect(fed({ range: '0-255' }).slice(0, 4)).toEqual([255, 0, 0, 255]);
    expect(fed({ range: 'minus1-1' }).slice(0, 4)).toEqual([1, -1, -1, 1]);
    const normal = fed({ range: 'imagenet', channels: 'bgr' });
    // Blue first, with blue's own mean and deviation.
    expect(normal[0]).toBeCloseTo(-0.406 / 0.225, 5);
    expect(normal[2]).toBeCloseTo((1 - 0.406) / 0.225, 5);
  });

  test('types of numbers', () => {
    expect(fed({ range: '0-255' }, 'uint8').slice(0, 4)).toEqual([255, 0, 0, 255]);
    expect(fed({ range: '0-255' }, 'int8').slice(0, 4)).toEqual([127, -128, -128, 127]);
    expect(fed({ range: '0-255' }, 'int64').slice(0, 4)).toEqual([255, 0, 0, 255]);
    expect(fed({}, 'float16').slice(0, 2)).toEqual([0x3c00, 0]);
    expect(() => fed({}, 'string')).toThrow(LabFailure);
  });

  test('a fixed batch gets the picture in each place; a row of features gets it flat', () => {
    const once = fed({});
    expect(fed({}, 'float32', [2, 3, 2, 2])).toEqual([...once, ...once]);
    const { feed } = feedOf(FOUR, { ...CHOICE, channels: 'grey', layout: 'nhwc' }, port('float32', ['n', 4]));
    expect(feed.dims).toEqual([1, 4]);
  });

  test('fitting: bars, a cut, and proportions that are kept', () => {
    const wide = new BytePicture(2, 4, new Uint8ClampedArray(32).fill(255));
    const size = { height: 4, width: 4 };
    const padded = feedOf(wide, { ...CHOICE, ...size, fit: 'pad' }, port('float32', [1, 3, 4, 4]));
    expect(padded.placed).toMatchObject({ top: 1, left: 0, height: 2, width: 4 });
    expect(Array.from(padded.feed.data as Float32Array).slice(0, 16)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    const cut = feedOf(wide, { ...CHOICE, fit: 'crop' }, port('float32', [1, 3, 2, 2]));
    expect(new Set(Array.from(cut.feed.data as Float32Array))).toEqual(new Set([1]));
    expect(seenSize({ ...CHOICE, fit: 'keep', height: 512, width: 512 }, { height: 300, width: 451 })).toEqual({ height: 352, width: 512 });
  });

  test('other inputs are one number throughout, or are asked for', () => {
    expect(filled(port('float32', ['n', 3]), 0.5)).toMatchObject({ dims: [1, 3], data: new Float32Array([0.5, 0.5, 0.5]) });
    expect(filled(port('int64', []), 7)).toMatchObject({ dims: [], data: new BigInt64Array([7n]) });
    expect(() => filled(port('float32', [1]), undefined)).toThrow(/missing-input/);
  });
});

describe('what comes out', () => {
  const placed = { top: 0, left: 0, height: 4, width: 4, of: { height: 4, width: 4 } };
  const picture = (value: (at: number) => number, dims = [1, 3, 4, 4], type = 'float32', change: Partial<Choice> = {}) => {
    const data = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, at) => value(at));
    const result = resultOf({ data, type, dims }, { ...CHOICE, ...change }, placed);
    if (result.kind !== 'picture') throw new Error(`not a picture but ${result.kind}`);
    return result;
  };

  test('the range of a picture is seen from its numbers', () => {
    expect(picture((at) => (at % 16) / 15).range).toBe('0-1');
    expect(picture((at) => (at % 16) * 17).range).toBe('0-255');
    expect(picture((at) => (at % 16) / 7.5 - 1).range).toBe('minus1-1');
    expect(picture((at) => (at % 16) / 4 - 2, undefined, undefined, { range: 'imagenet' }).range).toBe('imagenet');
    expect(picture((at) => (at % 48) / 20 - 1.2).range).toBe('minus1-1');
    expect(picture((at) => (at % 16 === 0 ? -0.7 : 0.4)).range).toBe('0-1');
    expect(picture((at) => at * 1000).range).toBe('stretch-values');
    expect(picture((at) => at * 5).range).toBe('0-255');
    expect(picture((at) => at % 255, [1, 4, 4, 3], 'uint8')).toMatchObject({ range: '0-255', layout: 'nhwc' });
  });

  test('pixels are in their places', () => {
    const { pixels } = picture((at) => (at < 16 ? 1 : at < 32 ? 0.5 : 0));
    expect([...pixels.rgba.slice(0, 4)]).toEqual([255, 128, 0, 255]);
    const bgr = picture((at) => (at < 16 ? 1 : 0), [1, 3, 4, 4], 'float32', { channels: 'bgr' });
    expect([...bgr.pixels.rgba.slice(0, 4)]).toEqual([0, 0, 255, 255]);
  });

  test('bars are cut off, at the scale of the result', () => {
    const data = new Float32Array(3 * 64).fill(0.5);
    const within = { top: 1, left: 0, height: 2, width: 4, of: { height: 4, width: 4 } };
    const result = resultOf({ data, type: 'float32', dims: [1, 3, 8, 8] }, CHOICE, within);
    expect(result).toMatchObject({ kind: 'picture', pixels: { height: 4, width: 8 } });
  });

  test('logits become shares, shares stay', () => {
    const logits = resultOf({ data: Float32Array.from([1, 3, 2]), type: 'float32', dims: [1, 3] }, CHOICE, placed);
    if (logits.kind !== 'classes') throw new Error(logits.kind);
    expect(logits.top.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(logits.top[0]?.share).toBeCloseTo(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)), 5);
    expect(logits.softmax).toBe(true);
    const shares = resultOf({ data: Float32Array.from([0.2, 0.7, 0.1]), type: 'float32', dims: [1, 3, 1, 1] }, CHOICE, placed);
    expect(shares).toMatchObject({ kind: 'classes', softmax: false, top: [{ index: 1 }, { index: 0 }, { index: 2 }] });
  });

  test('a batch counts once; ties and many classes keep their order', () => {
    const data = Float32Array.from({ length: 2000 }, (_, at) => Math.sin(at % 1000));
    const result = resultOf({ data, type: 'float32', dims: [2, 1000] }, CHOICE, placed);
    if (result.kind !== 'classes') throw new Error(result.kind);
    const wanted = [...data.slice(0, 1000).keys()].sort((a, b) => data[b]! - data[a]!).slice(0, 5);
    expect(result.count).toBe(1000);
    expect(result.top.map(({ index }) => index)).toEqual(wanted);
  });

  test('a result that keeps the picture is more like it than one that is flat', () => {
    const photo = { width: 4, height: 4, rgba: Uint8ClampedArray.from({ length: 64 }, (_, at) => (at % 4 === 3 ? 255 : at * 4)) };
    const same = picture((at) => photo.rgba[4 * (at % 16)]! / 255);
    expect(likeness(same, photo)).toBeGreaterThan(0.9);
    expect(likeness(picture(() => 0.5), photo)).toBeLessThan(0.05);
  });
});

describe('float16', () => {
  test('every half comes back', () => {
    const halves = Array.from({ length: 0x10000 }, (_, half) => half).filter((half) => !Number.isNaN(fromHalf(half)));
    expect(halves.filter((half) => toHalf(fromHalf(half)) !== half)).toEqual([]);
  });

  test('numbers between halves go to the nearer, ties to even', () => {
    expect(fromHalf(toHalf(1 + 2 ** -11))).toBe(1);
    expect(fromHalf(toHalf(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(fromHalf(toHalf(65519))).toBe(65504);
    expect(fromHalf(toHalf(1e6))).toBe(Infinity);
    expect(fromHalf(toHalf(0.1))).toBeCloseTo(0.1, 4);
  });
});

describe('labels', () => {
  test.each([
    ['cat\ndog\r\nbird\n', ['cat', 'dog', 'bird']],
    ['["cat", "dog"]', ['cat', 'dog']],
    ['{"0": ["n01", "tench"], "1": ["n02", "goldfish"]}', ['tench', 'goldfish']],
    ['{"1": "dog", "0": "cat"}', ['cat', 'dog']],
    ["{0: 'person', 1: \"dog's\"}", ['person', "dog's"]],
  ])('%s', (text, wanted) => {
    expect(parseLabels(text)).toEqual(wanted);
  });

  test.each(['', '  \n ', '{"format": 3}', '{}', 'a\0b', '{"99999999": "x"}'])('%j has no labels', (text) => {
    expect(parseLabels(text)).toBeNull();
  });

  test('from metadata', () => {
    expect(labelsFromMetadata({ names: "{0: 'a', 1: 'b'}" })).toEqual(['a', 'b']);
    expect(labelsFromMetadata({ author: 'me' })).toBeNull();
  });
});

test.each([
  ['ERROR_MESSAGE: Could not find an implementation for Det(11) node with name', 'unsupported-operator', 'Det'],
  ['ERROR_MESSAGE: Fatal error: ai.onnx.contrib:Gaze(-1) is not a registered function/op', 'unsupported-operator', 'ai.onnx.contrib:Gaze'],
  ['Unsupported model IR version: 99, max supported IR version: 13', 'newer-format', '99'],
  ['Got invalid dimensions for input: x for the following indices', 'wrong-shape', 'Got invalid dimensions for input: x for the following indices'],
  ['something else', 'failed', 'something else'],
])('%s', (said, problem, detail) => {
  expect(explained(new Error(said))).toMatchObject({ problem, detail });
});
