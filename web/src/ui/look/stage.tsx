// The photo in its new colours, what they are called, and what can be done with it.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import type { LookSession, LookState } from '../../state/look';
import type { Photo, Way } from '../../state/state';
import { Easel } from '../easel';
import { useText } from '../hooks';
import { StatusLine } from '../status';
import { AdjustButton, SaveButton, useLooking, ViewTools } from '../viewtools';
import { LookProgress } from './progress';
import type { LookText } from './text';

interface Props {
  readonly app: App;
  readonly photo: Photo;
  readonly session: LookSession;
  readonly state: LookState;
  readonly text: LookText;
  readonly way: Way;
  readonly onSave: () => void;
}

/** Size of the photo, and how its colours came about. */
function useFacts({ photo, state, text }: Pick<Props, 'photo' | 'state' | 'text'>): readonly string[] {
  const { status, tag } = useText();
  const size = status.size(photo.width, photo.height);
  const { tinted } = state;
  if (!tinted) return [size];
  const time = tinted.milliseconds.toLocaleString(tag, { maximumFractionDigits: 0 });
  return [size, status.time(time), tinted.shader ? text.facts.shader : text.facts.cpu];
}

export function LookStage({ app, photo, session, state, text, way, onSave }: Props): VNode {
  const page = useText();
  const stage = useRef<HTMLElement>(null);
  const looking = useLooking();
  const facts = useFacts({ photo, state, text });
  const { tinted, chosen, reading } = state;
  const title = chosen?.title ?? '';
  return (
    <main ref={stage} id="stage" class="stage" tabIndex={-1}>
      <div class="easel">
        <Easel
          photo={photo}
          made={tinted && { bitmap: tinted.bitmap, label: text.tinted(title) }}
          label={page.stage.label}
          looking={looking}
        />
        <LookProgress session={session} state={state} text={text} way={way} />
      </div>
      <div class="ledge">
        <div class="caption" aria-live="polite">
          <h1 class="name">
            {chosen ? (
              <>
                <span class="manner">{text.as}</span> <i>{title}</i>
              </>
            ) : (
              text.choose
            )}
          </h1>
          <p class="by">{photo.name}</p>
        </div>
        <div class="tools" role="toolbar" aria-label={page.stage.label}>
          <ViewTools stage={stage} looking={looking} made={tinted !== null} />
          <AdjustButton app={app} />
          <SaveButton disabled={!tinted || reading} onSave={onSave} />
        </div>
      </div>
      <StatusLine app={app} facts={facts} />
    </main>
  );
}
