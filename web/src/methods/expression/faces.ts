// Where the faces are in a photo, and 468 points on each: MediaPipe's face detection and face mesh, asked as Python asks them
// (pinxit.runtime.faces). Points are x, y, z one after the other, in pixels of the photo.
import { Fault } from '../../contract/engine';
import { smaller } from '../../picture/encode';
import { resample } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { bilinear } from '../../picture/sample';
import { partOf, planes, whole, type Box, type BytePicture, type Planes } from '../../picture/surface';
import type { Network, WholeNetwork } from '../network';
import type { Tables } from './tables';

const LOOKED_AT = 2048; // pixels a side: the detector, which sees 128 at a time, finds no more in a larger photo
const ROOM = 2; // pixels around what is read between pixels
const CELLS = [[8, 2], [16, 6]] as const; // pixels of a cell of the detector, and boxes that start there

export interface FaceNetworks {
  readonly face: Network;
  readonly mesh: WholeNetwork;
}

/** x, y of two corners and of both eyes, and how sure it is that there is a face. */
type Found = readonly number[];

/** A turned square of the photo: its middle, its side, and by how much it is turned (radians, x towards y). */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly turn: number;
}

/** The points of each face, the largest first; none where nobody looks this way. `between` is awaited now and then. */
export async function findFaces(
  tables: Tables,
  networks: FaceNetworks,
  photo: BytePicture,
  between: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>[]> {
  const found: Float32Array<ArrayBuffer>[] = [];
  for (const box of await detected(tables, networks.face, photo, between)) {
    const { points: roughly } = await pointsIn(tables, networks.mesh, photo, squareOfBox(tables, box));
    await between();
    // Found twice, as where they were found first says better than a box where to look.
    const { points, presence } = await pointsIn(tables, networks.mesh, photo, squareOf(tables, roughly));
    await between();
    if (presence > tables.finding.certain) found.push(points);
  }
  return found.sort((a, b) => apart(tables, b) - apart(tables, a));
}

/** Where to look for points of the nearest face of a video's frame; null: there is none that fills as much of it as a viewer's does. */
export async function nearestFace(tables: Tables, face: Network, frame: BytePicture): Promise<Square | null> {
  const found = await boxesIn(tables, face, frame, 0, 0, Math.max(frame.height, frame.width));
  const squares = found.map((box) => squareOfBox(tables, box));
  return squares.reduce<Square | null>((most, each) => (most && most.side >= each.side ? most : each), null);
}

/** Distance between the outer corners of the eyes as the viewer sees them, in pixels. */
export function apart({ eyes: [one, other] }: Pick<Tables, 'eyes'>, points: Float32Array): number {
  return Math.hypot(points[3 * one]! - points[3 * other]!, points[3 * one + 1]! - points[3 * other + 1]!);
}

const squareOfBox = (tables: Tables, box: Found): Square => squareAround(tables, box.slice(0, 2), box.slice(2, 4), box.slice(4, 8));

/** The square that the mesh wants to see, of a box and of two eyes. */
function squareAround({ finding }: Tables, low: Found, high: Found, eyes: Found): Square {
  const side = finding.around * Math.max(high[0]! - low[0]!, high[1]! - low[1]!);
  const turn = Math.atan2(eyes[3]! - eyes[1]!, eyes[2]! - eyes[0]!);
  return { x: (low[0]! + high[0]!) / 2, y: (low[1]! + high[1]!) / 2, side, turn };
}

/** Where to look for points that were found, once more or a moment later. */
export function squareOf(tables: Tables, points: Float32Array): Square {
  const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]] as [number[], number[]];
  for (let at = 0; at < points.length; at += 3) {
    for (let axis = 0; axis < 2; axis++) {
      low[axis] = Math.min(low[axis]!, points[at + axis]!);
      high[axis] = Math.max(high[axis]!, points[at + axis]!);
    }
  }
  return squareAround(tables, low, high, tables.eyes.flatMap((eye) => [points[3 * eye]!, points[3 * eye + 1]!]));
}

/** A place of the photo from shares of the square, 0..1 from its corner. */
function toPhoto({ x, y, side, turn }: Square, across: number, down: number): readonly [number, number] {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [dx, dy] = [(across - 0.5) * side, (down - 0.5) * side];
  return [x + cos * dx - sin * dy, y + sin * dx + cos * dy];
}

/** What the mesh says of a square: the points, and how sure it is (0..1) that there is a face. */
export async function pointsIn(
  { finding: { meshed_at: size } }: Tables,
  mesh: WholeNetwork,
  photo: BytePicture,
  square: Square,
): Promise<{ points: Float32Array<ArrayBuffer>; presence: number }> {
  const feeds = { photo: { data: seenIn(photo, square, size), shape: [1, 3, size, size] } };
  const [found, presence] = await mesh(feeds, ['points', 'presence']);
  const data = found!.data;
  const points = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    points.set(toPhoto(square, data[at]! / size, data[at + 1]! / size), at);
    points[at + 2] = (data[at + 2]! / size) * square.side;
  }
  if (!points.every(Number.isFinite)) throw new Fault('internal', 'the points of a face are not finite');
  return { points, presence: sigmoid(presence!.data[0]!) };
}

