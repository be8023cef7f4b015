// The browser paints what Python paints, on every back end and in every case of the painter's run.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, serve, SOFTWARE_WEBGPU, type ServeOptions, type Site } from '../browser';
import { buildBench, zoo } from './build';
import { python } from './python';

interface Case {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly styles: readonly string[];
  readonly options?: Readonly<Record<string, number | boolean>>;
  readonly masked?: string;
  readonly alpha?: boolean;
  readonly tiles: number;
}

const CASES: readonly Case[] = [
  { name: 'in one piece', width: 512, height: 384, styles: ['great-wave'], tiles: 1 },
  { name: 'half as strong, shrunk first', width: 801, height: 533, styles: ['udnie'], options: { strength: 0.5, max_side: 401 }, tiles: 1 },
  { name: 'a blend with the colours of the photo', width: 480, height: 360, styles: ['starry-night', 'tableau'], options: { keep_colours: true }, tiles: 1 },
  { name: 'two styles, one where a mask says', width: 500, height: 400, styles: ['great-wave'], masked: 'the-scream', tiles: 1 },
  { name: 'with alpha', width: 300, height: 200, styles: ['ink-print'], alpha: true, tiles: 1 },
  { name: 'smaller than the network takes', width: 33, height: 20, styles: ['great-wave'], tiles: 1 },
  { name: 'enlarged', width: 300, height: 220, styles: ['metzinger'], options: { stroke: 1.5, keep_colours: true }, tiles: 1 },
  { name: 'in tiles', width: 1560, height: 1540, styles: ['composition-vii'], options: { stroke: 1024 / 1560 }, tiles: 4 },
  { name: 'carried up, with a mask', width: 1300, height: 900, styles: ['udnie'], masked: 'great-wave', options: { keep_colours: true }, tiles: 3 },
];
// Pixels: 2500 x 1800 as in the visitor's camera. Minutes on a busy machine, so only where it is asked for.
const LARGE: Case = { name: 'large', width: 2500, height: 1800, styles: ['great-wave'], tiles: 10 };
const cases = process.env['PINXIT_LARGE'] ? [...CASES, LARGE] : CASES;

const SCRIPT = `
import sys, json, numpy as np, pinxit
from pathlib import Path
from PIL import Image, ImageDraw
q = json.load(sys.stdin)
sample = Image.open("src/pinxit/data/samples/summer-palace.jpg").convert("RGB")
for case in q["cases"]:
    size, folder = (case["width"], case["height"]), Path(q["folder"]) / case["name"]
    folder.mkdir(parents=True)
    photo = sample.resize(size, Image.Resampling.LANCZOS)
    if case.get("alpha"):
        alpha = Image.new("L", size, 255)
        ImageDraw.Draw(alpha).rectangle((0, 0, size[0] // 2, size[1]), fill=100)
        photo.putalpha(alpha)
    photo.save(folder / "photo.png")
    style = {name: 1.0 for name in case["styles"]} if len(case["styles"]) > 1 else case["styles"][0]
    more = {}
    if case.get("masked"):
        mask = Image.new("L", (size[0] // 2, size[1] // 2))
        ImageDraw.Draw(mask).ellipse((size[0] // 8, size[1] // 8, size[0] // 3, size[1] // 3), fill=255)
        mask.save(folder / "mask.png")
        more = {"masks": [mask.convert("RGB")], "styles": [case["masked"]]}
    pinxit.paint(photo, style, **more, **case.get("options", {})).save(folder / "painted.png")
print("null")
`;

