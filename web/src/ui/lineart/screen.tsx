// Line art: a drawing in colours, from hints.
import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { lineartOf, type LineartSession } from '../../state/lineart';
import { tell } from '../../state/notices';
import { rest } from '../../state/resting';
import { PICTURES, useChooser } from '../chooser';
import { DropSign, useDropping, type OnFiles, type Over } from '../dropping';
import { useStore } from '../hooks';
import { SaveDialog } from '../save';
import type { ScreenProps } from '../screens';
import { StatusLine } from '../status';
import { Webcam } from '../webcam';
import { LineartPanel } from './panel';
import { LineartStage } from './stage';
import { LINEART_TEXTS, type LineartText } from './text';
import { LineartWelcome } from './welcome';
import './panel.css';
import './lineart.css';

/** What becomes of a picture that hangs here. */
function Sign({ over, hung, text }: { readonly over: Over; readonly hung: boolean; readonly text: LineartText }): VNode {
  if (!hung) return <DropSign key="first" over="page" text={text.drop} />;
  if (over === 'gallery') return <DropSign key="reference" over="gallery" text={text.dropReference} />;
  return <DropSign key="other" over="page" text={text.dropOther} more={text.orReference} />;
}

/** Keys that hold wherever the focus is, but where something is written. */
function useKeys(session: LineartSession): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const busy = event.target instanceof Element && event.target.closest('input:not([type="range"], [type="color"]), textarea, dialog');
      if (busy || event.altKey) return;
      const { chosen } = session.store.get();
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        if (key === 'z') (event.shiftKey ? session.redo : session.undo).call(session);
        else if (key === 'y') session.redo();
        else return;
      } else if (chosen !== null && (key === 'delete' || key === 'backspace')) session.remove(chosen);
      else if (chosen !== null && key === 'escape') session.choose(null);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
}

export default function Screen({ app }: ScreenProps): VNode {
  const session = lineartOf(app);
  const state = useStore(session.store, (all) => all);
  const text = LINEART_TEXTS[useStore(app.store, ({ language }) => language)];
  const sheet = useStore(app.store, (all) => all.sheet);
  const [dialog, setDialog] = useState<'webcam' | 'save' | null>(null);
  const { scene, doing } = state;
  const hung = scene !== null;

  useEffect(() => rest(app), [app]);
  useLayoutEffect(() => session.enter(), [session]);
  useKeys(session);

  const onFiles = useCallback<OnFiles>(
    (files, onPanel) => {
      setDialog(null);
      void session.take(files, onPanel);
    },
    [session],
  );
  const over = useDropping(onFiles, true);
  const { input, choose } = useChooser({
    name: 'drawing',
    accept: PICTURES,
    onFiles: ([file]) => void (file && session.takeDrawing(file, file.name)),
  });
  const close = (): void => setDialog(null);
  const webcam = (): void => setDialog('webcam');

  return (
    <div class="studio lineart" data-photo={hung} data-sheet={hung && sheet}>
      {input}
      {scene ? (
        <LineartStage app={app} session={session} state={state} scene={scene} text={text} onSave={() => setDialog('save')} />
      ) : (
        <main id="stage" class="stage" tabIndex={-1}>
          <LineartWelcome app={app} session={session} busy={doing !== 'nothing'} text={text} onChoose={choose} onWebcam={webcam} />
          <StatusLine app={app} facts={[]} />
        </main>
      )}
      {hung && <LineartPanel app={app} session={session} state={state} text={text} onChange={choose} onWebcam={webcam} />}
      {dialog === 'webcam' && (
        <Webcam
          onClose={close}
          onTaken={(picture, name) => void session.takeDrawing(picture, name)}
          onTrouble={(detail) => tell(app, 'no-webcam', { detail })}
        />
      )}
      {scene && dialog === 'save' && (
        <SaveDialog
          app={app}
          saved={{
            label: text.save,
            size: session.fileSize(),
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
