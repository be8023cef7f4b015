// What the parts of the panel are given, and what several of them show.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import type { LineartSession } from '../../state/lineart';
import type { LineartState } from '../../state/lineartstate';
import type { LineartText } from './text';

export interface PartProps {
  readonly app: App;
  readonly session: LineartSession;
  readonly state: LineartState;
  readonly text: LineartText;
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly choices: Readonly<Record<T, string>>;
  readonly chosen: T;
  readonly onChoose: (choice: T) => void;
  readonly isOff?: (choice: T) => boolean;
}

/** One of a few words. */
export function Choice<T extends string>({ name, label, choices, chosen, onChoose, isOff = () => false }: ChoiceProps<T>): VNode {
  return (
    <div class="segments" role="radiogroup" aria-label={label}>
      {(Object.keys(choices) as T[]).map((each) => (
        <label key={each}>
          <input type="radio" name={name} checked={each === chosen} disabled={isOff(each)} onChange={() => onChoose(each)} />
          <span>{choices[each]}</span>
        </label>
      ))}
    </div>
  );
}
