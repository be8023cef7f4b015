// Portrait: another expression on the same face.
import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { expressionOf } from '../../state/expression';
import { bringFiles } from '../../state/photo';
import { rest } from '../../state/resting';
import { BringDialog, Welcome } from '../bring';
import { DropSign, useDropping, type OnFiles } from '../dropping';
import { useStore } from '../hooks';
import { SaveDialog } from '../save';
import type { ScreenProps } from '../screens';
import { StatusLine } from '../status';
import { Driver } from './driver';
import { PortraitPanel } from './panel';
import { PortraitStage } from './stage';
import { PORTRAIT_TEXTS } from './text';
import './portrait.css';

export default function Screen({ app }: ScreenProps): VNode {
  const session = expressionOf(app);
  const state = useStore(session.store, (all) => all);
  const [driver] = useState(() => new Driver(app, session));
  const driven = useStore(driver.store, (all) => all);
  const text = PORTRAIT_TEXTS[useStore(app.store, ({ language }) => language)];
  const photo = useStore(app.store, (all) => all.photo);
  const sheet = useStore(app.store, (all) => all.sheet);
  const [dialog, setDialog] = useState<'photo' | 'save' | null>(null);
  const close = (): void => setDialog(null);

  useEffect(() => rest(app), [app]);
  useLayoutEffect(() => session.enter(), [session]);

  const onFiles = useCallback<OnFiles>(
    (files, onDriver) => {
      const [file] = files;
      if (onDriver && file) void driver.take(file);
      else void bringFiles(app, files);
      setDialog(null);
    },
    [app, driver],
  );
  const over = useDropping(onFiles, true);

  return (
    <div class="studio portrait" data-photo={photo !== null} data-sheet={photo !== null && sheet}>
      {photo ? (
        <PortraitStage
          app={app}
          photo={photo}
          session={session}
          state={state}
          driven={driven}
          text={text}
          onChange={() => setDialog('photo')}
          onSave={() => {
            driver.hold();
            setDialog('save');
          }}
        />
      ) : (
        <main id="stage" class="stage" tabIndex={-1}>
          <Welcome app={app} heading={text.heading} lead={text.lead} />
          <StatusLine app={app} facts={[]} />
        </main>
      )}
      {photo && (
        <PortraitPanel
          app={app}
          session={session}
          state={state}
          driver={driver}
          driven={driven}
          text={text}
          onChange={() => setDialog('photo')}
        />
      )}
      {dialog === 'photo' && <BringDialog app={app} onClose={close} />}
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
      {over && <DropSign key={over} over={over} text={over === 'gallery' ? text.driver.drop : text.drop} />}
    </div>
  );
}