const worlds = readdirSync(zoo).filter((id) => id.startsWith('mosaic.'));
const world = worlds[0]!;
const WORLD_CASES = [
  { name: 'shrunk', width: 801, height: 533, alpha: true, world, wish: { side: 512, grain: 1, keep_colours: false, throw: 3 }, tiles: 1 },
  { name: 'enlarged, in tiles', width: 301, height: 200, alpha: false, world, wish: { side: 900, grain: 1, keep_colours: true, throw: 0 }, tiles: 2 },
];
const WORLDS = `
import sys, json, pinxit
from pathlib import Path
from PIL import Image, ImageDraw
q = json.load(sys.stdin)
sample = Image.open("src/pinxit/data/samples/summer-palace.jpg").convert("RGB")
for case in q["cases"]:
    size, folder, wish = (case["width"], case["height"]), Path(q["folder"]) / case["name"], case["wish"]
    folder.mkdir(parents=True)
    photo = sample.resize(size, Image.Resampling.LANCZOS)
    if case["alpha"]:
        alpha = Image.new("L", size, 255)
        # A browser keeps colours that are half transparent less exactly than Python.
        ImageDraw.Draw(alpha).rectangle((0, 0, size[0] // 2, size[1]), fill=0)
        photo.putalpha(alpha)
    photo.save(folder / "photo.png")
    options = {"size": str(wish["side"]), "seed": wish["throw"], "keep_colours": wish["keep_colours"]}
    pinxit.stylise("mosaic", folder / "photo.png", model=case["world"], **options).save(folder / "painted.png")
print("null")
`;

interface Reading {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** left, top, width, height */
  readonly part: readonly [number, number, number, number];
  readonly alpha?: boolean;
}

const READINGS: readonly Reading[] = [
  { name: 'small', width: 90, height: 140, part: [0, 0, 1, 1] },
  { name: 'larger than it is looked at', width: 1301, height: 907, part: [0, 0, 1, 1] },
  { name: 'a part', width: 1200, height: 800, part: [0.1, 0.25, 0.45, 0.7] },
  { name: 'transparent', width: 640, height: 400, part: [0, 0, 1, 1], alpha: true },
];

/** Each picture, and what the reader says of it where ONNX Runtime runs in Python. */
const READ = `
import sys, json, numpy as np, onnxruntime
from pathlib import Path
from PIL import Image, ImageDraw
q = json.load(sys.stdin)
session = onnxruntime.InferenceSession("src/pinxit/data/zoo/paint.core_v2/reader.onnx", providers=["CPUExecutionProvider"])
sample = Image.open("src/pinxit/data/samples/coffee.jpg").convert("RGB")
said = []
for case in q["readings"]:
    w, h = size = (case["width"], case["height"])
    picture = sample.resize(size, Image.Resampling.LANCZOS)
    if case.get("alpha"):
        alpha = Image.new("L", size, 255)
        ImageDraw.Draw(alpha).rectangle((0, 0, w // 2, h), fill=60)
        picture.putalpha(alpha)
    folder = Path(q["folder"]) / case["name"]
    folder.mkdir(parents=True)
    picture.save(folder / "painting.png")
    left, top, width, height = case["part"]
    seen = picture.crop((int(left * w), int(top * h), round((left + width) * w), round((top + height) * h)))
    if seen.mode == "RGBA":
        seen = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    seen.thumbnail((1024, 1024), Image.Resampling.LANCZOS)
    pixels = np.asarray(seen, np.float32).transpose(2, 0, 1)[None] / 255
    said.append(session.run(["style"], {"picture": pixels})[0][0].tolist())
json.dump(said, sys.stdout)
`;

const norm = (numbers: readonly number[]): number => Math.hypot(...numbers);
const apart = (a: readonly number[], b: readonly number[]): number => norm(a.map((value, at) => value - b[at]!));

let bench: Awaited<ReturnType<typeof buildBench>>;
beforeAll(async () => {
  bench = await buildBench();
  await python(SCRIPT, { folder: join(bench.folder, 'cases'), cases });
}, 600_000);
afterAll(() => bench?.remove());

/** The bench page in a browser of its own. */
async function open(args: readonly string[], options: ServeOptions = {}): Promise<{ page: Page; browser: Browser; site: Site }> {
  const site = await serve(bench.folder, options);
  const browser = await launch({ args });
  const page = await browser.newPage();
  await page.goto(site.url);
  return { page, browser, site };
}

