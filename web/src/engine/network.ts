// One ONNX graph ready to run, in ONNX Runtime Web. The runtime is fetched here, on first use, and nowhere else.
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { Fault, type Asking, type BackendReport } from '../contract/engine';
import type { Network, WholeNetwork } from '../methods/network';
import { download } from './store';

// How much the two files are, for the progress of their download: servers that compress do not say.
const RUNTIMES = {
  webgpu: { name: 'ort-wasm-simd-threaded.asyncify', bytes: 26_800_000 },
  wasm: { name: 'ort-wasm-simd-threaded', bytes: 14_200_000 },
} as const;

type Runtime = typeof import('onnxruntime-web');

/** A network that runs, and a way to give back its memory. */
export interface Loaded {
  readonly run: Network;
  readonly runAll: WholeNetwork;
  release(): Promise<void>;
}

/**
 * Load a graph. runtime: address of the folder with the runtime's files. provider: where it runs, if not where the
 * report says: the build for WebGPU computes on the CPU as well. Throws whatever the runtime throws.
 */
export async function load(
  graph: ArrayBuffer,
  { backend, threads }: BackendReport,
  runtime: string,
  asking: Pick<Asking, 'signal' | 'onDownload'>,
  provider?: 'wasm',
): Promise<Loaded> {
  const kind = backend === 'webgpu' ? 'webgpu' : 'wasm';
  const ort = await ready(kind, threads, runtime, asking);
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: [provider ?? kind],
    graphOptimizationLevel: 'all',
    // One plan of memory for each size of picture ever seen would never be given back.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  const runAll = runner(ort, session);
  const run: Network = async (feeds, output) => (await runAll(feeds, [output]))[0]!;
  return { run, runAll, release: () => session.release() };
}

/** ONNX Runtime, in the build that this back end needs. */
export async function ready(
  kind: keyof typeof RUNTIMES,
  threads: number,
  folder: string,
  asking: Pick<Asking, 'signal' | 'onDownload'>,
): Promise<Runtime> {
  const { name, bytes } = RUNTIMES[kind];
  const ort: Runtime = await (kind === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm'));
  ort.env.logLevel = 'error';
  const { wasm } = ort.env;
  wasm.numThreads = threads;
  wasm.proxy = false;
  wasm.wasmPaths = folder;
  // Fetched here and not by the runtime, so that the visitor sees how far it is.
  wasm.wasmBinary ??= await download(`${folder}${name}.wasm`, `ort/${name}.wasm`, bytes, 'default', asking);
  return ort;
}

function runner(ort: Runtime, session: InferenceSession): WholeNetwork {
  return async (feeds, outputs) => {
    const given: Record<string, OrtTensor> = {};
    for (const [name, { data, shape }] of Object.entries(feeds)) given[name] = new ort.Tensor('float32', data, shape);
    const results = await session.run(given, outputs);
    return Promise.all(
      outputs.map(async (output) => {
        const result = results[output];
        const data = await result?.getData(true);
        if (!result || !(data instanceof Float32Array)) throw new Fault('not-a-model', `it gives no float32 ${output}`);
        return { data: data as Float32Array<ArrayBuffer>, shape: result.dims };
      }),
    );
  };
}

/** True for what the runtime throws when memory ran out, which it says in several ways. */
export function isOutOfMemory(problem: unknown): boolean {
  // A number is a C++ exception that nobody caught, and in this graph only allocation throws.
  if (typeof problem === 'number') return true;
  return /out of memory|bad_alloc|allocat|out of bounds|device (was|is) lost/i.test(String(problem));
}
