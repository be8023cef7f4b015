// A page with nothing on it but the engine, for tests to drive.
import { createEngine } from '../../../src/engine/bridge';
import { fetchChecked } from '../../../src/engine/store';
import { Fault, type Engine, type Layer, type Mix, type PaintOptions } from '../../../src/contract/engine';
import type { PinxitManifest } from '../../../src/contract/manifest';
import type { Networks } from '../../../src/contract/site';
import { parseStyle } from '../../../src/contract/stylefile';

export interface Bench {
  readonly engine: Engine;
  readonly base: string;
  manifest(): Promise<PinxitManifest>;
  /** A world's folder and manifest. */
  world(id: string): Promise<{ base: string; manifest: PinxitManifest }>;
  mix(...names: readonly string[]): Promise<Mix>;
  networks(): Promise<Networks>;
  file(path: string): Promise<Blob>;
  /** How two pictures of one size differ, in levels of 255; pixels that are transparent in `wanted` do not count. */
  difference(found: Blob, wanted: Blob): Promise<{ mean: number; most: number; alpha: number }>;
  /** A picture's red as a mask. */
  mask(picture: Blob): Promise<Layer['mask']>;
  readonly plain: PaintOptions;
  /** What went wrong, in words that a test can compare. */
  faultOf(problem: unknown): string;
}

const base = new URL('zoo/paint.core_v2/', document.baseURI).href;
const NETWORKS = ['person.onnx', 'face.onnx', 'mesh.onnx', 'expression.json'];
let known: Promise<PinxitManifest> | undefined;

const bench: Bench = {
  engine: createEngine(),
  base,
  plain: { strength: 1, keep_colours: false, stroke: null, max_side: null },
  manifest: () => (known ??= fetch(`${base}manifest.json`).then((answer) => answer.json() as Promise<PinxitManifest>)),
  async world(id) {
    const folder = new URL(`zoo/${id}/`, document.baseURI).href;
    return { base: folder, manifest: (await (await fetch(`${folder}manifest.json`)).json()) as PinxitManifest };
  },
  async mix(...names) {
    const manifest = await bench.manifest();
    const styles = await Promise.all(
      names.map(async (name) => parseStyle(await fetchChecked(base, manifest, `styles/${name}.style`), name)),
    );
    return styles.map(({ vector }) => ({ vector, weight: 1 / styles.length }));
  },
  async networks() {
    const record = async (name: string): Promise<[string, Networks['files'][string]]> => {
      const content = await (await fetch(`networks/${name}`)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
      return [name, { bytes: content.byteLength, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') }];
    };
    return { id: 'networks', files: Object.fromEntries(await Promise.all(NETWORKS.map(record))) };
  },
  file: async (path) => (await fetch(path)).blob(),
  async mask(picture) {
    const { width, height, data } = await bytesOf(picture);
    return { width, height, data: Uint8Array.from({ length: width * height }, (_, at) => data[4 * at]!) };
  },
  async difference(found, wanted) {
    const [a, b] = await Promise.all([bytesOf(found), bytesOf(wanted)]);
    if (a.width !== b.width || a.height !== b.height) {
      throw new Error(`${a.width} x ${a.height}, wanted ${b.width} x ${b.height}`);
    }
    let [sum, most, alpha] = [0, 0, 0];
    for (let at = 0; at < a.data.length; at++) {
      const apart = Math.abs(a.data[at]! - b.data[at]!);
      if (at % 4 === 3) alpha = Math.max(alpha, apart);
      else if (b.data[at | 3] === 255) {
        sum += apart;
        most = Math.max(most, apart);
      }
    }
    return { mean: sum / a.data.length, most, alpha };
  },
  faultOf: (problem) =>
    problem instanceof Fault ? problem.code : problem instanceof DOMException ? problem.name : String(problem),
};

async function bytesOf(picture: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(picture);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

declare global {
  var bench: Bench;
}
globalThis.bench = bench;
