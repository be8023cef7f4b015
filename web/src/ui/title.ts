// What a painting is called: the style's title, or the parts of a blend with their shares.
import type { App } from '../state/app';
import { shares } from '../state/mix';
import type { Part } from '../state/state';
import { labelOf, useStore, useText } from './hooks';

export function useTitle(app: App, parts: readonly Part[]): string {
  const text = useText();
  const entries = useStore(app.store, (state) => state.entries);
  const share = shares(parts);
  const named = parts.flatMap(({ key }, index) => {
    const entry = entries.find((each) => each.key === key);
    return entry ? [{ title: labelOf(text, entry.style, entry.own).title, share: share[index] ?? 0 }] : [];
  });
  if (named.length < 2) return named[0]?.title ?? '';
  return named.map((each) => `${each.title} ${Math.round(each.share * 100)} %`).join(' + ');
}