/** The square as the mesh sees it. The photo is shrunk first where the square is large, so that every pixel of it counts. */
function seenIn(photo: BytePicture, square: Square, size: number): Float32Array<ArrayBuffer> {
  const scale = Math.min(1, (1.5 * size) / square.side);
  const small = { height: shrunk(photo.height, scale), width: shrunk(photo.width, scale) };
  const [scaleX, scaleY] = [small.width / photo.width, small.height / photo.height];
  const corners = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([across, down]) => toPhoto(square, across!, down!));
  const x = range(corners.map(([at]) => at * scaleX), small.width);
  const y = range(corners.map(([, at]) => at * scaleY), small.height);
  const box: Box = { x0: x[0], x1: x[1], y0: y[0], y1: y[1] };
  const window = resample(photo, small, box, 'area', false);
  const seen = new Float32Array(3 * size * size);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) {
      const [px, py] = toPhoto(square, (column + 0.5) / size, (row + 0.5) / size);
      bilinear(window, px * scaleX - box.x0, py * scaleY - box.y0, seen, at, size * size);
    }
  }
  return seen;
}

const shrunk = (length: number, scale: number): number => Math.max(1, roundEven(length * scale));

/** The pixels of a side that places between these are read from: at least one. */
function range(places: readonly number[], length: number): readonly [number, number] {
  const first = Math.min(length - 1, Math.max(0, Math.floor(Math.min(...places)) - ROOM));
  return [first, Math.max(first + 1, Math.min(length, Math.ceil(Math.max(...places)) + ROOM))];
}

/** Where to look for points: in the whole photo, and in overlapping parts of it for faces that are small. The surest box of each. */
async function detected(tables: Tables, face: Network, photo: BytePicture, between: () => Promise<void>): Promise<readonly Found[]> {
  const { detected_at: size, parts } = tables.finding;
  const seen = smaller(photo, LOOKED_AT);
  const [scaleX, scaleY] = [photo.width / seen.width, photo.height / seen.height];
  const found = await boxesIn(tables, face, seen, 0, 0, Math.max(seen.height, seen.width));
  const side = Math.max(1, roundEven(parts * Math.min(seen.height, seen.width)));
  if (side >= size) {
    for (const top of starts(seen.height, side)) {
      for (const left of starts(seen.width, side)) {
        found.push(...(await boxesIn(tables, face, seen, top, left, side)));
        await between();
      }
    }
  }
  const kept: Found[] = [];
  for (const box of found.sort((a, b) => b[8]! - a[8]!)) {
    if (kept.every((other) => overlap(box, other) < tables.finding.apart)) kept.push(box);
  }
  return kept.map((box) => box.map((value, at) => (at === 8 ? value : value * (at % 2 === 0 ? scaleX : scaleY))));
}

/** Where parts of a side begin that overlap by half at least. */
function starts(length: number, side: number): readonly number[] {
  const count = Math.ceil((2 * length) / side) - 1;
  if (count < 2) return [0];
  return Array.from({ length: count }, (_, index) => roundEven(((length - side) * index) / (count - 1)));
}

/** Faces in one square of the photo. What reaches over the border is black, and the photo in the middle of it. */
async function boxesIn(tables: Tables, face: Network, photo: BytePicture, top: number, left: number, side: number): Promise<Found[]> {
  const { detected_at: size, sure } = tables.finding;
  const part = partOf(photo, { y0: top, x0: left, y1: Math.min(photo.height, top + side), x1: Math.min(photo.width, left + side) });
  const scale = size / side;
  const small = { height: shrunk(part.height, scale), width: shrunk(part.width, scale) };
  const [above, before] = [(size - small.height) >> 1, (size - small.width) >> 1];
  const seen = framed(resample(part, small, whole(small), 'area', false), size, above, before);
  const feeds = { photo: { data: seen.data, shape: [1, 3, size, size] } };
  const { data: scores } = await face(feeds, 'scores');
  const likely = [...scores.keys()].filter((at) => sigmoid(scores[at]!) > sure);
  if (likely.length === 0) return [];
  const { data: boxes } = await face(feeds, 'boxes');
  const anchors = anchorsOf(size);
  return likely.map((at) => {
    const raw = boxes.subarray((boxes.length / scores.length) * at);
    const [x, y] = anchors[at]!;
    const middle = [raw[0]! + x, raw[1]! + y] as const;
    const [halfX, halfY] = [raw[2]! / 2, raw[3]! / 2];
    const places = [
      ...[middle[0] - halfX, middle[1] - halfY, middle[0] + halfX, middle[1] + halfY],
      ...[raw[4]! + x, raw[5]! + y, raw[6]! + x, raw[7]! + y],
    ];
    const inPhoto = places.map((place, axis) => (axis % 2 === 0 ? (place - before) / scale + left : (place - above) / scale + top));
    return [...inPhoto, sigmoid(scores[at]!)];
  });
}

function framed(from: Planes, size: number, top: number, left: number): Planes {
  const out = planes(from.channels, size, size);
  for (let channel = 0; channel < from.channels; channel++) {
    for (let y = 0; y < from.height; y++) {
      const start = (channel * from.height + y) * from.width;
      out.data.set(from.data.subarray(start, start + from.width), (channel * size + top + y) * size + left);
    }
  }
  return out;
}

/** Intersection over union of two boxes. */
function overlap(one: Found, other: Found): number {
  const side = (axis: 0 | 1): number => Math.max(0, Math.min(one[axis + 2]!, other[axis + 2]!) - Math.max(one[axis]!, other[axis]!));
  const area = (box: Found): number => (box[2]! - box[0]!) * (box[3]! - box[1]!);
  const common = side(0) * side(1);
  return common / Math.max(area(one) + area(other) - common, 1e-9);
}

/** Where the detector's boxes are counted from, in its pixels. */
function anchorsOf(size: number): readonly (readonly [number, number])[] {
  return CELLS.flatMap(([cell, count]) => {
    const middles = Array.from({ length: size / cell }, (_, index) => (index + 0.5) * cell);
    return middles.flatMap((y) => middles.flatMap((x) => Array.from({ length: count }, () => [x, y] as const)));
  });
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
