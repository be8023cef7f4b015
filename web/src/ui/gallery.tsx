// The gallery: every style as a small painting of the visitor's photo.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../state/app';
import { addStyleFile, removeStyle, styleFile } from '../state/library';
import { pick } from '../state/painting';
import { canRead, openReading } from '../state/reading';
import type { Entry } from '../state/state';
import { Bitmap } from './canvas';
import { useChooser } from './chooser';
import { labelOf, useStore, useText } from './hooks';
import { Icon } from './icons';
import { download } from './save';

/** The style's own picture, as an address that lives as long as the tile. */
function useAddress(blob: Blob | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}

interface TileProps {
  readonly app: App;
  readonly entry: Entry;
  readonly focusable: boolean;
  readonly onFocus: () => void;
}

interface CornerProps {
  readonly icon: 'save' | 'close';
  readonly name: string;
  readonly onClick: () => void;
}

/** A small button in a corner of the visitor's own tiles. */
function Corner({ icon, name, onClick }: CornerProps): VNode {
  return (
    <button type="button" class={`corner ${icon}`} aria-label={name} title={name} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

function Tile({ app, entry, focusable, onFocus }: TileProps): VNode {
  const text = useText();
  const bitmap = useStore(app.store, (state) => state.thumbnails.get(entry.key) ?? null);
  const chosen = useStore(app.store, (state) => state.parts.some((part) => part.key === entry.key));
  const brushed = useStore(app.store, (state) => state.brush.on && state.brush.key === entry.key);
  const waiting = useStore(app.store, (state) => state.photo !== null && !state.thumbnails.has(entry.key));
  const address = useAddress(entry.style.thumbnail);
  const { title, artist, year } = labelOf(text, entry.style, entry.own);
  return (
    <li class="tile" data-chosen={chosen} data-brushed={brushed}>
      <button
        type="button"
        aria-pressed={chosen}
        title={[title, artist, year].filter(Boolean).join(', ')}
        tabIndex={focusable ? 0 : -1}
        onFocus={onFocus}
        onClick={(event) => {
          event.currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          pick(app, entry.key);
        }}
      >
        <span class="frame" data-waiting={waiting}>
          {address !== null && <img src={address} alt="" />}
          {bitmap && <Bitmap bitmap={bitmap} class="fresh" />}
        </span>
        <span class="label">
          <i>{title}</i>
          <small>{[entry.own && text.gallery.own, artist, year].filter(Boolean).join(', ')}</small>
        </span>
      </button>
      {entry.own && (
        <>
          <Corner icon="save" name={text.gallery.save(title)} onClick={() => void styleFile(entry.style).then(download)} />
          <Corner icon="close" name={text.gallery.remove(title)} onClick={() => void removeStyle(app, entry.key)} />
        </>
      )}
    </li>
  );
}

/** Move the focus with the arrows as the eye sees the tiles: in rows where there are rows. */
export function arrowed(list: HTMLElement, key: string): void {
  const tiles = [...list.querySelectorAll<HTMLButtonElement>('.tile > button:first-child')];
  const at = tiles.findIndex((tile) => tile === document.activeElement);
  const here = tiles[at];
  if (!here) return;
  const topOf = (tile: HTMLElement): number => tile.getBoundingClientRect().top;
  const columns = tiles.filter((tile) => Math.abs(topOf(tile) - topOf(here)) < 4).length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key] ?? 0;
  const stride = columns === tiles.length ? Math.sign(step) : step;
  const goal = key === 'Home' ? 0 : key === 'End' ? tiles.length - 1 : at + stride;
  tiles[Math.min(tiles.length - 1, Math.max(0, goal))]?.focus();
}

interface AddProps {
  readonly label: string;
  readonly name: string;
  readonly onClick: () => void;
}

export function Add({ label, name, onClick }: AddProps): VNode {
  return (
    <button type="button" class="button small" aria-label={name} title={name} onClick={onClick}>
      <Icon name="plus" /> {label}
    </button>
  );
}

export function Gallery({ app }: { readonly app: App }): VNode {
  const text = useText();
  const entries = useStore(app.store, (state) => state.entries);
  const picking = useStore(app.store, (state) => state.picking);
  const list = useRef<HTMLUListElement>(null);
  const reads = useStore(app.store, canRead);
  const { input, choose } = useChooser({
    name: 'style',
    accept: '.style',
    multiple: true,
    async onFiles(files) {
      for (const file of files) await addStyleFile(app, file);
    },
  });
  const [focused, setFocused] = useState<string | null>(null);
  const first = entries[0]?.key;
  const home = entries.some((entry) => entry.key === focused) ? focused : first;
  const say = { paint: text.gallery.hint, blend: text.gallery.blending, brush: text.gallery.brushing }[picking];

  useEffect(() => {
    if (picking !== 'paint') list.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
  }, [picking]);

  // A style that comes is the first; it may be out of sight.
  useEffect(() => list.current?.scrollTo({ left: 0, top: 0 }), [first]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') app.store.set({ picking: 'paint' });
    if (!/^(Arrow|Home|End)/.test(event.key) || !list.current) return;
    event.preventDefault();
    arrowed(list.current, event.key);
  };

  return (
    <section class="gallery" aria-label={text.gallery.label} data-picking={picking !== 'paint'}>
      <header>
        <h2>{text.gallery.label}</h2>
        <p class="quiet" role="status">
          {entries.length === 0 ? text.gallery.waiting : say}
        </p>
        <div class="adding">
          {picking === 'paint' ? (
            <>
              {reads && <Add label={text.gallery.painting} name={text.gallery.read} onClick={() => openReading(app)} />}
              <Add label=".style" name={text.gallery.add} onClick={choose} />
            </>
          ) : (
            <button type="button" class="button small" onClick={() => app.store.set({ picking: 'paint' })}>
              {text.gallery.back}
            </button>
          )}
        </div>
        {input}
      </header>
      <ul ref={list} class="tiles" onKeyDown={onKeyDown}>
        {entries.map((entry) => (
          <Tile
            key={entry.key}
            app={app}
            entry={entry}
            focusable={entry.key === home}
            onFocus={() => setFocused(entry.key)}
          />
        ))}
      </ul>
    </section>
  );
}
