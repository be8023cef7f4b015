// PNG with the colours of what is transparent as they are: a canvas multiplies alpha in, and rounds.
import { crc32 } from './crc';
import type { Size } from './surface';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const DIFFERENCES = 1; // a row is written as what changes from one pixel to the next
const [DEPTH, RGBA] = [8, 6];

/** A PNG of 8-bit RGBA. */
export async function png({ height, width }: Size, rgba: Uint8ClampedArray): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, DEPTH);
  header.setUint8(9, RGBA);
  const chunks = [chunk('IHDR', new Uint8Array(header.buffer)), chunk('IDAT', await packed(rows({ height, width }, rgba))), chunk('IEND', new Uint8Array(0))];
  return new Uint8Array(await new Blob([Uint8Array.from(SIGNATURE), ...chunks.flat()]).arrayBuffer());
}

function rows({ height, width }: Size, rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(height * (4 * width + 1));
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    out[to++] = DIFFERENCES;
    for (const end = from + 4 * width, start = from; from < end; from++) out[to++] = rgba[from]! - (from >= start + 4 ? rgba[from - 4]! : 0);
  }
  return out;
}

async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(name: string, content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const body = new Uint8Array(content.length + 4);
  body.set(new TextEncoder().encode(name));
  body.set(content, 4);
  const [length, check] = [new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))];
  length.setUint32(0, content.length);
  check.setUint32(0, crc32(body));
  return [new Uint8Array(length.buffer), body, new Uint8Array(check.buffer)];
}
