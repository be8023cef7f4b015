// A thing is painted into a painting as Python's method fast paints it: the arithmetic, then the whole of it in a browser.
import { join } from 'node:path';
import { cp } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Place } from '../../src/contract/engine';
import { trimmed } from '../../src/methods/harmonise/cutout';
import { paintInto } from '../../src/methods/harmonise/fast';
import { coverIn, laid, paste } from '../../src/methods/harmonise/paste';
import { tone, tonesOf } from '../../src/methods/harmonise/tones';
import { bounds } from '../../src/picture/masks';
import { spread } from '../../src/picture/spread';
import { BytePicture, planes, read, whole, type Planes } from '../../src/picture/surface';
import { launch, serve, type Site } from '../browser';
import { buildBench, repository } from './build';
import { python } from './python';

const noise = (count: number, seed: number): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647);
};
const bytes = (height: number, width: number, seed: number, alpha: (y: number, x: number) => number): BytePicture => {
  const picture = new BytePicture(height, width);
  const values = noise(4 * height * width, seed);
  for (let at = 0; at < values.length; at++) picture.rgba[at] = values[at]! * 255;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) picture.rgba[4 * (y * width + x) + 3] = 255 * alpha(y, x);
  return picture;
};
const plane = (picture: BytePicture): Planes => read(picture, whole(picture));

// An edge of each kind: hard, soft, and one of nothing but softness.
const thing = bytes(23, 31, 3, (y, x) => (y < 4 || x < 6 ? 0 : x < 9 ? 0.5 : y > 18 ? 0.3 : 1));
const painting = bytes(40, 52, 7, () => 1);
const painted = bytes(40, 52, 11, () => 1);
const places: readonly Place[] = [
  { x: 26, y: 20, scale: 1 },
  { x: 11.5, y: 33.5, scale: 1.37 },
  { x: 50, y: 3, scale: 0.61 },
];
const LEVELS = [1, 5, 10] as const;

const ARITHMETIC = `
import sys, json, numpy as np
from pinxit.core.picture import Picture
from pinxit.imageops.paste import paste
from pinxit.imageops.spread import spread
from pinxit.methods.harmonise.fast import coloured
from pinxit.methods.harmonise.scene import Scene
q = json.load(sys.stdin)
def picture(p):
    return np.array(p["rgba"], np.float32).reshape(p["height"], p["width"], 4) / np.float32(255)
flat = lambda a: [float(v) for v in (a if a.ndim == 2 else a.transpose(2, 0, 1)).ravel()]
thing, painting, painted = picture(q["thing"]), picture(q["painting"])[..., :3].copy(), picture(q["painted"])[..., :3].copy()
said = {"spread": flat(spread(np.ascontiguousarray(thing[..., :3]), np.ascontiguousarray(thing[..., 3]))), "places": [], "toned": []}
for place in q["places"]:
    composite, mask = paste(painting, thing[..., :3], thing[..., 3], middle=(place["x"], place["y"]), scale=place["scale"])
    said["places"].append([flat(composite), flat(mask)])
scene = Scene(Picture(painting), composite, mask)
everything = (slice(0, 40), slice(0, 52))
said["toned"] = [flat(coloured(painted, scene, everything, level)) for level in q["levels"]]
json.dump(said, sys.stdout)
`;

interface Said {
  readonly spread: number[];
  readonly places: [number[], number[]][];
  readonly toned: number[][];
}

const apart = (found: ArrayLike<number>, wanted: ArrayLike<number>): number => {
  expect(found.length).toBe(wanted.length);
  return Array.from(found).reduce((most, value, at) => Math.max(most, Math.abs(value - wanted[at]!)), 0);
};

