// Style files, as Python writes and refuses them.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PinxitManifest } from '../../src/contract/manifest';
import type { Style } from '../../src/contract/style';
import { parseStyle, samePainter, writeStyle } from '../../src/contract/stylefile';
import { zoo } from './build';
import { python } from './python';

const folder = join(zoo, 'paint.core_v2');
const SCRIPT = `
import sys, json, base64
from pinxit.zoo.stylefile import from_bytes
from pinxit.core.errors import PinxitError
def read(text):
    try:
        s = from_bytes(base64.b64decode(text))
    except PinxitError:
        return None
    return {"texts": [s.painter, s.name, s.title, s.artist, s.year, s.rights, s.source],
            "vector": [float(v) for v in s.vector], "thumbnail": len(s.thumbnail or b"")}
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const WRITE = `
import sys, json, base64
from pinxit.zoo.stylefile import Style, to_bytes
from pinxit.core.errors import PinxitError
def write(s):
    thumbnail = base64.b64decode(s.pop("thumbnail")) or None
    try:
        return base64.b64encode(to_bytes(Style(**s, thumbnail=thumbnail))).decode()
    except PinxitError:
        return None
json.dump([write(s) for s in json.load(sys.stdin)], sys.stdout)
`;

interface Said {
  texts: string[];
  vector: number[];
  thumbnail: number;
}

function bytesOf(file: Buffer): ArrayBuffer {
  return Uint8Array.from(file).buffer;
}

function readHere(bytes: ArrayBuffer): Said | null {
  try {
    const { painter, name, title, artist, year, rights, source, vector, thumbnail } = parseStyle(bytes);
    return { texts: [painter, name, title, artist, year, rights, source], vector: [...vector], thumbnail: thumbnail?.size ?? 0 };
  } catch (problem) {
    expect(problem).toMatchObject({ code: 'not-a-style' });
    return null;
  }
}

/** A style file from its parts; texts and header may be changed. */
function written(change: (texts: Record<string, unknown>, header: Record<string, unknown>) => void, data = Buffer.alloc(8)): Buffer {
  const texts: Record<string, unknown> = {
    format: 'pinxit.style', version: '1', painter: 'p', name: 'n', title: '', artist: '', year: '', rights: '', source: 'learned',
  };
  const header: Record<string, unknown> = { __metadata__: texts, vector: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
  change(texts, header);
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

const nan = Buffer.alloc(8);
nan.writeFloatLE(NaN, 4);
const halves = Buffer.from([0x00, 0x3c, 0x01, 0x00, 0x55, 0xb5, 0xff, 0x03]);
const tooLarge = Buffer.alloc(8);
tooLarge.writeFloatLE(20_000);

const FILES: Readonly<Record<string, Buffer>> = {
  plain: written(() => undefined),
  'of halves': written((_, header) => (header['vector'] = { dtype: 'F16', shape: [4], data_offsets: [0, 8] }), halves),
  'with a Chinese title': written((texts) => (texts['title'] = '水墨 山水')),
  'with a Chinese name': written((texts) => (texts['name'] = '水墨')),
  'with an unknown text': written((texts) => (texts['later'] = 'x')),
  empty: Buffer.alloc(0),
  'a text file': Buffer.from('this is not a style, whatever it is called'),
  'cut short': written(() => undefined).subarray(0, -1),
  'too long': Buffer.concat([written(() => undefined), Buffer.alloc(1)]),
  'of another format': written((texts) => (texts['format'] = 'other')),
  'of a later version': written((texts) => (texts['version'] = '2')),
  'without a title': written((texts) => delete texts['title']),
  'with a number for a text': written((texts) => (texts['year'] = 1889)),
  'with a control character': written((texts) => (texts['title'] = 'a\u0007')),
  'with a line separator': written((texts) => (texts['title'] = 'a\u2028b')),
  'with a text too long': written((texts) => (texts['rights'] = 'x'.repeat(401))),
  'with a path for a name': written((texts) => (texts['name'] = '../x')),
  'with a name of an option': written((texts) => (texts['name'] = '-x')),
  'without a painter': written((texts) => (texts['painter'] = '')),
  'of an unknown source': written((texts) => (texts['source'] = 'stolen')),
  'without a vector': written((_, header) => delete header['vector'], Buffer.alloc(0)),
  'not finite': written(() => undefined, nan),
  'absurdly large': written(() => undefined, tooLarge),
  'of bytes': written((_, header) => (header['vector'] = { dtype: 'U8', shape: [8], data_offsets: [0, 8] })),
  'of two rows': written((_, header) => (header['vector'] = { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] })),
  'with a gap': written((_, header) => (header['vector'] = { dtype: 'F32', shape: [1], data_offsets: [4, 8] })),
  'with another tensor': written((_, header) => {
    header['vector'] = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
    header['other'] = { dtype: 'F32', shape: [1], data_offsets: [4, 8] };
  }),
  'with a thumbnail that is none': written((_, header) => {
    header['vector'] = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
    header['thumbnail'] = { dtype: 'U8', shape: [4], data_offsets: [4, 8] };
  }),
  'larger than a style may be': written(
    (_, header) => (header['vector'] = { dtype: 'F32', shape: [17_000], data_offsets: [0, 68_000] }),
    Buffer.alloc(68_000),
  ),
};

const plain: Style = {
  painter: 'paint.core_v2',
  name: 'mine',
  title: 'Mine',
  artist: '',
  year: '',
  rights: '',
  source: 'read',
  vector: Float32Array.of(0, 1, 0.1, -1e-42, 1234.5678, -1e4),
  thumbnail: null,
};
const jpeg = new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3)]);
const webp = new Blob(['RIFF....WEBP.....']);

const STYLES: Readonly<Record<string, Style>> = {
  plain,
  'without a title': { ...plain, title: '' },
  'with a JPEG': { ...plain, thumbnail: jpeg },
  'with a WebP': { ...plain, thumbnail: webp, vector: new Float32Array(2952).map((_, at) => Math.sin(at)) },
  'with letters of all kinds': { ...plain, name: 'été_水墨+2.b-c', title: 'Été "水墨" \\ / <b> 𝄞 🎨', artist: 'д’Ω', rights: 'CC BY 4.0 ©' },
  // Every length of the header's padding.
  ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at} letters longer`, { ...plain, year: '1'.repeat(at) }])),
  'with a line break': { ...plain, title: 'a\nb' },
  'with half a character': { ...plain, title: '\ud800' },
  'with a text too long': { ...plain, rights: 'x'.repeat(401) },
  'with a path for a name': { ...plain, name: '../x' },
  'with a name too long': { ...plain, name: 'x'.repeat(65) },
  'without a vector': { ...plain, vector: new Float32Array(0) },
  'absurdly large': { ...plain, vector: Float32Array.of(20_000) },
  'with a thumbnail that is none': { ...plain, thumbnail: new Blob(['no picture at all']) },
  'larger than a style may be': { ...plain, vector: new Float32Array(17_000) },
};

