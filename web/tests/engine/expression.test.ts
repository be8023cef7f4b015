// Faces and expressions are Python's: where the points are, how they move, what is drawn; and files that say that they were edited.
import { cp } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Amounts, FoundFace, Iris } from '../../src/contract/portrait';
import { Portraits } from '../../src/engine/portraits';
import { Basis } from '../../src/methods/expression/basis';
import { isShut, shownBy, tellingOf, unitsShown, withLipsShut } from '../../src/methods/expression/driver';
import { Frame, flattened } from '../../src/methods/expression/frame';
import { irisesOf } from '../../src/methods/expression/irises';
import { readTables, unitsOf } from '../../src/methods/expression/tables';
import { COMPOSITE, originOf, tagged } from '../../src/picture/origin';
import { BytePicture } from '../../src/picture/surface';
import { launch, serve, type Site } from '../browser';
import { buildBench, repository } from './build';
import { python } from './python';

const networks = join(repository, 'src/pinxit/data/networks');
const tables = readTables(new Uint8Array(readFileSync(join(networks, 'expression.json'))).buffer);
const PHOTO = 'src/pinxit/data/samples/astronaut.jpg';

// Each shows another part of the drawing: the skin, the mouth that opens, lids, one half alone, all of it backwards.
const CASES: readonly Amounts[] = [
  { smile: 0.7 },
  { laugh: 1, brows_up: 0.3 },
  { surprise: 0.9 },
  { eyes_closed: 1 },
  { wink_left: 0.8, kiss: 0.5 },
  { smile: -0.8, fear: 1.2 },
];
// Eyes that look aside and down, up below brows that rise, and with a head that turns while its mouth opens.
const LOOKS: readonly Amounts[] = [
  { gaze_across: -0.7, gaze_down: 0.5 },
  { gaze_across: 0.4, gaze_down: -0.8, brows_up: 0.4 },
  { gaze_across: 0.5, turn: 8, nod: -5, tilt: 6, surprise: 0.6 },
];

const SCRIPT = `
import sys, json, base64, numpy as np
from pinxit.core.picture import Picture
from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.driver import units_of_face, with_lips_shut
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.gaze import Gaze
from pinxit.methods.expression.mesh import mouth_is_shut
from pinxit.methods.expression.run import prepare
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.methods.expression.wish import units_of
from pinxit.runtime.faces import faces
q = json.load(sys.stdin)
def options(case):
    gaze = f'{case.pop("gaze_across", 0)},{case.pop("gaze_down", 0)}'
    return ExpressionOptions(gaze=gaze, **case)
run = lambda photo, case: prepare(options=options(case))({"content": [photo]})
photo = Picture.of(q["photo"])
packed = lambda a: base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
as_bytes = lambda a: packed(np.rint(a * 255).astype(np.uint8))
points = faces(photo)[0].points_n3
frame = Frame.of(points)
said = {"height": photo.height, "width": photo.width, "photo": as_bytes(photo.rgb_hw3), "points": points.ravel().tolist(), "cases": []}
for case in q["cases"]:
    moved = frame.moved(movement(frame.canonical(points), units_of(ExpressionOptions(**case))))
    made = run(photo, case)
    face = faces(made)[0]
    shown = {"units": units_of_face(face), "shut": with_lips_shut(units_of_face(face))}
    shown["is_shut"] = mouth_is_shut(Frame.of(face.points_n3).canonical(face.points_n3))
    driver = {"points": face.points_n3.ravel().tolist(), **shown}
    said["cases"].append({"moved": moved.ravel().tolist(), "made": as_bytes(made.rgb_hw3), "driver": driver})
eyes = Gaze.of(photo.rgb_hw3, points, 0.0, 0.0).irises
said["irises"] = [{"middle": each.middle_2.tolist(), "radius": each.radius, "lids": each.lids, "reach": each.reach} for each in eyes]
said["looks"] = [as_bytes(run(photo, case).rgb_hw3) for case in q["looks"]]
said["units"] = units_of_face(faces(photo)[0])
json.dump(said, sys.stdout)
`;

interface Said {
  readonly height: number;
  readonly width: number;
  readonly photo: string;
  readonly points: number[];
  readonly units: Units;
  readonly irises: readonly [Iris, Iris];
  readonly looks: readonly string[];
  readonly cases: readonly { readonly moved: number[]; readonly made: string; readonly driver: Driver }[];
}

type Units = Readonly<Record<string, number>>;

/** What Python finds in the picture that it made, and reads there. */
interface Driver {
  readonly points: number[];
  readonly units: Units;
  readonly shut: Units;
  readonly is_shut: boolean;
}

