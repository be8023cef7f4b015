// What is going on at the easel, and the way to end it.
import type { VNode } from 'preact';
import type { Step } from '../contract/engine';
import type { App } from '../state/app';
import { cancel, repaint } from '../state/painting';
import { useStore, useText } from './hooks';

/** How far the work is. */
export function StepBar({ step, onCancel }: { readonly step: Step; readonly onCancel: () => void }): VNode {
  const text = useText();
  const known = step.total > 1;
  return (
    <div class="progress">
      <span role="status">{text.step[step.stage]}</span>
      {known && <span class="count">{text.step.of(step.done, step.total)}</span>}
      <progress aria-label={text.step[step.stage]} {...(known ? { max: step.total, value: step.done } : {})} />
      <button type="button" class="button small" onClick={onCancel}>
        {text.stage.cancel}
      </button>
    </div>
  );
}

/** What was begun, and ended by the visitor. */
export function CancelledBar({ onAgain }: { readonly onAgain: () => void }): VNode {
  const text = useText();
  return (
    <div class="progress">
      <span role="status">{text.stage.cancelled}</span>
      <button type="button" class="button small" onClick={onAgain}>
        {text.stage.again}
      </button>
    </div>
  );
}

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
  if (step) return <StepBar step={step} onCancel={() => cancel(app)} />;
  if (cancelled) return <CancelledBar onAgain={() => repaint(app)} />;
  return waiting ? (
    <div class="progress" role="status">
      {text.stage.choose}
    </div>
  ) : null;
}
