// Line art in colours is Python's: regions, flat colours, proposals, light, what flows; and layer files that its readers open.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hint, LayerFile, LineartWish } from '../../src/contract/lineart';
import { Drawings } from '../../src/engine/drawings';
import { pictureOf } from '../../src/methods/lineart/coats';
import { Drawing } from '../../src/methods/lineart/drawing';
import { inkOf, wallsOf } from '../../src/methods/lineart/ink';
import { rgbaOf, type Label } from '../../src/methods/lineart/layers';
import { findRegions } from '../../src/methods/lineart/regions';
import { BytePicture } from '../../src/picture/surface';
import { launch, serve, type Site } from '../browser';
import { buildBench } from './build';
import { python } from './python';

const PALETTE = ['#e8b04a', '#2b5d8a', '#b8433f', '#f3e9d2', '#6a9a5b'];
const LIGHT = { light: 'right', light_colour: '#ffe0b0', light_height: 40 };
/** Options of the room, and how far a byte may be from Python's on average. */
const CASES = [
  { options: {}, apart: 0 },
  { options: { palette: PALETTE.join() }, apart: 0 },
  { options: { palette: PALETTE.join(), seed: 12345, gap: 0 }, apart: 0 },
  { options: { palette: PALETTE.join(), strokes: true }, apart: 0.5 },
  { options: { reference: true, seed: 3 }, apart: 0.1 },
  { options: { palette: PALETTE.join(), lines: 'coloured' }, apart: 0.01 },
  { options: { palette: PALETTE.join(), lines: 'none', mode: 'soft' }, apart: 0.1 },
  { options: { palette: PALETTE.join(), mode: 'cel', ...LIGHT }, apart: 0.1 },
  { options: { palette: PALETTE.join(), mode: 'blended', lines: 'coloured', ...LIGHT }, apart: 0.1 },
] as const;

const SCRIPT = `
import sys, json, base64, numpy as np
sys.path.insert(0, "tests")
from line_drawings import drawing
from pinxit.core.picture import Picture
from pinxit.methods.lineart.regions import find_regions
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import LineartOptions
cases = json.load(sys.stdin)
packed = lambda a: base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
rgba = lambda p: packed(np.dstack([np.rint(p.rgb_hw3 * 255), np.full(p.rgb_hw3.shape[:2], 255)]).astype(np.uint8))
sized = lambda p: {"height": p.height, "width": p.width, "rgba": rgba(p)}
def photographed(p):
    # Tinted paper, a lamp at one side, the edge of a shadow, a pencil's grey, noise.
    noise = np.random.default_rng(1).normal(0, 0.01, p.rgb_hw3.shape)
    y, x = np.mgrid[0 : p.height, 0 : p.width] / p.height
    light = (0.7 + 0.3 * x) * np.where(x + y < 0.6, 0.8, 1)
    return Picture.of(np.rint(np.clip((0.3 + 0.7 * p.rgb_hw3) * light[..., None] * [0.95, 0.9, 0.8] + noise, 0, 1) * 255).astype(np.uint8))
drawn = drawing(2, 300)
(x, y), (u, v), (s, t) = drawn.hint(1), drawn.hint(2), drawn.hint(3)
points = [((x, y), "#102030"), ((abs(x - 9), y), "#f0f0a0"), ((x, abs(y - 9)), "#10c030"), ((u, v), "#ffffff")]
strokes = [([(x, y), (u, v), (s, t)], "#c01080", 7), ([(x, y), (x, abs(y - 40))], "#102030", 4)]
reference = Picture.of(np.rint(Picture.of("src/pinxit/data/samples/coffee.jpg").fitted(200).rgb_hw3 * 255).astype(np.uint8))
said = {"sheets": [], "drawing": sized(drawn.picture), "reference": sized(reference), "made": []}
said["points"] = [{"points": [[(p[0] + 0.5) / 300, (p[1] + 0.5) / 300]], "colour": c, "width": 0} for p, c in points]
said["strokes"] = [{"points": [[(a + 0.5) / 300, (b + 0.5) / 300] for a, b in ps], "colour": c, "width": w / 300} for ps, c, w in strokes]
pictures = [drawing(seed, 280 + 10 * seed).picture for seed in range(5)]
for p, gap in [*((p, 4) for p in pictures), (pictures[0], 0), (pictures[1], 11), (photographed(pictures[2]), 4)]:
    regions = find_regions(walls_of(ink_of(p)), gap)
    said["sheets"].append({**sized(p), "gap": gap, "count": regions.count, "labels": packed(regions.labels_hw.astype(np.int32))})
for case in cases:
    drawings = {"content": [drawn.picture]}
    if case.pop("reference", False):
        drawings["reference"] = [reference]
    hints = [{"x": p[0], "y": p[1], "colour": c} for p, c in points]
    if case.pop("strokes", False):
        hints += [{"points": [list(p) for p in ps], "colour": c, "width": w} for ps, c, w in strokes]
    case["draft"] = False
    case.pop("light_height", None) is None or case.update(light_height=40.0)
    said["made"].append(rgba(prepare(None, LineartOptions(**case), hints=hints)(drawings)))
json.dump(said, sys.stdout)
`;

