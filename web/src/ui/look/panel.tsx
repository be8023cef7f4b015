// Beside the picture: what it takes over, how far the look goes, and its table for other programs.
import type { VNode } from 'preact';
import { isTable } from '../../contract/grade';
import type { App } from '../../state/app';
import { STRENGTHS, type LookSession, type LookState } from '../../state/look';
import { WAYS, type Way } from '../../state/state';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import { download } from '../save';
import { OwnPhoto } from '../ownphoto';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import type { LookText } from './text';

interface Props {
  readonly app: App;
  readonly session: LookSession;
  readonly state: LookState;
  readonly text: LookText;
  readonly way: Way;
  readonly onChange: () => void;
}

function Ways({ session, state, text, way }: Pick<Props, 'session' | 'state' | 'text' | 'way'>): VNode {
  const isCube = state.chosen?.kind === 'cube';
  return (
    <>
      <div class="segments" role="radiogroup" aria-label={text.ways.label}>
        {WAYS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="way"
              checked={way === each}
              disabled={isCube && each === 'light'}
              onChange={() => session.setWay(each)}
            />
            <span>{text.ways[each]}</span>
          </label>
        ))}
      </div>
      <p class="quiet">{text.waysHelp[isCube ? 'cube' : way]}</p>
    </>
  );
}

export function LookPanel({ app, session, state, text, way, onChange }: Props): VNode {
  const page = useText();
  const { strength, grade } = state;
  const hasChoice = useStore(app.store, (all) => all.relight !== null);
  const cube = (): void => {
    const file = session.cube();
    if (file) download(file);
  };
  return (
    <section class="controls" id="controls" aria-label={page.controls.label}>
      <SheetHead app={app} />
      <fieldset>
        <legend>{text.how}</legend>
        {hasChoice && <Ways session={session} state={state} text={text} way={way} />}
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
      {way === 'colours' && (
        <fieldset>
          <legend>{text.table}</legend>
          <p class="quiet">{text.tableHelp}</p>
          <button type="button" class="button" disabled={!grade || !isTable(grade)} onClick={cube}>
            <Icon name="save" /> {text.cube}
          </button>
        </fieldset>
      )}
      <OwnPhoto change={text.change} onChange={onChange} />
    </section>
  );
}
