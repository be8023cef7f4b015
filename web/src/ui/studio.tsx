// The studio: the gallery, the easel, the controls.
import type { VNode } from 'preact';
import type { App } from '../state/app';
import { Controls } from './controls';
import { Gallery } from './gallery';
import { useStore } from './hooks';
import { Stage } from './stage';

export function Studio({ app, onSave }: { readonly app: App; readonly onSave: () => void }): VNode {
  const photo = useStore(app.store, (state) => state.photo);
  const sheet = useStore(app.store, (state) => state.sheet);
  const picking = useStore(app.store, (state) => state.picking !== 'paint');
  return (
    <div class="studio" data-photo={photo !== null} data-sheet={sheet && !picking}>
      <Gallery app={app} />
      <Stage app={app} onSave={onSave} />
      {photo && <Controls app={app} photo={photo} />}
    </div>
  );
}
