// Pointers, the wheel and keys on the thing: it is moved, and made larger or smaller.
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Point } from '../../state/mask';
import { moved, pulled, resized, type Spot } from '../../state/place';
import type { Size } from '../../state/view';

const STEP = 0.02; // of the painting, for a key
const SMALL_STEP = 0.004;
const GROWTH = 1.1; // for a key
const WHEEL = 0.002; // for a pixel of the wheel
const MEANT = 4; // CSS pixels: a pointer that moves less was only put down, and what was painted stays

interface Wish {
  /** What lies over the whole painting: shares of it are shares of the painting. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly painting: Size;
  readonly spot: Spot;
  readonly onSpot: (spot: Spot) => void;
}

interface Handlers {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
  onPointerCancel(event: PointerEvent): void;
  onDblClick(event: Event): void;
  onKeyDown(event: KeyboardEvent): void;
}

export function useHandles({ layer, painting, spot, onSpot }: Wish): Handlers {
  const fingers = useRef(new Map<number, Point>());
  const corner = useRef(false);
  /** Where the last pointer came down, until one moves. */
  const down = useRef<Point | null>(null);
  // Several pointers may move between two drawings: each goes on from where the one before came to.
  const now = useRef(spot);
  now.current = spot;
  const put = (next: Spot): void => {
    now.current = next;
    onSpot(next);
  };
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = layer.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  };
  useEffect(() => {
    const element = layer.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      put(resized(now.current, now.current.size * Math.exp(-pixels * (event.ctrlKey ? 5 * WHEEL : WHEEL))));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [layer]);

  const far = (a: Point, b: Point): number => Math.max(8, Math.hypot((a.x - b.x) * painting.width, (a.y - b.y) * painting.height));
  const end = (event: PointerEvent): void => {
    fingers.current.delete(event.pointerId);
    if (layer.current && fingers.current.size === 0) layer.current.dataset['held'] = 'false';
  };
  return {
    onPointerDown(event) {
      if (event.button !== 0 || !(event.target instanceof HTMLElement)) return;
      event.stopPropagation();
      layer.current?.setPointerCapture(event.pointerId);
      if (fingers.current.size === 0) corner.current = event.target.dataset['handle'] !== undefined;
      down.current = { x: event.clientX, y: event.clientY };
      fingers.current.set(event.pointerId, pointOf(event));
      // A second finger may come down beside the thing.
      if (layer.current) layer.current.dataset['held'] = 'true';
    },
    onPointerMove(event) {
      const from = fingers.current.get(event.pointerId);
      if (!from) return;
      event.stopPropagation();
      const { current: start } = down;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) < MEANT) return;
      down.current = null;
      const to = pointOf(event);
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      const share = other ? 0.5 : 1;
      if (other) put(resized(now.current, now.current.size * (far(to, other) / far(from, other))));
      if (corner.current && !other) put(pulled(now.current, from, to, painting));
      else put(moved(now.current, share * (to.x - from.x), share * (to.y - from.y)));
      fingers.current.set(event.pointerId, to);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onDblClick: (event) => event.stopPropagation(),
    onKeyDown(event) {
      const step = event.shiftKey ? SMALL_STEP : STEP;
      const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      const growth = { '+': GROWTH, '=': GROWTH, '-': 1 / GROWTH, '−': 1 / GROWTH }[event.key];
      if (move) put(moved(now.current, move[0]!, move[1]!));
      else if (growth) put(resized(now.current, now.current.size * growth));
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
