// Photo look: a photo in the colours of another, and in its light.
import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { lookOf, wayOf } from '../../state/look';
import { bringFiles } from '../../state/photo';
import { rest } from '../../state/resting';
import { BringDialog, Welcome } from '../bring';
import { DropSign, useDropping, type OnFiles, type Over } from '../dropping';
import { useStore } from '../hooks';
import { SaveDialog } from '../save';
import type { ScreenProps } from '../screens';
import { StatusLine } from '../status';
import { LookGallery } from './gallery';
import { LookPanel } from './panel';
import { LookStage } from './stage';
import { LOOK_TEXTS, type LookText } from './text';
import './look.css';

/** What becomes of a file that hangs here. A photo that is there keeps its place: what comes is its look. */
function Sign({ over, changing, hasPhoto, text }: { over: Over; changing: boolean; hasPhoto: boolean; text: LookText }): VNode {
  if (changing) return <DropSign key="dialog" over="page" text={text.dropPhoto} />;
  if (over === 'gallery') return <DropSign key="gallery" over="gallery" text={text.dropLook} />;
  if (hasPhoto) return <DropSign key="look" over="page" text={text.dropLook} />;
  return <DropSign key="photo" over="page" text={text.dropPhoto} more={text.orLook} />;
}

export default function Screen({ app }: ScreenProps): VNode {
  const session = lookOf(app);
  const state = useStore(session.store, (all) => all);
  const text = LOOK_TEXTS[useStore(app.store, ({ language }) => language)];
  const photo = useStore(app.store, (all) => all.photo);
  const relight = useStore(app.store, (all) => all.relight);
  const sheet = useStore(app.store, (all) => all.sheet);
  const [dialog, setDialog] = useState<'photo' | 'save' | null>(null);
  const way = wayOf({ relight }, state);
  const changing = dialog === 'photo';

  useEffect(() => rest(app), [app]);
  useLayoutEffect(() => session.enter(), [session]);

  const onFiles = useCallback<OnFiles>(
    (files, onGallery) => {
      if (changing) void bringFiles(app, files);
      else void session.take(files, onGallery);
      setDialog(null);
    },
    [app, session, changing],
  );
  const over = useDropping(onFiles, true);
  const close = (): void => setDialog(null);

  return (
    <div class="studio look" data-photo={photo !== null} data-sheet={photo !== null && sheet}>
      <LookGallery app={app} session={session} state={state} text={text} />
      {photo ? (
        <LookStage
          app={app}
          photo={photo}
          session={session}
          state={state}
          text={text}
          way={way}
          onSave={() => setDialog('save')}
        />
      ) : (
        <main id="stage" class="stage" tabIndex={-1}>
          <Welcome app={app} heading={text.heading} lead={text.lead} />
          <StatusLine app={app} facts={[]} />
        </main>
      )}
      {photo && (
        <LookPanel app={app} session={session} state={state} text={text} way={way} onChange={() => setDialog('photo')} />
      )}
      {changing && <BringDialog app={app} onClose={close} />}
      {photo && dialog === 'save' && (
        <SaveDialog
          app={app}
          saved={{
            label: text.save,
            size: photo,
            nameOf: (type) => session.fileName(type),
            make: (type, quality) => session.file(type, quality),
          }}
          onClose={close}
        />
      )}
      {over && <Sign over={over} changing={changing} hasPhoto={photo !== null} text={text} />}
    </div>
  );
}
