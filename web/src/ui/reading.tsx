// The dialog in which a picture becomes a style.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../state/app';
import { underWay } from '../state/downloads';
import { closeReading, entitle, mark, readFrom, sayProblem, useReading } from '../state/reading';
import { bringFiles } from '../state/photo';
import type { Reading } from '../state/state';
import { PICTURES, useChooser } from './chooser';
import { Dialog } from './dialog';
import { useStore, useText } from './hooks';
import { Icon } from './icons';
import { Marking } from './marking';
import { megabytes } from './status';
import { Webcam } from './webcam';

interface Props {
  readonly app: App;
  readonly reading: Reading;
}

/** How far the reading is: what it waits for, what is fetched for it. Keeps its room, so that no button moves. */
function Doing({ app, reading }: Props): VNode {
  const text = useText();
  const ready = useStore(app.store, (state) => state.painter === 'ready');
  const downloads = useStore(app.store, (state) => state.downloads);
  const { doing, download } = reading;
  if (doing === 'nothing') return <div class="doing" />;
  if (doing === 'opening') {
    return (
      <div class="doing" role="status">
        {text.bring.opening}
      </div>
    );
  }
  const progress = underWay(ready ? (download ? { download } : {}) : downloads);
  const [words, fetching] = ready ? [text.reading.working, text.reading.fetching] : [text.status.loading, text.status.fetching];
  return (
    <div class="doing">
      {progress ? (
        <span>{fetching(megabytes(progress.bytes, text.tag), megabytes(progress.total, text.tag))}</span>
      ) : (
        <span role="status">{words}</span>
      )}
      <progress aria-label={words} {...(progress ? { max: progress.total, value: progress.bytes } : {})} />
    </div>
  );
}

/** What went wrong is said here: the page's own messages lie behind the dialog. */
function Problem({ reading: { problem } }: Pick<Props, 'reading'>): VNode | null {
  const text = useText();
  const note = useRef<HTMLParagraphElement>(null);
  // A small screen may have it out of sight.
  useEffect(() => note.current?.scrollIntoView({ block: 'nearest' }), [problem]);
  return (
    problem && (
      <p ref={note} class="problem" role="alert">
        {text.notices.codes[problem.code]} {problem.detail !== '' && <small>{problem.detail}</small>}
      </p>
    )
  );
}

/** The ways to bring the picture. */
function Sources({ app, reading }: Props): VNode {
  const text = useText();
  const [webcam, setWebcam] = useState(false);
  const { input, choose } = useChooser({ name: 'painting', accept: PICTURES, onFiles: (files) => void bringFiles(app, files) });
  const first = reading.picture === null;
  const look = first ? 'button' : 'button small';
  return (
    <>
      {input}
      <button type="button" class={`${look} ${first ? 'primary' : ''}`} onClick={choose}>
        <Icon name="picture" /> {first ? text.bring.choose : text.reading.another}
      </button>
      <button type="button" class={look} onClick={() => setWebcam(true)}>
        <Icon name="camera" /> {first ? text.bring.webcam : text.webcam.heading}
      </button>
      {webcam && (
        <Webcam
          onClose={() => setWebcam(false)}
          onTaken={(picture, name) => void readFrom(app, picture, name)}
          onTrouble={(detail) => sayProblem(app, { code: 'no-webcam', detail })}
        />
      )}
    </>
  );
}

/** Before there is a picture. */
function Empty({ app, reading }: Props): VNode {
  const text = useText();
  return (
    <>
      <p>{text.reading.lead}</p>
      <div class="row">
        <Sources app={app} reading={reading} />
      </div>
      <p class="quiet elsewhere">{text.reading.elsewhere}</p>
      <Doing app={app} reading={reading} />
      <Problem reading={reading} />
      <p class="privacy">
        <Icon name="lock" /> {text.bring.privacy}
      </p>
    </>
  );
}

function Chosen({ app, reading, picture }: Props & { readonly picture: NonNullable<Reading['picture']> }): VNode {
  const text = useText();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void useReading(app);
      }}
    >
      <Marking picture={picture} region={reading.region} onRegion={(region) => mark(app, region)} />
      <div class="row">
        <Sources app={app} reading={reading} />
      </div>
      <label class="field">
        <span>{text.reading.title}</span>
        <input
          type="text"
          name="title"
          maxLength={64}
          autocomplete="off"
          value={reading.title}
          onInput={(event) => entitle(app, event.currentTarget.value)}
        />
      </label>
      <Problem reading={reading} />
      <Doing app={app} reading={reading} />
      <div class="row end">
        <button type="button" class="button" onClick={() => closeReading(app)}>
          {text.stage.cancel}
        </button>
        <button type="submit" class="button primary" disabled={reading.doing !== 'nothing'}>
          <Icon name="brush" /> {text.reading.use}
        </button>
      </div>
    </form>
  );
}

export function ReadingDialog({ app, reading }: Props): VNode {
  const text = useText();
  return (
    <Dialog label={text.reading.heading} onClose={() => closeReading(app)}>
      {reading.picture ? <Chosen app={app} reading={reading} picture={reading.picture} /> : <Empty app={app} reading={reading} />}
    </Dialog>
  );
}
