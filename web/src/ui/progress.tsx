// What is going on at the easel, and the way to end it.
import type { VNode } from 'preact';
import type { App } from '../state/app';
import { cancel, repaint } from '../state/painting';
import { useStore, useText } from './hooks';

export function Progress({ app }: { readonly app: App }): VNode | null {
  const text = useText();
  const step = useStore(app.store, (state) => state.step);
  const cancelled = useStore(app.store, (state) => state.cancelled);
  const opening = useStore(app.store, (state) => state.opening);
  const waiting = useStore(app.store, (state) => state.parts.length === 0);
  if (opening) {
    return (
      <div class="progress" role="status">
        {text.bring.opening}
      </div>
    );
  }
  if (step) {
    const known = step.total > 1;
    return (
      <div class="progress">
        <span role="status">{text.step[step.stage]}</span>
        {known && <span class="count">{text.step.of(step.done, step.total)}</span>}
        <progress aria-label={text.step[step.stage]} {...(known ? { max: step.total, value: step.done } : {})} />
        <button type="button" class="button small" onClick={() => cancel(app)}>
          {text.stage.cancel}
        </button>
      </div>
    );
  }
  if (cancelled) {
    return (
      <div class="progress">
        <span role="status">{text.stage.cancelled}</span>
        <button type="button" class="button small" onClick={() => repaint(app)}>
          {text.stage.again}
        </button>
      </div>
    );
  }
  return waiting ? (
    <div class="progress" role="status">
      {text.stage.choose}
    </div>
  ) : null;
}
