// How the engine behaves when things go otherwise: cancelled, crowded, crashed, damaged.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, serve, SOFTWARE_WEBGPU, type ServeOptions, type Site } from '../browser';
import { buildBench } from './build';
import { python } from './python';

const SCRIPT = `
import sys, json
from pathlib import Path
from PIL import Image
folder = Path(json.load(sys.stdin))
photo = Image.open("src/pinxit/data/samples/coffee.jpg").convert("RGB")
photo.resize((96, 64)).save(folder / "small.png")
photo.resize((1300, 900)).save(folder / "large.png")
photo.resize((2048, 1536)).save(folder / "2048.jpg")
exif = Image.Exif()
exif[0x0112] = 6
photo.resize((90, 60)).save(folder / "lying.jpg", exif=exif)
Image.new("1", (20000, 10001)).save(folder / "huge.png")
print("null")
`;
// Keeps every WebAssembly memory where a test finds it.
const WATCH = `
const Plain = WebAssembly.Memory;
globalThis.memories = [];
WebAssembly.Memory = class extends Plain {
  constructor(limits) { super(limits); globalThis.memories.push(this); }
};
`;

let bench: Awaited<ReturnType<typeof buildBench>>;
beforeAll(async () => {
  bench = await buildBench();
  await python(SCRIPT, bench.folder);
  await writeFile(join(bench.folder, 'text.jpg'), 'this is not a picture');
}, 120_000);
afterAll(() => bench?.remove());

let browser: Browser | undefined;
let site: Site | undefined;
afterEach(async () => {
  await browser?.close();
  await site?.close();
});

async function open(options: ServeOptions = {}, args: readonly string[] = []): Promise<Page> {
  site = await serve(bench.folder, options);
  browser = await launch({ args });
  const page = await browser.newPage();
  await page.goto(site.url);
  return page;
}

/** The bench page, its painter started. */
async function started(options: ServeOptions = {}, args: readonly string[] = []): Promise<Page> {
  const page = await open(options, args);
  await page.evaluate(async () => {
    const { engine, base, manifest } = globalThis.bench;
    await engine.start(base, await manifest(), null);
  });
  return page;
}

const patient = { timeout: 300_000 };

