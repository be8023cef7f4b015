// Colour maps: found and applied as Python does it, and sizes to look at photos at.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ColourMaps } from '../../src/contract/grade';
import { colourMaps } from '../../src/methods/photo/colourmaps';
import { seenSize } from '../../src/methods/photo/wct';
import { atStrength, graded } from '../../src/picture/grade';
import { BytePicture, type Planes } from '../../src/picture/surface';
import { python } from './python';

const noise = (count: number, seed: number): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647);
};
const picture = (height: number, width: number, seed: number): Planes => ({
  channels: 3,
  height,
  width,
  data: Float32Array.from(noise(3 * height * width, seed)),
});
/** Gentle enough that little is cut off at black and white. */
const near = ({ data, ...size }: Planes, seed: number): Planes => {
  const other = noise(data.length, seed);
  return { ...size, data: data.map((value, at) => 0.2 + 0.5 * value + 0.2 * other[at]!) };
};

const pairs = [
  { name: 'lying', photo: picture(40, 57, 1), reach: 1 / 8, flat: 1e-2 },
  { name: 'one pixel', photo: picture(1, 1, 2), reach: 1 / 24, flat: 1e-2 },
  { name: 'a line', photo: picture(1, 30, 3), reach: 1 / 24, flat: 1e-2 },
  { name: 'windows larger than it is', photo: picture(9, 8, 4), reach: 2, flat: 1e-6 },
].map((each) => ({ ...each, made: near(each.photo, 5) }));
const large = new BytePicture(83, 121, Uint8ClampedArray.from(noise(4 * 83 * 121, 6), (value) => value * 255));
const strengths = [0, 0.4, 1, 1.5];
const sizes = [[4000, 6000], [300, 451], [1, 1], [20, 1000], [513, 511], [512, 340], [700, 700], [1000, 3]] as const;

const SCRIPT = `
import sys, json, numpy as np
from pinxit.core.picture import Picture
from pinxit.methods.photo.colourmaps import colour_maps
from pinxit.methods.photo.wct import working_size
q = json.load(sys.stdin)
def hwc(p):
    return np.array(p["data"], np.float32).reshape(3, p["height"], p["width"]).transpose(1, 2, 0).copy()
rgba = np.array(q["large"], np.uint8).reshape(83, 121, 4)
large = rgba[..., :3].astype(np.float32) / 255
said = {"changes": [], "applied": [], "sizes": []}
for pair in q["pairs"]:
    maps = colour_maps(hwc(pair["photo"]), hwc(pair["made"]), pair["reach"], pair["flat"])
    h, w = maps.change_hwk.shape[:2]
    said["changes"].append(maps.change_hwk.reshape(h, w, 4, 3).transpose(2, 0, 1, 3).ravel().tolist())
    said["applied"].append([(maps.applied(large, s) * 255).ravel().tolist() for s in q["strengths"]])
for h, w in q["sizes"]:
    said["sizes"].append(working_size(Picture(np.zeros((h, w, 3), np.float32)), 512))
json.dump(said, sys.stdout)
`;

describe('as in Python', () => {
  let said: { changes: number[][]; applied: number[][][]; sizes: [number, number][] };
  beforeAll(async () => {
    const plain = (planes: Planes): object => ({ ...planes, data: [...planes.data] });
    const asked = pairs.map(({ photo, made, ...rest }) => ({ ...rest, photo: plain(photo), made: plain(made) }));
    said = await python(SCRIPT, { pairs: asked, large: [...large.rgba], strengths, sizes });
  }, 60_000);

  pairs.forEach(({ name, photo, made, reach, flat }, which) => {
    it(`the maps of a photo: ${name}`, () => {
      const { change } = colourMaps(photo, made, reach, flat);
      const wanted = said.changes[which]!;
      expect(change.length).toBe(wanted.length);
      expect(change.reduce((most, value, at) => Math.max(most, Math.abs(value - wanted[at]!)), 0)).toBeLessThan(1e-4);
    });

    it(`a larger photo through them, a band at a time: ${name}`, () => {
      const maps = colourMaps(photo, made, reach, flat);
      strengths.forEach((strength, at) => {
        const found = inBands(atStrength(maps, strength) as ColourMaps);
        const wanted = said.applied[which]![at]!;
        const apart = wanted.map((value, index) => Math.abs(value - found[4 * Math.floor(index / 3) + (index % 3)]!));
        // Half a level is lost by rounding to bytes.
        expect(Math.max(...apart)).toBeLessThan(0.51);
        expect(found.filter((_, index) => index % 4 === 3)).toEqual(large.rgba.filter((_, index) => index % 4 === 3));
      });
    });
  });

  it('the size that a photo is looked at', () => {
    expect(sizes.map(([height, width]) => seenSize({ height, width }, 512)).map(({ height, width }) => [height, width])).toEqual(said.sizes);
  });
});

function inBands(maps: ColourMaps): Uint8ClampedArray {
  const out = new Uint8ClampedArray(large.rgba.length);
  for (let y0 = 0; y0 < large.height; y0 += 32) {
    const y1 = Math.min(large.height, y0 + 32);
    graded(maps, large, y0, y1, out.subarray(4 * y0 * large.width, 4 * y1 * large.width));
  }
  return out;
}

it('nothing at all is the photo to the bit', () => {
  const maps = colourMaps(pairs[0]!.photo, pairs[0]!.made, 1 / 8, 1e-2);
  const out = new Uint8ClampedArray(large.rgba.length);
  graded(atStrength(maps, 0), large, 0, large.height, out);
  expect(out).toEqual(large.rgba);
});

it('a flat photo has maps that are numbers', () => {
  const flat: Planes = { channels: 3, height: 20, width: 30, data: new Float32Array(1800).fill(0.5) };
  const { change } = colourMaps(flat, near(flat, 7), 1 / 24, 1e-2);
  expect(change.every(Number.isFinite)).toBe(true);
});
