// The panel beside the picture: the painter's options as its manifest declares them, the blend, and the brush.
import type { VNode } from 'preact';
import type { PaintOptions } from '../contract/engine';
import type { App } from '../state/app';
import { controlsOf, fromSlider, outputSize, sliderBounds, toSlider, type Control, type Range } from '../state/options';
import { setOption } from '../state/painting';
import type { Photo } from '../state/state';
import { Blend } from './blend';
import { BrushPanel } from './brushpanel';
import { useStore, useText } from './hooks';
import { SheetHead } from './sheethead';
import { Slider } from './slider';
import type { Text } from './text/en';

/** The value in words. */
function said(text: Text, control: Range, options: PaintOptions, photo: Photo): string {
  const value = options[control.name];
  if (control.unit === 'pixels') {
    const [width, height] = outputSize(photo.width, photo.height, typeof value === 'number' ? value : null);
    return text.status.size(width, height);
  }
  if (typeof value !== 'number') return text.controls.automatic;
  return control.logarithmic ? `× ${value.toLocaleString(text.tag)}` : text.controls.percent(value);
}

interface RowProps {
  readonly app: App;
  readonly control: Control;
  readonly options: PaintOptions;
  readonly photo: Photo;
}

function Row({ app, control, options, photo }: RowProps): VNode {
  const text = useText();
  const words = text.controls.options[control.name];
  const label = words?.label ?? control.help;
  const help = words?.help ?? control.help;
  const value = options[control.name];
  if (control.kind === 'switch') {
    return (
      <label class="switch" title={help}>
        <span>{label}</span>
        <input
          type="checkbox"
          role="switch"
          checked={value === true}
          onChange={(event) => setOption(app, control.name, event.currentTarget.checked)}
        />
      </label>
    );
  }
  const number = typeof value === 'number' ? value : control.middle;
  const automatic = control.unit === 'pixels' ? text.controls.own : text.controls.automatic;
  return (
    <Slider
      label={label}
      help={help}
      value={toSlider(control, number)}
      said={said(text, control, options, photo)}
      {...sliderBounds(control)}
      onInput={(at) => setOption(app, control.name, fromSlider(control, at))}
    >
      {control.optional && (
        <label class="check">
          <input
            type="checkbox"
            aria-label={`${label}: ${automatic}`}
            checked={value === null}
            onChange={(event) => setOption(app, control.name, event.currentTarget.checked ? null : number)}
          />
          {automatic}
        </label>
      )}
    </Slider>
  );
}

export function Controls({ app, photo }: { readonly app: App; readonly photo: Photo }): VNode {
  const text = useText();
  const manifest = useStore(app.store, (state) => state.manifest);
  const options = useStore(app.store, (state) => state.options);
  const controls = manifest ? controlsOf(manifest.options, Math.max(photo.width, photo.height)) : [];
  return (
    <section class="controls" id="controls" aria-label={text.controls.label}>
      <SheetHead app={app} />
      <fieldset>
        <legend>{text.controls.how}</legend>
        {controls.map((control) => (
          <Row key={control.name} app={app} control={control} options={options} photo={photo} />
        ))}
      </fieldset>
      <Blend app={app} />
      <BrushPanel app={app} />
    </section>
  );
}
