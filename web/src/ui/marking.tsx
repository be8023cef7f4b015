// The picture whose style is read, and the rectangle over it that says which part of it counts.
import type { VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { Region } from '../contract/engine';
import type { Point } from '../state/mask';
import { drawn, isWhole, moved, resized, WHOLE, type Edges } from '../state/region';
import type { Size } from '../state/view';
import { Bitmap } from './canvas';
import { useText } from './hooks';

const STEP = 0.02; // of the picture, for a key
const MEANT = 0.02; // of the picture: a pointer that moves less was only put down
const HANDLES = ['n', 'e', 's', 'w', 'nw', 'ne', 'se', 'sw'] as const;

function edgesOf(handle: string): Edges {
  return {
    x: handle.includes('w') ? -1 : handle.includes('e') ? 1 : 0,
    y: handle.includes('n') ? -1 : handle.includes('s') ? 1 : 0,
  };
}

/** A drag, from where and when it began. */
interface Grip {
  readonly from: Point;
  readonly region: Region;
  /** null: beside the rectangle, or on one that has nowhere to go. A new one is drawn. */
  readonly change: ((region: Region, dx: number, dy: number) => Region) | null;
}

interface Props {
  readonly picture: Size & { readonly bitmap: ImageBitmap };
  readonly region: Region;
  readonly onRegion: (region: Region) => void;
}

export function Marking({ picture, region, onRegion }: Props): VNode {
  const text = useText();
  const help = useId();
  const board = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | null>(null);
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = board.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.target instanceof HTMLElement)) return;
    const { handle } = event.target.dataset;
    const inside = event.target.closest('.cut') !== null && !isWhole(region);
    const resize: Grip['change'] = handle ? (start, dx, dy) => resized(start, edgesOf(handle), dx, dy) : null;
    grip.current = { from: pointOf(event), region, change: resize ?? (inside ? moved : null) };
    board.current?.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!grip.current) return;
    const { from, region: start, change } = grip.current;
    const to = pointOf(event);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    if (change) onRegion(change(start, dx, dy));
    else if (Math.max(Math.abs(dx), Math.abs(dy)) > MEANT) onRegion(drawn(from, to));
  };
  const onPointerUp = (): void => {
    grip.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [dx = 0, dy = 0] = step;
    onRegion(event.shiftKey ? resized(region, { x: 1, y: 1 }, dx, dy) : moved(region, dx, dy));
  };

  const percent = (share: number): string => `${share * 100}%`;
  const place = { left: percent(region.left), top: percent(region.top), width: percent(region.width), height: percent(region.height) };
  const { width, height } = picture;
  return (
    <div class="marking">
      <div
        ref={board}
        class="board"
        style={{ aspectRatio: `${width} / ${height}`, '--shape': width / height }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
      >
        <Bitmap bitmap={picture.bitmap} />
        <div class="veil">
          <div style={place} />
        </div>
        <div
          class="cut"
          role="group"
          tabIndex={0}
          aria-label={text.reading.region}
          aria-describedby={help}
          data-whole={isWhole(region)}
          style={place}
          onKeyDown={onKeyDown}
        >
          {HANDLES.map((handle) => (
            <span key={handle} data-handle={handle} />
          ))}
        </div>
      </div>
      <div class="said">
        <output class="quiet">{isWhole(region) ? text.reading.all : saidOf(region, text.reading.said)}</output>
        <button type="button" class="button small" disabled={isWhole(region)} onClick={() => onRegion(WHOLE)}>
          {text.reading.whole}
        </button>
      </div>
      <p class="quiet" id={help}>
        {text.reading.drag} <span class="elsewhere">{text.reading.keys}</span>
      </p>
    </div>
  );
}

function saidOf({ left, top, width, height }: Region, say: (...percents: [number, number, number, number]) => string): string {
  const [w, h, x, y] = [width, height, left, top].map((share) => Math.round(share * 100)) as [number, number, number, number];
  return say(w, h, x, y);
}