describe('the golden picture of the painter', () => {
  const places = [
    { name: 'wasm', args: [], isolated: false, reason: 'not-isolated' },
    { name: 'wasm-threads', args: [], isolated: true, reason: 'no-adapter' },
    { name: 'webgpu', args: SOFTWARE_WEBGPU, isolated: false, reason: 'best-available' },
  ];
  for (const { name, args, isolated, reason } of places) {
    it(`comes out within its tolerance on ${name}`, { timeout: 600_000 }, async () => {
      const { page, browser, site } = await open(args, { isolated });
      try {
        const found = await page.evaluate(async () => {
          const { engine, base, mix, manifest, file, difference, plain } = globalThis.bench;
          const { golden } = await manifest();
          const report = await engine.start(base, await manifest(), null);
          const photo = await engine.open(await file(base + golden.photo));
          const style = golden.style.replace(/^styles\/|\.style$/g, '');
          const painted = await engine.paint({ photo: photo.id, mix: await mix(style), layers: [], options: plain });
          const result = await engine.encode(painted.id, 'image/png', 1);
          return { report, tolerance: 255 * golden.tolerance, ...(await difference(result, await file(base + golden.painted))) };
        });
        expect(found.report).toMatchObject({ backend: name, reason });
        expect(found.most).toBeLessThanOrEqual(found.tolerance);
        expect(site.asked.some((path) => path.includes('asyncify'))).toBe(name === 'webgpu');
      } finally {
        await browser.close();
        await site.close();
      }
    });
  }
});

describe('a photo comes out as from Python', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open([], { isolated: true });
    await opened.page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      await engine.start(base, await manifest(), null);
    });
  }, 120_000);
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.site.close();
  });

  for (const one of cases) {
    it(one.name, { timeout: 600_000 }, async () => {
      const found = await opened.page.evaluate(async ({ name, styles, masked, options }) => {
        const { engine, mix, mask, file, difference, plain } = globalThis.bench;
        const photo = await engine.open(await file(`cases/${name}/photo.png`));
        const layers = masked
          ? [{ mix: await mix(masked), mask: await mask(await file(`cases/${name}/mask.png`)), softness: 0.012 }]
          : [];
        const shares: number[] = [];
        const painted = await engine.paint(
          { photo: photo.id, mix: await mix(...styles), layers, options: { ...plain, ...options } },
          { onStep: ({ done, total }) => shares.push(done / total) },
        );
        const result = await engine.encode(painted.id, 'image/png', 1);
        engine.release(painted.id);
        engine.release(photo.id);
        return { painted, shares, ...(await difference(result, await file(`cases/${name}/painted.png`))) };
      }, one);
      expect(found.mean).toBeLessThan(0.1);
      expect(found.most).toBeLessThanOrEqual(2);
      expect(found.alpha).toBe(0);
      expect(found.painted).toMatchObject({ tiles: one.tiles, limitedTo: null });
      expect(found.shares).toEqual([...found.shares].sort((a, b) => a - b));
      expect(found.shares.at(-1)).toBe(1);
    });
  }
});

describe('a photo in a texture world comes out as from Python', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    await python(WORLDS, { folder: join(bench.folder, 'worlds'), cases: WORLD_CASES });
    opened = await open([], { isolated: true });
    await opened.page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      await engine.start(base, await manifest(), null);
    });
  }, 120_000);
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.site.close();
  });

  for (const one of WORLD_CASES) {
    it(one.name, { timeout: 600_000 }, async () => {
      const found = await opened.page.evaluate(async ({ name, world, wish }) => {
        const { engine, file, difference, world: worldOf } = globalThis.bench;
        const { base, manifest } = await worldOf(world);
        const photo = await engine.open(await file(`worlds/${name}/photo.png`));
        const painted = await engine.world(photo.id, wish, base, manifest);
        const result = await engine.encode(painted.id, 'image/png', 1);
        engine.release(painted.id);
        engine.release(photo.id);
        return { painted, ...(await difference(result, await file(`worlds/${name}/painted.png`))) };
      }, one);
      expect(found.mean).toBeLessThan(0.1);
      expect(found.most).toBeLessThanOrEqual(2);
      expect(found.alpha).toBe(0);
      expect(found.painted).toMatchObject({ tiles: one.tiles, limitedTo: null });
    });
  }

  for (const id of worlds) {
    it(`the golden pair of ${id}`, { timeout: 600_000 }, async () => {
      const { most, tolerance } = await opened.page.evaluate(async (world) => {
        const { engine, file, difference, world: worldOf } = globalThis.bench;
        const { base, manifest } = await worldOf(world);
        const { photo, painted, tolerance } = manifest.golden;
        const held = await engine.open(await file(base + photo));
        const wish = { side: Math.max(held.width, held.height), grain: 1, keep_colours: false, throw: 0 };
        const made = await engine.world(held.id, wish, base, manifest);
        const found = await difference(await engine.encode(made.id, 'image/png', 1), await file(base + painted));
        return { most: found.most, tolerance };
      }, id);
      expect(most).toBeLessThanOrEqual(255 * tolerance);
    });
  }
});