/** A sheet, hints on it, and the layers of what they make in a mode: many colours that flow, and more of them than are told apart. */
const LAYERS = `
import sys, json, base64, numpy as np
sys.path.insert(0, "tests")
from line_drawings import drawing
from pinxit.core.picture import Picture
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.spec import LineartOptions
packed = lambda a: base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
rng = np.random.default_rng(4)
drawn = drawing(2, 300)
(x, y), (u, v), (s, t) = drawn.hint(1), drawn.hint(2), drawn.hint(3)
few = [((x, y), "#c01080"), ((x, abs(y - 40)), "#102030"), ((abs(x - 9), y), "#f0f0a0"), ((x, abs(y - 9)), "#ffffff"), ((u, v), "#10c030"), ((abs(u - 7), v), "#c01080"), ((s, t), "#e8b04a")]
many = [((int(b) * 9 + 4, int(a) * 9 + 4), "#" + rng.bytes(3).hex()) for a, b in rng.permutation(np.argwhere(np.ones((10, 10))))[:70]]
said = []
for picture, mode, hints in ((drawn.picture, "blended", few), (Picture(np.ones((90, 90, 3), np.float32)), "soft", many)):
    made = prepare(None, LineartOptions(mode=mode, draft=False), hints=[{"x": p[0], "y": p[1], "colour": c} for p, c in hints]).coloured({"content": [picture]})
    side = picture.height
    said.append({
        "height": side, "width": side, "mode": mode,
        "rgba": packed(np.dstack([np.rint(picture.rgb_hw3 * 255), np.full((side, side), 255)]).astype(np.uint8)),
        "hints": [{"points": [[(p[0] + 0.5) / side, (p[1] + 0.5) / side]], "colour": c, "width": 0} for p, c in hints],
        "layers": [{"name": l.name, "blend": l.blend, "group": l.group or None, "top": l.top, "left": l.left,
                    "height": l.alpha_yx.shape[0], "width": l.alpha_yx.shape[1], "rgba": packed(l.rgba())} for l in made.layers],
    })
json.dump(said, sys.stdout)
`;

