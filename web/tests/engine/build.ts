// The bench page as a built site: the engine as visitors get it, with the zoo and the runtime beside it.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile } from 'vite';

const web = fileURLToPath(new URL('../../', import.meta.url));
export const repository = join(web, '..');
export const zoo = join(repository, 'src/pinxit/data/zoo');

/** Build the bench page into a new folder; `remove` deletes it. */
export async function buildBench(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'pinxit-bench-'));
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(web, 'vite.config.ts'));
  const { base, worker, resolve } = loaded?.config ?? {};
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./page/', import.meta.url)),
    logLevel: 'error',
    publicDir: false,
    build: { target: 'es2022', assetsInlineLimit: 0, outDir: folder, emptyOutDir: true },
    ...(base === undefined ? {} : { base }),
    ...(worker ? { worker } : {}),
    ...(resolve ? { resolve } : {}),
  });
  const runtime = join(web, 'node_modules/onnxruntime-web/dist');
  for (const name of ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify']) {
    for (const end of ['mjs', 'wasm']) await cp(join(runtime, `${name}.${end}`), join(folder, 'ort', `${name}.${end}`));
  }
  await cp(zoo, join(folder, 'zoo'), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
