// The looks that there are: what the visitor brought, then the sample photos.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import type { Look, LookSession, LookState } from '../../state/look';
import { Bitmap } from '../canvas';
import { PICTURES, useChooser } from '../chooser';
import { Add, arrowed } from '../gallery';
import { useStore } from '../hooks';
import { Tile } from '../tile';
import type { LookText } from './text';

/** What stands for the visitor's own look. */
function Face({ look }: { readonly look: Look }): VNode | null {
  if (look.kind === 'cube') return <span class="look-cube">.cube</span>;
  return look.bitmap && <Bitmap bitmap={look.bitmap} />;
}

interface Props {
  readonly app: App;
  readonly session: LookSession;
  readonly state: LookState;
  readonly text: LookText;
}

export function LookGallery({ app, session, state, text }: Props): VNode {
  const samples = useStore(app.store, (all) => all.samples);
  const hasPhoto = useStore(app.store, (all) => all.photo !== null);
  const list = useRef<HTMLUListElement>(null);
  const { input, choose } = useChooser({
    name: 'look',
    accept: `${PICTURES},.cube`,
    onFiles: ([file]) => void (file && session.takeLook(file)),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!/^(Arrow|Home|End)/.test(event.key) || !list.current) return;
    event.preventDefault();
    arrowed(list.current, event.key);
  };
  const { own, chosen } = state;
  return (
    <section class="gallery" aria-label={text.gallery} data-picking="false">
      <header>
        <h2>{text.gallery}</h2>
        <p class="quiet">{hasPhoto ? text.hint : text.none}</p>
        <div class="adding">
          <Add label={text.add} name={text.addName} onClick={choose} />
        </div>
        {input}
      </header>
      <ul ref={list} class="tiles" onKeyDown={onKeyDown}>
        {own.map((look) => (
          <Tile
            key={look.key}
            title={look.title}
            small={look.kind === 'cube' ? text.points(look.lut.points) : text.own}
            chosen={chosen?.key === look.key}
            onClick={() => session.choose(look)}
          >
            <Face look={look} />
          </Tile>
        ))}
        {samples?.map(({ file, title, credit }) => (
          <Tile
            key={file}
            title={title}
            small={credit}
            chosen={chosen?.key === file}
            onClick={() => void session.takeSample(file, title)}
          >
            <img src={new URL(file, app.base).href} alt="" loading="lazy" />
          </Tile>
        ))}
      </ul>
    </section>
  );
}
