// The guesses, each with where it comes from, each to be overridden.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { CHANNELS, FITS, LAYOUTS, OUT_RANGES, RANGES, TASKS, type Choice, type Guess, type Reason } from '../../contract/lab';
import { Bench, type LabState } from './bench';
import { shapeOf } from './model';
import type { LabText } from './text';

interface Props {
  readonly bench: Bench;
  readonly state: LabState;
  readonly text: LabText;
}

const SIDES = [128, 192, 224, 256, 384, 512, 768, 1024];
const AUTO = 'auto';

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly reason?: string | undefined;
  readonly onPick: (value: string) => void;
}

function Pick({ label, value, options, reason, onPick }: PickProps): VNode {
  const id = useId();
  return (
    <div class="lab-pick">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      {reason && <small>{reason}</small>}
    </div>
  );
}

export function Settings({ bench, state, text }: Props): VNode | null {
  const { inspected, choice, reasons } = state;
  if (!inspected || !choice || !reasons || !inspected.guess) return null;
  const words = text.settings;
  const said = (key: keyof Guess['reasons']): string => text.reasons[reasons[key] as Reason];
  const { inputs, outputs } = inspected.card;
  const sides = [...new Set([...SIDES, choice.height])].sort((a, b) => a - b).map((side) => [String(side), `${side} px`] as const);
  const fits = FITS.filter((fit) => fit !== 'keep' || !inspected.guess?.fixedSize);
  return (
    <section class="lab-settings" aria-labelledby="lab-settings">
      <h2 id="lab-settings">{words.label}</h2>
      <p class="quiet">{words.help}</p>
      {inputs.length > 1 && <Fills bench={bench} choice={choice} guess={inspected.guess} text={text} />}
      <Pick
        label={words.layout}
        value={choice.layout}
        options={LAYOUTS.map((key) => [key, text.layouts[key]])}
        reason={said('layout')}
        onPick={(key) => bench.choose({ layout: key as Choice['layout'] }, 'layout')}
      />
      <Pick
        label={words.channels}
        value={choice.channels}
        options={CHANNELS.map((key) => [key, text.channels[key]])}
        reason={said('channels')}
        onPick={(key) => bench.choose({ channels: key as Choice['channels'] }, 'channels')}
      />
      <Pick
        label={words.range}
        value={choice.range}
        options={RANGES.map((key) => [key, text.ranges[key]])}
        reason={said('range')}
        onPick={(key) => bench.choose({ range: key as Choice['range'] }, 'range')}
      />
      <Pick
        label={words.fit}
        value={choice.fit}
        options={fits.map((key) => [key, text.fits[key]])}
        reason={said('fit')}
        onPick={(key) => bench.choose({ fit: key as Choice['fit'] }, 'fit')}
      />
      {inspected.guess.fixedSize ? (
        <p class="lab-pick">
          <span>{words.size}</span> <span>{`${choice.width} × ${choice.height} px`}</span> <small>{said('size')}</small>
        </p>
      ) : (
        <Pick
          label={words.size}
          value={String(choice.height)}
          options={sides}
          reason={said('size')}
          onPick={(side) => bench.choose({ height: Number(side), width: Number(side) }, 'size')}
        />
      )}
      {outputs.length > 1 && (
        <Pick
          label={words.output}
          value={choice.output}
          options={outputs.map(({ name }) => [name, name])}
          onPick={(output) => bench.choose({ output })}
        />
      )}
      <Pick
        label={words.task}
        value={choice.task ?? AUTO}
        options={[[AUTO, words.auto], ...TASKS.map((key) => [key, text.tasks[key]] as const)]}
        onPick={(key) => bench.choose({ task: TASKS.find((task) => task === key) ?? null }, 'task')}
      />
      {state.answer?.result.kind === 'picture' && (
        <Pick
          label={words.outRange}
          value={choice.outRange ?? AUTO}
          options={[[AUTO, words.auto], ...OUT_RANGES.map((key) => [key, text.ranges[key]] as const)]}
          onPick={(key) => bench.choose({ outRange: OUT_RANGES.find((range) => range === key) ?? null })}
        />
      )}
    </section>
  );
}

interface FillProps {
  readonly bench: Bench;
  readonly choice: Choice;
  readonly guess: Guess;
  readonly text: LabText;
}

function Fills({ bench, choice, guess, text }: FillProps): VNode {
  const id = useId();
  return (
    <fieldset class="lab-fills">
      <legend>{text.settings.missing}</legend>
      {guess.missing.map((port) => (
        <div key={port.name} class="lab-pick">
          <label for={`${id}-${port.name}`}>{text.settings.fill(port.name, shapeOf(port, text))}</label>
          <input
            id={`${id}-${port.name}`}
            type="number"
            step="any"
            value={choice.fills[port.name] ?? ''}
            onChange={(event) => {
              const { [port.name]: _, ...rest } = choice.fills;
              const value = event.currentTarget.valueAsNumber;
              bench.choose({ fills: Number.isNaN(value) ? rest : { ...rest, [port.name]: value } });
            }}
          />
        </div>
      ))}
    </fieldset>
  );
}
