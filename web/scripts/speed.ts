// Times two networks in one page of a real browser, with ONNX Runtime Web on WebAssembly. benchmarks/web_speed.py starts
// this: the job is JSON, the last argument; the times go as JSON to stdout.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, serve } from '../tests/browser';

interface Job {
  /** Paths of the two graphs. */
  readonly ours: string;
  readonly peer: string;
  readonly style: readonly number[];
  /** Length of the painter's statistics input. */
  readonly statistics: number;
  readonly sides: readonly number[];
  readonly threads: readonly number[];
  /** Blocks of each network, taken in turn. */
  readonly blocks: number;
}

interface Timing {
  readonly threads: number;
  readonly side: number;
  /** Median milliseconds of each block, ours and the peer's, in the order they were taken. */
  readonly pairs: readonly (readonly [number, number])[];
}

// Plain JavaScript, run in the page as it is. The networks take turns in blocks of five runs, of which the first two do
// not count: threads spin for a while after a run, and would slow the other network on a machine with few cores.
const PAGE = `<!doctype html><meta charset="utf-8"><title>speed</title><script type="module">
import * as ort from './ort.wasm.min.mjs';
globalThis.measure = async ({ style, statistics, sides, threads, blocks }) => {
  if (!crossOriginIsolated) throw new Error('no threads: the page is not isolated');
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = new URL('./', location.href).href;
  const load = async (name) => ort.InferenceSession.create(await (await fetch(name)).arrayBuffer());
  const [ours, peer] = [await load('ours.onnx'), await load('peer.onnx')];
  const floats = (values, shape) => new ort.Tensor('float32', Float32Array.from(values), shape);
  const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  const block = async (session, feeds, fetches) => {
    const times = [];
    for (let run = 0; run < 5; run++) {
      const start = performance.now();
      await session.run(feeds, fetches);
      times.push(performance.now() - start);
    }
    return middle(times.slice(2));
  };
  const timings = [];
  for (const side of sides) {
    const photo = floats(Float32Array.from({ length: 3 * side * side }, (_, at) => (at * 0.618034) % 1), [1, 3, side, side]);
    const mine = {
      photo,
      style: floats(style, [1, style.length]),
      statistics: floats(new Float32Array(statistics), [1, statistics]),
      given: floats([0], [1]),
    };
    const theirs = { image: photo, style_weights: floats(Float32Array.from({ length: 26 }, (_, at) => +(at === 0)), [26]) };
    const pairs = [];
    for (let turn = 0; turn < blocks; turn++) pairs.push([await block(ours, mine, ['painted']), await block(peer, theirs)]);
    timings.push({ threads, side, pairs });
  }
  return timings;
};
</script>`;

const job = JSON.parse(process.argv.at(-1) ?? '') as Job;
const folder = mkdtempSync(join(tmpdir(), 'pinxit-speed-'));
const runtime = fileURLToPath(new URL('../node_modules/onnxruntime-web/dist/', import.meta.url));
for (const file of ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) {
  copyFileSync(join(runtime, file), join(folder, file));
}
copyFileSync(job.ours, join(folder, 'ours.onnx'));
copyFileSync(job.peer, join(folder, 'peer.onnx'));
writeFileSync(join(folder, 'index.html'), PAGE);

const site = await serve(folder, { isolated: true });
const browser = await launch();
const timings: Timing[] = [];
for (const threads of job.threads) {
  // A fresh page: the number of threads is fixed once the runtime has started.
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction('globalThis.measure');
  timings.push(...((await page.evaluate(`measure(${JSON.stringify({ ...job, threads })})`)) as Timing[]));
  await page.close();
}
await browser.close();
await site.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify(timings));