describe('a style', () => {
  it('is written byte for byte as by Python, or refused', async () => {
    const base64 = async (thumbnail: Blob | null): Promise<string> =>
      thumbnail ? Buffer.from(await thumbnail.arrayBuffer()).toString('base64') : '';
    const styles = Object.values(STYLES);
    const given = await Promise.all(
      styles.map(async (style) => ({ ...style, vector: [...style.vector], thumbnail: await base64(style.thumbnail) })),
    );
    const said = await python<(string | null)[]>(WRITE, given);
    const encoded = (style: Style): Promise<string | null> =>
      writeStyle(style).then(
        (bytes) => Buffer.from(bytes).toString('base64'),
        () => null,
      );
    const here = await Promise.all(styles.map(encoded));
    const names = Object.keys(STYLES);
    expect(names.map((name, at) => [name, here[at]])).toEqual(names.map((name, at) => [name, said[at]]));
    expect(said.filter((each) => each !== null)).toHaveLength(13);
  });

  it('is what was written when it is read again', async () => {
    const { thumbnail, ...texts } = parseStyle(await writeStyle({ ...plain, thumbnail: jpeg }));
    const { thumbnail: _, ...given } = plain;
    expect(texts).toEqual(given);
    expect(await thumbnail?.arrayBuffer()).toEqual(await jpeg.arrayBuffer());
  });
});

describe('a style file', () => {
  it('of the zoo is read as Python reads it', async () => {
    const names = (await readdir(join(folder, 'styles'))).filter((name) => name.endsWith('.style'));
    const files = await Promise.all(names.map((name) => readFile(join(folder, 'styles', name))));
    const said = await python<Said[]>(SCRIPT, files.map((file) => file.toString('base64')));
    expect(names.length).toBeGreaterThan(0);
    expect(files.map((file) => readHere(bytesOf(file)))).toEqual(said);
  });

  it('is taken or refused as by Python', async () => {
    const said = await python<(Said | null)[]>(SCRIPT, Object.values(FILES).map((file) => file.toString('base64')));
    const names = Object.keys(FILES);
    const here = Object.values(FILES).map((file) => readHere(bytesOf(file)));
    expect(names.map((name, at) => [name, here[at]])).toEqual(names.map((name, at) => [name, said[at]]));
    expect(said.filter((each) => each !== null)).toHaveLength(5);
  });

  it('of another painter is told apart', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as PinxitManifest;
    const style = parseStyle(bytesOf(await readFile(join(folder, 'identity.style'))));
    expect(() => samePainter(style, manifest)).not.toThrow();
    expect(() => samePainter({ ...style, painter: 'paint.other_v1' }, manifest)).toThrow('other-painter');
    expect(() => samePainter({ ...style, vector: style.vector.slice(1) }, manifest)).toThrow('other-painter');
  });
});
