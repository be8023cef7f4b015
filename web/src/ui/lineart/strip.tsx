// Under the drawing: the colour at hand, those beside it, and what undoes a hint.
import type { VNode } from 'preact';
import type { LineartSession } from '../../state/lineart';
import type { LineartState } from '../../state/lineartstate';
import { BOX } from '../../state/swatches';
import { Tool } from '../viewtools';
import { saidOf, type LineartText } from './text';

interface Props {
  readonly session: LineartSession;
  readonly state: LineartState;
  readonly text: LineartText;
  readonly picking: boolean;
  readonly onPicking: (picking: boolean) => void;
  /** The hints are seen. */
  readonly shown: boolean;
  readonly onShown: (shown: boolean) => void;
}

interface SwatchesProps extends Pick<Props, 'session' | 'text'> {
  readonly label: string;
  readonly colours: readonly string[];
  readonly now: string;
}

/** Colours in a row; arrows go along it. */
function Swatches({ session, text, label, colours, now }: SwatchesProps): VNode | null {
  if (colours.length === 0) return null;
  const reached = Math.max(0, colours.indexOf(now));
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined || !(event.currentTarget instanceof Element)) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  return (
    <div class="lineart-swatches" role="group" aria-label={label} title={label} onKeyDown={onKeyDown}>
      {colours.map((colour, at) => (
        <button
          key={colour}
          type="button"
          aria-label={saidOf(text, colour)}
          aria-pressed={colour === now}
          tabIndex={at === reached ? 0 : -1}
          style={{ '--colour': colour }}
          onClick={() => session.setColour(colour)}
        />
      ))}
    </div>
  );
}

export function Strip({ session, state, text, picking, onPicking, shown, onShown }: Props): VNode {
  const { colour, chosen, marks, recent, reference } = state;
  const words = text.strip;
  const said = saidOf(text, colour);
  return (
    <div class="lineart-strip" role="group" aria-label={words.label}>
      <label class="lineart-well" data-hint={chosen !== null} title={words.label} style={{ '--colour': colour }}>
        <input
          type="color"
          aria-label={chosen === null ? words.colour(said) : words.ofHint(said)}
          value={colour}
          onInput={(event) => session.setColour(event.currentTarget.value)}
        />
      </label>
      <Tool icon="dropper" name={words.pick} pressed={picking} onClick={() => onPicking(!picking)} />
      <div class="lineart-colours">
        <Swatches session={session} text={text} label={words.recent} colours={recent} now={colour} />
        <Swatches session={session} text={text} label={words.reference} colours={reference?.colours ?? []} now={colour} />
        <Swatches session={session} text={text} label={words.box} colours={BOX} now={colour} />
      </div>
      <div class="lineart-steps" data-hint={chosen !== null}>
        <Tool icon="undo" name={words.undo} disabled={marks.past.length === 0} onClick={() => session.undo()} />
        <Tool icon="redo" name={words.redo} disabled={marks.future.length === 0} onClick={() => session.redo()} />
        <Tool class="shown" icon="hints" name={text.show} pressed={shown} onClick={() => onShown(!shown)} />
        <Tool
          class="bin"
          icon="bin"
          name={words.remove}
          disabled={chosen === null}
          onClick={() => chosen !== null && session.remove(chosen)}
        />
      </div>
    </div>
  );
}
