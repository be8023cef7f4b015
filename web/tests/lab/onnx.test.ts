// Reading ONNX files: real ones, broken ones, and what was never one.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/contract/engine';
import { readModel } from '../../src/methods/lab/onnx';
import { affine, field, FLOAT32, floats, join, model, node, port } from './build';

const file = (path: string): Uint8Array => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));
const CLASSIFIER = file('web/lab-models/efficientnet-lite0.onnx');
const DIGITS = file('web/lab-models/digits.onnx');
const PAINTER = file('src/pinxit/data/zoo/paint.core_v2/painter.onnx');

/** The same numbers every time, 0..1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Whatever comes, the reader answers, and it answers with a model or with a Fault. */
function survives(bytes: Uint8Array): 'model' | 'fault' {
  try {
    readModel(bytes);
    return 'model';
  } catch (problem) {
    if (problem instanceof Fault && problem.code === 'not-a-model') return 'fault';
    throw problem;
  }
}

describe('real models', () => {
  test('the classifier', () => {
    const { card } = readModel(CLASSIFIER);
    expect(card.inputs).toEqual([{ name: 'image', type: 'float32', dims: [1, 3, 224, 224] }]);
    expect(card.outputs).toEqual([{ name: 'logits', type: 'float32', dims: [1, 1000] }]);
    expect(card.operators.find(({ name }) => name === 'Conv')?.count).toBe(49);
    expect(card.opsets).toEqual({ '': 18 });
    expect(card.parameters).toBeGreaterThan(4_600_000);
    expect(card.metadata['Image.NominalPixelRange']).toBe('Normalized_1_1');
    expect(card.external).toBe(false);
    expect(card.foreign).toEqual([]);
  });

  test('our own painter: three inputs, free sides', () => {
    const { card } = readModel(PAINTER);
    const manifest = JSON.parse(file('src/pinxit/data/zoo/paint.core_v2/manifest.json').toString()) as {
      graph: { inputs: { name: string; dtype: string; shape: unknown[] }[] };
    };
    expect(card.inputs.map(({ name, type, dims }) => ({ name, dtype: type, shape: dims }))).toEqual(manifest.graph.inputs);
  });

  test('weights that stand among the inputs are none', () => {
    const bytes = affine(2, 1, {
      inputs: [port('picture', FLOAT32, [1, 3, 8, 8]), port('scale', FLOAT32, []), port('shift', FLOAT32, [])],
    });
    expect(readModel(bytes).card.inputs.map(({ name }) => name)).toEqual(['picture']);
  });

  test('operators of other domains are foreign unless the file defines them', () => {
    const parts = {
      nodes: [node('Sparkle', ['x'], ['y'], { domain: 'com.example' })],
      inputs: [port('x', FLOAT32, [1])],
      outputs: [port('y', FLOAT32, [1])],
      domains: { 'com.example': 1 },
    };
    expect(readModel(model(parts)).card.foreign).toEqual(['com.example:Sparkle']);
    const definition = field(25, join(field(1, 'Sparkle'), field(10, 'com.example')));
    expect(readModel(join(model(parts), definition)).card.foreign).toEqual([]);
  });

  test('weights in another file are seen', () => {
    const outside = join(field(1, 1000), field(2, 1), field(8, 'shift'), field(14, 1));
    expect(readModel(affine(1, 0, { tensors: [floats('scale', [], [1]), outside] })).card.external).toBe(true);
  });

  test('dimensions: fixed, named, and left open in three ways', () => {
    const bytes = affine(1, 0, { inputs: [port('picture', FLOAT32, ['batch', 3, null, 0, -1])] });
    expect(readModel(bytes).card.inputs[0]?.dims).toEqual(['batch', 3, null, null, null]);
  });
});

describe('what is no model', () => {
  const text = new TextEncoder().encode('Once upon a time there was a model. '.repeat(100));
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a text', text],
    ['JSON', new TextEncoder().encode('{"format": "onnx"}')],
    ['a picture', file('src/pinxit/data/samples/cat.jpg')],
    ['zeros', new Uint8Array(1000)],
    ['a length beyond the end', Uint8Array.from([0x08, 8, 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])],
    ['a number without end', new Uint8Array(64).fill(0xff)],
    ['an empty graph', join(field(1, 8), field(7, new Uint8Array(0)))],
    ['two graphs', join(affine(1, 0), affine(1, 0))],
  ])('%s', (_, bytes) => {
    expect(survives(bytes)).toBe('fault');
  });

  test('graphs within graphs, deeper than the stack', () => {
    let graph: Uint8Array = field(1, node('Identity', ['x'], ['y']));
    for (let depth = 0; depth < 3000; depth++) {
      graph = field(1, join(field(2, 'y'), field(4, 'If'), field(5, join(field(1, 'then_branch'), field(6, graph)))));
    }
    expect(survives(join(field(1, 8), field(7, graph)))).toBe('fault');
  });

  test('a name of the prototype does no harm', () => {
    const { card } = readModel(affine(1, 0, { metadata: { __proto__x: 'x', constructor: 'y' }, domains: { __proto__: 3 } as Record<string, number> }));
    expect(card.metadata['constructor']).toBe('y');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('broken models', () => {
  test('cut short anywhere', () => {
    // Within the graph nothing whole is left; after it only trifles are missing.
    const faults = Array.from({ length: 300 }, (_, at) => survives(DIGITS.subarray(0, Math.floor((at / 300) * DIGITS.length))));
    expect(faults.filter((each) => each === 'fault').length).toBeGreaterThan(280);
    for (let length = 0; length < PAINTER.length; length += 9973) survives(PAINTER.subarray(0, length));
  });

  test('bytes changed at random', () => {
    const random = generator(1);
    const tiny = affine(2, 1, { metadata: { key: 'value' } });
    let faults = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = tiny.slice();
      for (let change = 0; change < 1 + random() * 4; change++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      if (survives(bytes) === 'fault') faults++;
    }
    expect(faults).toBeGreaterThan(500);
    for (let round = 0; round < 100; round++) {
      const bytes = Uint8Array.from(DIGITS);
      for (let change = 0; change < 20; change++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      survives(bytes);
    }
  });

  test('random bytes', () => {
    const random = generator(2);
    for (let round = 0; round < 500; round++) {
      const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 2000) }, () => random() * 256);
      expect(survives(bytes)).toBe('fault');
    }
  });
});