describe('work', () => {
  it('that is cancelled ends at once, and what comes next is painted', patient, async () => {
    const page = await started();
    const found = await page.evaluate(async () => {
      const { engine, mix, file, plain, faultOf } = globalThis.bench;
      const large = await engine.open(await file('large.png'));
      const small = await engine.open(await file('small.png'));
      const style = await mix('great-wave');
      const job = { photo: large.id, mix: style, layers: [], options: plain };
      const [running, waiting] = [new AbortController(), new AbortController()];
      let steps = 0;
      const begun = new Promise<void>((resolve) => {
        void engine
          .paint(job, { signal: running.signal, onStep: () => (steps++, resolve()) })
          .catch((problem: unknown) => ends.push([faultOf(problem), performance.now()]));
      });
      const ends: [string, number][] = [];
      const second = engine.paint(job, { signal: waiting.signal }).catch(faultOf);
      await begun;
      const before = performance.now();
      running.abort();
      waiting.abort();
      await second;
      const told = steps;
      const next = await engine.paint({ ...job, photo: small.id });
      const late = engine.paint(job, { signal: AbortSignal.abort() }).catch(faultOf);
      return { first: ends[0]![0], after: ends[0]![1] - before, second: await second, late: await late, told, steps, width: next.width };
    });
    expect(found).toMatchObject({ first: 'AbortError', second: 'AbortError', late: 'AbortError', width: 96 });
    expect(found.after).toBeLessThan(100);
    expect(found.steps).toBe(found.told);
    expect(page.workers()).toHaveLength(1);
  });

  it('that is idle waits behind the rest', patient, async () => {
    const page = await started();
    const order = await page.evaluate(async () => {
      const { engine, mix, file, plain } = globalThis.bench;
      const photo = await engine.open(await file('small.png'));
      const job = { photo: photo.id, mix: await mix('udnie'), layers: [], options: plain };
      const order: string[] = [];
      const painted = (name: string, idle: boolean): Promise<void> =>
        engine.paint(job, { idle }).then(() => void order.push(name));
      await Promise.all([painted('idle 1', true), painted('idle 2', true), painted('idle 3', true), painted('wanted', false)]);
      return order;
    });
    // The first was under way before anything else was asked for.
    expect(order).toEqual(['idle 1', 'wanted', 'idle 2', 'idle 3']);
  });

  it('comes out smaller where memory ends, and says so', patient, async () => {
    const page = await started();
    const photo = await page.evaluate(async () => {
      const { engine, file } = globalThis.bench;
      return (await engine.open(await file('large.png'))).id;
    });
    await page.workers()[0]!.evaluate(() => {
      globalThis.Uint8ClampedArray = new Proxy(Uint8ClampedArray, {
        construct(array, [first, ...rest]: [unknown, ...unknown[]]) {
          if (typeof first === 'number' && first > 3e6) throw new RangeError('Array buffer allocation failed');
          return Reflect.construct(array, [first, ...rest]) as Uint8ClampedArray;
        },
      });
    });
    const found = await page.evaluate(async (photo) => {
      const { engine, mix, plain } = globalThis.bench;
      const { width, height, limitedTo } = await engine.paint({ photo, mix: await mix('udnie'), layers: [], options: plain });
      return { width, height, limitedTo };
    }, photo);
    expect(found.width * found.height * 4).toBeLessThan(3e6);
    expect(found.width * found.height * 4).toBeGreaterThan(1e6);
    expect(found.width / found.height).toBeCloseTo(1300 / 900, 2);
    expect(found.limitedTo).toBe(found.width);
  });

  it('goes on after the worker crashed', patient, async () => {
    const page = await started();
    await page.evaluate(async () => {
      const { engine, mix, file, plain, faultOf } = globalThis.bench;
      const photo = await engine.open(await file('large.png'));
      const job = { photo: photo.id, mix: await mix('udnie'), layers: [], options: plain };
      await new Promise<void>((begun) => {
        const running = engine.paint(job, { onStep: () => begun() }).catch(faultOf);
        const waiting = engine.paint(job).catch(faultOf);
        Object.assign(globalThis, { ends: Promise.all([running, waiting]), job });
      });
    });
    await page.workers()[0]!.evaluate(() => void setTimeout(() => { throw new Error('crashed for a test'); }));
    const found = await page.evaluate(async () => {
      const { engine, plain } = globalThis.bench;
      const { ends, job } = globalThis as unknown as { ends: Promise<string[]>; job: Parameters<typeof engine.paint>[0] };
      const faults = await ends;
      const painted = await engine.paint({ ...job, options: { ...plain, max_side: 120 } });
      return { faults, width: painted.width };
    });
    expect(found).toEqual({ faults: ['internal', 'internal'], width: 120 });
  });

  it('moves to another back end with its pictures', patient, async () => {
    const page = await started({ isolated: true });
    const found = await page.evaluate(async () => {
      const { engine, base, manifest, mix, file, plain, difference, faultOf } = globalThis.bench;
      const photo = await engine.open(await file('small.png'));
      const job = { photo: photo.id, mix: await mix('udnie'), layers: [], options: plain };
      const before = await engine.paint(job);
      const report = await engine.start(base, await manifest(), 'wasm');
      const kept = await engine.encode(before.id, 'image/png', 1);
      const after = await engine.paint(job);
      const apart = await difference(await engine.encode(after.id, 'image/png', 1), kept);
      engine.release(before.id);
      return { report, most: apart.most, released: await engine.encode(before.id, 'image/png', 1).catch(faultOf) };
    });
    expect(found.report).toMatchObject({ backend: 'wasm', threads: 1, reason: 'chosen', available: ['wasm-threads', 'wasm'] });
    expect(found.most).toBeLessThanOrEqual(1);
    expect(found.released).toBe('internal');
  });

  it('ends when the engine is stopped, and a new worker comes when it is asked again', patient, async () => {
    const page = await started();
    const found = await page.evaluate(async () => {
      const { engine, mix, file, plain, faultOf } = globalThis.bench;
      const photo = await engine.open(await file('small.png'));
      const job = { photo: photo.id, mix: await mix('udnie'), layers: [], options: plain };
      const stopped = engine.paint(job).catch(faultOf);
      engine.stop();
      return { stopped: await stopped, width: (await engine.paint(job)).width };
    });
    expect(found).toEqual({ stopped: 'internal', width: 96 });
  });

  it('on a 2048 pixel picture takes less than 600 MB of wasm heap', { timeout: 600_000 }, async () => {
    const tamper: ServeOptions['tamper'] = (path, body) =>
      path.endsWith('threaded.mjs') ? Buffer.concat([Buffer.from(WATCH), body]) : body;
    const page = await started({ tamper });
    await page.evaluate(async () => {
      const { engine, mix, file, plain } = globalThis.bench;
      const photo = await engine.open(await file('2048.jpg'));
      await engine.paint({ photo: photo.id, mix: await mix('great-wave'), layers: [], options: plain });
    });
    const heap = await page.workers()[0]!.evaluate(() => {
      const { memories } = globalThis as unknown as { memories: WebAssembly.Memory[] };
      return memories.reduce((all, memory) => all + memory.buffer.byteLength, 0);
    });
    expect(heap).toBeGreaterThan(20e6);
    expect(heap).toBeLessThan(600e6);
  });
});

