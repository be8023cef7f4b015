// The one value that screens are given: the store, the engine, and what is under way.
import type { Engine } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import type { Mask } from './mask';
import { pickLanguage, pickTheme, recall } from './preferences';
import { INITIAL, type State } from './state';
import { createStore, type Store } from './store';

/** Work that can be ended. Each has its own controller: the newest wins. */
export interface Jobs {
  /** The list of what there is to choose from. */
  opened: Promise<PinxitManifest> | null;
  starting: AbortController | null;
  opening: AbortController | null;
  painting: AbortController | null;
  thumbnails: AbortController | null;
  reading: AbortController | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Another screen has the engine: the easel waits, and knows whether something was wished for in the meantime. */
  resting: { wished: boolean } | null;
}

export interface App {
  readonly store: Store<State>;
  readonly engine: Engine;
  /** Address of the page's folder, with a slash at the end. */
  readonly base: string;
  readonly jobs: Jobs;
  /** Of the photo at hand; changed in place by the brush, and announced by `brush.version`. */
  mask: Mask | null;
}

export function createApp(engine: Engine, base: string): App {
  const language = pickLanguage(recall('language'), navigator.languages);
  const theme = pickTheme(recall('theme'));
  return {
    store: createStore<State>({ ...INITIAL, language, theme }),
    engine,
    base,
    jobs: {
      opened: null,
      starting: null,
      opening: null,
      painting: null,
      thumbnails: null,
      reading: null,
      timer: undefined,
      resting: null,
    },
    mask: null,
  };
}
