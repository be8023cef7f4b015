// Two to four styles in one, and how much of each.
import type { VNode } from 'preact';
import type { App } from '../state/app';
import { MOST_PARTS, shares } from '../state/mix';
import { leaveOut, setWeight } from '../state/painting';
import { labelOf, useStore, useText } from './hooks';
import { Icon } from './icons';
import { Slider } from './slider';

export function Blend({ app }: { readonly app: App }): VNode {
  const text = useText();
  const parts = useStore(app.store, (state) => state.parts);
  const entries = useStore(app.store, (state) => state.entries);
  const picking = useStore(app.store, (state) => state.picking === 'blend');
  const share = shares(parts);
  return (
    <fieldset>
      <legend>{text.blend.label}</legend>
      <p class="quiet">{text.blend.help}</p>
      {parts.length > 1 &&
        parts.map(({ key, weight }, index) => {
          const entry = entries.find((each) => each.key === key);
          if (!entry) return null;
          const { title } = labelOf(text, entry.style, entry.own);
          return (
            <div class="part" key={key}>
              <Slider
                label={title}
                help={text.blend.weight(title)}
                value={weight}
                said={text.controls.percent(share[index] ?? 0)}
                min={0}
                max={1}
                step={0.05}
                onInput={(value) => setWeight(app, key, value)}
              />
              <button
                type="button"
                class="button bare"
                aria-label={text.blend.leaveOut(title)}
                title={text.blend.leaveOut(title)}
                onClick={() => leaveOut(app, key)}
              >
                <Icon name="close" />
              </button>
            </div>
          );
        })}
      <button
        type="button"
        class="button"
        aria-pressed={picking}
        disabled={parts.length === 0 || parts.length >= MOST_PARTS}
        onClick={() => app.store.set({ picking: picking ? 'paint' : 'blend' })}
      >
        <Icon name="plus" /> {text.blend.add}
      </button>
    </fieldset>
  );
}