const DRAFTS = `
import sys, json, shutil, numpy as np
sys.path.insert(0, "tests")
from pathlib import Path
from line_drawings import drawing
from pinxit.core.picture import Picture
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.spec import DRAFT, LineartOptions
from pinxit.zoo.catalogue import model
folder, cases = json.load(sys.stdin)
folder = Path(folder)
shutil.copytree(model(DRAFT).folder, folder / "draft")
drawn = drawing(3, 560)
drawn.picture.save(folder / "lines.png")
reference = Picture.of("src/pinxit/data/samples/coffee.jpg").fitted(96)
reference.save(folder / "reference.png")
reference = Picture.of(folder / "reference.png")
x, y = drawn.hint(1)
many = 0
for number, case in enumerate(cases):
    slots = {"content": [drawn.picture], "reference": [reference] if case.pop("reference", False) else []}
    options = LineartOptions(**case, lines="none")
    made = prepare(None, options, hints=[{"x": x, "y": y, "colour": "#c01080"}])(slots)
    many = max(many, len(np.unique(made.rgb_hw3.reshape(-1, 3), axis=0)))
    made.save(folder / f"wanted{number}.png")
json.dump({"hint": [(x + 0.5) / 560, (y + 0.5) / 560], "colours": many}, sys.stdout)
`;
const DRAFTED = [{}, { seed: 5 }, { palette: PALETTE.join() }, { palette: PALETTE.join(), seed: 3 }, { reference: true }, { reference: true, seed: 2 }] as const;

const READ = `
import sys, json, numpy as np, zipfile, io
sys.path.insert(0, "tests")
from pathlib import Path
from PIL import Image
from layer_readers import read_ora, read_psd
folder = Path(json.load(sys.stdin))
canvas, merged, names = read_ora(folder / "a.ora")
apart, _, _ = read_ora(folder / "a.ora", apart=True)
other, psd_names = read_psd(folder / "a.psd")
with Image.open(folder / "a.psd") as psd:
    flat = np.asarray(psd.convert("RGB")) / 255
with zipfile.ZipFile(folder / "a.zip") as files:
    told = json.loads(files.read("layers.json"))["bottom to top"]
    picture = np.asarray(Image.open(io.BytesIO(files.read("merged.png"))).convert("RGB")) / 255
    sizes = {Image.open(io.BytesIO(files.read(each["file"]))).size for each in told}
off = [float(np.abs(each - merged).max()) for each in (canvas, apart, other, flat, picture)]
json.dump({"apart": off, "names": names[::-1], "psd": psd_names, "zip": [each["name"] for each in told], "sizes": list(sizes)}, sys.stdout)
`;

interface Packed {
  readonly height: number;
  readonly width: number;
  readonly rgba: string;
}

interface Said {
  readonly sheets: readonly (Packed & { readonly gap: number; readonly count: number; readonly labels: string })[];
  readonly drawing: Packed;
  readonly reference: Packed;
  readonly points: readonly Hint[];
  readonly strokes: readonly Hint[];
  readonly made: readonly string[];
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'base64'));
const picture = ({ height, width, rgba }: Packed): BytePicture => new BytePicture(height, width, new Uint8ClampedArray(bytes(rgba).buffer));
const pause = async (): Promise<void> => undefined;

let said: Said;
let drawing: BytePicture;
let reference: BytePicture;
const drawings = new Drawings();

beforeAll(async () => {
  said = await python<Said>(SCRIPT, CASES.map(({ options }) => options));
  [drawing, reference] = [picture(said.drawing), picture(said.reference)];
}, 120_000);

function wished(options: (typeof CASES)[number]['options']): LineartWish {
  const { palette, strokes, reference: like, light, ...rest }: Record<string, unknown> = options;
  return {
    drawing: 1,
    hints: strokes ? [...said.points, ...said.strokes] : said.points,
    palette: typeof palette === 'string' ? palette.split(',') : null,
    reference: like ? 2 : null,
    draft: false,
    seed: 0,
    mode: 'flat',
    lines: 'black',
    gap: 4,
    light: light ? [1, 0] : [-1, -1],
    light_colour: '#ffffff',
    light_height: 45,
    ...rest,
  };
}

