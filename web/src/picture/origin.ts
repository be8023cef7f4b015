// What a picture file says of how it came about: the IPTC's digital source type in its XMP packet (pinxit.core.provenance). It is put
// into files that the browser wrote, and read off files that come in, so that what was edited goes on saying so.
import type { PictureType } from '../contract/engine';
import { crc32 } from './crc';
import { claimedSize } from './header';

/** A photo with parts that a trained model changed. */
export const COMPOSITE = 'compositeWithTrainedAlgorithmicMedia';

const VOCABULARY = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const FOUND = /cv\.iptc\.org\/newscodes\/digitalsourcetype\/([A-Za-z]{1,64})\b/;
const LOOKED_THROUGH = 1 << 18; // bytes from either end: a packet stands before the pixels, or in WebP behind them
const EXTENDED = 10; // bytes of a WebP's header of what else is in the file
const HAS_XMP = 4;
const HAS_ALPHA = 16;

type Bytes = Uint8Array<ArrayBuffer>;

/** The digital source type that a file tells, as its code; null where it tells none. */
export async function originOf(file: Blob): Promise<string | null> {
  const parts = [file.slice(0, LOOKED_THROUGH), file.slice(Math.max(LOOKED_THROUGH, file.size - LOOKED_THROUGH))];
  for (const part of parts) {
    const [, origin] = FOUND.exec(new TextDecoder('latin1').decode(await part.arrayBuffer())) ?? [];
    if (origin !== undefined) return origin;
  }
  return null;
}

/** A picture file, as the browser wrote it, that says where it comes from. */
export async function tagged(file: Blob, type: PictureType, origin: string): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const packet = new TextEncoder().encode(packetOf(origin));
  const put = { 'image/png': intoPng, 'image/jpeg': intoJpeg, 'image/webp': intoWebp }[type];
  return new Blob(put(bytes, packet), { type });
}

function packetOf(origin: string): string {
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">' +
    `<Iptc4xmpExt:DigitalSourceType>${VOCABULARY}${origin}</Iptc4xmpExt:DigitalSourceType>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
  );
}

const ascii = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function joined(...parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A text chunk (iTXt) behind the header chunk, which is always 25 bytes. */
function intoPng(file: Bytes, packet: Bytes): Bytes[] {
  const body = joined(ascii('iTXtXML:com.adobe.xmp\0\0\0\0\0'), packet);
  const [length, check] = [new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))];
  length.setUint32(0, body.length - 4);
  check.setUint32(0, crc32(body));
  return [file.subarray(0, 33), new Uint8Array(length.buffer), body, new Uint8Array(check.buffer), file.subarray(33)];
}

/** A segment APP1 behind the start, or behind JFIF's own, which wants to be first. */
function intoJpeg(file: Bytes, packet: Bytes): Bytes[] {
  const jfif = file[2] === 0xff && file[3] === 0xe0;
  const start = jfif ? 4 + file[4]! * 256 + file[5]! : 2;
  const body = joined(ascii('http://ns.adobe.com/xap/1.0/\0'), packet);
  const length = body.length + 2;
  return [file.subarray(0, start), Uint8Array.of(0xff, 0xe1, length >> 8, length & 255), body, file.subarray(start)];
}

/** A chunk at the end, and the header that says that there is one. */
function intoWebp(file: Bytes, packet: Bytes): Bytes[] {
  const kind = String.fromCharCode(...file.subarray(12, 16));
  const rest = file.subarray(kind === 'VP8X' ? 20 + EXTENDED : 12);
  const header = kind === 'VP8X' ? file.slice(20, 20 + EXTENDED) : extended(file, kind);
  header[0]! |= HAS_XMP;
  const chunks = joined(ascii('WEBP'), chunk('VP8X', header), rest, chunk('XMP ', packet));
  return [chunk('RIFF', chunks)];
}

function extended(file: Bytes, kind: string): Bytes {
  const header = new Uint8Array(EXTENDED);
  const { width, height } = claimedSize(file.buffer) ?? { width: 1, height: 1 };
  // One less than each side, in three bytes.
  [width - 1, height - 1].forEach((side, index) => {
    for (let byte = 0; byte < 3; byte++) header[4 + 3 * index + byte] = (side >> (8 * byte)) & 255;
  });
  if (kind === 'VP8L' && file[24]! & HAS_ALPHA) header[0] = HAS_ALPHA;
  return header;
}

/** A chunk of RIFF: its name, its length, its content, filled up to an even length. */
function chunk(name: string, content: Bytes): Bytes {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, content.length, true);
  return joined(ascii(name), new Uint8Array(length.buffer), content, new Uint8Array(content.length % 2));
}
