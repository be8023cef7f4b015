// The model lab in a real browser, on the built site: what a visitor drops, sees, changes and takes home.
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, serve, SOFTWARE_WEBGPU, type Site } from '../browser';
import { drop, folder, look, packaged } from '../page/studio';
import { affine, FLOAT32, floats, model, node, port, UINT8, whole } from './build';

interface Manifest {
  readonly labels: readonly string[];
  readonly golden: { readonly best: readonly { readonly index: number; readonly share: number }[] };
}

const manifest = (id: string): Manifest =>
  JSON.parse(readFileSync(new URL(`../../lab-models/${id}.json`, import.meta.url), 'utf8')) as Manifest;

let site: Site;
let browser: Browser;
const faults: string[] = [];

beforeAll(async () => {
  site = await serve(folder(), { isolated: true });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function lab(from: Browser = browser): Promise<Page> {
  const page = await from.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${site.url}#lab`);
  await page.getByRole('heading', { name: 'Model lab' }).waitFor();
  return page;
}

const result = (page: Page): Locator => page.getByRole('region', { name: 'Result' });
const photo = (page: Page, title = /Chelsea/): Promise<void> => page.getByRole('button', { name: title }).click();
const made = (page: Page): Locator => page.getByRole('img', { name: 'What the model made of the picture' });
const problem = (page: Page): Locator => page.getByRole('alert');

async function dropModel(page: Page, bytes: Uint8Array, name = 'model.onnx'): Promise<void> {
  await drop(page, name, 'application/octet-stream', Buffer.from(bytes));
}

/** Nothing runs any more, and something has come of it. */
async function ran(page: Page, timeout = 50_000): Promise<void> {
  await result(page).getByRole('button', { name: 'Run', exact: true }).waitFor({ timeout });
  await page.waitForFunction(() => document.querySelector('.lab-answer[data-stale="false"], .lab-problem') !== null, null, { timeout });
}

describe('samples', () => {
  test('the classifier names the cat as Python does', async () => {
    const page = await lab();
    await photo(page);
    await page.getByRole('button', { name: /What is in the picture/ }).click();
    await result(page).getByRole('listitem').first().waitFor();
    const { labels, golden } = manifest('efficientnet-lite0');
    const rows = await result(page).getByRole('listitem').allInnerTexts();
    const seen = rows.map((row) => row.split('\n').filter((part) => part.trim() !== ''));
    // Below a hundredth the order is that of two decoders of JPEG.
    const sure = golden.best.filter(({ share }) => share > 0.01);
    expect(sure.length).toBeGreaterThan(2);
    expect(seen.slice(0, sure.length).map(([name]) => name)).toEqual(sure.map(({ index }) => labels[index]));
    sure.forEach(({ share }, at) => expect(Math.abs(parseFloat(seen[at]![1]!) / 100 - share)).toBeLessThan(0.02));
    await page.close();
  });

  test('digits: each handwritten example, by keyboard alone, and one that is drawn', async () => {
    const page = await lab();
    await page.getByRole('button', { name: /Which digit/ }).click();
    const first = result(page).getByRole('listitem').first();
    for (const digit of ['0', '4', '7']) {
      const example = page.getByRole('button', { name: `A handwritten ${digit}` });
      await example.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => first.innerText()).toMatch(new RegExp(`^${digit}\\b`));
    }
    await page.getByRole('button', { name: 'Clear' }).click();
    const pad = (await page.getByRole('img', { name: 'Draw a digit' }).boundingBox())!;
    const at = (x: number, y: number): [number, number] => [pad.x + x * pad.width, pad.y + y * pad.height];
    await page.mouse.move(...at(0.5, 0.15));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.85), { steps: 12 });
    await page.mouse.up();
    await expect.poll(() => first.innerText()).toMatch(/^1\b/);
    await page.close();
  });
});

