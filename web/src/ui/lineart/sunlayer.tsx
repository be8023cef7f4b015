// The sun over the drawing, dragged or pushed with keys; while it moves, the rim of its sky.
import type { VNode } from 'preact';
import type { LineartSession } from '../../state/lineart';
import { isLit, type LineartState, type Manner } from '../../state/lineartstate';
import type { Point } from '../../state/mask';
import { HORIZON, lightAt, sideOf, sunAt } from '../../state/sun';
import type { Size } from '../../state/view';
import { useDragging } from './dragging';
import type { LineartText } from './text';

const STEP = 0.03; // of the drawing, for a key
const SMALL_STEP = 0.006;
const RAYS = 'M20 3v5M20 32v5M3 20h5M32 20h5M8 8l3.5 3.5M28.5 28.5L32 32M32 8l-3.5 3.5M11.5 28.5L8 32';

interface Props {
  readonly session: LineartSession;
  readonly state: LineartState;
  readonly text: LineartText;
}

function Sun({ session, text, manner, photo }: Pick<Props, 'session' | 'text'> & { readonly manner: Manner; readonly photo: Size }): VNode {
  const { x, y } = sunAt(manner, photo);
  const put = (point: Point): void => session.wish(lightAt(point, photo, manner));
  const held = useDragging({ onDrag: (_, to) => put(to) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? SMALL_STEP : STEP;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!by) return;
    put({ x: x + by[0]!, y: y + by[1]! });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="lineart-sun"
      role="group"
      tabIndex={0}
      aria-label={text.sun(text.sides[sideOf(manner.light)] ?? '', manner.light_height)}
      style={{ left: `${x * 100}%`, top: `${y * 100}%`, '--colour': manner.light_colour }}
      onKeyDown={onKeyDown}
      {...held}
    >
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <path d={RAYS} />
        <circle cx="20" cy="20" r="7.5" />
      </svg>
    </div>
  );
}

export function SunLayer({ session, state: { scene, manner }, text }: Props): VNode | null {
  if (!scene || !isLit(manner)) return null;
  return (
    <div class="lineart-sky">
      <Sun session={session} text={text} manner={manner} photo={scene.photo} />
      <div class="lineart-rim" style={{ inset: `${(0.5 - HORIZON) * 100}%` }} />
    </div>
  );
}
