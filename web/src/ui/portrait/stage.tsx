// The photo with its faces, what they wear, and what can be done with it.
import type { RefObject, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../state/app';
import { movedBy, worn, type ExpressionSession, type ExpressionState } from '../../state/expression';
import type { Photo } from '../../state/state';
import { nearerTo } from '../../state/view';
import { Easel } from '../easel';
import { useText } from '../hooks';
import { megabytes, StatusLine } from '../status';
import { AdjustButton, type Looking, PaintThisButton, SaveButton, useLooking, ViewTools } from '../viewtools';
import type { DriverState } from './driver';
import { FaceLayer } from './faces';
import type { PortraitText } from './text';

const NEAR = 0.5; // of the easel, for a face

interface Props {
  readonly app: App;
  readonly photo: Photo;
  readonly session: ExpressionSession;
  readonly state: ExpressionState;
  readonly driven: DriverState;
  readonly text: PortraitText;
  readonly onChange: () => void;
  readonly onSave: () => void;
}

/** What is under way; or why no face can be changed, and what to do. */
function Word({ state, text, onChange }: Pick<Props, 'state' | 'text' | 'onChange'>): VNode | null {
  const page = useText();
  const { looking, download, faces } = state;
  if (looking) {
    const fetching = download !== null && download.bytes < download.total;
    return (
      <div class="progress" role="status">
        {fetching ? text.fetching(megabytes(download.bytes, page.tag), megabytes(download.total, page.tag)) : text.looking}
      </div>
    );
  }
  if (!faces || movedBy({ faces, chosen: null }).length > 0) return null;
  const problem = faces[0]?.problem ?? null;
  return (
    <div class="progress portrait-refusal" role="alert">
      <p>
        <strong>{problem ? text.unfit(problem) : text.nobody}</strong> {problem ? text.unfitDo[problem.code] : text.nobodyDo}
      </p>
      <button type="button" class="button small" onClick={onChange}>
        {text.change}
      </button>
    </div>
  );
}

function Title({ state, driven, text }: Pick<Props, 'state' | 'driven' | 'text'>): VNode {
  const page = useText();
  const words: Readonly<Record<string, string>> = { ...text.named, ...text.single, ...text.looks };
  const live = driven.phase === 'running' && driven.shown !== null;
  const names = live ? [text.driver.yours] : worn(state).map((name) => words[name] ?? name);
  const count = movedBy({ ...state, chosen: null }).length;
  if (names.length === 0) return <h1 class="name">{count > 0 ? text.found(count) : page.stage.photo}</h1>;
  return (
    <h1 class="name">
      <span class="manner">{text.wearing}</span> <i>{names.join(', ')}</i>
    </h1>
  );
}

/** A face that is alone is looked at from near: a smile on a small one is not seen. */
function useNear(stage: RefObject<HTMLElement | null>, { faces }: ExpressionState, { setView }: Looking): void {
  useEffect(() => {
    const sheet = stage.current?.querySelector('.sheet');
    const [only, ...others] = faces ?? [];
    if (!sheet || !only || others.length > 0) return undefined;
    const [x, y] = [only.outline.map(([across]) => across), only.outline.map(([, down]) => down)];
    const part = { left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y) };
    // A screen that has just been opened does not know yet how large its easel is.
    const observer = new ResizeObserver(() => {
      if (sheet.clientWidth < 2) return;
      setView(nearerTo(part, NEAR, { width: sheet.clientWidth, height: sheet.clientHeight }));
      observer.disconnect();
    });
    observer.observe(sheet);
    return () => observer.disconnect();
  }, [faces]);
}

export function PortraitStage({ app, photo, session, state, driven, text, onChange, onSave }: Props): VNode {
  const page = useText();
  const stage = useRef<HTMLElement>(null);
  const looking = useLooking();
  const [keeping, setKeeping] = useState(false);
  useNear(stage, state, looking);
  const { made } = state;
  const size = page.status.size(photo.width, photo.height);
  const whole = (value: number): string => value.toLocaleString(page.tag, { maximumFractionDigits: 0 });
  const facts = [
    size,
    ...(made ? [page.status.time(whole(made.milliseconds))] : []),
    ...(driven.milliseconds === null ? [] : [text.driver.time(whole(driven.milliseconds))]),
  ];
  const paint = async (): Promise<void> => {
    setKeeping(true);
    if (await session.keep()) location.hash = '#studio';
    else setKeeping(false);
  };
  return (
    <main ref={stage} id="stage" class="stage" tabIndex={-1}>
      <div class="easel">
        <Easel photo={photo} made={made && { bitmap: made.bitmap, label: text.made }} label={page.stage.label} looking={looking}>
          <FaceLayer session={session} state={state} />
        </Easel>
        <Word state={state} text={text} onChange={onChange} />
      </div>
      <div class="ledge">
        <div class="caption" aria-live="polite">
          <Title state={state} driven={driven} text={text} />
          <p class="by">{photo.name}</p>
        </div>
        <div class="tools" role="toolbar" aria-label={page.stage.label}>
          <ViewTools stage={stage} looking={looking} made={made !== null} />
          <AdjustButton app={app} />
          <PaintThisButton name={text.paint} disabled={!made || keeping} onPaint={() => void paint()} />
          <SaveButton disabled={!made} onSave={onSave} />
        </div>
      </div>
      <StatusLine app={app} facts={facts} />
    </main>
  );
}
