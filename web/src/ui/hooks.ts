// How components see the store and the language.
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Style } from '../contract/style';
import type { Store } from '../state/store';
import type { Language } from '../state/state';
import { en, type Text } from './text/en';
import { zh } from './text/zh';

export const TEXTS: Readonly<Record<Language, Text>> = { en, zh };
export const TextContext = createContext<Text>(en);

export function useText(): Text {
  return useContext(TextContext);
}

/** The part of the state that `select` picks; the component is drawn again when that part changes. */
export function useStore<S extends object, T>(store: Store<S>, select: (state: S) => T): T {
  const [, redraw] = useState<unknown>();
  const value = select(store.get());
  useEffect(() => {
    let before: T = value;
    const look = (): void => {
      const now = select(store.get());
      if (Object.is(now, before)) return;
      before = now;
      redraw({});
    };
    // The state may have moved between drawing and subscribing.
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}

export interface Label {
  readonly title: string;
  readonly artist: string;
  readonly year: string;
}

/** Title, artist and year of a style in the visitor's language. */
export function labelOf(text: Text, style: Style, own = false): Label {
  const local = own ? undefined : text.paintings[style.name];
  return {
    title: local?.title ?? (style.title || style.name),
    artist: local?.artist ?? style.artist,
    year: style.year,
  };
}

