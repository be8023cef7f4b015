// PSD: layers in a file that Photoshop, Krita, GIMP, Affinity and Clip Studio open (Adobe Photoshop File Formats Specification, 2019;
// photoshop.py). Header, three lengths that are 0 here, the layers from the bottom up, the merged picture; big-endian.
import type { BytePicture, Size } from '../../picture/surface';
import type { Blend, Layer } from './layers';

type Bytes = Uint8Array<ArrayBuffer>;

const [RGB, DEPTH, PACKED] = [3, 8, 1];
const ALPHA = -1; // the number of a layer's transparency among its channels
const BLENDS: Readonly<Record<Blend, string>> = { normal: 'norm', multiply: 'mul ', screen: 'scrn' };
const RUN = 128; // bytes at most that PackBits says in one piece

/** Layers (the first at the bottom) and the picture that they make. `between` is awaited after each. */
export async function psd(layers: readonly Layer[], picture: BytePicture, between: () => Promise<void>): Promise<Bytes[]> {
  const [records, contents]: Bytes[][] = [[], []];
  for (const layer of layers) {
    const rgba = layer.rgba();
    const channels = [ALPHA, 0, 1, 2].map((channel) => ({ channel, ...packed(layer, rgba, channel === ALPHA ? 3 : channel) }));
    records!.push(record(layer, channels.map(({ channel, lengths, rows }) => [channel, 2 + lengths.length + rows.length])));
    for (const { lengths, rows } of channels) contents!.push(words(16, PACKED), lengths, rows);
    await between();
  }
  const info = [words(16, layers.length), ...records!, ...contents!];
  const length = info.reduce((sum, part) => sum + part.length, 0);
  if (length % 2) info.push(new Uint8Array(1));
  const merged = [0, 1, 2].map((channel) => packed(picture, picture.rgba, channel));
  return [
    text('8BPS'), words(16, 1), new Uint8Array(6), words(16, 3), words(32, picture.height, picture.width), words(16, DEPTH, RGB),
    words(32, 0, 0),
    words(32, length + (length % 2) + 8, length + (length % 2)), ...info, words(32, 0),
    words(16, PACKED), ...merged.map(({ lengths }) => lengths), ...merged.map(({ rows }) => rows),
  ];
}

/** What is said of a layer: opaque, its own base, seen (8: and that is meant); no mask, no ranges of blending. */
function record({ name, blend, top, left, height, width }: Layer, channels: readonly (readonly [number, number])[]): Bytes {
  const called = new Uint8Array(4 * Math.ceil((name.length + 1) / 4));
  called[0] = name.length;
  called.set(text(name), 1);
  return joined([
    words(32, top, left, top + height, left + width),
    words(16, channels.length), ...channels.flatMap(([number, length]) => [words(16, number), words(32, length)]),
    text(`8BIM${BLENDS[blend]}`), Uint8Array.of(255, 0, 8, 0), words(32, 8 + called.length, 0, 0), called,
  ]);
}

/** One channel of RGBA, packed row by row, and how long each row is. */
function packed({ height, width }: Size, rgba: Uint8ClampedArray, channel: number): { lengths: Bytes; rows: Bytes } {
  const [row, into] = [new Uint8Array(width), new Uint8Array(width + Math.ceil(width / RUN))];
  const rows = Array.from({ length: height }, (_, y) => {
    for (let x = 0; x < width; x++) row[x] = rgba[4 * (y * width + x) + channel]!;
    return into.slice(0, packBits(row, into));
  });
  return { lengths: words(16, ...rows.map((each) => each.length)), rows: joined(rows) };
}

/** Pieces of one value, or as they are; never longer than all in pieces as they are. Returns the length. */
function packBits(row: Bytes, into: Bytes): number {
  let to = 0;
  for (let from = 0, plain = 0; from < row.length; ) {
    let end = from + 1;
    while (end < row.length && end - from < RUN && row[end] === row[from]) end++;
    // Two alike are no shorter as a run, and end a piece that would go on.
    const run = end - from > 2;
    if (!run) end = from + 1;
    if ((run || end === row.length || end - plain === RUN) && plain < (run ? from : end)) {
      const stop = run ? from : end;
      into[to++] = stop - plain - 1;
      into.set(row.subarray(plain, stop), to);
      to += stop - plain;
      plain = stop;
    }
    if (run) {
      into[to++] = 257 - (end - from);
      into[to++] = row[from]!;
      plain = end;
    }
    from = end;
  }
  return to;
}

function words(bits: 16 | 32, ...values: readonly number[]): Bytes {
  const view = new DataView(new ArrayBuffer((values.length * bits) / 8));
  values.forEach((value, at) => (bits === 16 ? view.setInt16(2 * at, value) : view.setUint32(4 * at, value)));
  return new Uint8Array(view.buffer);
}

function text(ascii: string): Bytes {
  return Uint8Array.from(ascii, (letter) => letter.charCodeAt(0));
}

function joined(parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