/** Largest difference of intensities; what is below the least that counts may be there on one side alone. */
function apart(one: Units, other: Units): number {
  const at = (units: Units, name: string): number => units[name] ?? tables.driver.least;
  return Math.max(0, ...Object.keys({ ...one, ...other }).map((name) => Math.abs(at(one, name) - at(other, name))));
}

/** Where anything changed, that is what Python made of it; elsewhere it is the photo. */
function drawnAlike(amounts: Amounts, python: string): void {
  const { rgba } = new Portraits().make(tables, photo, { photo: 0, faces: [{ points, irises: said.irises, amounts }] });
  const wanted = Buffer.from(python, 'base64');
  let [sum, changed, elsewhere] = [0, 0, 0];
  for (let at = 0; at < wanted.length; at++) {
    const to = 4 * Math.floor(at / 3) + (at % 3);
    const moved = wanted[at] !== photo.rgba[to];
    if (moved) changed++;
    if (moved) sum += Math.abs(rgba[to]! - wanted[at]!);
    else elsewhere = Math.max(elsewhere, Math.abs(rgba[to]! - wanted[at]!));
  }
  expect(changed).toBeGreaterThan(1000);
  expect(sum / changed).toBeLessThan(0.5); // of 255, where anything changed
  expect(elsewhere).toBeLessThanOrEqual(2);
}

let said: Said;
let points: Float32Array<ArrayBuffer>;
let photo: BytePicture;

beforeAll(async () => {
  said = await python<Said>(SCRIPT, { photo: PHOTO, cases: CASES, looks: LOOKS });
  points = Float32Array.from(said.points);
  photo = new BytePicture(said.height, said.width);
  const rgb = Buffer.from(said.photo, 'base64');
  for (let at = 0; at < said.height * said.width; at++) photo.rgba.set([rgb[3 * at]!, rgb[3 * at + 1]!, rgb[3 * at + 2]!, 255], 4 * at);
}, 120_000);

describe.each(CASES.map((amounts, which) => ({ amounts, which, name: JSON.stringify(amounts) })))('$name', ({ amounts, which }) => {
  it('moves the points as Python does', () => {
    const frame = Frame.of(points);
    const moved = frame.moved(new Basis(tables, frame.canonical(points)).movement(unitsOf(tables, amounts)));
    const apart = moved.map((value, at) => Math.abs(value - said.cases[which]!.moved[at]!));
    expect(Math.max(...apart)).toBeLessThan(0.05); // pixels
    expect(Math.max(...moved.map(Math.abs))).toBeGreaterThan(0.5);
  });

  it('is drawn as Python draws it, and the rest stays to the bit', () => drawnAlike(amounts, said.cases[which]!.made));
});

describe('eyes and head', () => {
  it('irises are found where Python finds them', () => {
    const found = irisesOf(tables, photo, flattened(points))!;
    const numbers = ({ middle, radius, lids, reach }: Iris): number[] => [...middle, radius, ...lids, ...reach];
    found.forEach((iris, which) => {
      const wanted = numbers(said.irises[which]!);
      numbers(iris).forEach((value, at) => expect(value).toBeCloseTo(wanted[at]!, 1)); // pixels
    });
    expect(irisesOf(tables, new BytePicture(photo.height, photo.width), flattened(points))).toBeNull();
  });

  it.each(LOOKS.map((amounts, which) => [JSON.stringify(amounts), amounts, which] as const))('%s is drawn as Python draws it', (_, amounts, which) =>
    drawnAlike(amounts, said.looks[which]!),
  );

  it('who shows no iris looks where they do', () => {
    const amounts = { gaze_across: 1 };
    expect(new Portraits().make(tables, photo, { photo: 0, faces: [{ points, irises: null, amounts }] })).toBe(photo);
  });
});

it.each(CASES.map((amounts, which) => [JSON.stringify(amounts), which] as const))('as a driver, %s is read as Python reads it', (_, which) => {
  const { points: found, units, shut, is_shut } = said.cases[which]!.driver;
  const shape = Frame.of(Float32Array.from(found)).canonical(Float32Array.from(found));
  const read = unitsShown(tables, tellingOf(tables, shape));
  expect(apart(Object.fromEntries(read), units)).toBeLessThan(0.02);
  expect(apart(Object.fromEntries(withLipsShut(tables, read)), shut)).toBeLessThan(0.02);
  expect(isShut(tables, shape)).toBe(is_shut);
});

it('what is read moves sliders that make it again', () => {
  const units = new Map([['AU1', 0.4], ['AU2', 0.4], ['AU6', 0.5], ['AU12', 0.5], ['AU26', 0.3]]);
  const { open, shut } = shownBy(tables, units);
  expect(Object.keys(open)).toEqual(['smile', 'brows_up', 'cheeks_up', 'jaw_drop']);
  expect(apart(Object.fromEntries(unitsOf(tables, open)), Object.fromEntries(units))).toBeLessThan(1e-9);
  // A smile does not open a mouth that is shut.
  expect(Object.keys(shut)).toEqual(['smile', 'brows_up', 'cheeks_up']);
  for (const unit of Object.keys(tables.units)) expect(Object.keys(shownBy(tables, new Map([[unit, 1]])).open)).not.toEqual([]);
});