describe('the arithmetic is Python’s', () => {
  let said: Said;
  const given = ({ height, width, rgba }: BytePicture): object => ({ height, width, rgba: [...rgba] });
  beforeAll(async () => {
    said = await python<Said>(ARITHMETIC, { thing: given(thing), painting: given(painting), painted: given(painted), places, levels: LEVELS });
  }, 120_000);

  it('colours are carried on', () => {
    const known = read(thing.alpha, whole(thing));
    expect(apart(spread(plane(thing), known).data, said.spread)).toBeLessThan(1e-5);
    const nothing = planes(1, thing.height, thing.width);
    expect(apart(spread(plane(thing), nothing).data, plane(thing).data)).toBe(0);
  });

  it('a cut-out is laid down where it was put', () => {
    const cut = trimmed(thing, bounds(thing.alpha)!);
    expect([cut.height, cut.width]).toEqual([23 - 4 + 2, 31 - 6 + 2]);
    for (const [at, place] of places.entries()) {
      const box = laid(cut, place);
      const cover = coverIn(cut, box, whole(painting));
      const composite = plane(painting);
      paste(composite, cut, box, whole(painting), cover);
      // The cut-out is held in bytes.
      expect(apart(cover.data, said.places[at]![1])).toBeLessThan(1e-5);
      expect(apart(composite.data, said.places[at]![0])).toBeLessThan(1.1 / 255);
    }
  });

  it('a window of it is the same as all of it', () => {
    const cut = trimmed(thing, bounds(thing.alpha)!);
    const box = laid(cut, places[1]!);
    const part = { y0: 20, y1: 37, x0: 2, x1: 19 };
    const all = coverIn(cut, box, whole(painting));
    const some = coverIn(cut, box, part);
    for (let y = part.y0; y < part.y1; y++) {
      const row = all.data.slice(y * all.width + part.x0, y * all.width + part.x1);
      expect([...some.data.slice((y - part.y0) * some.width, (y - part.y0 + 1) * some.width)]).toEqual([...row]);
    }
    expect(coverIn(cut, box, { y0: 0, y1: 5, x0: 0, x1: 5 }).data.some((value) => value > 0)).toBe(false);
  });

  it('and takes on the colours of the painting by its level', () => {
    const [composite = [], mask = []] = said.places.at(-1) ?? [];
    const cover = { ...planes(1, 40, 52), data: Float32Array.from(mask) };
    const before = { ...planes(3, 40, 52), data: Float32Array.from(composite) };
    for (const [at, level] of LEVELS.entries()) {
      const made = plane(painted);
      tone(made, before, cover, tonesOf(painting), level);
      const where = (values: ArrayLike<number>): number[] => Array.from(values).filter((_, place) => mask[place % mask.length]! > 0);
      expect(apart(where(made.data), where(said.toned[at]!))).toBeLessThan(2e-3);
    }
  });
});

test('a large part of a painting is worked smaller and carried up; beside the thing every byte stays', async () => {
  const large = new BytePicture(1000, 1700);
  for (let at = 0; at < large.rgba.length; at++) large.rgba[at] = at % 4 === 3 ? 255 : 60 + (at % 89);
  const block = new BytePicture(60, 100);
  for (let at = 0; at < block.rgba.length; at++) block.rgba[at] = at % 4 === 3 ? 255 : 200;
  const cut = trimmed(block, bounds(block.alpha)!);
  const sizes: number[] = [];
  const asItIs = async (alone: Planes): Promise<Planes> => {
    sizes.push(alone.width);
    return alone;
  };
  const place = { x: 850, y: 500, scale: 12 };
  const made = await paintInto(large, cut, place, 1, asItIs);
  expect(made.carried).toBe(true);
  expect(sizes).toEqual([1536]);
  const box = laid(cut, place);
  const beside = (at: number): boolean => {
    const [y, x] = [Math.floor((at >> 2) / 1700), (at >> 2) % 1700];
    return y < box.y0 || y >= box.y1 || x < box.x0 || x >= box.x1;
  };
  expect(made.out.rgba.findIndex((value, at) => value !== large.rgba[at] && beside(at))).toBe(-1);
  const middle = 4 * (500 * 1700 + 850);
  for (const value of made.out.rgba.subarray(middle, middle + 3)) expect(Math.abs(value - 200)).toBeLessThan(12);
});

const SCENES = `
import sys, json, numpy as np, pinxit
from pathlib import Path
from PIL import Image, ImageDraw
q = json.load(sys.stdin)
samples, folder = Path("src/pinxit/data/samples"), Path(q["folder"])
folder.mkdir(parents=True)
pinxit.paint(samples / "summer-palace.jpg", "starry-night", max_side=512).save(folder / "painting.png")
Image.open(samples / "astronaut.jpg").save(folder / "person.png")
cup = Image.open(samples / "coffee.jpg").convert("RGB")
alpha = Image.new("L", cup.size)
ImageDraw.Draw(alpha).ellipse((80, 20, 480, 388), fill=255)
cup.putalpha(alpha)
cup.save(folder / "cup.png")
for name, case in q["cases"].items():
    given = {"content": folder / case["thing"], "style": folder / case["painting"]}
    made = pinxit.stylise("harmonise", given, method="fast", painter=pinxit.paint, **case["options"])
    made.save(folder / f"{name}-painted.png")
print("null")
`;

