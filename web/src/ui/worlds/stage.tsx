// The photo in its world, what that is called, and what can be done with it.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import type { Photo } from '../../state/state';
import type { WorldsSession, WorldsState } from '../../state/worlds';
import { Easel } from '../easel';
import { useText } from '../hooks';
import { CancelledBar, StepBar } from '../progress';
import { StatusLine } from '../status';
import { AdjustButton, SaveButton, useLooking, ViewTools } from '../viewtools';
import { nameOf } from './gallery';
import type { WorldsText } from './text';

interface Props {
  readonly app: App;
  readonly session: WorldsSession;
  readonly photo: Photo;
  readonly state: WorldsState;
  readonly text: WorldsText;
  readonly onSave: () => void;
}

/** Size of the picture, and how it came about. */
function useFacts({ photo, state: { painted } }: Pick<Props, 'photo' | 'state'>): readonly string[] {
  const { status, tag } = useText();
  if (!painted) return [status.size(photo.width, photo.height)];
  const { width, height, milliseconds, tiles } = painted;
  return [status.size(width, height), status.time(Math.round(milliseconds).toLocaleString(tag)), status.tiles(tiles)];
}

export function WorldsStage({ app, session, photo, state, text, onSave }: Props): VNode {
  const page = useText();
  const stage = useRef<HTMLElement>(null);
  const looking = useLooking();
  const facts = useFacts({ photo, state });
  const { painted, chosen, step, cancelled } = state;
  return (
    <main ref={stage} id="stage" class="stage" tabIndex={-1}>
      <div class="easel">
        <Easel
          photo={photo}
          made={painted && { bitmap: painted.bitmap, label: text.painted(nameOf(text, painted.world).title) }}
          label={page.stage.label}
          looking={looking}
        />
        {step && <StepBar step={step} onCancel={() => session.cancel()} />}
        {cancelled && <CancelledBar onAgain={() => session.paint()} />}
      </div>
      <div class="ledge">
        <div class="caption" aria-live="polite">
          <h1 class="name">
            {chosen === null ? (
              text.choose
            ) : (
              <>
                <span class="manner">{text.made}</span> <i>{nameOf(text, chosen).title}</i>
              </>
            )}
          </h1>
          <p class="by">{photo.name}</p>
        </div>
        <div class="tools" role="toolbar" aria-label={page.stage.label}>
          <ViewTools stage={stage} looking={looking} made={painted !== null} />
          <AdjustButton app={app} />
          <SaveButton disabled={!painted || step !== null} onSave={onSave} />
        </div>
      </div>
      <StatusLine app={app} facts={facts} />
    </main>
  );
}
