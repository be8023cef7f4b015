// Ways to bring a picture: the blank canvas of an empty studio, and the dialog that changes the picture later.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { App } from '../state/app';
import { tell } from '../state/notices';
import { bring, bringFiles, bringSample } from '../state/photo';
import { PICTURES, useChooser } from './chooser';
import { Dialog } from './dialog';
import { useStore, useText } from './hooks';
import { Icon } from './icons';
import { Webcam } from './webcam';

interface Props {
  readonly app: App;
  readonly onBrought?: () => void;
}

/** The buttons and the samples, without a heading. */
export function Ways({ app, onBrought = () => undefined }: Props): VNode {
  const text = useText();
  const samples = useStore(app.store, (state) => state.samples);
  const opening = useStore(app.store, (state) => state.opening);
  const [webcam, setWebcam] = useState(false);
  const { input, choose } = useChooser({
    name: 'picture',
    accept: PICTURES,
    onFiles(files) {
      void bringFiles(app, files);
      onBrought();
    },
  });
  return (
    <div class="ways" aria-busy={opening}>
      {input}
      <div class="row">
        <button type="button" class="button primary" onClick={choose}>
          <Icon name="picture" /> {opening ? text.bring.opening : text.bring.choose}
        </button>
        <button type="button" class="button" onClick={() => setWebcam(true)}>
          <Icon name="camera" /> {text.bring.webcam}
        </button>
      </div>
      <p class="quiet elsewhere">{text.bring.elsewhere}</p>
      {samples?.length !== 0 && (
        <div class="samples">
          <p class="quiet">{text.bring.samples}</p>
          {/* The list keeps its room while it is empty: nothing on the page moves when the samples come. */}
          <ul>
            {samples?.map((sample) => (
              <li key={sample.file}>
                <button
                  type="button"
                  aria-label={text.bring.sample(sample.title)}
                  title={`${sample.title} (${sample.credit})`}
                  onClick={() => {
                    void bringSample(app, sample.file);
                    onBrought();
                  }}
                >
                  <img src={new URL(sample.file, app.base).href} alt="" loading="lazy" />
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {webcam && (
        <Webcam
          onClose={() => setWebcam(false)}
          onTaken={(picture, name) => {
            void bring(app, picture, name);
            onBrought();
          }}
          onTrouble={(detail) => tell(app, 'no-webcam', { detail })}
        />
      )}
    </div>
  );
}

/** What the easel holds before there is a picture. */
export function Welcome({ app, heading, lead }: { readonly app: App; readonly heading: string; readonly lead: string }): VNode {
  const text = useText();
  return (
    <div class="welcome">
      <div class="blank">
        <h1>{heading}</h1>
        <p class="lead">{lead}</p>
        <Ways app={app} />
        <p class="privacy">
          <Icon name="lock" /> {text.bring.privacy}
        </p>
      </div>
    </div>
  );
}

export function BringDialog({ app, onClose }: { readonly app: App; readonly onClose: () => void }): VNode {
  const text = useText();
  return (
    <Dialog label={text.bring.another} onClose={onClose}>
      <Ways app={app} onBrought={onClose} />
      <p class="privacy">
        <Icon name="lock" /> {text.bring.privacy}
      </p>
    </Dialog>
  );
}
