// Reading and writing .style files: safetensors with a vector, perhaps a thumbnail, and texts. The same checks as in Python,
// and the same bytes.
import { Fault } from './engine';
import type { PinxitManifest } from './manifest';
import type { Style } from './style';

export const STYLE_MOST_BYTES = 64 * 1024;
const FORMAT = 'pinxit.style';
const VERSION = '1';
const SOURCES: readonly string[] = ['learned', 'read', 'blended', 'identity'];
const TEXTS = ['painter', 'name', 'title', 'artist', 'year', 'rights', 'source'] as const;
const MOST_TEXT = 400; // characters
const MOST_VALUE = 1e4; // beyond this it is not a style and would paint infinities
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.+-]{0,63}$/u;
const PRINTABLE = /^(?:[^\p{C}\p{Z}]| )*$/u;
const BYTES: Readonly<Record<string, number>> = { F32: 4, F16: 2, U8: 1 };

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** Parse the content of a .style file; `what` is what messages call it. Fault('not-a-style') says what is wrong. */
export function parseStyle(bytes: ArrayBuffer, what = 'style'): Style {
  const wrong = (why: string): Fault => new Fault('not-a-style', `${what}: ${why}`);
  if (bytes.byteLength > STYLE_MOST_BYTES) throw wrong(`larger than ${STYLE_MOST_BYTES} bytes`);
  if (bytes.byteLength < 8) throw wrong(`${bytes.byteLength} bytes are too few`);
  const length = Number(new DataView(bytes).getBigUint64(0, true));
  if (length < 2 || length > bytes.byteLength - 8) throw wrong('the header is longer than the file');
  const header = record(parsed(bytes.slice(8, 8 + length), wrong));
  const said = record(header?.['__metadata__']);
  if (!header || !said) throw wrong('the header has no metadata');
  const texts = textsOf(said, wrong);
  const { vector, thumbnail, ...others } = tensorsOf(header, bytes.byteLength - 8 - length, wrong);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw wrong(`unknown tensor ${unknown.slice(0, 40)}`);
  if (!vector) throw wrong('it has no vector');
  if (!['F32', 'F16'].includes(vector.dtype) || vector.shape.length !== 1) throw wrong('the vector is not one row of F32 or F16');
  if (thumbnail && (thumbnail.dtype !== 'U8' || thumbnail.shape.length !== 1)) throw wrong('the thumbnail is not one row of U8');
  const content = (tensor: Tensor): ArrayBuffer => bytes.slice(8 + length + tensor.start, 8 + length + tensor.end);
  const numbers = floats(content(vector), vector.dtype);
  if (numbers.length === 0 || !numbers.every((value) => Math.abs(value) <= MOST_VALUE)) {
    throw wrong('the vector is empty, or holds numbers that are not finite or absurdly large');
  }
  return { ...texts, vector: numbers, thumbnail: thumbnail ? picture(content(thumbnail), wrong) : null };
}

