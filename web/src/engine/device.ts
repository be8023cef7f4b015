// Where networks can run here, and where this one will.
import type { Backend, BackendReport } from '../contract/engine';

const MOST_THREADS = 4; // beyond this, the threads of a small network wait for each other

/** The part of WebGPU that is asked before its runtime is fetched. */
interface Gpu {
  requestAdapter(): Promise<object | null>;
}

/** The best back end, or the one that is wished for where it is available. */
export async function choose(wish: Backend | null): Promise<BackendReport> {
  const { found, detail } = await findAdapter();
  const threads = Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1);
  const hasThreads = globalThis.crossOriginIsolated && threads > 1;
  const available: Backend[] = [...(found ? (['webgpu'] as const) : []), ...(hasThreads ? (['wasm-threads'] as const) : []), 'wasm'];
  const chosen = wish && available.includes(wish) ? wish : available[0]!;
  return reportOf(chosen, available, chosen === wish ? 'chosen' : undefined, detail);
}

/** The report of what takes over from WebGPU. */
export function withoutGpu({ available }: BackendReport, detail: string): BackendReport {
  const rest = available.filter((backend) => backend !== 'webgpu');
  return reportOf(rest[0]!, rest, 'webgpu-failed', detail);
}

function reportOf(
  backend: Backend,
  available: readonly Backend[],
  reason: BackendReport['reason'] | undefined,
  detail: string,
): BackendReport {
  const many = Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1);
  const usual = backend === 'webgpu' ? 'best-available' : backend === 'wasm-threads' ? 'no-adapter' : 'not-isolated';
  return { backend, threads: backend === 'wasm-threads' ? many : 1, reason: reason ?? usual, available, detail };
}

async function findAdapter(): Promise<{ found: boolean; detail: string }> {
  const { gpu } = navigator as { readonly gpu?: Gpu };
  if (!gpu) return { found: false, detail: '' };
  try {
    return { found: (await gpu.requestAdapter()) !== null, detail: '' };
  } catch (problem) {
    return { found: false, detail: String(problem) };
  }
}
