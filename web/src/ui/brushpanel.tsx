// The style brush: which style, which tool, how large and how soft.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../state/app';
import { clearMask, setBrush } from '../state/brushing';
import { labelOf, useStore, useText } from './hooks';
import { Icon } from './icons';
import { Slider } from './slider';

function Tools({ app }: { readonly app: App }): VNode {
  const text = useText();
  const { tool, size, softness, empty } = useStore(app.store, (state) => state.brush);
  return (
    <>
      <div class="segments" role="radiogroup" aria-label={text.brush.tool}>
        {(['paint', 'erase'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="tool" checked={tool === each} onChange={() => setBrush(app, { tool: each })} />
            <span>
              <Icon name={each === 'paint' ? 'brush' : 'eraser'} /> {text.brush[each]}
            </span>
          </label>
        ))}
      </div>
      <Slider
        label={text.brush.size}
        value={size}
        said={text.controls.percent(size)}
        min={0.02}
        max={0.5}
        step={0.01}
        onInput={(value) => setBrush(app, { size: value })}
      />
      <Slider
        label={text.brush.softness}
        value={softness}
        said={text.controls.percent(softness)}
        min={0}
        max={0.1}
        step={0.005}
        onInput={(value) => setBrush(app, { softness: value })}
      />
      <button type="button" class="button" disabled={empty} onClick={() => clearMask(app)}>
        {text.brush.clear}
      </button>
    </>
  );
}

export function BrushPanel({ app }: { readonly app: App }): VNode {
  const text = useText();
  const { on, key } = useStore(app.store, (state) => state.brush);
  const entries = useStore(app.store, (state) => state.entries);
  const idle = useStore(app.store, (state) => state.parts.length === 0);
  const picking = useStore(app.store, (state) => state.picking === 'brush');
  const panel = useRef<HTMLFieldSetElement>(null);
  const entry = entries.find((each) => each.key === key);
  useEffect(() => {
    if (on) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [on]);
  const choose = (
    <button
      type="button"
      class="button"
      aria-pressed={picking}
      disabled={idle}
      onClick={() => app.store.set({ picking: picking ? 'paint' : 'brush' })}
    >
      {entry ? text.brush.change : text.brush.choose}
    </button>
  );
  return (
    <fieldset ref={panel}>
      <legend>{text.brush.label}</legend>
      <p class="quiet">{entry ? <i>{labelOf(text, entry.style, entry.own).title}</i> : text.brush.help}</p>
      <div class="row">
        {entry && (
          <button type="button" class="button" aria-pressed={on} onClick={() => setBrush(app, { on: !on })}>
            <Icon name="brush" /> {on ? text.brush.stop : text.brush.start}
          </button>
        )}
        {choose}
      </div>
      {on && entry && <Tools app={app} />}
    </fieldset>
  );
}
