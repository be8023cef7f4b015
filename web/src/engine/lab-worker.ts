// The lab's own worker: a visitor's model may do anything to it, and it is ended without harm to the painter's.
import { Fault, type Download } from '../contract/engine';
import { LabFailure, type FromLab, type LabAnswer, type LabRequest, type LabRun, type ToLab } from '../contract/lab';
import { guess } from '../methods/lab/guess';
import { readModel, type Model } from '../methods/lab/onnx';
import { LabSession } from '../methods/lab/session';
import { choose } from './device';
import { isOutOfMemory, ready } from './network';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const LARGEST_FILE = 1_000_000_000; // bytes: the runtime holds the file twice, and wasm ends at 4 GB

let opened: { readonly key: number; readonly session: LabSession } | null = null;

scope.onmessage = ({ data }: MessageEvent<ToLab>) => void serve(data);

function post(message: FromLab, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

async function serve({ id, request }: ToLab): Promise<void> {
  try {
    if (request.kind === 'inspect') await inspect(id, request);
    else {
      const answer = await run(request, (progress) => post({ id, download: progress }));
      post({ id, answer }, answer.result.kind === 'picture' ? [answer.result.pixels.rgba.buffer] : []);
    }
  } catch (problem) {
    post({ id, ...told(problem) });
  }
}

type Told = Extract<FromLab, { problem: unknown }> | Extract<FromLab, { fault: unknown }>;

function told(problem: unknown): Omit<Extract<Told, { problem: unknown }>, 'id'> | Omit<Extract<Told, { fault: unknown }>, 'id'> {
  if (problem instanceof Fault) return { fault: problem.code, detail: problem.detail };
  if (isOutOfMemory(problem) || (problem instanceof LabFailure && problem.problem === 'failed' && isOutOfMemory(problem.detail))) {
    return { fault: 'out-of-memory', detail: String(problem) };
  }
  if (problem instanceof LabFailure) return { problem: problem.problem, detail: problem.detail };
  return { problem: 'failed', detail: String(problem) };
}

async function bytesOf(file: Blob): Promise<ArrayBuffer> {
  if (file.size > LARGEST_FILE) throw new Fault('out-of-memory', `${file.size} bytes`);
  return file.arrayBuffer();
}

async function inspect(id: number, { file, hints }: Extract<LabRequest, { kind: 'inspect' }>): Promise<void> {
  const model = readModel(new Uint8Array(await bytesOf(file)));
  const { available } = await choose(null);
  post({ id, inspected: { card: model.card, guess: guess(model, hints), available } });
}

async function run(
  { key, file, runtime, run: job }: Extract<LabRequest, { kind: 'run' }>,
  onDownload: (progress: Download) => void,
): Promise<LabAnswer> {
  if (opened?.key !== key) {
    const bytes = await bytesOf(file);
    opened = { key, session: await open(bytes, readModel(new Uint8Array(bytes)), job, runtime, onDownload) };
  }
  return opened.session.run(job);
}

async function open(
  bytes: ArrayBuffer,
  model: Model,
  { backend }: LabRun,
  runtime: string,
  onDownload: (progress: Download) => void,
): Promise<LabSession> {
  const report = await choose(backend);
  if (report.backend !== backend) throw new LabFailure('failed', `${backend}: ${report.reason} ${report.detail}`);
  const gpu = backend === 'webgpu';
  const ort = await ready(gpu ? 'webgpu' : 'wasm', report.threads, runtime, { onDownload });
  return LabSession.open(ort, bytes, model, gpu, report.threads);
}