it('how far a face looks away is known from its points', () => {
  const angle = (40 * Math.PI) / 180;
  const turned = points.slice();
  for (let at = 0; at < points.length; at += 3) {
    turned[at] = points[at]! * Math.cos(angle) + points[at + 2]! * Math.sin(angle);
    turned[at + 2] = points[at + 2]! * Math.cos(angle) - points[at]! * Math.sin(angle);
  }
  const [before, after] = [Frame.of(points).turned, Frame.of(turned).turned].map(Math.asin) as [number, number];
  expect(before).toBeLessThan(0.2);
  // A head that is tilted as well is turned about another axis.
  expect(Math.abs(after - angle)).toBeLessThan(before + 0.01);
  expect(Frame.of(turned).eyes).toBeCloseTo(Frame.of(points).eyes, 3);
});

it('nothing asked for is the photo itself', () => {
  expect(new Portraits().make(tables, photo, { photo: 0, faces: [{ points, irises: null, amounts: { smile: 0 } }] })).toBe(photo);
});

describe('files that say where they come from', () => {
  const packet = (bytes: Uint8Array): Promise<string | null> => originOf(new Blob([new Uint8Array(bytes)]));

  it('a JPEG without JFIF, and one with it: behind the start, before all else', async () => {
    for (const head of [[0xff, 0xd8, 0xff, 0xdb], [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xdb]]) {
      const made = new Uint8Array(await (await tagged(new Blob([Uint8Array.from(head)]), 'image/jpeg', COMPOSITE)).arrayBuffer());
      const start = head.length === 4 ? 2 : 8;
      expect([...made.subarray(0, start)]).toEqual(head.slice(0, start));
      expect([...made.subarray(start, start + 2)]).toEqual([0xff, 0xe1]);
      expect(made.length).toBe(head.length + 2 + made[start + 2]! * 256 + made[start + 3]!);
      expect(await packet(made)).toBe(COMPOSITE);
    }
  });

  it('what says nothing, or something else', async () => {
    expect(await packet(Uint8Array.of())).toBeNull();
    expect(await packet(new Uint8Array(600_000))).toBeNull();
    const other = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"';
    expect(await packet(new TextEncoder().encode('x'.repeat(400_000) + other))).toBe('digitalCapture');
  });
});

const READ = `
import sys, json, base64, io, numpy as np
from PIL import Image
from pinxit.core.picture import Picture
said = []
for name, data in json.load(sys.stdin):
    picture = Picture.of(base64.b64decode(data))
    said.append([picture.origin, picture.width, picture.height])
json.dump(said, sys.stdout)
`;

