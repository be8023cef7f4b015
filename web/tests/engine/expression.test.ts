// Faces and expressions are Python's: where the points are, how they move, what is drawn; and files that say that they were edited.
import { cp } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FoundFace } from '../../src/contract/portrait';
import { Portraits } from '../../src/engine/portraits';
import { Basis } from '../../src/methods/expression/basis';
import { Frame } from '../../src/methods/expression/frame';
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
const CASES = [{ smile: 0.7 }, { laugh: 1, brows_up: 0.3 }, { surprise: 0.9 }, { eyes_closed: 1 }, { wink_left: 0.8, kiss: 0.5 }, { smile: -0.8, fear: 1.2 }];

const SCRIPT = `
import sys, json, base64, numpy as np
from pinxit.core.picture import Picture
from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.mesh import Frame
from pinxit.methods.expression.run import units_of
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.methods.expression.warp import redrawn
from pinxit.runtime.faces import faces
q = json.load(sys.stdin)
photo = Picture.of(q["photo"])
packed = lambda a: base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
as_bytes = lambda a: packed(np.rint(a * 255).astype(np.uint8))
points = faces(photo)[0].points_n3
frame = Frame.of(points)
said = {"height": photo.height, "width": photo.width, "photo": as_bytes(photo.rgb_hw3), "points": points.ravel().tolist(), "cases": []}
for case in q["cases"]:
    moved = frame.moved(movement(frame.canonical(points), units_of(ExpressionOptions(**case))))
    said["cases"].append({"moved": moved.ravel().tolist(), "made": as_bytes(redrawn(photo.rgb_hw3, points, moved, frame.eyes))})
json.dump(said, sys.stdout)
`;

interface Said {
  readonly height: number;
  readonly width: number;
  readonly photo: string;
  readonly points: number[];
  readonly cases: readonly { readonly moved: number[]; readonly made: string }[];
}

let said: Said;
let points: Float32Array<ArrayBuffer>;
let photo: BytePicture;

beforeAll(async () => {
  said = await python<Said>(SCRIPT, { photo: PHOTO, cases: CASES });
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

  it('is drawn as Python draws it, and the rest stays to the bit', () => {
    const { rgba } = new Portraits().make(tables, photo, { photo: 0, faces: [{ points, amounts }] });
    const wanted = Buffer.from(said.cases[which]!.made, 'base64');
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
  });
});

it('nothing asked for is the photo itself', () => {
  expect(new Portraits().make(tables, photo, { photo: 0, faces: [{ points, amounts: { smile: 0 } }] })).toBe(photo);
});
