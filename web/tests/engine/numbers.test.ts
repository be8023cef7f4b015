// The arithmetic of pictures, beside Python's.
import { beforeAll, describe, expect, it } from 'vitest';
import { fromLab, keepColours, toLab } from '../../src/picture/colour';
import { claimedSize } from '../../src/picture/header';
import { feather, partition } from '../../src/picture/masks';
import { resample, type Kind } from '../../src/picture/resample';
import { BytePicture, planes, planesSurface, whole, WordPicture, read, type Planes } from '../../src/picture/surface';
import { planTiles } from '../../src/picture/tiles';
import { thumbnailSize, workingSize } from '../../src/methods/paint/size';
import { guide } from '../../src/methods/paint/carry';
import { python } from './python';

interface Said {
  tiles: number[][][];
  working: [number, number][];
  thumbnail: [number, number][];
  resized: number[][];
  window: number[];
  feathered: number[][];
  parted: number[];
  kept: number[];
  guided: number[];
  headers: [string, string, number, number][];
}

const noise = (count: number, seed: number): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647);
};
const grids = [[700, 500], [1024, 1024], [1025, 3000], [6700, 9001], [300, 2500]] as const;
const sizes = [[480, 640, null], [1500, 2000, null], [1800, 2500, 0.25], [900, 1200, 4], [40, 9000, null], [333, 512, 0.9], [1280, 1000, null], [100, 100, 0.25]] as const;
const resizes = [['lanczos', 17, 23, 7, 9], ['lanczos', 9, 7, 31, 40], ['linear', 20, 33, 5, 50], ['area', 40, 30, 11, 7]] as const;
const photo = { height: 12, width: 17, values: noise(12 * 17 * 3, 5) };
const painting = { height: 12, width: 17, values: noise(12 * 17 * 3, 9) };
const radii = [0, 1.5, 4, 11] as const;

const SCRIPT = `
import sys, json, io, numpy as np
from PIL import Image
from pinxit.imageops.tiles import plan_tiles
from pinxit.imageops.resize import resize
from pinxit.imageops.masks import feather, partition
from pinxit.imageops.colour import keep_colours
from pinxit.methods.paint.size import working_size, thumbnail_size
from pinxit.imageops.enlarge import enlarged
from pinxit.methods.paint.carry import guide
from pinxit.imageops.tiles import Tile
import base64
q = json.load(sys.stdin)
def hwc(p):
    return np.array(p["values"], np.float32).reshape(3, p["height"], p["width"]).transpose(1, 2, 0).copy()
photo, painting = hwc(q["photo"]), hwc(q["painting"])
flat = lambda a: [float(v) for v in a.transpose(2, 0, 1).ravel()]
def tile(t): return [t.y0, t.y1, t.x0, t.x1, t.inner_y0, t.inner_y1, t.inner_x0, t.inner_x1]
def header(kind, mode):
    file = io.BytesIO()
    Image.new(mode, (321, 123)).save(file, kind, lossless=mode == "P")
    return [kind, base64.b64encode(file.getvalue()).decode(), 321, 123]
masks = [np.clip(photo[:, :, i] * 1.4, 0, 1) for i in range(2)]
json.dump({
    "tiles": [[tile(t) for t in plan_tiles(h, w, window=1024, context=128, multiple=256)] for h, w in q["grids"]],
    "working": [working_size(*s) for s in q["sizes"]],
    "thumbnail": [thumbnail_size(h, w, 1024) for h, w, _ in q["sizes"]],
    "resized": [
        [float(v) for v in resize(np.array(values, np.float32).reshape(h, w), height, width, kind=kind, clip=True).ravel()]
        for (kind, h, w, height, width), values in zip(q["resizes"], q["noises"])
    ],
    "window": flat(enlarged(photo, 60, 85, Tile(20, 50, 30, 85, 20, 50, 30, 85))),
    "feathered": [[float(v) for v in feather(np.round(photo[:, :, 0]), r).ravel()] for r in q["radii"]],
    "parted": [float(v) for v in partition(masks).ravel()],
    "kept": flat(keep_colours(painting, photo)),
    "guided": flat(guide(photo, painting, np.round(photo))),
    "headers": [header(k, m) for k, m in (("PNG", "RGBA"), ("GIF", "P"), ("BMP", "RGB"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("WEBP", "RGBA"), ("WEBP", "P"))],
}, sys.stdout)
`;

function asPlanes({ height, width, values }: typeof photo): Planes {
  return { channels: 3, height, width, data: Float32Array.from(values) };
}

function expectNear(found: ArrayLike<number>, wanted: readonly number[], most: number): void {
  expect(found.length).toBe(wanted.length);
  const worst = wanted.reduce((all, value, at) => Math.max(all, Math.abs(value - found[at]!)), 0);
  expect(worst).toBeLessThan(most);
}

