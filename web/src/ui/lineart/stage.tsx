// The drawing in its colours, its hints and its sun, and what can be done with it.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../state/app';
import type { LineartSession } from '../../state/lineart';
import type { LineartState } from '../../state/lineartstate';
import type { Scene } from '../../state/scene';
import { Easel } from '../easel';
import { useText } from '../hooks';
import { megabytes, StatusLine } from '../status';
import { AdjustButton, PaintThisButton, SaveButton, useLooking, ViewTools } from '../viewtools';
import { useHand } from './hand';
import { HintLayer } from './hints';
import { Strip } from './strip';
import { SunLayer } from './sunlayer';
import { titleOf, type LineartText } from './text';

interface Props {
  readonly app: App;
  readonly session: LineartSession;
  readonly state: LineartState;
  readonly scene: Scene;
  readonly text: LineartText;
  readonly onSave: () => void;
}

/** What takes its time. */
function Going({ state: { doing, download }, text }: Pick<Props, 'state' | 'text'>): VNode | null {
  const page = useText();
  const fetching = download !== null && download.bytes < download.total;
  if (doing === 'nothing' && !fetching) return null;
  return (
    <div class="progress" role="status">
      {fetching ? text.fetching(megabytes(download.bytes, page.tag), megabytes(download.total, page.tag)) : doing !== 'nothing' && text[doing]}
    </div>
  );
}

function useFacts({ scene, state: { made, sketched }, text }: Pick<Props, 'scene' | 'state' | 'text'>): readonly string[] {
  const { status, tag } = useText();
  const facts = [status.size(scene.photo.width, scene.photo.height)];
  if (sketched) facts.push(text.regions(sketched.regions.toLocaleString(tag)));
  if (made) facts.push(status.time(made.milliseconds.toLocaleString(tag, { maximumFractionDigits: 0 })));
  return facts;
}

/** How far it is. */
function said({ marks, made }: LineartState, text: LineartText): string {
  if (marks.list.length === 0) return text.first;
  return made ? `${text.hints(marks.list.length)}, ${text.bare(made.bare)}` : text.hints(marks.list.length);
}

export function LineartStage({ app, session, state, scene, text, onSave }: Props): VNode {
  const page = useText();
  const stage = useRef<HTMLElement>(null);
  const looking = useLooking();
  const { view, compare, original } = looking;
  const facts = useFacts({ scene, state, text });
  const [picking, setPicking] = useState(false);
  const [shown, setShown] = useState(true);
  const { hand, trail } = useHand({ session, view, colour: state.colour, picking, onPicked: () => setPicking(false) });
  const { made, doing } = state;
  useEffect(() => setPicking(false), [scene.photo, compare]);
  const paint = async (): Promise<void> => {
    if (await session.keep()) location.hash = '#studio';
  };
  return (
    <main ref={stage} id="stage" class="stage" tabIndex={-1}>
      <div class="easel" style={{ '--zoom': view.zoom }}>
        <Easel
          photo={scene.photo}
          made={made && { bitmap: made.bitmap, label: text.made }}
          label={compare ? page.stage.label : `${page.stage.label}. ${text.area}`}
          looking={looking}
          hand={compare ? null : hand}
        >
          {shown && !compare && !original && (
            <>
              <HintLayer session={session} state={state} text={text} trail={picking ? [] : trail} />
              <SunLayer session={session} state={state} text={text} />
            </>
          )}
        </Easel>
        <Going state={state} text={text} />
      </div>
      <Strip
        session={session}
        state={state}
        text={text}
        picking={picking}
        onPicking={setPicking}
        shown={shown}
        onShown={setShown}
      />
      <div class="ledge">
        <div class="caption" aria-live="polite">
          <h1 class="name">
            <i>{titleOf(text, scene.key, scene.title)}</i>
          </h1>
          <p class="by">{said(state, text)}</p>
        </div>
        <div class="tools" role="toolbar" aria-label={page.stage.label}>
          <ViewTools stage={stage} looking={looking} made={made !== null} />
          <AdjustButton app={app} />
          <PaintThisButton name={text.paint} disabled={!made || doing !== 'nothing'} onPaint={() => void paint()} />
          <SaveButton disabled={!made} onSave={onSave} />
        </div>
      </div>
      <StatusLine app={app} facts={facts} />
    </main>
  );
}