describe('as in Python', () => {
  it('the regions of drawings with gaps, and of a photographed one', () => {
    for (const sheet of said.sheets) {
      const ink = inkOf(picture(sheet));
      const regions = findRegions(wallsOf(ink), ink, sheet.gap);
      const wanted = new Int32Array(bytes(sheet.labels).buffer);
      expect(regions.count).toBe(sheet.count);
      expect(regions.labels.every((label, at) => label === wanted[at])).toBe(true);
    }
  });

  CASES.forEach(({ options, apart }, which) => {
    it(`coloured: ${JSON.stringify(options)}`, async () => {
      const made = await drawings.make({ drawing, reference: 'reference' in options ? reference : null, wish: wished(options), drafting: null }, pause);
      const wanted = bytes(said.made[which]!);
      const off = made.rgba.reduce((sum, value, at) => sum + Math.abs(value - wanted[at]!), 0) / wanted.length;
      expect(off).toBeLessThanOrEqual(apart);
    });
  });
});

describe('layers', () => {
  it('are those of Python, byte by byte to rounding', { timeout: 60_000 }, async () => {
    const sheets = await python<(Packed & Pick<LineartWish, 'mode' | 'hints'> & { layers: (Label & { rgba: string })[] })[]>(LAYERS);
    for (const { mode, hints, layers, ...sheet } of sheets) {
      const drawn = await Drawing.of(picture(sheet), 4, 1024, pause);
      const wish = { ...wished({}), mode, hints };
      const meant = drawn.meant(wish);
      const made = await drawn.coloured(drawn.sheet, wish, meant, drawn.proposed(meant, null, 0), pause);
      const shown = pictureOf(await drawn.coloured(drawn.sheet, wish, meant, drawn.proposed(meant, null, 0), null), null).rgba;
      const apart = pictureOf(made, null).rgba.reduce((most, value, byte) => Math.max(most, Math.abs(value - shown[byte]!)), 0);
      // Every layer that lies on a pixel rounds.
      expect(apart, 'what is shown and what is saved').toBeLessThanOrEqual(mode === 'soft' ? 2 : 1);
      const found = [...made.layers()];
      expect(found.map(({ rgb: _rgb, alpha: _alpha, ...label }) => label)).toEqual(layers.map(({ rgba: _rgba, ...label }) => label));
      for (const [at, layer] of found.entries()) {
        const wanted = bytes(layers[at]!.rgba);
        const off = rgbaOf(layer).filter((value, byte) => Math.abs(value - wanted[byte]!) > 1).length;
        // Where the rest begins, a pixel may be on either side.
        expect(off, layer.name).toBeLessThanOrEqual(layer.name === 'other colours' ? 5 : 0);
      }
      expect(found.filter(({ group }) => group === 'colours').length).toBe(mode === 'soft' ? 65 : 5);
    }
  });
});

describe('layer files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pinxit-layers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read by Python, make the picture, and say which layer is which', { timeout: 60_000 }, async () => {
    const wish = wished(CASES[CASES.length - 1]!.options);
    for (const as of ['ora', 'psd', 'zip'] satisfies LayerFile[]) {
      const file = await drawings.layers({ drawing, reference: null, wish, drafting: null }, as, pause);
      await writeFile(join(folder, `a.${as}`), Buffer.from(await file.arrayBuffer()));
    }
    const read = await python<{ apart: number[]; names: string[]; psd: string[]; zip: string[]; sizes: number[][] }>(READ, folder);
    for (const apart of read.apart) expect(apart).toBeLessThanOrEqual(1.001 / 255);
    expect(read.psd).toEqual(read.names.map((name) => (['shadow', 'light'].includes(name) ? `light/${name}` : name)));
    expect(read.zip).toEqual(read.names.map((name) => name.replace('colours/', '')));
    expect(read.sizes).toEqual([[drawing.width, drawing.height]]);
    expect(read.names[0]).toBe('paper');
    expect(read.names).toContain('colours/colour #102030');
    expect(read.names.slice(-3)).toEqual(['shadow', 'light', 'lines']);
  });
});

