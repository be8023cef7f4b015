// The paintings that there are: what the visitor brought, then ours.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import type { ObjectSession, ObjectState } from '../../state/object';
import { mannersOf, shortly, sitterOf } from '../../state/ours';
import { Bitmap } from '../canvas';
import { PICTURES, useChooser } from '../chooser';
import { Add, arrowed } from '../gallery';
import { labelOf, useStore, useText } from '../hooks';
import { Tile } from '../tile';
import type { ObjectText } from './text';

interface Props {
  readonly app: App;
  readonly session: ObjectSession;
  readonly state: ObjectState;
  readonly text: ObjectText;
}

export function ObjectGallery({ app, session, state, text }: Props): VNode {
  const page = useText();
  const entries = useStore(app.store, (all) => all.entries);
  const sitter = useStore(app.store, sitterOf);
  const list = useRef<HTMLUListElement>(null);
  const { input, choose } = useChooser({
    name: 'painting',
    accept: PICTURES,
    onFiles: ([file]) => void (file && session.takePainting(file)),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!/^(Arrow|Home|End)/.test(event.key) || !list.current) return;
    event.preventDefault();
    arrowed(list.current, event.key);
  };
  const { own, tiles, scene } = state;
  return (
    <section class="gallery" aria-label={text.gallery} data-picking="false">
      <header>
        <h2>{text.gallery}</h2>
        <p class="quiet">{text.hint}</p>
        <div class="adding">
          <Add label={text.add} name={text.addName} onClick={choose} />
        </div>
        {input}
      </header>
      <ul ref={list} class="tiles" onKeyDown={onKeyDown}>
        {own.map((each) => (
          <Tile key={each.key} title={each.title} small={text.own} chosen={scene?.key === each.key} onClick={() => void session.chooseOwn(each)}>
            <Bitmap bitmap={each.bitmap} />
          </Tile>
        ))}
        {sitter &&
          mannersOf({ entries }).map((entry) => {
            const bitmap = tiles.get(entry.key);
            return (
              <Tile
                key={entry.key}
                title={text.ours(labelOf(page, entry.style).title)}
                small={`${shortly(sitter)}, ${sitter.credit}`}
                chosen={scene?.key === entry.key}
                onClick={() => void session.chooseOurs(entry)}
              >
                {bitmap ? <Bitmap bitmap={bitmap} class="fresh" /> : <img class="object-waiting" src={new URL(sitter.file, app.base).href} alt="" />}
              </Tile>
            );
          })}
      </ul>
    </section>
  );
}
