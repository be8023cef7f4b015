// Beside the picture: how large it and its texture are, and another throw.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import type { Photo } from '../../state/state';
import { GRAINS, SIDES, sizeOf, type WorldsSession, type WorldsState } from '../../state/worlds';
import { useText } from '../hooks';
import { Icon } from '../icons';
import { OwnPhoto } from '../ownphoto';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import type { WorldsText } from './text';

interface Props {
  readonly app: App;
  readonly session: WorldsSession;
  readonly photo: Photo;
  readonly state: WorldsState;
  readonly text: WorldsText;
  readonly onChange: () => void;
}

export function WorldsPanel({ app, session, photo, state, text, onChange }: Props): VNode {
  const page = useText();
  const { wish, chosen } = state;
  const { width, height } = sizeOf(photo, wish.side);
  return (
    <section class="controls" id="controls" aria-label={page.controls.label}>
      <SheetHead app={app} />
      <fieldset>
        <legend>{text.how}</legend>
        <Slider
          label={text.size}
          help={text.sizeHelp}
          value={wish.side}
          said={page.status.size(width, height)}
          {...SIDES}
          onInput={(side) => session.wish({ side })}
        />
        <p class="quiet">{text.sizeHelp}</p>
        <Slider
          label={text.grain}
          help={text.grainHelp}
          value={wish.grain}
          said={page.controls.percent(wish.grain)}
          {...GRAINS}
          onInput={(grain) => session.wish({ grain })}
        />
        <p class="quiet">{text.grainHelp}</p>
        <label class="switch" title={text.coloursHelp}>
          <span>{text.colours}</span>
          <input
            type="checkbox"
            role="switch"
            checked={wish.keep_colours}
            onChange={(event) => session.wish({ keep_colours: event.currentTarget.checked })}
          />
        </label>
        <button type="button" class="button" title={text.againHelp} disabled={chosen === null} onClick={() => session.again()}>
          <Icon name="turn" /> {text.again}
        </button>
      </fieldset>
      <OwnPhoto change={text.change} onChange={onChange} />
    </section>
  );
}
