// What regions without a hint take their colours from.
import type { VNode } from 'preact';
import { PALETTES, type PaletteName } from '../../state/swatches';
import type { Rest } from '../../state/lineartstate';
import { useStore } from '../hooks';
import { Icon } from '../icons';
import { Choice, type PartProps } from './part';

function Palettes({ session, state: { manner }, text }: PartProps): VNode {
  return (
    <div class="lineart-palettes" role="radiogroup" aria-label={text.rests.palette}>
      {(Object.keys(PALETTES) as PaletteName[]).map((name) => (
        <label key={name} title={text.palettes[name]}>
          <input
            type="radio"
            name="palette"
            aria-label={text.palettes[name]}
            checked={manner.palette === PALETTES[name]}
            onChange={() => session.wish({ palette: PALETTES[name] })}
          />
          <span>
            {PALETTES[name].map((colour) => (
              <i key={colour} style={{ background: colour }} />
            ))}
          </span>
        </label>
      ))}
    </div>
  );
}

export function RestField(props: PartProps): VNode {
  const { app, session, state, text } = props;
  const hasDraft = useStore(app.store, (all) => all.draft !== null);
  const { manner, reference } = state;
  const proposes = hasDraft && manner.draft;
  return (
    <fieldset>
      <legend>{text.rest}</legend>
      <Choice
        name="rest"
        label={text.rest}
        choices={text.rests}
        chosen={manner.rest}
        isOff={(rest) => rest === 'reference' && reference === null}
        onChoose={(rest: Rest) => session.wish({ rest })}
      />
      {!(proposes && manner.rest === 'none') && <p class="quiet">{text.restHelp[manner.rest]}</p>}
      {manner.rest === 'palette' && <Palettes {...props} />}
      {hasDraft && (
        <>
          <label class="switch" title={text.draftHelp}>
            <span>{text.draft}</span>
            <input type="checkbox" role="switch" checked={manner.draft} onChange={(event) => session.wish({ draft: event.currentTarget.checked })} />
          </label>
          <p class="quiet">{text.draftHelp}</p>
        </>
      )}
      {(manner.rest !== 'none' || proposes) && (
        <button type="button" class="button" onClick={() => session.again()}>
          <Icon name="turn" /> {text.again}
        </button>
      )}
    </fieldset>
  );
}