/** The content of a .style file, byte for byte what Python writes. Fault('not-a-style') for what no such file may hold. */
export async function writeStyle(style: Style): Promise<ArrayBuffer> {
  const thumbnail = new Uint8Array((await style.thumbnail?.arrayBuffer()) ?? []);
  const numbers = 4 * style.vector.length;
  const texts = Object.fromEntries(TEXTS.map((key) => [key, style[key]]));
  const header: Record<string, unknown> = {
    __metadata__: { format: FORMAT, version: VERSION, ...texts },
    vector: { dtype: 'F32', shape: [style.vector.length], data_offsets: [0, numbers] },
  };
  if (thumbnail.length > 0) {
    header['thumbnail'] = { dtype: 'U8', shape: [thumbnail.length], data_offsets: [numbers, numbers + thumbnail.length] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + numbers + thumbnail.length).fill(0x20, 8, 8 + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  style.vector.forEach((value, at) => view.setFloat32(8 + length + 4 * at, value, true));
  bytes.set(thumbnail, 8 + length + numbers);
  parseStyle(bytes.buffer, style.name); // what could not be read again is not written
  return bytes.buffer;
}

/** Throw Fault('other-painter') unless the style is one of this painter's. */
export function samePainter(style: Style, manifest: PinxitManifest): void {
  const { vector } = manifest.constants;
  if (style.painter === manifest.id && style.vector.length === vector) return;
  throw new Fault('other-painter', `${style.name}: ${style.painter}, ${style.vector.length}; ${manifest.id}, ${vector}`);
}

type Wrong = (why: string) => Fault;

function parsed(bytes: ArrayBuffer, wrong: Wrong): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (problem) {
    throw wrong(`the header is not valid JSON (${String(problem)})`);
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function textsOf(said: Readonly<Record<string, unknown>>, wrong: Wrong): Record<(typeof TEXTS)[number], string> {
  if (!Object.values(said).every((value) => typeof value === 'string')) throw wrong('the metadata must be text');
  if (said['format'] !== FORMAT) throw wrong(`its format is ${String(said['format'] ?? 'missing').slice(0, 40)}`);
  if (said['version'] !== VERSION) throw wrong(`its version is ${String(said['version'] ?? 'missing').slice(0, 20)}`);
  const [painter, name, title, artist, year, rights, source] = TEXTS.map((key) => {
    const text = said[key];
    if (typeof text !== 'string') throw wrong(`the metadata lacks ${key}`);
    if ([...text].length > MOST_TEXT || !PRINTABLE.test(text)) {
      throw wrong(`${key} must be printable text of at most ${MOST_TEXT} characters`);
    }
    return text;
  }) as [string, string, string, string, string, string, string];
  if (!NAME.test(name)) throw wrong('its name is not 1 to 64 letters, digits, "-", "_", "." or "+"');
  if (!painter) throw wrong('it does not say which painter it is for');
  if (!SOURCES.includes(source)) throw wrong(`its source is ${source}`);
  return { painter, name, title, artist, year, rights, source };
}

/** The tensors of a header, which must fill the `size` bytes behind it without gap or overlap. */
function tensorsOf(header: Readonly<Record<string, unknown>>, size: number, wrong: Wrong): Readonly<Record<string, Tensor>> {
  const found: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') found[name] = tensorOf(name, record(value), wrong);
  }
  let reached = 0;
  for (const tensor of Object.values(found).sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (tensor.start !== reached) throw wrong('its tensors leave a gap or overlap');
    reached = tensor.end;
  }
  if (reached !== size) throw wrong('it is cut short, or longer than its header says');
  return found;
}

function tensorOf(name: string, value: Readonly<Record<string, unknown>> | null, wrong: Wrong): Tensor {
  const { dtype, shape, data_offsets: offsets } = value ?? {};
  const bytes = typeof dtype === 'string' ? BYTES[dtype] : undefined;
  const isCount = (each: unknown): each is number => Number.isSafeInteger(each) && Number(each) >= 0;
  if (typeof dtype !== 'string' || bytes === undefined) throw wrong(`tensor ${name.slice(0, 40)} is ${String(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isCount)) throw wrong(`tensor ${name.slice(0, 40)} has no shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) throw wrong(`tensor ${name.slice(0, 40)} has no place`);
  const [start = 0, end = 0] = offsets;
  if (end - start !== shape.reduce((all, side) => all * side, bytes)) throw wrong(`tensor ${name.slice(0, 40)} has another size`);
  return { dtype, shape, start, end };
}

function floats(bytes: ArrayBuffer, dtype: string): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes);
  if (dtype === 'F32') return Float32Array.from({ length: bytes.byteLength / 4 }, (_, at) => view.getFloat32(4 * at, true));
  return Float32Array.from({ length: bytes.byteLength / 2 }, (_, at) => half(view.getUint16(2 * at, true)));
}

/** An IEEE 754 half, from its bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function picture(bytes: ArrayBuffer, wrong: Wrong): Blob {
  const [a, b, c, d, , , , , e, f, g, h] = new Uint8Array(bytes);
  const spells = (codes: readonly (number | undefined)[], word: string): boolean =>
    codes.every((code, index) => code === word.charCodeAt(index));
  if (a === 0xff && b === 0xd8 && c === 0xff) return new Blob([bytes], { type: 'image/jpeg' });
  if (spells([a, b, c, d], 'RIFF') && spells([e, f, g, h], 'WEBP')) return new Blob([bytes], { type: 'image/webp' });
  throw wrong('the thumbnail is neither a WebP nor a JPEG picture');
}