/** most, mean: how far it may be from Python's, in levels of 255. */
interface Scene {
  readonly thing: string;
  readonly painting: string;
  readonly options: { readonly at: string; readonly scale: number; readonly level: number };
  readonly most: number;
  readonly mean: number;
}

// The one in its default place is compared on the page (page/object.test.ts).
const CASES: Readonly<Record<string, Scene>> = {
  border: { thing: 'cup.png', painting: 'painting.png', options: { at: '500,330', scale: 0.43, level: 10 }, most: 2, mean: 0.01 },
  person: { thing: 'person.png', painting: 'painting.png', options: { at: '256,200', scale: 0.55, level: 2 }, most: 16, mean: 0.02 },
};

describe('in a browser', () => {
  let bench: Awaited<ReturnType<typeof buildBench>>;
  let site: Site;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    bench = await buildBench();
    await cp(join(repository, 'src/pinxit/data/networks'), join(bench.folder, 'networks'), { recursive: true });
    await python(SCENES, { folder: join(bench.folder, 'scenes'), cases: CASES });
    site = await serve(bench.folder, { isolated: true });
    browser = await launch();
    page = await browser.newPage();
    await page.goto(site.url);
    await page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      await engine.start(base, await manifest(), null);
    });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await bench?.remove();
  });

  for (const [name, scene] of Object.entries(CASES)) {
    it(`as from Python: ${name}`, { timeout: 300_000 }, async () => {
      const found = await page.evaluate(
        async ({ name, scene: { thing, painting, options } }) => {
          const { engine, file, difference, networks } = globalThis.bench;
          const into = await file(`scenes/${painting}`);
          const vector = await engine.read(into, { left: 0, top: 0, width: 1, height: 1 });
          const cut = await engine.cutOut(await file(`scenes/${thing}`), 'networks/', await networks());
          const opened = await engine.open(into);
          const [x = 0, y = 0] = options.at.split(',').map(Number);
          const job = { painting: opened.id, thing: cut.id, place: { x, y, scale: options.scale }, mix: [{ vector, weight: 1 }], level: options.level };
          const made = await engine.harmonise(job);
          const result = await engine.encode(made.id, 'image/png', 1);
          const wanted = await file(`scenes/${name}-painted.png`);
          const there = await difference(wanted, into);
          return { ...(await difference(result, wanted)), there: there.mean };
        },
        { name, scene },
      );
      expect(found.most).toBeLessThanOrEqual(scene.most);
      expect(found.mean).toBeLessThan(scene.mean);
      expect(found.there).toBeGreaterThan(1);
    });
  }

  it('a fresh worker opens painting and thing again', async () => {
    const found = await page.evaluate(async () => {
      const { engine, file, difference, mix, networks } = globalThis.bench;
      const painting = await engine.open(await file('scenes/painting.png'));
      const thing = await engine.cutOut(await file('scenes/cup.png'), 'networks/', await networks());
      const job = { painting: painting.id, thing: thing.id, place: { x: 90, y: 90, scale: 0.2 }, mix: await mix('starry-night'), level: 5 };
      const painted = async (): Promise<Blob> => engine.encode((await engine.harmonise(job)).id, 'image/png', 1);
      const before = await painted();
      engine.stop();
      return (await difference(await painted(), before)).most;
    });
    expect(found).toBe(0);
  });

  it('says what is wrong with a thing, or with its place', async () => {
    const said = await page.evaluate(async () => {
      const { engine, file, faultOf, networks } = globalThis.bench;
      const cutOut = async (name: string): Promise<string> => engine.cutOut(await file(name), 'networks/', await networks()).then(() => '', faultOf);
      const canvas = new OffscreenCanvas(20, 20);
      canvas.getContext('2d');
      const clear = await canvas.convertToBlob();
      const painting = await engine.open(await file('scenes/painting.png'));
      const cup = await engine.cutOut(await file('scenes/cup.png'), 'networks/', await networks());
      const put = (x: number, scale: number): Promise<string> =>
        engine.harmonise({ painting: painting.id, thing: cup.id, place: { x, y: 170, scale }, mix: [], level: 5 }).then(() => '', faultOf);
      return [
        await cutOut('scenes/painting.png'),
        await engine.cutOut(clear, 'networks/', await networks()).then(() => '', faultOf),
        await put(-900, 1),
        await put(256, 40),
      ];
    });
    expect(said).toEqual(['nobody', 'empty-cutout', 'misplaced', 'misplaced']);
  });
});
