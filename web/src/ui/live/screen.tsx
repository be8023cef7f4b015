// Live: a camera or a video, painted while it runs.
import type { RefObject, VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../../state/app';
import { isVideo } from '../../state/live';
import { isStyleName } from '../../state/naming';
import { bringFiles } from '../../state/photo';
import { rest } from '../../state/resting';
import { fitted } from '../../state/view';
import { Sign } from '../anywhere';
import { useDropping } from '../dropping';
import { Gallery } from '../gallery';
import { useBox } from '../gestures';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import type { ScreenProps } from '../screens';
import { StatusLine } from '../status';
import { useTitle } from '../title';
import { RecordingDialog, StillDialog } from './kept';
import { Panel } from './panel';
import { sessionOf, type LiveState, type Session } from './session';
import { LIVE_TEXTS, type LiveText } from './text';
import { Tools } from './tools';
import './live.css';

interface EmptyProps {
  readonly session: Session;
  readonly state: LiveState;
  readonly text: LiveText;
  readonly onFile: () => void;
}

/** What there is before there is a video. */
function Empty({ session, state, text, onFile }: EmptyProps): VNode {
  const { trouble } = state;
  return (
    <div class="welcome">
      <div class="blank">
        <h1>{text.heading}</h1>
        <p class="lead">{text.lead}</p>
        <div class="ways">
          <div class="row">
            <button type="button" class="button primary" onClick={() => void session.openCamera()}>
              <Icon name="camera" /> {text.webcam}
            </button>
            <button type="button" class="button" onClick={onFile}>
              <Icon name="film" /> {text.choose}
            </button>
          </div>
          <p class="quiet elsewhere">{text.elsewhere}</p>
        </div>
        {trouble && (
          <p class="live-trouble" role="alert" title={trouble.detail}>
            {text.troubles[trouble.code]}
          </p>
        )}
        <p class="privacy">
          <Icon name="lock" /> {text.privacy}
        </p>
      </div>
    </div>
  );
}

interface SheetProps {
  readonly app: App;
  readonly state: LiveState;
  readonly text: LiveText;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
}

/** The painted frames over the video: until the first of them is there, the video itself is seen. */
function Sheet({ app, state, text, video, canvas }: SheetProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const size = useBox(box);
  const title = useTitle(app, useStore(app.store, (all) => all.parts));
  const { phase, painted, mirror } = state;
  const sheet = size ? fitted(state.canvas, size) : { width: 1, height: 1 };
  const ready = useStore(app.store, (all) => all.painter === 'ready');
  return (
    <div class="easel" hidden={phase === 'closed'}>
      <div ref={box} class="viewport" data-zoomed="false">
        <div class="sheet live-sheet" style={{ width: `${sheet.width}px`, height: `${sheet.height}px` }}>
          <video
            ref={video}
            class={mirror ? 'mirror' : ''}
            {...(painted ? { 'aria-hidden': true } : { 'aria-label': text.original })}
            playsInline
            muted
          />
          <canvas ref={canvas} class="painted" role="img" aria-label={text.painted(title)} hidden={!painted} />
        </div>
      </div>
      {!painted && (phase === 'opening' || ready) && (
        <div class="progress" role="status">
          {phase === 'opening' ? text.opening : text.waiting}
        </div>
      )}
    </div>
  );
}

/** The small print; told to nobody who does not ask, since it changes all the time. */
function useFacts(state: LiveState, text: LiveText): readonly string[] {
  const page = useText();
  const { speed, frame } = state;
  const number = (value: number, digits: number): string =>
    value.toLocaleString(page.tag, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (!frame) return [text.facts.idle];
  const size = page.status.size(frame.width, frame.height);
  if (!speed) return [size];
  return [text.facts.speed(number(speed.perSecond, 1)), text.facts.time(number(speed.milliseconds, 0)), size];
}

export default function Screen({ app }: ScreenProps): VNode {
  const session = sessionOf(app);
  const state = useStore(session.store, (all) => all);
  const text = LIVE_TEXTS[useStore(app.store, ({ language }) => language)];
  const entries = useStore(app.store, (all) => all.entries);
  const parts = useStore(app.store, (all) => all.parts);
  const strength = useStore(app.store, (all) => all.options.strength);
  const sheet = useStore(app.store, (all) => all.sheet && all.picking === 'paint');
  const facts = useFacts(state, text);
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const closed = state.phase === 'closed';

  useEffect(() => rest(app), [app]);
  // As soon as it can be seen: what is dropped on it at once is played.
  useLayoutEffect(
    () => (video.current && canvas.current ? session.enter(video.current, canvas.current) : undefined),
    [session],
  );
  useEffect(() => session.repaint(), [session, parts, strength, state.side, state.mirror]);
  useEffect(() => session.chooseFirst(), [session, entries]);

  const sort = useCallback(
    (files: readonly File[], onGallery: boolean): void => {
      const film = files.find(isVideo);
      if (film) void session.openFile(film);
      const others = files.filter((file) => !isVideo(file));
      void bringFiles(app, others, onGallery);
      // A picture is the studio's, unless it is to be a style.
      if (!film && !app.store.get().reading && others.some(({ name }) => !isStyleName(name))) location.hash = '#studio';
    },
    [app, session],
  );
  const over = useDropping(sort, true);
  const onFile = (): void => input.current?.click();
  const chosen = (): void => {
    const [file] = input.current?.files ?? [];
    if (input.current) input.current.value = '';
    if (file) void session.openFile(file);
  };

  return (
    <div class="studio live" data-photo={!closed} data-sheet={!closed && sheet}>
      <Gallery app={app} />
      <main id="stage" class="stage" tabIndex={-1}>
        {closed && <Empty session={session} state={state} text={text} onFile={onFile} />}
        <Sheet app={app} state={state} text={text} video={video} canvas={canvas} />
        {(!closed || state.recorded) && <Tools app={app} session={session} state={state} text={text} />}
        <StatusLine app={app} facts={facts} />
      </main>
      {!closed && <Panel app={app} session={session} state={state} text={text} onFile={onFile} />}
      <input ref={input} type="file" name="video" accept="video/*,.mkv" aria-label={text.choose} hidden onChange={chosen} />
      {state.still && (
        <StillDialog app={app} still={state.still} text={text} onClose={() => session.store.set({ still: null })} />
      )}
      {state.watching && state.recorded && (
        <RecordingDialog
          recorded={state.recorded}
          text={text}
          onClose={() => session.store.set({ watching: false })}
        />
      )}
      {over && <Sign app={app} over={over} drop={text.drop} />}
    </div>
  );
}
