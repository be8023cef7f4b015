// Beside the painting: what is painted in, how large, and how.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import { LEVELS, type ObjectSession, type ObjectState } from '../../state/object';
import { guestOf, shortly } from '../../state/ours';
import { resized, SIZES } from '../../state/place';
import { Bitmap } from '../canvas';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import { SheetHead } from '../sheethead';
import { Slider } from '../slider';
import { levelSaid, type ObjectText } from './text';

interface Props {
  readonly app: App;
  readonly session: ObjectSession;
  readonly state: ObjectState;
  readonly text: ObjectText;
  readonly onThing: () => void;
  readonly onWebcam: () => void;
}

function Guest({ app, session, state, text, onThing, onWebcam }: Props): VNode {
  const sample = useStore(app.store, guestOf);
  const { thing } = state;
  return (
    <fieldset>
      <legend>{text.guest}</legend>
      {thing && (
        <div class="object-guest">
          <Bitmap bitmap={thing.bitmap} />
        </div>
      )}
      <p class="quiet">{text.guestHelp}</p>
      <div class="row">
        <button type="button" class="button" onClick={onThing}>
          <Icon name="picture" /> {text.bring}
        </button>
        <button type="button" class="button" onClick={onWebcam}>
          <Icon name="camera" /> {text.webcam}
        </button>
        {!thing && sample && (
          <button type="button" class="button" onClick={() => void session.takeGuest()}>
            {text.sample(shortly(sample))}
          </button>
        )}
      </div>
    </fieldset>
  );
}

export function ObjectPanel(props: Props): VNode {
  const page = useText();
  const { app, session, state, text } = props;
  const { thing, spot, level } = state;
  const share = (value: number): number => Math.round(value * 100);
  return (
    <section class="controls" id="controls" aria-label={page.controls.label}>
      <SheetHead app={app} />
      {thing && (
        <fieldset>
          <legend>{text.place}</legend>
          <Slider
            label={text.size}
            help={text.sizeHelp}
            value={spot.size}
            said={page.controls.percent(spot.size)}
            {...SIZES}
            onInput={(size) => session.put(resized(spot, size))}
          />
          <p class="quiet">
            {text.placeHelp} <span class="elsewhere">{text.keysHelp}</span>
          </p>
          <output class="quiet">{text.said(share(spot.x), share(spot.y))}</output>
        </fieldset>
      )}
      <fieldset>
        <legend>{text.painted}</legend>
        <Slider
          label={text.level}
          help={text.levelHelp}
          value={level}
          said={levelSaid(text, level)}
          {...LEVELS}
          onInput={(value) => session.setLevel(value)}
        />
        <p class="quiet">{text.levelHelp}</p>
      </fieldset>
      <Guest {...props} />
    </section>
  );
}
