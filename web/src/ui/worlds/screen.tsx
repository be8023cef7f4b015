// Texture worlds: a photo made of strokes, wool, ink.
import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { bringFiles } from '../../state/photo';
import { rest } from '../../state/resting';
import { worldsOf } from '../../state/worlds';
import { BringDialog, Welcome } from '../bring';
import { DropSign, useDropping, type OnFiles } from '../dropping';
import { useStore } from '../hooks';
import { SaveDialog } from '../save';
import type { ScreenProps } from '../screens';
import { StatusLine } from '../status';
import { WorldsGallery } from './gallery';
import { WorldsPanel } from './panel';
import { WorldsStage } from './stage';
import { WORLDS_TEXTS } from './text';

export default function Screen({ app }: ScreenProps): VNode {
  const session = worldsOf(app);
  const state = useStore(session.store, (all) => all);
  const text = WORLDS_TEXTS[useStore(app.store, ({ language }) => language)];
  const photo = useStore(app.store, (all) => all.photo);
  const sheet = useStore(app.store, (all) => all.sheet);
  const [dialog, setDialog] = useState<'photo' | 'save' | null>(null);

  useEffect(() => rest(app), [app]);
  useLayoutEffect(() => session.enter(), [session]);

  // Wherever a picture falls, it is the photo.
  const onFiles = useCallback<OnFiles>(
    (files) => {
      void bringFiles(app, files);
      setDialog(null);
    },
    [app],
  );
  const over = useDropping(onFiles, true);
  const close = (): void => setDialog(null);

  return (
    <div class="studio worlds" data-photo={photo !== null} data-sheet={photo !== null && sheet}>
      <WorldsGallery app={app} session={session} chosen={state.chosen} text={text} />
      {photo ? (
        <WorldsStage app={app} session={session} photo={photo} state={state} text={text} onSave={() => setDialog('save')} />
      ) : (
        <main id="stage" class="stage" tabIndex={-1}>
          <Welcome app={app} heading={text.heading} lead={text.lead} />
          <StatusLine app={app} facts={[]} />
        </main>
      )}
      {photo && (
        <WorldsPanel app={app} session={session} photo={photo} state={state} text={text} onChange={() => setDialog('photo')} />
      )}
      {dialog === 'photo' && <BringDialog app={app} onClose={close} />}
      {photo && dialog === 'save' && (
        <SaveDialog
          app={app}
          saved={{
            label: text.save,
            size: state.painted,
            nameOf: (type) => session.fileName(type),
            make: (type, quality) => session.file(type, quality),
          }}
          onClose={close}
        />
      )}
      {over && <DropSign over="page" text={text.drop} />}
    </div>
  );
}
