import type { VNode } from 'preact';
import type { App } from '../state/app';
import { useText } from './hooks';
import { Icon } from './icons';

/** The head of the controls where they are a sheet over the picture, with the button that closes it. */
export function SheetHead({ app }: { readonly app: App }): VNode {
  const text = useText();
  return (
    <header class="sheet-head">
      <h2>{text.controls.label}</h2>
      <button
        type="button"
        class="button bare"
        aria-label={text.controls.close}
        onClick={() => app.store.set({ sheet: false })}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