describe('a painting is read as in Python', () => {
  const places = [
    { name: 'wasm', args: [], isolated: false },
    { name: 'wasm-threads', args: [], isolated: true },
    { name: 'webgpu', args: SOFTWARE_WEBGPU, isolated: false },
  ];
  let said: number[][];
  beforeAll(async () => {
    said = await python<number[][]>(READ, { folder: join(bench.folder, 'readings'), readings: READINGS });
  }, 120_000);

  for (const { name, args, isolated } of places) {
    it(`while ${name} paints`, { timeout: 600_000 }, async () => {
      const { page, browser, site } = await open(args, { isolated });
      try {
        const found = await page.evaluate(async (readings) => {
          const { engine, base, manifest, file } = globalThis.bench;
          const report = await engine.start(base, await manifest(), null);
          const vectors: number[][] = [];
          for (const { name, part } of readings) {
            const [left, top, width, height] = part;
            vectors.push([...(await engine.read(await file(`readings/${name}/painting.png`), { left, top, width, height }))]);
          }
          return { report, vectors };
        }, READINGS);
        expect(found.report.backend).toBe(name);
        for (const [at, vector] of found.vectors.entries()) {
          expect(apart(vector, said[at]!) / norm(said[at]!)).toBeLessThan(1e-2);
          // Close by what tells pictures apart, too.
          const others = said.filter((_, other) => other !== at).map((other) => apart(other, said[at]!));
          expect(apart(vector, said[at]!)).toBeLessThan(0.2 * Math.min(...others));
        }
        // The build of the runtime that paints also reads: no second one is fetched.
        expect(site.asked.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
      } finally {
        await browser.close();
        await site.close();
      }
    });
  }
});

describe('a photo gets the light of another as in Python', () => {
  const places = [
    { name: 'wasm-threads', args: [], isolated: true },
    { name: 'webgpu', args: SOFTWARE_WEBGPU, isolated: false },
  ];
  for (const { name, args, isolated } of places) {
    it(`the golden pair, while ${name} paints`, { timeout: 600_000 }, async () => {
      const { page, browser, site } = await open(args, { isolated });
      try {
        const found = await page.evaluate(async () => {
          const { engine, base, manifest, file, difference } = globalThis.bench;
          const report = await engine.start(base, await manifest(), null);
          const folder = new URL('../photo.wct_v1/', base).href;
          const card = (await (await fetch(`${folder}manifest.json`)).json()) as Awaited<ReturnType<typeof manifest>>;
          const { golden } = card;
          const photo = await engine.open(await file(folder + golden.photo));
          const grade = await engine.look(photo.id, await file(folder + golden.style), folder, card);
          const result = await engine.encode(photo.id, 'image/png', 1, grade);
          const unchanged = await difference(result, await file(folder + golden.photo));
          return { report, tolerance: 255 * golden.tolerance, changed: unchanged.mean, ...(await difference(result, await file(folder + golden.painted))) };
        });
        expect(found.report.backend).toBe(name);
        expect(found.most).toBeLessThanOrEqual(found.tolerance);
        expect(found.mean).toBeLessThan(0.1);
        expect(found.changed).toBeGreaterThan(10);
      } finally {
        await browser.close();
        await site.close();
      }
    });
  }
});
