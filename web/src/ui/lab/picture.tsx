// The picture that goes in: the studio's, a sample, a file; or the pad, where digits are asked for.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import { useStore } from '../hooks';
import { Icon } from '../icons';
import type { Bench, LabState } from './bench';
import { PixelView } from './canvas';
import { Pad } from './pad';
import { pixelsOfBitmap } from './pixels';
import type { LabText } from './text';

interface Props {
  readonly app: App;
  readonly bench: Bench;
  readonly state: LabState;
  readonly text: LabText;
  readonly onPicture: (file: Blob, name: string) => void;
}

export function PicturePanel({ app, bench, state, text, onPicture }: Props): VNode {
  const samples = useStore(app.store, ({ samples: all }) => all);
  const photo = useStore(app.store, (all) => all.photo);
  const input = useRef<HTMLInputElement>(null);
  const chosen = (): void => {
    const file = input.current?.files?.[0];
    if (input.current) input.current.value = '';
    if (file) onPicture(file, file.name);
  };
  const isPad = state.manifest?.task === 'digits';
  const sample = async (path: string): Promise<void> => {
    const response = await fetch(new URL(path, app.base));
    onPicture(await response.blob(), path.split('/').pop() ?? path);
  };
  return (
    <section class="lab-picture" aria-labelledby="lab-picture">
      <h2 id="lab-picture">{isPad ? text.pad.label : text.picture.label}</h2>
      {isPad && state.manifest && (
        <Pad manifest={state.manifest} text={text} onDigit={(digit, name) => bench.setPicture(digit, name)} />
      )}
      <div class="lab-frame">
        {state.picture ? <PixelView pixels={state.picture} label={text.picture.alt} /> : <p class="quiet">{text.picture.none}</p>}
      </div>
      <div class="row">
        <input ref={input} type="file" name="lab-picture" accept="image/*" hidden onChange={chosen} />
        <button type="button" class="button small" onClick={() => input.current?.click()}>
          <Icon name="picture" /> {text.picture.choose}
        </button>
        {photo && (
          <button
            type="button"
            class="button small"
            onClick={() => bench.setPicture(pixelsOfBitmap(photo.bitmap), photo.name || 'photo')}
          >
            {text.picture.own}
          </button>
        )}
      </div>
      {!isPad && samples && samples.length > 0 && (
        <ul class="lab-thumbs">
          {samples.map(({ file, title, credit }) => (
            <li key={file}>
              <button
                type="button"
                aria-label={text.picture.sample(title)}
                title={`${title} (${credit})`}
                onClick={() => void sample(file)}
              >
                <img src={new URL(file, app.base).href} alt="" loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
