// The painting with the thing on it, what is going on, and what can be done.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import type { ObjectSession, ObjectState } from '../../state/object';
import { shortly, sitterOf } from '../../state/ours';
import type { Scene } from '../../state/scene';
import { Easel } from '../easel';
import { labelOf, useStore, useText } from '../hooks';
import { Icon } from '../icons';
import { megabytes, StatusLine } from '../status';
import { AdjustButton, SaveButton, useLooking, ViewTools } from '../viewtools';
import { ThingLayer } from './layer';
import type { ObjectText } from './text';

interface Props {
  readonly app: App;
  readonly session: ObjectSession;
  readonly state: ObjectState;
  readonly scene: Scene;
  readonly text: ObjectText;
  readonly onThing: () => void;
  readonly onSave: () => void;
}

/** What is going on, or what comes next. */
function Going({ session, state, text, onThing }: Pick<Props, 'session' | 'state' | 'text' | 'onThing'>): VNode | null {
  const page = useText();
  const { doing, download, step, thing } = state;
  if (doing !== 'nothing') {
    const fetching = doing === 'cutting' && download !== null && download.bytes < download.total;
    const said = fetching ? text.fetching(megabytes(download.bytes, page.tag), megabytes(download.total, page.tag)) : text[doing];
    const counted = step !== null && step.total > 1;
    return (
      <div class="progress">
        <span role="status">{said}</span>
        <progress aria-label={said} {...(counted ? { max: step.total, value: step.done } : {})} />
        <button type="button" class="button small" onClick={() => session.end()}>
          {page.stage.cancel}
        </button>
      </div>
    );
  }
  if (thing) return null;
  return (
    <div class="progress">
      <span role="status">{text.who}</span>
      <button type="button" class="button small" onClick={onThing}>
        {text.whoChoose}
      </button>
    </div>
  );
}

/** What the painting is called, and what there is to say of it. */
function useTitles(app: App, { key, title, photo }: Scene, text: ObjectText): readonly [string, string] {
  const page = useText();
  const entry = useStore(app.store, ({ entries }) => entries.find((each) => each.key === key && !each.own) ?? null);
  const sitter = useStore(app.store, sitterOf);
  if (title || !entry || !sitter) return [title, photo.name];
  return [shortly(sitter), text.ours(labelOf(page, entry.style).title)];
}

function useFacts({ scene, state, text }: Pick<Props, 'scene' | 'state' | 'text'>): readonly string[] {
  const { status, tag } = useText();
  const size = status.size(scene.photo.width, scene.photo.height);
  const { made } = state;
  if (!made) return [size];
  const time = status.time(made.milliseconds.toLocaleString(tag, { maximumFractionDigits: 0 }));
  return made.carried ? [size, time, text.carried] : [size, time];
}

export function ObjectStage({ app, session, state, scene, text, onThing, onSave }: Props): VNode {
  const page = useText();
  const stage = useRef<HTMLElement>(null);
  const looking = useLooking();
  const facts = useFacts({ scene, state, text });
  const [title, more] = useTitles(app, scene, text);
  const { thing, made, spot, doing } = state;
  return (
    <main ref={stage} id="stage" class="stage" tabIndex={-1}>
      <div class="easel" data-made={made !== null}>
        <Easel
          photo={scene.photo}
          made={made && { bitmap: made.bitmap, label: text.made(thing?.title ?? '') }}
          label={page.stage.label}
          looking={looking}
        >
          {thing && (
            <ThingLayer painting={scene.photo} thing={thing} spot={spot} text={text} onSpot={(next) => session.put(next)} />
          )}
        </Easel>
        <Going session={session} state={state} text={text} onThing={onThing} />
      </div>
      <div class="ledge">
        <div class="caption" aria-live="polite">
          <h1 class="name">
            {thing ? (
              <>
                {thing.title} <span class="manner">{text.in}</span> <i>{title}</i>
              </>
            ) : (
              <i>{title}</i>
            )}
          </h1>
          <p class="by">{thing && !made ? text.drag : more}</p>
        </div>
        <div class="tools" role="toolbar" aria-label={page.stage.label}>
          <ViewTools stage={stage} looking={looking} made={made !== null} />
          <AdjustButton app={app} />
          {made ? (
            <SaveButton disabled={doing !== 'nothing'} onSave={onSave} />
          ) : (
            <button type="button" class="button primary object-paint" disabled={!thing || doing !== 'nothing'} onClick={() => void session.paint()}>
              <Icon name="brush" /> {text.paint}
            </button>
          )}
        </div>
      </div>
      <StatusLine app={app} facts={facts} />
    </main>
  );
}