describe('files', () => {
  it('that arrive damaged are refused by name, not kept, and right the next time', patient, async () => {
    let damaged = 0;
    const page = await open({
      tamper(path, body) {
        if (path !== 'zoo/paint.core_v2/painter.onnx' || damaged++ > 0) return body;
        const changed = Buffer.from(body);
        changed[1000]! ^= 1;
        return changed;
      },
    });
    const found = await page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      const cached = async (): Promise<string[]> =>
        (await (await caches.open('pinxit-models')).keys()).map(({ url }) => url.replace(base, ''));
      const sizes: Record<string, number> = {};
      const first = await engine.start(base, await manifest(), null).catch(String);
      const between = await cached();
      const second = await engine.start(base, await manifest(), null, {
        onDownload: ({ file, bytes, total }) => (sizes[file] = bytes / total),
      });
      return { first, between, second, after: await cached(), sizes, files: (await manifest()).files };
    });
    const { sha256 } = found.files['painter.onnx']!;
    expect(found.first).toContain('checksum');
    expect(found.first).toContain('painter.onnx');
    expect(found.first).toContain(sha256);
    expect(found.between).toEqual([]);
    expect(found.second).toMatchObject({ backend: 'wasm' });
    expect(found.after).toContain(`painter.onnx?v=${sha256.slice(0, 16)}`);
    expect(found.sizes['painter.onnx']).toBe(1);
    const asked = site!.asked.filter((path) => path.endsWith('painter.onnx')).length;
    await page.reload();
    await page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      await engine.start(base, await manifest(), null);
    });
    expect(site!.asked.filter((path) => path.endsWith('painter.onnx'))).toHaveLength(asked);
  });

  it('that cannot be fetched or checked say so', patient, async () => {
    const page = await open({ tamper: (path, body) => (path.endsWith('identity.style') ? null : body) }, [
      '--host-resolver-rules=MAP pinxit.example 127.0.0.1',
    ]);
    const start = (): Promise<unknown> =>
      page.evaluate(async () => {
        const { engine, base, manifest } = globalThis.bench;
        return engine.start(base, await manifest(), null).catch(String);
      });
    expect(await start()).toMatch(/network.*identity\.style.*404/);
    await page.goto(site!.url.replace('127.0.0.1', 'pinxit.example'));
    expect(await start()).toMatch(/checksum.*https/);
  });

  it('are opened upright, or refused for what they are', patient, async () => {
    const page = await open();
    const found = await page.evaluate(async () => {
      const { engine, file, faultOf } = globalThis.bench;
      const opened = async (name: string): Promise<unknown> => engine.open(await file(name)).catch(faultOf);
      return [await opened('lying.jpg'), await opened('text.jpg'), await opened('huge.png')];
    });
    expect(found).toMatchObject([{ width: 60, height: 90 }, 'not-a-picture', 'picture-too-large']);
  });

  it('are written in each type that the browser can', patient, async () => {
    const page = await open();
    const found = await page.evaluate(async () => {
      const { engine, file, faultOf, difference } = globalThis.bench;
      const source = await file('small.png');
      const { id } = await engine.open(source);
      const most: Record<string, number> = {};
      for (const type of ['image/png', 'image/jpeg', 'image/webp'] as const) {
        const blob = await engine.encode(id, type, 0.95);
        most[blob.type] = (await difference(blob, source)).mean;
      }
      return { most, other: await engine.encode(id, 'image/gif' as 'image/png', 1).catch(faultOf) };
    });
    expect(Object.keys(found.most)).toEqual(['image/png', 'image/jpeg', 'image/webp']);
    expect(found.most['image/png']).toBe(0);
    expect(Math.max(...Object.values(found.most))).toBeLessThan(4);
    expect(found.other).toBe('cannot-encode');
  });
});

