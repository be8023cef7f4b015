// The worlds that there are, each by its texture.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import { shortName, textureOf, type WorldsSession } from '../../state/worlds';
import { arrowed } from '../gallery';
import { useStore } from '../hooks';
import { Tile } from '../tile';
import type { WorldsText } from './text';

interface Props {
  readonly app: App;
  readonly session: WorldsSession;
  readonly chosen: string | null;
  readonly text: WorldsText;
}

/** What a world is called here. */
export function nameOf(text: WorldsText, id: string): WorldsText['worlds'][string] {
  return text.worlds[shortName(id)] ?? { title: shortName(id), small: '' };
}

export function WorldsGallery({ app, session, chosen, text }: Props): VNode {
  const worlds = useStore(app.store, (state) => state.worlds);
  const hasPhoto = useStore(app.store, (state) => state.photo !== null);
  const list = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!/^(Arrow|Home|End)/.test(event.key) || !list.current) return;
    event.preventDefault();
    arrowed(list.current, event.key);
  };
  return (
    <section class="gallery" aria-label={text.gallery} data-picking="false">
      <header>
        <h2>{text.gallery}</h2>
        <p class="quiet">{hasPhoto ? text.hint : text.none}</p>
      </header>
      <ul ref={list} class="tiles" onKeyDown={onKeyDown}>
        {worlds.map((id) => (
          <Tile key={id} {...nameOf(text, id)} chosen={chosen === id} onClick={() => session.choose(id)}>
            <img src={textureOf(app, id)} alt="" loading="lazy" />
          </Tile>
        ))}
      </ul>
    </section>
  );
}
