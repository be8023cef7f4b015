// Beside the picture: where the frames come from, how they are painted, how large.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import { FIXED_SIDES } from '../../state/live';
import { controlsOf, fromSlider, sliderBounds, toSlider } from '../../state/options';
import { setOption } from '../../state/painting';
import { Blend } from '../blend';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import type { LiveState, Session } from './session';
import type { LiveText } from './text';

interface Props {
  readonly app: App;
  readonly session: Session;
  readonly state: LiveState;
  readonly text: LiveText;
  readonly onFile: () => void;
}

function Strength({ app }: { readonly app: App }): VNode | null {
  const text = useText();
  const declared = useStore(app.store, (state) => state.manifest?.options);
  const strength = useStore(app.store, (state) => state.options.strength);
  const control = controlsOf(declared ?? [], 1).find(({ name }) => name === 'strength');
  if (control?.kind !== 'range') return null;
  const words = text.controls.options[control.name];
  return (
    <Slider
      label={words?.label ?? control.help}
      help={words?.help ?? control.help}
      value={toSlider(control, strength)}
      said={text.controls.percent(strength)}
      {...sliderBounds(control)}
      onInput={(at) => setOption(app, 'strength', fromSlider(control, at))}
    />
  );
}

function SourcePart({ session, state, text, onFile }: Props): VNode {
  const { source, cameras, mirror } = state;
  return (
    <fieldset>
      <legend>{text.panel.source}</legend>
      <div class="row">
        <button
          type="button"
          class="button"
          aria-pressed={source?.kind === 'camera'}
          onClick={() => void session.openCamera()}
        >
          <Icon name="camera" /> {text.webcam}
        </button>
        <button type="button" class="button" aria-pressed={source?.kind === 'file'} onClick={onFile}>
          <Icon name="film" /> {text.choose}
        </button>
      </div>
      {source?.kind === 'camera' && cameras.length > 1 && (
        <label class="live-pick">
          <span>{text.panel.camera}</span>
          <select
            aria-label={text.panel.camera}
            value={source.camera}
            onChange={(event) => void session.openCamera(event.currentTarget.value)}
          >
            {cameras.map(({ id, label }, index) => (
              <option key={id} value={id}>
                {label || text.panel.unnamed(index + 1)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="switch" title={text.panel.mirrorHelp}>
        <span>
          {text.panel.mirror} <small>{text.panel.mirrorHelp}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          aria-label={text.panel.mirror}
          checked={mirror}
          onChange={(event) => session.store.set({ mirror: event.currentTarget.checked })}
        />
      </label>
    </fieldset>
  );
}

export function Panel(props: Props): VNode {
  const { app, session, state, text } = props;
  const page = useText();
  return (
    <section class="controls" id="controls" aria-label={page.controls.label}>
      <SheetHead app={app} />
      <fieldset>
        <legend>{text.panel.manner}</legend>
        <Strength app={app} />
        <label class="live-pick">
          <span>{text.panel.size}</span>
          <select
            aria-label={text.panel.size}
            value={state.side ?? 'auto'}
            onChange={(event) => session.store.set({ side: Number(event.currentTarget.value) || null })}
          >
            <option value="auto">{text.panel.automatic}</option>
            {FIXED_SIDES.map((side) => (
              <option key={side} value={side}>
                {text.panel.pixels(side)}
              </option>
            ))}
          </select>
        </label>
        <p class="quiet">{text.panel.sizeHelp}</p>
      </fieldset>
      <SourcePart {...props} />
      <Blend app={app} />
    </section>
  );
}