describe('a frame of a video', () => {
  it('is painted at the size that is asked for', patient, async () => {
    const page = await started();
    const found = await page.evaluate(async () => {
      const { engine, mix, file, plain, difference } = globalThis.bench;
      const source = await file('small.png');
      const frame = await createImageBitmap(source);
      const { bitmap, milliseconds } = await engine.frame(frame, await mix('great-wave'), 1, 96);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
      const photo = await engine.open(source);
      const painted = await engine.paint({ photo: photo.id, mix: await mix('great-wave'), layers: [], options: plain });
      const { most } = await difference(await canvas.convertToBlob(), await engine.encode(painted.id, 'image/png', 1));
      const half = await engine.frame(await createImageBitmap(source), await mix('great-wave'), 1, 48);
      return { most, milliseconds, closed: frame.width, half: [half.bitmap.width, half.bitmap.height] };
    });
    expect(found).toMatchObject({ most: 0, closed: 0, half: [48, 32] });
    expect(found.milliseconds).toBeGreaterThan(0);
  });
});

describe('WebGPU', () => {
  it('that does not load gives way to wasm', patient, async () => {
    const page = await open({ tamper: (path, body) => (path.endsWith('asyncify.wasm') ? null : body) }, SOFTWARE_WEBGPU);
    const report = await page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      return engine.start(base, await manifest(), null);
    });
    expect(report).toMatchObject({ backend: 'wasm', reason: 'webgpu-failed', available: ['wasm'] });
    expect(report.detail).toContain('asyncify');
  });

  it('that fails on a picture gives way to wasm, which paints it', { timeout: 600_000 }, async () => {
    const page = await started({}, SOFTWARE_WEBGPU);
    await page.workers()[0]!.evaluate(() => {
      const { GPUQueue } = globalThis as unknown as { GPUQueue: { prototype: { submit(): void } } };
      GPUQueue.prototype.submit = () => { throw new Error('lost for a test'); };
    });
    const painted = await page.evaluate(async () => {
      const { engine, mix, file, plain } = globalThis.bench;
      const photo = await engine.open(await file('small.png'));
      return engine.paint({ photo: photo.id, mix: await mix('udnie'), layers: [], options: plain });
    });
    expect(painted).toMatchObject({ width: 96, fellBack: { backend: 'wasm', reason: 'webgpu-failed' } });
  });
});
