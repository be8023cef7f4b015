// The easel: a picture, as large as it fits, and over it what was made of it.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { clamped, FITTED, fitted, type Size } from '../state/view';
import type { Photo } from '../state/state';
import { Bitmap } from './canvas';
import { fromCentre, useBox, useGestures, zoomKey, type Pen, type Spot } from './gestures';
import { useText } from './hooks';
import { Split } from './split';
import type { Looking } from './viewtools';

/** What draws on the picture. */
export interface Hand {
  readonly pen: Pen;
  /** True when the key was one of its own. */
  onKey(event: KeyboardEvent, sheet: Size): boolean;
  /** Where it is, from the centre; null: not over the picture. */
  onSpot(spot: Spot | null): void;
  /** What is seen of it. */
  ring(sheet: Size): VNode | null;
}

interface Props {
  readonly photo: Photo;
  /** What was made of the photo; null: nothing yet. */
  readonly made: { readonly bitmap: ImageBitmap; readonly label: string } | null;
  readonly label: string;
  readonly looking: Looking;
  readonly hand?: Hand | null;
  /** Lies over the picture, and is zoomed with it. */
  readonly children?: ComponentChildren;
}

export function Easel({ photo, made, label, looking, hand = null, children }: Props): VNode {
  const { view, setView, compare, original } = looking;
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const size = useBox(box);
  const sheet = size ? fitted(photo, size) : { width: 1, height: 1 };
  const [split, setSplit] = useState(0.5);
  const gestures = useGestures({ box, sheet, view, setView, pen: hand?.pen ?? null });

  useEffect(() => setView((now) => clamped(now, sheet)), [sheet.width, sheet.height]);
  useEffect(() => {
    setView(FITTED);
    setSplit(0.5);
  }, [photo.bitmap]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (hand?.onKey(event, sheet) || zoomKey(event.key, sheet, setView)) event.preventDefault();
  };

  const zoomed = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
  // The line between before and after would be in the way of the brush.
  const comparing = compare && !hand && !original;
  const clip = original ? 'opacity: 0' : comparing ? `clip-path: inset(0 0 0 ${split * 100}%)` : '';
  return (
    <div
      ref={box}
      class="viewport"
      role="group"
      tabIndex={0}
      aria-label={label}
      data-brush={hand !== null}
      data-zoomed={view.zoom > 1}
      onKeyDown={onKeyDown}
      {...gestures}
      onPointerMove={(event) => {
        gestures.onPointerMove(event);
        if (hand && box.current) hand.onSpot(fromCentre(box.current, event));
      }}
      onPointerLeave={() => hand?.onSpot(null)}
    >
      <div class="sheet" style={{ width: `${sheet.width}px`, height: `${sheet.height}px`, transform: zoomed }}>
        <Bitmap bitmap={photo.bitmap} label={text.stage.photo} />
        {made && <Bitmap bitmap={made.bitmap} class="painted" label={made.label} style={clip} />}
        {children}
      </div>
      {comparing && made && (
        <Split split={split} onSplit={setSplit} view={view} sheet={sheet} room={size?.width ?? 0} />
      )}
      {hand?.ring(sheet)}
    </div>
  );
}
