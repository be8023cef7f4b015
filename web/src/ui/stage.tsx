// The middle of the studio: the easel, what happens on it, its label and its tools.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../state/app';
import { Welcome } from './bring';
import { Caption } from './caption';
import { useStore, useText } from './hooks';
import { Progress } from './progress';
import { StatusLine } from './status';
import { Viewport } from './viewport';
import { AdjustButton, SaveButton, useLooking, ViewTools } from './viewtools';

export function Stage({ app, onSave }: { readonly app: App; readonly onSave: () => void }): VNode {
  const text = useText();
  const stage = useRef<HTMLElement>(null);
  const photo = useStore(app.store, (state) => state.photo);
  const painted = useStore(app.store, (state) => state.painting !== null);
  const brush = useStore(app.store, (state) => state.brush.on);
  const looking = useLooking();

  if (!photo) {
    return (
      <main ref={stage} id="stage" class="stage" tabIndex={-1}>
        <Welcome app={app} heading={text.bring.heading} lead={text.bring.lead} />
        <StatusLine app={app} />
      </main>
    );
  }
  return (
    <main ref={stage} id="stage" class="stage" tabIndex={-1}>
      <div class="easel">
        <Viewport app={app} photo={photo} looking={looking} />
        <Progress app={app} />
      </div>
      <div class="ledge">
        <Caption app={app} />
        <div class="tools" role="toolbar" aria-label={text.stage.label}>
          <ViewTools stage={stage} looking={looking} made={painted} busy={brush} />
          <AdjustButton app={app} />
          <SaveButton disabled={!painted} onSave={onSave} />
        </div>
      </div>
      <StatusLine app={app} />
    </main>
  );
}
