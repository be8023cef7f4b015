// A page with nothing on it but the engine, for tests to drive.
import { createEngine } from '../../../src/engine/bridge';
import { fetchChecked } from '../../../src/engine/store';
import { Fault, type Engine, type Mix, type PaintOptions } from '../../../src/contract/engine';
import type { PinxitManifest } from '../../../src/contract/manifest';
import { parseStyle } from '../../../src/contract/stylefile';

export interface Bench {
  readonly engine: Engine;
  readonly base: string;
  manifest(): Promise<PinxitManifest>;
  mix(...names: readonly string[]): Promise<Mix>;
  file(path: string): Promise<Blob>;
  /** RGBA of a picture, each pixel's four bytes, as base64. */
  pixels(picture: Blob): Promise<{ width: number; height: number; rgba: string }>;
  readonly plain: PaintOptions;
  /** What went wrong, in words that a test can compare. */
  faultOf(problem: unknown): string;
}

const base = new URL('zoo/paint.core_v1/', document.baseURI).href;
let known: Promise<PinxitManifest> | undefined;

const bench: Bench = {
  engine: createEngine(),
  base,
  plain: { strength: 1, keep_colours: false, stroke: null, max_side: null },
  manifest: () => (known ??= fetch(`${base}manifest.json`).then((answer) => answer.json() as Promise<PinxitManifest>)),
  async mix(...names) {
    const manifest = await this.manifest();
    const styles = await Promise.all(
      names.map(async (name) => parseStyle(await fetchChecked(base, manifest, `styles/${name}.style`), name)),
    );
    return styles.map(({ vector }) => ({ vector, weight: 1 / styles.length }));
  },
  file: async (path) => (await fetch(path)).blob(),
  async pixels(picture) {
    const bitmap = await createImageBitmap(picture);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
    return { width: bitmap.width, height: bitmap.height, rgba: btoa(text) };
  },
  faultOf: (problem) =>
    problem instanceof Fault ? problem.code : problem instanceof DOMException ? problem.name : String(problem),
};

declare global {
  var bench: Bench;
}
globalThis.bench = bench;