describe('pictures to pictures', () => {
  test('an unchanging model gives the picture back, in its proportions, as a file', async () => {
    const page = await lab();
    await photo(page);
    await dropModel(page, affine(1, 0), 'same.onnx');
    await ran(page);
    const { width, height } = await look(made(page));
    expect([width, height]).toEqual([512, 352]);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the picture' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('cat-same.png');
    const before = await look(made(page));
    await dropModel(page, affine(-1, 1));
    await ran(page);
    const after = await look(made(page));
    after.mean.forEach((mean, channel) => expect(mean).toBeCloseTo(255 - before.mean[channel]!, -0.5));
    await page.close();
  });

  test('a model of 0..255 is found out by trying, and the visitor may know better', async () => {
    const page = await lab();
    await photo(page);
    // Thirty-two shades, as numbers of 0..255: whoever feeds it 0..1 sees black.
    const bytes = model({
      nodes: [
        node('Clip', ['x', 'least', 'most'], ['limited']),
        node('Div', ['limited', 'step'], ['parts']),
        node('Floor', ['parts'], ['whole']),
        node('Mul', ['whole', 'step'], ['y']),
      ],
      inputs: [port('x', FLOAT32, [1, 3, null, null])],
      outputs: [port('y', FLOAT32, [1, 3, null, null])],
      tensors: [floats('step', [], [8]), floats('least', [], [0]), floats('most', [], [255])],
    });
    await dropModel(page, bytes);
    await ran(page);
    const range = page.getByLabel('Numbers', { exact: true });
    expect(await range.inputValue()).toBe('0-255');
    expect(await page.getByText('tried, looks best').count()).toBe(1);
    const before = await look(made(page));
    await range.selectOption('minus1-1');
    await expect.poll(async () => (await look(made(page))).print).not.toBe(before.print);
    expect(await page.getByText('your choice').count()).toBe(1);
    await page.close();
  });

  test('a fixed size: bars are added and taken off again', async () => {
    const page = await lab();
    await photo(page);
    await dropModel(page, affine(1, 0, { inputs: [port('picture', FLOAT32, [1, 3, 96, 96])], outputs: [port('painted', FLOAT32, [1, 3, 96, 96])] }));
    await ran(page);
    expect(await page.getByLabel('Fitting').inputValue()).toBe('pad');
    expect(await look(made(page))).toMatchObject({ width: 96, height: 64 });
    await page.close();
  });

  test('bytes, channels last, and grey that comes out', async () => {
    const page = await lab();
    await photo(page);
    const bytes = model({
      nodes: [
        node('Cast', ['x'], ['real'], { attributes: { to: FLOAT32 } }),
        node('ReduceMean', ['real'], ['grey'], { attributes: { axes: [3], keepdims: 1 } }),
        node('Cast', ['grey'], ['y'], { attributes: { to: UINT8 } }),
      ],
      inputs: [port('x', UINT8, [1, 'h', 'w', 3])],
      outputs: [port('y', UINT8, [1, 'h', 'w', 1])],
    });
    await dropModel(page, bytes);
    await ran(page);
    const { mean } = await look(made(page));
    expect(mean[0]).toBeGreaterThan(60);
    expect(mean[1]).toBe(mean[0]);
    await page.close();
  });

  test('a second input is asked for by name', async () => {
    const page = await lab();
    await photo(page);
    const bytes = affine(1, 0, { inputs: [port('picture', FLOAT32, [1, 3, 'h', 'w']), port('shift', FLOAT32, [1])], tensors: [floats('scale', [], [1])] });
    await dropModel(page, bytes);
    const number = page.getByLabel(/^shift/);
    await number.waitFor();
    expect(await result(page).getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
    await number.fill('0.25');
    await number.blur();
    await ran(page);
    const lighter = await look(made(page));
    await number.fill('0');
    await number.blur();
    await expect.poll(async () => (await look(made(page))).mean[0]).toBeLessThan(lighter.mean[0]! - 20);
    await page.close();
  });

  test('every back end that there is, timed beside each other', async () => {
    const gpu = await launch({ args: SOFTWARE_WEBGPU });
    try {
      const page = await lab(gpu);
      await photo(page);
      const size = [1, 3, 64, 64];
      await dropModel(page, affine(-1, 1, { inputs: [port('picture', FLOAT32, size)], outputs: [port('painted', FLOAT32, size)] }));
      await ran(page, 120_000);
      await page.getByRole('button', { name: 'Compare back ends' }).click();
      const rows = result(page).getByRole('row');
      await expect.poll(() => rows.count(), { timeout: 120_000 }).toBe(4);
      const times = (await rows.allInnerTexts()).slice(1);
      expect(times.every((row) => /\d/.test(row) && !/does not run/.test(row))).toBe(true);
    } finally {
      await gpu.close();
    }
  }, 300_000);
});

describe('classes', () => {
  test('names from a file that is dropped', async () => {
    const page = await lab();
    await photo(page);
    const bytes = model({
      nodes: [node('GlobalAveragePool', ['x'], ['pooled']), node('Reshape', ['pooled', 'shape'], ['y'])],
      inputs: [port('x', FLOAT32, [1, 3, 64, 64])],
      outputs: [port('y', FLOAT32, [1, 3])],
      tensors: [whole('shape', [2], [1, 3])],
    });
    await dropModel(page, bytes);
    const first = result(page).getByRole('listitem').first();
    await expect.poll(() => first.innerText()).toMatch(/^class 0/);
    await drop(page, 'colours.txt', 'text/plain', Buffer.from('red\ngreen\nblue\n'));
    await expect.poll(() => first.innerText()).toMatch(/^red/);
    await page.close();
  });
});

describe('what does not run says why', () => {
  const still = { inputs: [port('x', FLOAT32, [1, 3, 32, 32])], outputs: [port('y', FLOAT32, [1, 3, 32, 32])] };
  test.each([
    ['an operator that nobody has', model({ ...still, nodes: [node('Sparkle', ['x'], ['y'])] }), /no such operator[^]*Sparkle/],
    [
      'an operator of somebody’s own',
      model({ ...still, nodes: [node('Gaze', ['x'], ['y'], { domain: 'com.example' })], domains: { 'com.example': 1 } }),
      /not ONNX’s own[^]*com\.example:Gaze/,
    ],
    ['a format of the future', affine(1, 0, { irVersion: 99 }), /IR version[^]*99/],
    ['an operator set of the future', affine(1, 0, { opset: 99 }), /newer operator set[^]*99/],
    ['a shape that the graph cannot keep', affine(1, 0, { tensors: [floats('scale', [5], [1, 1, 1, 1, 1]), floats('shift', [], [0])] }), /gave up/],
  ])('%s', async (_, bytes, wanted) => {
    const page = await lab();
    await photo(page);
    await dropModel(page, bytes);
    await problem(page).waitFor();
    expect(await problem(page).innerText()).toMatch(wanted);
    // The next model is not hurt by this one.
    await dropModel(page, affine(1, 0));
    await made(page).waitFor();
    await page.close();
  });

  test('no input for a picture', async () => {
    const page = await lab();
    await dropModel(page, model({ nodes: [node('Relu', ['x'], ['y'])], inputs: [port('x', FLOAT32, [7])], outputs: [port('y', FLOAT32, [7])] }));
    await page.getByText('None of its inputs can be a picture').waitFor();
    await page.close();
  });

  test.each([
    ['a text', 'notes.txt', Buffer.from('Dear model, how are you?')],
    ['random bytes', 'noise.onnx', Buffer.from(Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) ^ (at >> 3)))],
    ['half a model', 'half.onnx', Buffer.from(affine(1, 0).subarray(0, 150))],
    ['nothing', 'empty.onnx', Buffer.alloc(0)],
  ])('%s is no model', async (_, name, bytes) => {
    const page = await lab();
    await drop(page, name, '', bytes);
    await problem(page).waitFor();
    expect(await problem(page).innerText()).toContain('not an ONNX model');
    await page.close();
  });

  test('a picture that is none is told, and the one before stays', async () => {
    const page = await lab();
    await photo(page);
    await page.getByRole('img', { name: 'What the model gets' }).waitFor();
    await drop(page, 'fake.jpg', 'image/jpeg', Buffer.from('no picture'));
    await page.getByText('not a picture that the browser can read').waitFor();
    expect(await page.getByRole('img', { name: 'What the model gets' }).count()).toBe(1);
    await page.close();
  });
});

