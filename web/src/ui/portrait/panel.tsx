// Beside the picture: whose face, and how much of each expression.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import {
  AMOUNTS,
  canLook,
  isBeyond,
  LOOKS,
  movedBy,
  shownAmounts,
  worn,
  type ExpressionSession,
  type ExpressionState,
  type Look,
} from '../../state/expression';
import { useText } from '../hooks';
import { OwnPhoto } from '../ownphoto';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import type { Driver, DriverState } from './driver';
import { DriverPart } from './driverpart';
import type { PortraitText } from './text';

interface Props {
  readonly app: App;
  readonly session: ExpressionSession;
  readonly state: ExpressionState;
  readonly driver: Driver;
  readonly driven: DriverState;
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

interface SlidersProps {
  readonly state: ExpressionState;
  readonly names: PortraitText['named'];
  readonly onInput: (name: string, amount: number) => void;
}

function Sliders({ state, names, onInput }: SlidersProps): VNode {
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
            onInput={(value) => onInput(name, value)}
          />
        );
      })}
    </>
  );
}

/** Where the eyes look, and how the head turns. */
function Looks({ session, state, text }: Part): VNode {
  const page = useText();
  const amounts = shownAmounts(state);
  const able = canLook(state);
  const told = (name: Look, amount: number): string => {
    const much = LOOKS[name].max === 1 ? page.controls.percent(Math.abs(amount)) : text.degrees(Math.abs(amount).toLocaleString(page.tag));
    return amount === 0 ? much : text.toward(much, text.ways[name][amount < 0 ? 0 : 1]);
  };
  const names = (Object.keys(LOOKS) as Look[]).filter((name) => able || !name.startsWith('gaze'));
  return (
    <details class="portrait-looks">
      <summary>{text.eyesAndHead}</summary>
      {!able && <p class="quiet">{text.noIris}</p>}
      {names.map((name) => {
        const amount = amounts[name] ?? 0;
        return (
          <Slider
            key={name}
            label={text.looks[name]}
            value={amount}
            said={told(name, amount)}
            {...LOOKS[name]}
            onInput={(value) => session.set(name, value)}
          />
        );
      })}
    </details>
  );
}

export function PortraitPanel({ app, session, state, driver, driven, text, onChange }: Props): VNode {
  const page = useText();
  const canChange = movedBy(state).length > 0;
  const amounts = shownAmounts(state);
  // Who moves a slider by hand has it from then on.
  const move = (name: string, amount: number): void => {
    driver.letGo();
    session.set(name, amount);
  };
  const reset = (): void => {
    driver.letGo();
    session.reset();
  };
  const neutral = -AMOUNTS.min / (AMOUNTS.max - AMOUNTS.min);
  return (
    <section class="controls" id="controls" aria-label={page.controls.label} style={{ '--neutral': `${neutral * 100}%` }}>
      <SheetHead app={app} />
      <Who session={session} state={state} text={text} />
      <DriverPart driver={driver} state={driven} text={text} able={canChange} />
      {canChange && (
        <fieldset class="portrait-sliders">
          <legend>{text.expressions}</legend>
          <button
            type="button"
            class="button small portrait-reset"
            disabled={worn({ amounts: [amounts] }).length === 0}
            onClick={reset}
          >
            {text.reset}
          </button>
          <Sliders state={state} names={text.named} onInput={move} />
          <details>
            <summary>{text.movements}</summary>
            <Sliders state={state} names={text.single} onInput={move} />
          </details>
          <Looks session={session} state={state} text={text} />
          {isBeyond(amounts) && <p class="quiet">{text.beyond}</p>}
        </fieldset>
      )}
      <OwnPhoto change={text.change} onChange={onChange} />
    </section>
  );
}