describe('in the worker, without a painter', () => {
  let bench: Awaited<ReturnType<typeof buildBench>> | undefined;
  let site: Site | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    bench = await buildBench();
    site = await serve(bench.folder);
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await bench?.remove();
  });

  it('a drawing is looked at once, shown small, saved large, and found again by a fresh worker', { timeout: 120_000 }, async () => {
    const page = await browser!.newPage();
    await page.goto(site!.url);
    const found = await page.evaluate(async (options) => {
      const { engine, faultOf } = globalThis.bench;
      const canvas = new OffscreenCanvas(1600, 1200);
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = 'white';
      pen.fillRect(0, 0, 1600, 1200);
      pen.lineWidth = 6;
      for (const x of [500, 1100]) {
        pen.beginPath();
        pen.arc(x, 600, 250, 0.01, 2 * Math.PI);
        pen.stroke();
      }
      const { id } = await engine.open(await canvas.convertToBlob());
      const { regions } = await engine.sketch(id, 4);
      const wish = { ...options, drawing: id, hints: [{ points: [[500 / 1600, 0.5]] as const, colour: '#e8b04a', width: 0 }] };
      const at = (picture: ImageBitmap, x: number, y: number): string => {
        const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
        context.drawImage(picture, 0, 0);
        return [...context.getImageData(x * picture.width, y * picture.height, 1, 1).data].join();
      };
      const looked = (picture: ImageBitmap): object => ({
        size: [picture.width, picture.height],
        colours: [at(picture, 0.3, 0.4), at(picture, 0.7, 0.5), at(picture, 0.02, 0.02)],
      });
      const { bitmap, bare } = await engine.colourIn(wish, 'zoo/', null);
      const shown = looked(bitmap);
      engine.stop();
      const { id: made, width, height } = await engine.coloured({ ...wish, palette: ['#102030'] }, 'zoo/', null);
      const saved = looked(await createImageBitmap(await engine.encode(made, 'image/png', 1)));
      const layers = await engine.layers(wish, 'ora', 'zoo/', null);
      const stopped = new AbortController();
      const cancelled = engine.sketch(id, 9, { signal: stopped.signal }).catch(faultOf);
      stopped.abort();
      return { regions, bare, shown, saved, made: [width, height], type: layers.type, bytes: layers.size, cancelled: await cancelled };
    }, wished({}));
    const yellow = '232,176,74,255';
    expect(found).toMatchObject({ regions: 3, bare: 2, made: [1600, 1200], type: 'image/openraster', cancelled: 'AbortError' });
    expect(found.shown).toEqual({ size: [1024, 768], colours: [yellow, '255,255,255,255', '255,255,255,255'] });
    expect(found.saved).toEqual({ size: [1600, 1200], colours: [yellow, '16,32,48,255', '16,32,48,255'] });
    expect(found.bytes).toBeGreaterThan(1000);
  });

  it('a network proposes what it proposes in Python', { timeout: 120_000 }, async () => {
    const { hint, colours } = await python<{ hint: [number, number]; colours: number }>(DRAFTS, [bench!.folder, DRAFTED]);
    expect(colours).toBeGreaterThan(5);
    const page = await browser!.newPage();
    await page.goto(site!.url);
    const wishes = DRAFTED.map((options) => ({ ...wished({}), lines: 'none' as const, draft: true, hints: [{ points: [hint], colour: '#c01080', width: 0 }], ...options }));
    const apart = await page.evaluate(
      async ({ wishes }) => {
        const { engine, base, manifest, file, difference } = globalThis.bench;
        await engine.start(base, await manifest(), null);
        const model = await (await fetch('draft/manifest.json')).json();
        const [lines, like] = [await engine.open(await file('lines.png')), await engine.open(await file('reference.png'))];
        const found: number[] = [];
        for (const [number, { palette, ...rest }] of wishes.entries()) {
          const reference = 'reference' in rest && rest.reference ? like.id : null;
          const wish = { ...rest, palette: palette ? String(palette).split(',') : null, drawing: lines.id, reference };
          const { id } = await engine.coloured(wish, 'draft/', model);
          found.push((await difference(await engine.encode(id, 'image/png', 1), await file(`wanted${number}.png`))).mean);
        }
        return found;
      },
      { wishes },
    );
    for (const each of apart) expect(each).toBeLessThan(1);
  });
});
