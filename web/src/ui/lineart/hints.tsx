// The hints on the drawing, each held by a marker; and the stroke that is being drawn.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LineartSession } from '../../state/lineart';
import { STROKE, type LineartState } from '../../state/lineartstate';
import { gripOf, type Corners, type Mark } from '../../state/marks';
import type { Size } from '../../state/view';
import { useDragging } from './dragging';
import { saidOf, type LineartText } from './text';

const STEP = 0.02; // of the drawing, for a key
const SMALL_STEP = 0.004;

interface Props {
  readonly session: LineartSession;
  readonly state: LineartState;
  readonly text: LineartText;
  /** Of the stroke under way; empty: none. */
  readonly trail: Corners;
}

interface MarkerProps extends Pick<Props, 'session' | 'text'> {
  readonly mark: Mark;
  readonly number: number;
  readonly count: number;
  readonly chosen: boolean;
  /** The one that Tab leads to. */
  readonly reached: boolean;
  readonly onKeyDown: (event: KeyboardEvent, mark: Mark) => void;
}

function Marker({ session, text, mark, number, count, chosen, reached, onKeyDown }: MarkerProps): VNode {
  const { x, y } = gripOf(mark);
  const held = useDragging({
    onHold: () => session.choose(mark.id),
    onDrag: (by, _, drag) => session.move(mark.id, by.x, by.y, drag),
  });
  const percent = (share: number): number => Math.round(share * 100);
  return (
    <li style={{ left: `${x * 100}%`, top: `${y * 100}%`, '--colour': mark.colour }}>
      <button
        type="button"
        data-hint={mark.id}
        aria-pressed={chosen}
        aria-label={text.hint(number, count, saidOf(text, mark.colour), percent(x), percent(y))}
        tabIndex={reached ? 0 : -1}
        onKeyDown={(event) => onKeyDown(event, mark)}
        onClick={(event) => {
          // A pointer took hold of it when it came down.
          if (event.detail === 0) session.choose(chosen ? null : mark.id);
        }}
        {...held}
      />
    </li>
  );
}

/** A stroke while it is drawn, and while its hint is in hand; else it would lie on the lines of the drawing. */
function Stroke({ points, colour, photo }: Pick<Mark, 'points' | 'colour'> & { readonly photo: Size }): VNode | null {
  if (points.length < 2) return null;
  const corners = points.map(([x, y]) => `${x * photo.width},${y * photo.height}`).join(' ');
  const width = STROKE * Math.max(photo.width, photo.height);
  return (
    <svg class="lineart-stroke" viewBox={`0 0 ${photo.width} ${photo.height}`} aria-hidden="true">
      <polyline points={corners} stroke="#fff" stroke-width={1.6 * width} />
      <polyline points={corners} stroke={colour} stroke-width={width} />
    </svg>
  );
}

export function HintLayer({ session, state, text, trail }: Props): VNode | null {
  const { scene, marks, chosen, colour } = state;
  const list = useRef<HTMLUListElement>(null);
  /** Where the focus goes once the marker that had it is gone. */
  const next = useRef<number | null>(null);
  const focus = (at: number): void => list.current?.querySelectorAll('button')[at]?.focus();
  useLayoutEffect(() => {
    if (next.current === null) return;
    if (marks.list.length > 0) focus(Math.min(next.current, marks.list.length - 1));
    else list.current?.closest<HTMLElement>('.viewport')?.focus();
    next.current = null;
  }, [marks.list]);
  if (!scene) return null;

  const onKeyDown = (event: KeyboardEvent, mark: Mark): void => {
    const at = marks.list.indexOf(mark);
    const step = event.shiftKey ? SMALL_STEP : STEP;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const other = { PageUp: at - 1, PageDown: at + 1, Home: 0, End: marks.list.length - 1 }[event.key];
    if (by) session.move(mark.id, by[0]!, by[1]!, `keys ${mark.id}`);
    else if (other !== undefined) focus((other + marks.list.length) % marks.list.length);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      next.current = at;
      session.remove(mark.id);
    } else {
      // Space and Enter are the button's, and nothing for the easel.
      if (event.key === ' ' || event.key === 'Enter') event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const inHand = marks.list.find(({ id }) => id === chosen);
  const reached = inHand ?? marks.list.at(-1);
  const { photo } = scene;
  return (
    <>
      {inHand && <Stroke {...inHand} photo={photo} />}
      <Stroke points={trail} colour={colour} photo={photo} />
      <ul ref={list} class="lineart-hints" aria-label={text.list}>
        {marks.list.map((mark, at) => (
          <Marker
            key={mark.id}
            session={session}
            text={text}
            mark={mark}
            number={at + 1}
            count={marks.list.length}
            chosen={mark.id === chosen}
            reached={mark === reached}
            onKeyDown={onKeyDown}
          />
        ))}
      </ul>
    </>
  );
}
