// Protocol buffers, as far as ONNX needs them. Nothing is believed: every length is checked against what is left, every
// step consumes bytes, and depth is limited by the caller, so that any file is read in a time that its size bounds.
import { Fault } from '../../contract/engine';

export interface Field {
  readonly number: number;
  /** Of kind 0 (varint), 1 (eight bytes) and 5 (four bytes). */
  readonly kind: 0 | 1 | 2 | 5;
  readonly value: bigint;
  /** Of kind 2: the bytes of a string, a message or a packed list; a view of the file. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);
const LONGEST_NAME = 4096;
const decoder = new TextDecoder();

export function broken(what: string): Fault {
  return new Fault('not-a-model', what);
}

/** The fields of one message, in order. */
export function* fields(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;

  function varint(): bigint {
    let low = 0;
    // Four bytes of seven bits fit a number; longer ones are rare and go on in a BigInt.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = next();
      low += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = next();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw broken('a number that does not end');
  }

  function next(): number {
    if (at >= message.length) throw broken('it ends in the middle');
    return message[at++]!;
  }

  function skip(length: number): number {
    if (length > message.length - at) throw broken('it ends in the middle');
    at += length;
    return at - length;
  }

  while (at < message.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    const kind = tag % 8;
    if (number < 1 || number > 0x1fffffff) throw broken('a field without a number');
    if (kind === 0) yield { number, kind, value: varint(), bytes: NOTHING };
    else if (kind === 1) yield { number, kind, value: view.getBigUint64(skip(8), true), bytes: NOTHING };
    else if (kind === 5) yield { number, kind, value: BigInt(view.getUint32(skip(4), true)), bytes: NOTHING };
    else if (kind === 2) {
      const length = Number(varint());
      const start = skip(length);
      yield { number, kind, value: 0n, bytes: message.subarray(start, start + length) };
    } else throw broken(`wire type ${kind}`);
  }
}

/** The bytes of a string or message; other kinds do not belong there. */
export function content(field: Field): Uint8Array {
  if (field.kind !== 2) throw broken(`field ${field.number} is a number`);
  return field.bytes;
}

export function text(field: Field): string {
  const bytes = content(field);
  return decoder.decode(bytes.length > LONGEST_NAME ? bytes.subarray(0, LONGEST_NAME) : bytes);
}

/** A text of any length, for metadata that holds lists. */
export function longText(field: Field): string {
  return decoder.decode(content(field));
}

/** A signed 64-bit number, as far as a double holds it. */
export function whole(field: Field): number {
  if (field.kind !== 0) throw broken(`field ${field.number} is not a whole number`);
  return Number(BigInt.asIntN(64, field.value));
}

/** The whole numbers of a repeated field, packed or not. */
export function wholes(field: Field): number[] {
  if (field.kind === 0) return [whole(field)];
  const found: number[] = [];
  const packed = content(field);
  let value = 0n;
  let shift = 0n;
  for (const byte of packed) {
    if (shift > 63n) throw broken('a number that does not end');
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    found.push(Number(BigInt.asIntN(64, value)));
    value = 0n;
    shift = 0n;
  }
  if (shift !== 0n) throw broken('a number that does not end');
  return found;
}
