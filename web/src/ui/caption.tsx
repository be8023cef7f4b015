// The label on the wall: after whom the picture is painted.
import type { VNode } from 'preact';
import type { App } from '../state/app';
import { labelOf, useStore, useText } from './hooks';
import { useTitle } from './title';

export function Caption({ app }: { readonly app: App }): VNode {
  const text = useText();
  const painting = useStore(app.store, (state) => state.painting);
  const entries = useStore(app.store, (state) => state.entries);
  const name = useStore(app.store, (state) => state.photo?.name ?? '');
  const parts = painting?.parts ?? [];
  const title = useTitle(app, parts);
  if (title === '') {
    return (
      <div class="caption" aria-live="polite">
        <h1 class="name">{text.stage.photo}</h1>
        <p class="by">{name}</p>
      </div>
    );
  }
  const by = parts.flatMap(({ key }) => {
    const entry = entries.find((each) => each.key === key);
    if (!entry) return [];
    const { artist, year } = labelOf(text, entry.style, entry.own);
    return [[artist, year].filter(Boolean).join(', ')];
  });
  return (
    <div class="caption" aria-live="polite">
      <h1 class="name">
        <span class="manner">{text.stage.manner}</span> <i>{title}</i>
      </h1>
      <p class="by">{by.filter(Boolean).join('; ')}</p>
    </div>
  );
}
