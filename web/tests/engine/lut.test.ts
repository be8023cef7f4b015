// Tables of colours: applied as Python applies them, and written to files that are read again.
import { beforeAll, describe, expect, it } from 'vitest';
import { readCube, writeCube } from '../../src/contract/cubefile';
import { Fault } from '../../src/contract/engine';
import { BLACK, WHITE, type Colour, type Lut } from '../../src/contract/lut';
import { thinned } from '../../src/methods/colour/preset';
import { mixed, recolour } from '../../src/picture/lut';
import { BytePicture } from '../../src/picture/surface';
import { python } from './python';

const noise = (count: number, seed: number): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647);
};
const table = (points: number, seed: number): Float32Array<ArrayBuffer> => Float32Array.from(noise(3 * points ** 3, seed));
const lut = (points: number, seed: number, low: Colour = BLACK, high: Colour = WHITE): Lut => ({ points, table: table(points, seed), low, high, title: '' });
/** What looks are like: not far from what they were. */
const gentle = mixed(lut(33, 7), 0.05);
const bytes = Uint8ClampedArray.from(noise(4 * 60 * 50, 3), (value) => value * 255);

const SCRIPT = `
import sys, json, numpy as np
from pinxit.imageops.lut import Lut
from pinxit.core.picture import Picture
from pinxit.methods.colour.pixels import thinned
q = json.load(sys.stdin)
rgba = np.array(q["bytes"], np.uint8).reshape(50, 60, 4)
photo = rgba[..., :3].astype(np.float32) / 255
def table(case):
    n = case["points"]
    return Lut(np.array(case["table"], np.float32).reshape(n, n, n, 3), np.array(case["low"], np.float32), np.array(case["high"], np.float32))
said = {"applied": [], "exact": [], "mixed": []}
for case in q["luts"]:
    said["applied"].append((table(case).apply(photo) * 255).ravel().tolist())
for case in q["luts"]:
    said["mixed"].append([table(case).mixed(s).table_bgr3.ravel().tolist() for s in q["strengths"]])
large = np.array(q["large"], np.uint8).reshape(7, 1300, 4).astype(np.float32) / 255
said["thinned"] = thinned(Picture(large[..., :3].copy(), large[..., 3].copy()), 512).transpose(2, 0, 1).ravel().tolist()
json.dump(said, sys.stdout)
`;
const luts = [gentle, lut(2, 5), mixed(lut(9, 11, [0.1, 0, 0.05], [0.9, 1, 0.95]), 0.02)];
const strengths = [0, 0.4, 1, 1.5];
const large = { height: 7, width: 1300, rgba: Uint8ClampedArray.from(noise(4 * 7 * 1300, 19), (value) => value * 255) };

