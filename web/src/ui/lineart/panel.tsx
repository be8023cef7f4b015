// Beside the drawing: how it is coloured, its light, what the rest takes its colours from, layers, and the drawing itself.
import type { VNode } from 'preact';
import type { LayerFile, Lines, Mode } from '../../contract/lineart';
import { GAPS, isLit } from '../../state/lineartstate';
import { HEIGHTS } from '../../state/sun';
import { useText } from '../hooks';
import { Icon } from '../icons';
import { download } from '../save';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import { Choice, type PartProps } from './part';
import { ReferenceField } from './reference';
import { RestField } from './rest';
import { saidOf } from './text';

function MannerField({ session, state: { manner }, text }: PartProps): VNode {
  const modes = Object.fromEntries(Object.entries(text.modes).map(([mode, { title }]) => [mode, title])) as Record<Mode, string>;
  return (
    <fieldset>
      <legend>{text.manner}</legend>
      <Choice name="mode" label={text.mode} choices={modes} chosen={manner.mode} onChoose={(mode: Mode) => session.wish({ mode })} />
      <p class="quiet">{text.modes[manner.mode].help}</p>
      <p class="lineart-label">{text.lines}</p>
      <Choice name="lines" label={text.lines} choices={text.linesNamed} chosen={manner.lines} onChoose={(lines: Lines) => session.wish({ lines })} />
    </fieldset>
  );
}

function LightField({ session, state: { manner }, text }: PartProps): VNode | null {
  if (!isLit(manner)) return null;
  return (
    <fieldset>
      <legend>{text.light}</legend>
      <p class="quiet">{text.lightHelp}</p>
      <Slider
        label={text.height}
        value={manner.light_height}
        said={text.degrees(manner.light_height)}
        {...HEIGHTS}
        onInput={(light_height) => session.wish({ light_height })}
      />
      <label class="switch">
        <span>{text.lightColour}</span>
        <span class="lineart-well" style={{ '--colour': manner.light_colour }}>
          <input
            type="color"
            aria-label={`${text.lightColour}: ${saidOf(text, manner.light_colour)}`}
            value={manner.light_colour}
            onInput={(event) => session.wish({ light_colour: event.currentTarget.value })}
          />
        </span>
      </label>
    </fieldset>
  );
}

const KINDS: readonly LayerFile[] = ['ora', 'psd', 'zip'];

function LayersField({ session, state: { made, doing }, text }: PartProps): VNode {
  const save = async (as: LayerFile): Promise<void> => {
    const file = await session.layers(as);
    if (file) download(file);
  };
  return (
    <fieldset>
      <legend>{text.layers}</legend>
      <p class="quiet">{text.layersHelp}</p>
      <div class="lineart-kinds">
        {KINDS.map((as) => (
          <button
            key={as}
            type="button"
            class="button"
            aria-label={text.layersName(text.layersAs[as])}
            disabled={!made || doing !== 'nothing'}
            onClick={() => void save(as)}
          >
            {text.layersAs[as]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

interface Props extends PartProps {
  /** Another drawing, from a file or from the webcam. */
  readonly onChange: () => void;
  readonly onWebcam: () => void;
}

function DrawingField({ session, state: { manner, marks }, text, onChange, onWebcam }: Props): VNode {
  return (
    <fieldset>
      <legend>{text.own}</legend>
      <Slider
        label={text.gap}
        help={text.gapHelp}
        value={manner.gap}
        said={text.pixels(manner.gap)}
        {...GAPS}
        onInput={(gap) => session.wish({ gap })}
      />
      <p class="quiet">{text.gapHelp}</p>
      <div class="row">
        <button type="button" class="button" disabled={marks.list.length === 0} onClick={() => session.clear()}>
          {text.clear}
        </button>
        <button type="button" class="button" onClick={onChange}>
          <Icon name="picture" /> {text.change}
        </button>
        <button type="button" class="button" onClick={onWebcam}>
          <Icon name="camera" /> {text.webcam}
        </button>
      </div>
    </fieldset>
  );
}

export function LineartPanel(props: Props): VNode {
  const page = useText();
  return (
    <section class="controls" id="controls" aria-label={page.controls.label} data-takes="files">
      <SheetHead app={props.app} />
      <MannerField {...props} />
      <LightField {...props} />
      <RestField {...props} />
      <ReferenceField {...props} />
      <LayersField {...props} />
      <DrawingField {...props} />
    </section>
  );
}