describe('in a browser', () => {
  let bench: Awaited<ReturnType<typeof buildBench>>;
  let site: Site;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    bench = await buildBench();
    await cp(networks, join(bench.folder, 'networks'), { recursive: true });
    await cp(join(repository, 'src/pinxit/data/samples'), join(bench.folder, 'samples'), { recursive: true });
    site = await serve(bench.folder, { isolated: true });
    browser = await launch();
    page = await browser.newPage();
    await page.goto(site.url);
    await page.evaluate(async () => {
      const { engine, base, manifest } = globalThis.bench;
      await engine.start(base, await manifest(), null);
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await bench?.remove();
  });

  it('finds the points that Python finds, and nobody where nobody is', { timeout: 120_000 }, async () => {
    const [astronaut, cup] = await page.evaluate(async () => {
      const { engine, file, networks } = globalThis.bench;
      const looked = async (name: string): Promise<(Omit<FoundFace, 'points'> & { points: number[] })[]> => {
        const { id } = await engine.open(await file(name));
        const faces = await engine.faces(id, 'networks/', await networks());
        return faces.map((face) => ({ ...face, points: [...face.points] }));
      };
      return [await looked('samples/astronaut.jpg'), await looked('samples/coffee.jpg')];
    });
    expect(cup).toEqual([]);
    expect(astronaut).toHaveLength(1);
    const { points: found, irises, outline, problem } = astronaut[0]!;
    expect(irises![0].radius).toBeCloseTo(said.irises[0].radius, 0);
    expect(problem).toBeNull();
    expect(outline.flat().every((share) => share > 0 && share < 1)).toBe(true);
    expect(Math.max(...found.map((value, at) => Math.abs(value - points[at]!)))).toBeLessThan(0.5); // pixels
  });

  it('reads the expression of a portrait as Python does, and none where nobody is', { timeout: 120_000 }, async () => {
    const [astronaut, cup] = await page.evaluate(async () => {
      const { engine, file, networks } = globalThis.bench;
      const read = async (name: string) => engine.expressionIn(await file(name), 'networks/', await networks());
      return [await read('samples/astronaut.jpg'), await read('samples/coffee.jpg')];
    });
    expect(cup).toBeNull();
    expect(Object.keys(said.units).length).toBeGreaterThan(1);
    const wanted = shownBy(tables, new Map(Object.entries(said.units)));
    expect(apart(astronaut!.open, wanted.open)).toBeLessThan(0.02);
    expect(apart(astronaut!.shut, wanted.shut)).toBeLessThan(0.02);
  });

  it('follows a face from frame to frame: at rest, smiling, gone, back', { timeout: 120_000 }, async () => {
    const seen = await page.evaluate(
      async ({ points }) => {
        const { engine, file, networks } = globalThis.bench;
        const [quiet, named] = [await file('samples/astronaut.jpg'), await networks()];
        const { id: photo } = await engine.open(quiet);
        const { id } = await engine.portray({ photo, faces: [{ points: Float32Array.from(points), irises: null, amounts: { smile: 0.8 } }] }, 'networks/', named);
        const smiling = await engine.encode(id, 'image/png', 1);
        const nobody = await file('samples/coffee.jpg');
        const found: [string, number][] = [];
        let seconds = 0;
        const show = async (picture: Blob, frames: number, rest = false): Promise<void> => {
          for (let frame = 0; frame < frames; frame++) {
            const bitmap = await createImageBitmap(picture, { resizeWidth: 400 });
            const { seen, shown } = await engine.follow(bitmap, (seconds += 1 / 20), rest && frame === 0, 'networks/', named);
            found.push([seen, shown?.open['smile'] ?? 0]);
          }
        };
        await show(quiet, 14);
        await show(smiling, 8);
        await show(nobody, 2);
        await show(smiling, 1);
        await show(smiling, 14, true);
        await engine.unfollow();
        return found;
      },
      { points: [...points] },
    );
    // Half a second at rest, which is then no smile.
    const [quiet, smiling, gone, back, anew] = [seen.slice(0, 14), seen.slice(14, 22), seen.slice(22, 24), seen.slice(24, 25), seen.slice(25)];
    expect(quiet.findIndex(([what]) => what === 'face')).toBeGreaterThan(9);
    expect(quiet.map(([what]) => what).filter((what) => what === 'face').length).toBeGreaterThan(1);
    expect(quiet.at(-1)![1]).toBeLessThan(0.05);
    expect(smiling.at(-1)![1]).toBeGreaterThan(0.3);
    expect(gone.map(([what]) => what)).toEqual(['nobody', 'nobody']);
    // Who comes back has not forgotten what rest is; who asks for it learns it anew.
    expect(back[0]![0]).toBe('face');
    expect(back[0]![1]).toBeGreaterThan(0.3);
    expect(anew[0]![0]).toBe('resting');
    expect(anew.at(-1)![0]).toBe('face');
    expect(anew.at(-1)![1]).toBeLessThan(0.05);
  });

  it('what is saved says that it was edited, to Python and to the studio', { timeout: 120_000 }, async () => {
    const files = await page.evaluate(
      async ({ points }) => {
        const { engine, file, networks } = globalThis.bench;
        const base64 = async (blob: Blob): Promise<string> => {
          const bytes = new Uint8Array(await blob.arrayBuffer());
          let text = '';
          for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
          return btoa(text);
        };
        const { id: photo } = await engine.open(await file('samples/astronaut.jpg'));
        const plain = await engine.encode(photo, 'image/webp', 0.9);
        const portrait = { photo, faces: [{ points: Float32Array.from(points), irises: null, amounts: { smile: 0.6 } }] };
        const { id } = await engine.portray(portrait, 'networks/', await networks());
        const made: [string, string][] = [['plain', await base64(plain)]];
        for (const [type, quality] of [['image/png', 1], ['image/jpeg', 0.9], ['image/webp', 0.9], ['image/webp', 1]] as const) {
          const tagged = await engine.encode(id, type, quality);
          const { id: again } = await engine.open(tagged);
          made.push([type, await base64(tagged)], [`${type}, opened again`, await base64(await engine.encode(again, type, quality))]);
        }
        return made;
      },
      { points: [...points] },
    );
    const read = await python<[string | null, number, number][]>(READ, files);
    expect(read[0]).toEqual([null, said.width, said.height]);
    for (const each of read.slice(1)) expect(each).toEqual([COMPOSITE, said.width, said.height]);
  });
});
