// Pointers, wheel and keys on the picture: zoom and pan, or a line of the brush.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Point } from '../state/mask';
import { FITTED, panned, shareAt, zoomedAt, type Size, type View } from '../state/view';
import type { Looking } from './viewtools';

export interface Pen {
  line(from: Point, to: Point): void;
  lift(): void;
  /** A second finger came down, and the line was none; where this is left out, what was drawn stays. */
  drop?(): void;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Size of an element in CSS pixels, followed as it changes. */
export function useBox(ref: RefObject<HTMLElement | null>): Size | null {
  const [box, setBox] = useState<Size | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const style = getComputedStyle(element);
      const pad = (side: 'Left' | 'Right' | 'Top' | 'Bottom'): number => parseFloat(style[`padding${side}`]);
      const width = Math.max(1, element.clientWidth - pad('Left') - pad('Right'));
      const height = Math.max(1, element.clientHeight - pad('Top') - pad('Bottom'));
      setBox({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return box;
}

/** A point of the page, measured from the centre of `element`, in CSS pixels. */
export function fromCentre(element: HTMLElement, spot: { clientX: number; clientY: number }): Spot {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: spot.clientX - left - width / 2, y: spot.clientY - top - height / 2 };
}

interface Handlers {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
  onPointerCancel(event: PointerEvent): void;
  onDblClick(event: MouseEvent): void;
}

interface Wish {
  readonly box: RefObject<HTMLElement | null>;
  readonly sheet: Size;
  readonly view: View;
  readonly setView: Looking['setView'];
  /** null: pointers move the picture. */
  readonly pen: Pen | null;
}

export function useGestures({ box, sheet, view, setView, pen }: Wish): Handlers {
  const spots = useRef(new Map<number, Spot>());
  // Where the line of the brush stands; undrawn while the finger has not moved, since a second may follow for a pinch.
  const line = useRef<{ at: Point; drawn: boolean } | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { x, y } = fromCentre(element, event);
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      // A pinch on a track pad arrives as a wheel with ctrl, in small steps.
      const factor = Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002));
      setView((now) => zoomedAt(now, factor, x, y, sheet));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, sheet.width, sheet.height]);

  const spotOf = (event: PointerEvent): Spot | null => (box.current ? fromCentre(box.current, event) : null);
  const pinch = (id: number, to: Spot): void => {
    const other = [...spots.current].find(([each]) => each !== id)?.[1];
    const from = spots.current.get(id);
    if (!other || !from) return;
    const far = (a: Spot, b: Spot): number => Math.max(8, Math.hypot(a.x - b.x, a.y - b.y));
    const factor = far(to, other) / far(from, other);
    const [x, y] = [(to.x + other.x) / 2, (to.y + other.y) / 2];
    const [dx, dy] = [(to.x - from.x) / 2, (to.y - from.y) / 2];
    setView((now) => zoomedAt(panned(now, dx, dy, sheet), factor, x, y, sheet));
  };
  const end = (event: PointerEvent): void => {
    spots.current.delete(event.pointerId);
    if (!line.current) return;
    if (!line.current.drawn) pen?.line(line.current.at, line.current.at);
    line.current = null;
    pen?.lift();
  };

  return {
    onPointerDown(event) {
      const spot = spotOf(event);
      if (!spot || event.button !== 0) return;
      box.current?.setPointerCapture(event.pointerId);
      spots.current.set(event.pointerId, spot);
      if (spots.current.size > 1) {
        if (pen && line.current?.drawn) (pen.drop ?? pen.lift)();
        line.current = null;
      } else if (pen) {
        line.current = { at: shareAt(view, spot.x, spot.y, sheet), drawn: false };
      }
    },
    onPointerMove(event) {
      const from = spots.current.get(event.pointerId);
      const to = spotOf(event);
      if (!from || !to) return;
      if (spots.current.size > 1) {
        pinch(event.pointerId, to);
      } else if (line.current) {
        const next = shareAt(view, to.x, to.y, sheet);
        pen?.line(line.current.at, next);
        line.current = { at: next, drawn: true };
      } else if (!pen) {
        setView((now) => panned(now, to.x - from.x, to.y - from.y, sheet));
      }
      spots.current.set(event.pointerId, to);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onDblClick(event) {
      if (pen || !box.current) return;
      const { x, y } = fromCentre(box.current, event);
      setView((now) => (now.zoom > 1 ? FITTED : zoomedAt(now, 2.5, x, y, sheet)));
    },
  };
}

/** Keys of the picture; true when the key was one of them. */
export function zoomKey(key: string, sheet: Size, setView: Looking['setView']): boolean {
  const pan: Record<string, readonly [number, number]> = {
    ArrowLeft: [48, 0],
    ArrowRight: [-48, 0],
    ArrowUp: [0, 48],
    ArrowDown: [0, -48],
  };
  const by = pan[key];
  if (by) setView((now) => panned(now, by[0], by[1], sheet));
  else if (key === '+' || key === '=') setView((now) => zoomedAt(now, 1.25, 0, 0, sheet));
  else if (key === '-') setView((now) => zoomedAt(now, 0.8, 0, 0, sheet));
  else if (key === '0') setView(FITTED);
  else return false;
  return true;
}

