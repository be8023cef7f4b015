// What is guessed of a model, from every source there is.
import { describe, expect, test } from 'vitest';
import type { Guess } from '../../src/contract/lab';
import { guess } from '../../src/methods/lab/guess';
import { readModel } from '../../src/methods/lab/onnx';
import { affine, FLOAT32, floats, INT64, model, node, port, UINT8, type Dim, type ModelParts } from './build';

function guessed(bytes: Uint8Array): Guess {
  const found = guess(readModel(bytes), null);
  if (!found) throw new Error('no picture was found in the inputs');
  return found;
}

function through(input: readonly Dim[], output: readonly Dim[], parts: Partial<ModelParts> = {}, type = FLOAT32): Guess {
  return guessed(
    model({
      nodes: [node('Sigmoid', ['x'], ['y'])],
      inputs: [port('x', type, input)],
      outputs: [port('y', FLOAT32, output)],
      ...parts,
    }),
  );
}

describe('layout and size', () => {
  test.each([
    [[1, 3, 224, 224], 'nchw', 'shape', 224, 224, true],
    [[1, 224, 320, 3], 'nhwc', 'shape', 224, 320, true],
    [['n', 3, null, null], 'nchw', 'shape', 224, 224, false],
    [[null, null, null, 3], 'nhwc', 'shape', 224, 224, false],
    [['b', 'h', 'w', 'c'], 'nhwc', 'name', 224, 224, false],
    [['batch', 'channels', 'height', 'width'], 'nchw', 'name', 224, 224, false],
    [[null, null, null, null], 'nchw', 'usual', 224, 224, false],
    [[3, 64, 48], 'nchw', 'shape', 64, 48, true],
    [[64, 48, 3], 'nhwc', 'shape', 64, 48, true],
    [['n', 28, 28], 'nchw', 'shape', 28, 28, true],
    [['n', 784], 'nhwc', 'shape', 28, 28, true],
    [[null, 64], 'nhwc', 'shape', 8, 8, true],
    [[1, 3072], 'nhwc', 'shape', 32, 32, true],
  ] as const)('%j', (dims, layout, reason, height, width, fixedSize) => {
    const found = through(dims, [1, 10]);
    expect(found.choice).toMatchObject({ layout, height, width });
    expect(found.reasons.layout).toBe(reason);
    expect(found.fixedSize).toBe(fixedSize);
  });

  test('a silent shape of a converter of TensorFlow has its channels last', () => {
    expect(through([null, null, null, null], [1, 10], { producer: 'tf2onnx' }).choice.layout).toBe('nhwc');
  });

  const alone = (dims: readonly Dim[]): Guess | null =>
    guess(
      readModel(
        model({ nodes: [node('Relu', ['x'], ['y'])], inputs: [port('x', FLOAT32, dims)], outputs: [port('y', FLOAT32, [1])] }),
      ),
      null,
    );

  test.each([[[1, 64, 56, 56]], [[5]], [[1, 101]], [[1, 3, 8, 224, 224]], [['n', 4, 768]]] as const)('%j is no picture', (dims) => {
    expect(alone(dims)).toBeNull();
  });

  test('a table of numbers may be a grey picture', () => {
    expect(alone([1, 128, 768])?.choice).toMatchObject({ channels: 'grey', height: 128, width: 768 });
  });
});

describe('range and channels', () => {
  test('usual: ImageNet for classes in NCHW, -1..1 in NHWC, 0..1 for grey and for pictures', () => {
    expect(through([1, 3, 224, 224], [1, 1000]).choice.range).toBe('imagenet');
    expect(through([1, 224, 224, 3], [1, 1000]).choice.range).toBe('minus1-1');
    expect(through([1, 1, 28, 28], [1, 10]).choice).toMatchObject({ range: '0-1', channels: 'grey' });
    expect(through([1, 3, 'h', 'w'], [1, 3, 'h', 'w']).choice).toMatchObject({ range: '0-1', fit: 'keep', height: 512 });
  });

  test('metadata of the standard goes before custom', () => {
    const metadata = { 'Image.BitmapPixelFormat': 'Bgr8', 'Image.NominalPixelRange': 'NominalRange_0_255' };
    const found = through([1, 3, 224, 224], [1, 1000], { metadata });
    expect(found.choice).toMatchObject({ channels: 'bgr', range: '0-255' });
    expect(found.reasons).toMatchObject({ channels: 'metadata', range: 'metadata' });
  });

  test('whole numbers are 0..255', () => {
    const found = through([1, 224, 224, 3], [1, 1000], {}, UINT8);
    expect(found.choice.range).toBe('0-255');
    expect(found.reasons.range).toBe('type');
  });

  const first = (operator: string, values: readonly number[]): Guess =>
    through([1, 3, 224, 224], [1, 1000], {
      nodes: [node('Identity', ['x'], ['same']), node(operator, ['same', 'c'], ['y'])],
      tensors: [floats('c', [1, values.length, 1, 1], values)],
    });

  test.each([
    ['Div', [255], '0-255', 'rgb'],
    ['Mul', [1 / 255], '0-255', 'rgb'],
    ['Sub', [123.675, 116.28, 103.53], '0-255', 'rgb'],
    ['Sub', [103.939, 116.779, 123.68], '0-255', 'bgr'],
    ['Sub', [0.485, 0.456, 0.406], '0-1', 'rgb'],
    ['Mul', [2], '0-1', 'rgb'],
  ] as const)('the graph begins with %s %j', (operator, values, range, channels) => {
    const found = first(operator, values);
    expect(found.choice).toMatchObject({ range, channels });
    expect(found.reasons.range).toBe('graph');
  });
});

describe('inputs and outputs', () => {
  test('the picture is found among several inputs, and the rest is named', () => {
    const bytes = affine(1, 0, {
      inputs: [port('strength', FLOAT32, [1]), port('mask', FLOAT32, [1, 64]), port('picture', FLOAT32, [1, 3, 'h', 'w'])],
    });
    const found = guessed(bytes);
    expect(found.choice.input).toBe('picture');
    expect(found.missing.map(({ name }) => name)).toEqual(['strength', 'mask']);
  });

  test('shares are read before labels, and a picture before both', () => {
    const outputs = [port('label', INT64, [1]), port('shares', FLOAT32, [1, 10])];
    expect(through([1, 3, 32, 32], [], { outputs }).choice.output).toBe('shares');
    outputs.push(port('heat', FLOAT32, [1, 1, 32, 32]));
    expect(through([1, 3, 32, 32], [], { outputs }).choice.output).toBe('heat');
  });

  test('a sample knows', () => {
    const hints = { layout: 'nchw', channels: 'bgr', range: 'minus1-1', fit: 'stretch' } as const;
    const found = guess(readModel(affine(1, 0)), hints);
    expect(found?.choice).toMatchObject(hints);
    expect(found?.reasons.range).toBe('sample');
  });
});