test('a run can be cancelled, and another started', async () => {
  const page = await lab();
  await photo(page);
  // A hundred convolutions over a large picture: seconds on any machine.
  const weights = floats('w', [16, 16, 3, 3], Array.from({ length: 16 * 16 * 9 }, (_, at) => Math.sin(at) / 30));
  const conv = (from: string, to: string): Uint8Array => node('Conv', [from, 'w'], [to], { attributes: { pads: [1, 1, 1, 1], kernel_shape: [3, 3] } });
  const bytes = model({
    nodes: [
      node('Concat', ['x', 'x', 'x', 'x', 'x', 'x'], ['many'], { attributes: { axis: 1 } }),
      node('Slice', ['many', 'from', 'to', 'axis'], ['t0']),
      ...Array.from({ length: 100 }, (_, at) => conv(`t${at}`, `t${at + 1}`)),
      node('Slice', ['t100', 'from', 'three', 'axis'], ['y']),
    ],
    inputs: [port('x', FLOAT32, [1, 3, 1024, 1024])],
    outputs: [port('y', FLOAT32, [1, 3, 1024, 1024])],
    tensors: [weights, whole('from', [1], [0]), whole('to', [1], [16]), whole('three', [1], [3]), whole('axis', [1], [1])],
  });
  await dropModel(page, bytes);
  await result(page).getByRole('button', { name: 'Cancel' }).click();
  await result(page).getByRole('button', { name: 'Run', exact: true }).waitFor({ timeout: 2000 });
  await dropModel(page, affine(1, 0));
  await made(page).waitFor();
  await page.close();
});

test('the painter of the studio is among the models that it reads', async () => {
  const page = await lab();
  await photo(page);
  await dropModel(page, packaged('zoo/paint.core_v2/painter.onnx'), 'painter.onnx');
  await page.getByLabel(/^style/).waitFor();
  await page.close();
});

test.each([
  ['light', 1440],
  ['dark', 360],
] as const)('axe finds nothing serious: %s, %i pixels wide', async (colorScheme, width) => {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
  await page.goto(`${site.url}#lab`);
  await page.getByRole('button', { name: /Which digit/ }).click();
  await page.getByRole('button', { name: 'A handwritten 3' }).click();
  await result(page).getByRole('listitem').first().waitFor({ timeout: 50_000 });
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(width);
  await page.close();
}, 120_000);

test('nothing was thrown on any page', () => {
  expect(faults).toEqual([]);
});