describe('as in Python', () => {
  let said: { applied: number[][]; mixed: number[][][]; thinned: number[] };
  beforeAll(async () => {
    const plain = ({ points, table: colours, low, high }: Lut): object => ({ points, table: [...colours], low, high });
    said = await python(SCRIPT, { bytes: [...bytes], luts: luts.map(plain), strengths, large: [...large.rgba] });
  }, 60_000);

  it.each([
    // Python's own way with tables that Pillow does not take, tetrahedra, is another one between the points.
    ['33 points, gently', 0, 1],
    ['two points', 1, 1],
    ['a domain of its own', 2, 3],
  ])('a picture through a table: %s', (_, which, most) => {
    const found = new Uint8ClampedArray(bytes.length);
    recolour(luts[which]!, bytes, found);
    const apart = said.applied[which]!.map((value, at) => Math.abs(value - found[4 * Math.floor(at / 3) + (at % 3)]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(most);
    expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(0.5);
    expect(found.filter((_, at) => at % 4 === 3)).toEqual(bytes.filter((_, at) => at % 4 === 3));
  });

  it('the strength of a table', () => {
    luts.forEach((each, which) => {
      strengths.forEach((strength, at) => {
        const found = mixed(each, strength).table;
        const wanted = said.mixed[which]![at]!;
        expect(found.reduce((most, value, index) => Math.max(most, Math.abs(value - wanted[index]!)), 0)).toBeLessThan(1e-6);
      });
    });
  });

  it('what the network is shown of a large photo with alpha', () => {
    const { data, height, width } = thinned(new BytePicture(large.height, large.width, large.rgba));
    expect([height, width]).toEqual([4, 650]);
    expect(data.length).toBe(said.thinned.length);
    expect(data.reduce((most, value, at) => Math.max(most, Math.abs(value - said.thinned[at]!)), 0)).toBeLessThan(1e-6);
  });
});

it('a table at the points of its grid gives their very colours', () => {
  const small: Lut = { ...lut(2, 1), table: Float32Array.from([0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0]) };
  const pixels = Uint8ClampedArray.from([255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9, 255, 255, 255, 9]);
  recolour(small, pixels, pixels);
  expect([...pixels]).toEqual([0, 255, 0, 9, 255, 0, 0, 9, 0, 0, 255, 9, 255, 255, 0, 9]);
});

describe('.cube files', () => {
  it('are read as they were written', () => {
    const before = { ...lut(5, 13, [-0.5, 0, 0.25], [1.5, 1, 2]), title: 'Evening light' };
    const { table: colours, ...after } = readCube(writeCube(before));
    expect(after).toEqual({ points: 5, low: before.low, high: before.high, title: 'Evening light' });
    expect(colours.reduce((most, value, at) => Math.max(most, Math.abs(value - before.table[at]!)), 0)).toBeLessThan(1e-6);
  });

  it('have titles that other programs can read', () => {
    expect(writeCube({ ...lut(2, 1), title: 'a "b"\n日落 LUT_3D_SIZE 9' })).toMatch(/^TITLE "a b LUT_3D_SIZE 9"\nLUT_3D_SIZE 2\n/);
    expect(writeCube({ ...lut(2, 1), title: '日落' })).toMatch(/^LUT_3D_SIZE 2\n/);
  });

  const colours = (count: number): string => '0.5 .25 1e-1\n'.repeat(count);

  it('may come from anywhere', () => {
    const read = readCube(`\uFEFF# made elsewhere\r\ntitle "x"\r\n\r\nLUT_3D_SIZE  2\r\nLUT_3D_INPUT_RANGE 0.0 2\r\n${colours(8).replaceAll('\n', '\r\n')}# end`);
    expect(read).toMatchObject({ points: 2, title: 'x', low: [0, 0, 0], high: [2, 2, 2] });
    expect([...read.table.slice(0, 3)]).toEqual([0.5, 0.25, Math.fround(0.1)]);
    expect(readCube(`LUT_3D_SIZE 65\n${colours(65 ** 3)}`).points).toBe(65);
  });

  it.each([
    ['nothing', '', /no LUT_3D_SIZE/],
    ['a letter', 'Dear reader, this is none.', /line 1: "Dear reader/],
    ['curves', 'LUT_1D_SIZE 16\n', /1D/],
    ['no size', '0 0 0\n', /LUT_3D_SIZE was expected first/],
    ['too small', 'LUT_3D_SIZE 1\n0 0 0\n', /2 to 65/],
    ['too large', 'LUT_3D_SIZE 4096\n', /2 to 65/],
    ['a size that is none', 'LUT_3D_SIZE 2.5\n', /2 to 65/],
    ['too few colours', `LUT_3D_SIZE 2\n${colours(7)}`, /7 colours; 8 were expected/],
    ['too many colours', `LUT_3D_SIZE 2\n${colours(9)}`, /line 10: more than 2 x 2 x 2/],
    ['two numbers', `LUT_3D_SIZE 2\n0 0\n`, /line 2: "0 0"; three numbers/],
    ['no numbers', `LUT_3D_SIZE 2\n0 nan 0\n`, /line 2: "0 nan 0"; three numbers/],
    ['more than a float holds', `LUT_3D_SIZE 2\n0 1e99 0\n`, /three numbers/],
    ['a size in the middle', `LUT_3D_SIZE 2\n${colours(4)}LUT_3D_SIZE 3\n`, /line 6/],
    ['a domain without width', `LUT_3D_SIZE 2\nDOMAIN_MIN 1 0 0\n${colours(8)}`, /below DOMAIN_MAX/],
    ['an unknown keyword', 'LUT_9D_SIZE 2\n', /no keyword/],
    ['one endless line', 'x'.repeat(5_000_000), /\.\.\."/],
    ['bytes', '\u0000\u0001\uFFFD'.repeat(1000), /LUT_3D_SIZE was expected first/],
  ])('that are none: %s', (_, text, problem) => {
    let found: unknown;
    try {
      readCube(text);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(Fault);
    expect(found).toMatchObject({ code: 'not-a-cube' });
    expect((found as Fault).detail).toMatch(problem);
    expect((found as Fault).detail.length).toBeLessThan(120);
  });
});
