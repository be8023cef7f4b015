// The sample models and what their manifests say.
import { Fault, type Download } from '../../contract/engine';
import { LabFailure, type Hints, type Pixels } from '../../contract/lab';
import { fetchChecked } from '../../engine/store';

export const SAMPLES = ['efficientnet-lite0', 'digits'] as const;
export type SampleId = (typeof SAMPLES)[number];

/** web/lab-models/<id>.json, written by tools/lab_models.py. */
export interface Manifest {
  readonly id: SampleId;
  readonly title: string;
  readonly licence: string;
  readonly credit: string;
  readonly task: 'classify' | 'digits';
  readonly input: Hints;
  readonly labels: readonly string[];
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
  readonly measures: Readonly<Record<string, string | number>>;
  /** 28 x 28 bytes each, base64. */
  readonly examples?: readonly { readonly label: string; readonly pixels: string }[];
}

export interface Sample {
  readonly manifest: Manifest;
  readonly file: File;
}

/** base: address of the page's folder. Fault('network' | 'checksum'). */
export async function fetchSample(base: string, id: SampleId, onDownload: (download: Download) => void): Promise<Sample> {
  const folder = new URL('lab-models/', base).href;
  const name = `${id}.json`;
  const response = await fetch(new URL(name, folder)).catch((problem: unknown) => {
    throw new Fault('network', `${name}: ${String(problem)}`);
  });
  if (!response.ok) throw new Fault('network', `${name}: ${response.status}`);
  const manifest = (await response.json()) as Manifest;
  const file = `${id}.onnx`;
  const bytes = await fetchChecked(folder, manifest, file, { onDownload }).catch((problem: unknown) => {
    // The Python package leaves the larger sample out.
    if (problem instanceof Fault && problem.code === 'network' && / 404 /.test(`${problem.detail} `)) throw new LabFailure('sample-missing', '');
    throw problem;
  });
  return { manifest, file: new File([bytes], file) };
}

/** An example digit as a picture. */
export function exampleOf(pixels: string): Pixels {
  const grey = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
  const side = Math.round(Math.sqrt(grey.length));
  const rgba = new Uint8ClampedArray(4 * grey.length);
  grey.forEach((value, at) => rgba.set([value, value, value, 255], 4 * at));
  return { width: side, height: side, rgba };
}
