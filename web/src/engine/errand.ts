// How one piece of work talks with the page: steps, cancelling, and what went wrong.
import { Fault, type Asking, type Step } from '../contract/engine';
import { isOutOfMemory } from './network';

const BREATH = 25; // ms between two looks at what the page says

/** How one piece of work talks with the page. */
export interface Errand {
  readonly signal: AbortSignal;
  step(step: Step): void;
  readonly onDownload: NonNullable<Asking['onDownload']>;
}

/** Reports steps, and every now and then lets messages in, so that a cancelled errand ends here. */
export function pauses(errand: Errand): (step: Step) => Promise<void> {
  let last = performance.now();
  let told = -1;
  return async (step) => {
    if (step.done !== told) errand.step(step);
    told = step.done;
    if (performance.now() - last > BREATH) {
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
    }
    errand.signal.throwIfAborted();
  };
}

export function asFault(problem: unknown): Fault {
  if (problem instanceof Fault) return problem;
  return new Fault(isOutOfMemory(problem) ? 'out-of-memory' : 'internal', String(problem));
}
