// The whole page: the top, one screen, and what lies over it.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../state/app';
import { Anywhere } from './anywhere';
import { BringDialog } from './bring';
import { Header } from './header';
import { TextContext, TEXTS, useStore } from './hooks';
import { Messages } from './messages';
import { ReadingDialog } from './reading';
import { SavePainting } from './save';
import { SCREENS, type ScreenEntry, type ScreenProps } from './screens';
import { Studio } from './studio';

const STUDIO: ScreenEntry = { id: 'studio', load: null };

function named(): ScreenEntry {
  return SCREENS.find(({ id }) => id === location.hash.slice(1)) ?? STUDIO;
}

/** The screen of the address; its code is loaded when it is first opened. */
function useScreen(): { readonly entry: ScreenEntry; readonly Screen: ComponentType<ScreenProps> | null } {
  const [entry, setEntry] = useState(named);
  const [loaded, setLoaded] = useState<{ readonly id: string; readonly Screen: ComponentType<ScreenProps> } | null>(null);
  useEffect(() => {
    const look = (): void => setEntry(named());
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  useEffect(() => {
    let over = false;
    void entry.load?.().then((module) => {
      if (!over) setLoaded({ id: entry.id, Screen: module.default });
    });
    return () => {
      over = true;
    };
  }, [entry]);
  return { entry, Screen: loaded?.id === entry.id ? loaded.Screen : null };
}

/** Language and light, on the document itself. */
function useDocument(app: App): void {
  const language = useStore(app.store, (state) => state.language);
  const theme = useStore(app.store, (state) => state.theme);
  useEffect(() => {
    document.documentElement.lang = TEXTS[language].tag;
    document.title = TEXTS[language].title;
  }, [language]);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const now = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
      document.documentElement.dataset['theme'] = now;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}

export function Page({ app }: { readonly app: App }): VNode {
  useDocument(app);
  const language = useStore(app.store, (state) => state.language);
  const reading = useStore(app.store, (state) => state.reading);
  const { entry, Screen } = useScreen();
  const [over, setOver] = useState<'bring' | 'save' | null>(null);
  const text = TEXTS[language];
  const close = (): void => setOver(null);
  return (
    <TextContext.Provider value={text}>
      <button type="button" class="skip" onClick={() => document.querySelector('main')?.focus()}>
        {text.skip}
      </button>
      <Header app={app} screen={entry.id} onAnother={() => setOver('bring')} />
      {entry.load === null && <Studio app={app} onSave={() => setOver('save')} />}
      {Screen && <Screen app={app} />}
      {over === 'bring' && <BringDialog app={app} onClose={close} />}
      {over === 'save' && <SavePainting app={app} onClose={close} />}
      {reading && <ReadingDialog app={app} reading={reading} />}
      <Messages app={app} />
      <Anywhere app={app} />
    </TextContext.Provider>
  );
}