const noises = resizes.map(([, height, width], index) => noise(height * width, 100 + index));
let said: Said;
beforeAll(async () => {
  said = await python<Said>(SCRIPT, { grids, sizes, resizes, noises, photo, painting, radii });
});

describe('as in Python', () => {
  it('cuts a picture into the same tiles', () => {
    const found = grids.map(([height, width]) =>
      planTiles({ height, width }, 1024, 128, 256).map(({ window: w, inner: i }) => [w.y0, w.y1, w.x0, w.x1, i.y0, i.y1, i.x0, i.x1]),
    );
    expect(found).toEqual(said.tiles);
  });

  it('paints at the same size, and measures on a thumbnail of the same size', () => {
    const pairs = (size: { height: number; width: number }): number[] => [size.height, size.width];
    expect(sizes.map(([height, width, stroke]) => pairs(workingSize({ height, width }, stroke)))).toEqual(said.working);
    expect(sizes.map(([height, width]) => pairs(thumbnailSize({ height, width }, 1024)))).toEqual(said.thumbnail);
  });

  it('resizes with the same filters', () => {
    for (const [index, [kind, h, w, height, width]] of resizes.entries()) {
      const source = { channels: 1, height: h, width: w, data: Float32Array.from(noises[index]!) };
      const size = { height, width };
      expectNear(resample(planesSurface(source), size, whole(size), kind as Kind).data, said.resized[index]!, 2e-6);
    }
  });

  it('enlarges a window that sees beyond its edge', () => {
    const box = { y0: 20, y1: 50, x0: 30, x1: 85 };
    expectNear(resample(planesSurface(asPlanes(photo)), { height: 60, width: 85 }, box, 'cubic').data, said.window, 2e-6);
  });

  it('softens masks and shares the picture among them', () => {
    const channel = (at: number): number[] => photo.values.slice(at * 204, (at + 1) * 204);
    for (const [index, radius] of radii.entries()) {
      const mask: Planes = { channels: 1, height: 12, width: 17, data: Float32Array.from(channel(0), Math.round) };
      feather(mask, radius);
      expectNear(mask.data, said.feathered[index]!, 2e-6);
    }
    const masks = [0, 1].map((at) => ({ channels: 1, height: 12, width: 17, data: Float32Array.from(channel(at), (v) => Math.min(1, v * 1.4)) }));
    // Python puts the rest last.
    expectNear(partition(masks).data, [...said.parted.slice(2 * 204), ...said.parted.slice(0, 2 * 204)], 1e-6);
  });

  it('keeps the colours of the photo', () => {
    const painted = asPlanes(painting);
    keepColours(painted, asPlanes(photo));
    // Bisection may fall to the other side of 1/1024 of the chroma.
    expectNear(painted.data, said.kept, 1.5e-3);
  });

  it('guides the second painting', () => {
    const strokes = asPlanes(painting);
    guide(asPlanes(photo), strokes, asPlanes({ ...photo, values: photo.values.map(Math.round) }));
    expectNear(strokes.data, said.guided, 1e-6);
  });
});

describe('pictures', () => {
  it('reads the size that a file claims, in every format', () => {
    for (const [kind, base64, width, height] of said.headers) {
      const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
      expect([kind, claimedSize(bytes.buffer)]).toEqual([kind, { width, height }]);
      expect(claimedSize(bytes.slice(0, 9).buffer)).toBeNull();
    }
  });

  it('come back from OKLab as they were', () => {
    const lab = new Float64Array(3);
    const rgb = new Float64Array(3);
    for (let at = 0; at < 600; at += 3) {
      const colour = photo.values.slice(at, at + 3) as [number, number, number];
      toLab(...colour, lab);
      fromLab(lab[0]!, lab[1]!, lab[2]!, rgb);
      expectNear(rgb, colour, 1e-4);
    }
  });

  it('are written and read in windows, alpha untouched', () => {
    const window = planes(3, 2, 3);
    window.data.set(noise(18, 3));
    for (const picture of [new BytePicture(5, 7), new WordPicture(5, 7)]) {
      picture.write({ y0: 3, y1: 5, x0: 4, x1: 7 }, window, 0, 0);
      expectNear(read(picture, { y0: 3, y1: 5, x0: 4, x1: 7 }).data, [...window.data], 0.5 / 255 + 1e-6);
      expect(read(picture, { y0: 0, y1: 3, x0: 0, x1: 7 }).data.every((value) => value === 0)).toBe(true);
      if (picture instanceof BytePicture) expect(picture.rgba.filter((_, at) => at % 4 === 3).every((v) => v === 0)).toBe(true);
    }
  });

  it('of words limit and round', () => {
    const picture = new WordPicture(1, 2);
    picture.write(whole(picture), { channels: 3, height: 1, width: 2, data: Float32Array.of(-1, 2, 0.5, 0, 1, 0.25) }, 0, 0);
    expectNear(read(picture, whole(picture)).data, [0, 1, 0.5, 0, 1, 0.25], 1e-5);
  });
});
