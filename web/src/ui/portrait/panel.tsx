// Beside the picture: whose face, and how much of each expression.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import { AMOUNTS, movedBy, shownAmounts, worn, type ExpressionSession, type ExpressionState } from '../../state/expression';
import { useText } from '../hooks';
import { OwnPhoto } from '../ownphoto';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import type { PortraitText } from './text';

interface Props {
  readonly app: App;
  readonly session: ExpressionSession;
  readonly state: ExpressionState;
  readonly text: PortraitText;
  readonly onChange: () => void;
}

type Part = Pick<Props, 'session' | 'state' | 'text'>;

/** One face, or all; and why some cannot be chosen. */
function Who({ session, state: { faces, chosen }, text }: Part): VNode | null {
  if (!faces || faces.length < 2) return null;
  const choices = [null, ...faces.keys()];
  return (
    <fieldset>
      <legend>{text.who}</legend>
      <div class="segments" role="radiogroup" aria-label={text.who}>
        {choices.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="face"
              aria-label={each === null ? text.all : text.face(each + 1)}
              checked={chosen === each}
              disabled={each !== null && faces[each]?.problem !== null}
              onChange={() => session.choose(each)}
            />
            <span>{each === null ? text.all : each + 1}</span>
          </label>
        ))}
      </div>
      {faces.map(({ problem }, index) => problem && <p key={index} class="quiet">{`${text.face(index + 1)}: ${text.unfit(problem)}`}</p>)}
    </fieldset>
  );
}

function Sliders({ session, state, names }: Pick<Props, 'session' | 'state'> & { readonly names: PortraitText['named'] }): VNode {
  const page = useText();
  const amounts = shownAmounts(state);
  return (
    <>
      {Object.entries(names).map(([name, label]) => {
        const amount = amounts[name] ?? 0;
        return (
          <Slider
            key={name}
            label={label}
            value={amount}
            said={page.controls.percent(amount)}
            {...AMOUNTS}
            onInput={(value) => session.set(name, value)}
          />
        );
      })}
    </>
  );
}

export function PortraitPanel({ app, session, state, text, onChange }: Props): VNode {
  const page = useText();
  const canChange = movedBy(state).length > 0;
  const amounts = shownAmounts(state);
  const neutral = -AMOUNTS.min / (AMOUNTS.max - AMOUNTS.min);
  return (
    <section class="controls" id="controls" aria-label={page.controls.label} style={{ '--neutral': `${neutral * 100}%` }}>
      <SheetHead app={app} />
      <Who session={session} state={state} text={text} />
      {canChange && (
        <fieldset class="portrait-sliders">
          <legend>{text.expressions}</legend>
          <button
            type="button"
            class="button small portrait-reset"
            disabled={worn({ amounts: [amounts] }).length === 0}
            onClick={() => session.reset()}
          >
            {text.reset}
          </button>
          <Sliders session={session} state={state} names={text.named} />
          <details>
            <summary>{text.movements}</summary>
            <Sliders session={session} state={state} names={text.single} />
          </details>
          {Object.values(amounts).some((amount) => Math.abs(amount) > 1) && <p class="quiet">{text.beyond}</p>}
        </fieldset>
      )}
      <OwnPhoto change={text.change} onChange={onChange} />
    </section>
  );
}
