// Beside the picture: how far the look goes, and its table for other programs.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import { STRENGTHS, type LookSession, type LookState } from '../../state/look';
import { useText } from '../hooks';
import { Icon } from '../icons';
import { download } from '../save';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import type { LookText } from './text';

interface Props {
  readonly app: App;
  readonly session: LookSession;
  readonly state: LookState;
  readonly text: LookText;
  readonly onChange: () => void;
}

export function LookPanel({ app, session, state, text, onChange }: Props): VNode {
  const page = useText();
  const { strength, lut } = state;
  const cube = (): void => {
    const file = session.cube();
    if (file) download(file);
  };
  return (
    <section class="controls" id="controls" aria-label={page.controls.label}>
      <SheetHead app={app} />
      <fieldset>
        <legend>{text.how}</legend>
        <Slider
          label={text.strength}
          help={text.strengthHelp}
          value={strength}
          said={page.controls.percent(strength)}
          {...STRENGTHS}
          onInput={(value) => session.setStrength(value)}
        />
        <p class="quiet">{text.strengthHelp}</p>
      </fieldset>
      <fieldset>
        <legend>{text.table}</legend>
        <p class="quiet">{text.tableHelp}</p>
        <button type="button" class="button" disabled={!lut} onClick={cube}>
          <Icon name="save" /> {text.cube}
        </button>
      </fieldset>
      <fieldset>
        <legend>{page.stage.photo}</legend>
        <button type="button" class="button" onClick={onChange}>
          <Icon name="picture" /> {text.change}
        </button>
      </fieldset>
    </section>
  );
}
