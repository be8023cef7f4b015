// The page's end of the lab. A worker serves one back end; another back end, a cancelled or a failed run ends it, for a
// runtime keeps what memory it ever took, and a model that went astray keeps more.
import { Fault, type Backend } from '../contract/engine';
import { LabFailure, type FromLab, type Lab, type LabAnswer, type LabRequest } from '../contract/lab';

interface Waiting {
  take(message: FromLab): void;
  fail(problem: unknown): void;
}

/** base: address of the page's folder, with a slash at its end. */
export function createLab(base: string): Lab {
  const runtime = new URL('ort/', base).href;
  const keys = new WeakMap<Blob, number>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let serves: Backend | null = null;
  let last = 0;
  let lastKey = 0;

  function stop(reason: unknown = new DOMException('stopped', 'AbortError')): void {
    worker?.terminate();
    worker = null;
    serves = null;
    const left = [...waiting.values()];
    waiting.clear();
    for (const each of left) each.fail(reason);
  }

  function started(): Worker {
    if (worker) return worker;
    worker = new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromLab>) => waiting.get(data.id)?.take(data);
    worker.onerror = (event) => stop(new LabFailure('failed', event.message || 'the worker ended'));
    return worker;
  }

  /** `pick` returns undefined for messages on the way to the answer. */
  function ask<T>(request: LabRequest, pick: (message: FromLab) => T | undefined): Promise<T> {
    const id = ++last;
    return new Promise<T>((resolve, fail) => {
      waiting.set(id, {
        fail,
        take(message) {
          if ('fault' in message) fail(new Fault(message.fault, message.detail));
          else if ('problem' in message) fail(new LabFailure(message.problem, message.detail));
          else {
            const answer = pick(message);
            if (answer === undefined) return;
            resolve(answer);
          }
          waiting.delete(id);
        },
      });
      started().postMessage({ id, request });
    });
  }

  return {
    stop: () => stop(),
    inspect: (file, hints) =>
      ask({ kind: 'inspect', file, hints }, (message) => ('inspected' in message ? message.inspected : undefined)),
    async run(file, run, signal, onDownload) {
      signal.throwIfAborted();
      if (serves !== null && serves !== run.backend) stop();
      serves = run.backend;
      if (!keys.has(file)) keys.set(file, ++lastKey);
      const key = keys.get(file)!;
      const end = (): void => stop(signal.reason);
      signal.addEventListener('abort', end, { once: true });
      try {
        return await ask<LabAnswer>({ kind: 'run', key, file, runtime, run }, (message) => {
          if ('download' in message) onDownload(message.download);
          return 'answer' in message ? message.answer : undefined;
        });
      } catch (problem) {
        // What failed inside the runtime may have left it unusable.
        if (!signal.aborted) stop();
        throw problem;
      } finally {
        signal.removeEventListener('abort', end);
      }
    },
  };
}
