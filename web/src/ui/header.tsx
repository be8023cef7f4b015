// The top of the page: the name, the screens, the language and the light.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../state/app';
import { remember } from '../state/preferences';
import { LANGUAGES, THEMES } from '../state/state';
import { TEXTS, useStore, useText } from './hooks';
import { Icon, Wordmark } from './icons';
import { SCREENS, type ScreenEntry } from './screens';

interface Props {
  readonly app: App;
  readonly screen: ScreenEntry['id'];
  readonly onAnother: () => void;
}

interface LinkProps {
  readonly app: App;
  readonly entry: ScreenEntry;
  readonly current: boolean;
  /** How many there are. */
  readonly among: number;
}

function ScreenLink({ app, entry: { id, offered }, current, among }: LinkProps): VNode | null {
  const text = useText();
  const link = useRef<HTMLAnchorElement>(null);
  const shown = useStore(app.store, (state) => offered?.(state) ?? true);
  // On a narrow page the row of screens is longer than it is wide.
  useEffect(() => {
    if (current && shown) link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, shown, among]);
  if (!shown) return null;
  return (
    <a ref={link} href={`#${id}`} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {text.nav[id]}
    </a>
  );
}

export function Header({ app, screen, onAnother }: Props): VNode {
  const text = useText();
  const language = useStore(app.store, (state) => state.language);
  const theme = useStore(app.store, (state) => state.theme);
  const photo = useStore(app.store, (state) => state.photo !== null);
  const among = useStore(app.store, (state) => SCREENS.filter(({ offered }) => offered?.(state) ?? true).length);
  return (
    <header class="top">
      <a class="home" href="#studio" aria-label="pinxit" title={text.tagline}>
        <Wordmark />
      </a>
      {SCREENS.length > 1 && (
        <nav aria-label={text.nav.label}>
          {SCREENS.map((entry) => (
            <ScreenLink key={entry.id} app={app} entry={entry} current={entry.id === screen} among={among} />
          ))}
        </nav>
      )}
      <div class="right">
        {photo && screen === 'studio' && (
          <button type="button" class="button" onClick={onAnother}>
            <Icon name="picture" /> <span class="roomy">{text.bring.another}</span>
          </button>
        )}
        <select
          aria-label={text.language}
          value={language}
          onChange={(event) => {
            const chosen = LANGUAGES.find((each) => each === event.currentTarget.value) ?? 'en';
            remember('language', chosen);
            app.store.set({ language: chosen });
          }}
        >
          {LANGUAGES.map((each) => (
            <option key={each} value={each} lang={TEXTS[each].tag}>
              {TEXTS[each].name}
            </option>
          ))}
        </select>
        <Icon name="sun" />
        <select
          aria-label={text.theme.label}
          value={theme}
          onChange={(event) => {
            const chosen = THEMES.find((each) => each === event.currentTarget.value) ?? 'auto';
            remember('theme', chosen);
            app.store.set({ theme: chosen });
          }}
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {text.theme[each]}
            </option>
          ))}
        </select>
      </div>
    </header>
  );
}
