// PSD: layers in a file that Photoshop, Krita, GIMP, Affinity and Clip Studio open (Adobe Photoshop File Formats Specification, 2019;
// photoshop.py). Header, three lengths that are 0 here, the layers from the bottom up, the merged picture; big-endian. A group is two
// layers without pixels, one below its layers, where it ends, and one above them, which has its name.
import type { BytePicture, Size } from '../../picture/surface';
import { rgbaOf, type Blend, type Group, type Label, type Layer } from './layers';

type Bytes = Uint8Array<ArrayBuffer>;

const [RGB, DEPTH, PLAIN, PACKED] = [3, 8, 0, 1];
const ALPHA = -1; // the number of a layer's transparency among its channels
const BLENDS: Readonly<Record<Blend, string>> = { normal: 'norm', multiply: 'mul ', screen: 'scrn' };
const [SEEN, NO_PIXELS] = [8, 16]; // what is said of a layer: seen (and that is meant), nothing to be seen of its own
const THROUGH = 'pass'; // layers of a group lie on what is below the group
const [OPEN, END] = [1, 3]; // a group as it is shown, and where it ends
const RUN = 128; // bytes at most that PackBits says in one piece

/** Layers (the first at the bottom) and the picture that they make. `between` is awaited after each. */
export async function psd(layers: Iterable<Layer>, picture: BytePicture, between: () => Promise<void>): Promise<Bytes[]> {
  const parts: Part[] = [];
  let open: Group | null = null;
  for (const layer of layers) {
    if (open !== layer.group) parts.push(...marks(open, layer.group));
    open = layer.group;
    const rgba = rgbaOf(layer);
    parts.push(part({ ...layer, blend: BLENDS[layer.blend] }, [3, 0, 1, 2].map((channel) => {
      const { lengths, rows } = packed(layer, rgba, channel);
      return [words(16, PACKED), lengths, rows];
    })));
    await between();
  }
  parts.push(...marks(open, null));
  const info = [words(16, parts.length), ...parts.map(({ record }) => record), ...parts.flatMap(({ contents }) => contents)];
  const length = info.reduce((sum, each) => sum + each.length, 0);
  if (length % 2) info.push(new Uint8Array(1));
  const merged = [0, 1, 2].map((channel) => packed(picture, picture.rgba, channel));
  return [
    text('8BPS'), words(16, 1), new Uint8Array(6), words(16, 3), words(32, picture.height, picture.width), words(16, DEPTH, RGB),
    words(32, 0, 0),
    words(32, length + (length % 2) + 8, length + (length % 2)), ...info, words(32, 0),
    words(16, PACKED), ...merged.map(({ lengths }) => lengths), ...merged.map(({ rows }) => rows),
  ];
}

/** What is said of a layer, and what its channels hold. */
interface Part {
  readonly record: Bytes;
  readonly contents: readonly Bytes[];
}

/** Marks where one group is over and another begins. */
function marks(over: Group | null, next: Group | null): Part[] {
  return [...(over ? [mark(over, THROUGH, [words(32, OPEN), text(`8BIM${THROUGH}`)])] : []), ...(next ? [mark('</Layer group>', BLENDS.normal, [words(32, END)])] : [])];
}

/** A layer without pixels. divider: what kind of mark it is. */
function mark(name: string, blend: string, divider: readonly Bytes[]): Part {
  const said = joined(divider);
  const nowhere = { name, blend, top: 0, left: 0, height: 0, width: 0 };
  return part(nowhere, [0, 1, 2, 3].map(() => [words(16, PLAIN)]), SEEN | NO_PIXELS, [text('8BIMlsct'), words(32, said.length), said]);
}

/** A layer that is opaque, its own base; no mask, no ranges of blending. channels: transparency, red, green, blue. */
function part({ name, blend, top, left, height, width }: Omit<Label, 'blend' | 'group'> & { readonly blend: string }, channels: readonly Bytes[][], flags = SEEN, more: readonly Bytes[] = []): Part {
  const called = new Uint8Array(4 * Math.ceil((name.length + 1) / 4));
  called[0] = name.length;
  called.set(text(name), 1);
  const extra = joined([words(32, 0, 0), called, ...more]);
  const sizes = channels.flatMap((pieces, at) => [words(16, at === 0 ? ALPHA : at - 1), words(32, pieces.reduce((sum, each) => sum + each.length, 0))]);
  const record = joined([
    words(32, top, left, top + height, left + width),
    words(16, channels.length), ...sizes,
    text(`8BIM${blend}`), Uint8Array.of(255, 0, flags, 0), words(32, extra.length), extra,
  ]);
  return { record, contents: channels.flat() };
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
