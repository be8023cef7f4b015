// Into a painting: a person or a thing from a photo, painted into a painting.
import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { tell } from '../../state/notices';
import { objectOf, type ObjectSession } from '../../state/object';
import { rest } from '../../state/resting';
import { PICTURES, useChooser } from '../chooser';
import { DropSign, useDropping, type OnFiles, type Over } from '../dropping';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import { SaveDialog } from '../save';
import type { ScreenProps } from '../screens';
import { StatusLine } from '../status';
import { Webcam } from '../webcam';
import { ObjectGallery } from './gallery';
import { ObjectPanel } from './panel';
import { ObjectStage } from './stage';
import { OBJECT_TEXTS, type ObjectText } from './text';
import './object.css';

/** What becomes of a picture that hangs here. */
function Sign({ over, hung, text }: { readonly over: Over; readonly hung: boolean; readonly text: ObjectText }): VNode {
  if (!hung) return <DropSign key="first" over="page" text={text.dropPainting} />;
  if (over === 'gallery') return <DropSign key="gallery" over="gallery" text={text.dropPainting} />;
  return <DropSign key="thing" over="page" text={text.dropThing} more={text.orPainting} />;
}

/** What there is before there is a painting. */
function Empty({ session, busy, text }: { readonly session: ObjectSession; readonly busy: boolean; readonly text: ObjectText }): VNode {
  const page = useText();
  const { input, choose } = useChooser({
    name: 'first',
    accept: PICTURES,
    onFiles: ([file]) => void (file && session.takePainting(file)),
  });
  return (
    <div class="welcome">
      <div class="blank">
        <h1>{text.heading}</h1>
        <p class="lead">{text.lead}</p>
        <div class="ways" aria-busy={busy}>
          {input}
          <div class="row">
            <button type="button" class="button primary" onClick={choose}>
              <Icon name="picture" /> {text.choose}
            </button>
            <button type="button" class="button" disabled={busy} onClick={() => void session.example()}>
              <Icon name="brush" /> {busy ? text.hanging : text.example}
            </button>
          </div>
          <p class="quiet elsewhere">{text.elsewhere}</p>
        </div>
        <p class="privacy">
          <Icon name="lock" /> {page.bring.privacy}
        </p>
      </div>
    </div>
  );
}

export default function Screen({ app }: ScreenProps): VNode {
  const session = objectOf(app);
  const state = useStore(session.store, (all) => all);
  const text = OBJECT_TEXTS[useStore(app.store, ({ language }) => language)];
  const sheet = useStore(app.store, (all) => all.sheet);
  const [dialog, setDialog] = useState<'webcam' | 'save' | null>(null);
  const { scene, made, doing } = state;
  const hung = scene !== null;

  useEffect(() => rest(app), [app]);
  useLayoutEffect(() => session.enter(), [session]);

  const onFiles = useCallback<OnFiles>(
    (files, onGallery) => {
      setDialog(null);
      void session.take(files, onGallery);
    },
    [session],
  );
  const over = useDropping(onFiles, true);
  const { input, choose } = useChooser({
    name: 'thing',
    accept: PICTURES,
    onFiles: ([file]) => void (file && session.takeThing(file, file.name)),
  });
  const close = (): void => setDialog(null);

  return (
    <div class="studio object" data-photo={hung} data-sheet={hung && sheet}>
      {input}
      <ObjectGallery app={app} session={session} state={state} text={text} />
      {scene ? (
        <ObjectStage app={app} session={session} state={state} scene={scene} text={text} onThing={choose} onSave={() => setDialog('save')} />
      ) : (
        <main id="stage" class="stage" tabIndex={-1}>
          <Empty session={session} busy={doing !== 'nothing'} text={text} />
          <StatusLine app={app} facts={[]} />
        </main>
      )}
      {hung && <ObjectPanel app={app} session={session} state={state} text={text} onThing={choose} onWebcam={() => setDialog('webcam')} />}
      {dialog === 'webcam' && (
        <Webcam
          onClose={close}
          onTaken={(picture, name) => void session.takeThing(picture, name)}
          onTrouble={(detail) => tell(app, 'no-webcam', { detail })}
        />
      )}
      {made && dialog === 'save' && (
        <SaveDialog
          app={app}
          saved={{
            label: text.save,
            size: made,
            nameOf: (type) => session.fileName(type),
            make: (type, quality) => session.file(type, quality),
          }}
          onClose={close}
        />
      )}
      {over && <Sign over={over} hung={hung} text={text} />}
    </div>
  );
}
