// The easel: the picture, as large as it fits, with the painting over the photo.
import type { VNode } from 'preact';
import { useEffect, useRef, useState, type Dispatch, type StateUpdater } from 'preact/hooks';
import type { App } from '../state/app';
import { clamped, FITTED, fitted, shareAt, type View } from '../state/view';
import type { Photo } from '../state/state';
import { BrushLayer, Ring, usePen } from './brushlayer';
import { Bitmap } from './canvas';
import { fromCentre, useBox, useGestures, zoomKey } from './gestures';
import { useStore, useText } from './hooks';
import { Split } from './split';
import { useTitle } from './title';

interface Props {
  readonly app: App;
  readonly photo: Photo;
  readonly view: View;
  readonly setView: Dispatch<StateUpdater<View>>;
  readonly compare: boolean;
  /** Show the photo alone. */
  readonly original: boolean;
}

export function Viewport({ app, photo, view, setView, compare, original }: Props): VNode {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const size = useBox(box);
  const sheet = size ? fitted(photo, size) : { width: 1, height: 1 };
  const painting = useStore(app.store, (state) => state.painting);
  const title = useTitle(app, painting?.parts ?? []);
  const [split, setSplit] = useState(0.5);
  const { pen, drawing } = usePen(app);
  const [spot, setSpot] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const gestures = useGestures({ box, sheet, view, setView, pen });

  useEffect(() => setView((now) => clamped(now, sheet)), [sheet.width, sheet.height]);
  useEffect(() => {
    setView(FITTED);
    setSplit(0.5);
  }, [photo.bitmap]);

  const brushKey = (key: string): boolean => {
    const stride = 24;
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-stride, 0],
      ArrowRight: [stride, 0],
      ArrowUp: [0, -stride],
      ArrowDown: [0, stride],
    };
    const at = spot ?? { x: 0, y: 0 };
    const move = moves[key];
    if (move) {
      setSpot({ x: at.x + move[0], y: at.y + move[1] });
      return true;
    }
    if (key !== ' ' || !pen) return false;
    const share = shareAt(view, at.x, at.y, sheet);
    pen.line(share, share);
    pen.lift();
    setSpot(at);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((pen && brushKey(event.key)) || zoomKey(event.key, sheet, setView)) event.preventDefault();
  };

  const zoomed = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
  // The line between before and after would be in the way of the brush.
  const comparing = compare && !pen && !original;
  const clip = original ? 'opacity: 0' : comparing ? `clip-path: inset(0 0 0 ${split * 100}%)` : '';
  return (
    <div
      ref={box}
      class="viewport"
      role="group"
      tabIndex={0}
      aria-label={pen ? `${text.stage.label}. ${text.brush.area}` : text.stage.label}
      data-brush={pen !== null}
      data-zoomed={view.zoom > 1}
      onKeyDown={onKeyDown}
      {...gestures}
      onPointerMove={(event) => {
        gestures.onPointerMove(event);
        if (pen && box.current) setSpot(fromCentre(box.current, event));
      }}
      onPointerLeave={() => setSpot(null)}
    >
      <div class="sheet" style={{ width: `${sheet.width}px`, height: `${sheet.height}px`, transform: zoomed }}>
        <Bitmap bitmap={photo.bitmap} label={text.stage.photo} />
        {painting && <Bitmap bitmap={painting.bitmap} class="painted" label={text.stage.painted(title)} style={clip} />}
        <BrushLayer app={app} drawing={drawing} />
      </div>
      {comparing && painting && (
        <Split split={split} onSplit={setSplit} view={view} sheet={sheet} room={size?.width ?? 0} />
      )}
      {pen && spot && <Ring app={app} view={view} sheet={sheet} spot={spot} />}
    </div>
  );
}
