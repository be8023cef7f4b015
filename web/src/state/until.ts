// Waiting for what the page does not know yet.
import { Fault } from '../contract/engine';
import type { App } from './app';
import type { State } from './state';

/** What `look` finds in the state, as soon as it does. Fault('network') if the painter fails before; the signal's reason. */
export function until<T>(app: App, look: (state: State) => T | null, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined;
    const check = (): void => {
      const state = app.store.get();
      const found = look(state);
      if (found === null && state.painter !== 'failed' && !signal?.aborted) return;
      stop();
      signal?.removeEventListener('abort', check);
      if (signal?.aborted) reject(signal.reason as DOMException);
      else if (found !== null) resolve(found);
      else reject(new Fault('network', 'the painter is not there'));
    };
    stop = app.store.subscribe(check);
    signal?.addEventListener('abort', check);
    check();
  });
}
