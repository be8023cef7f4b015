// What lies on the drawing and is dragged over it: a hint, the sun.
import { useRef } from 'preact/hooks';
import type { Point } from '../../state/mask';

const MEANT = 4; // CSS pixels: a pointer that moves less was only put down
let drags = 0;

interface Wish {
  /** Taken hold of. */
  readonly onHold?: () => void;
  /** Dragged by shares of the drawing, and where the pointer is now; `drag` names the drag. */
  readonly onDrag: (by: Point, to: Point, drag: string) => void;
}

interface Handlers {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
  onPointerCancel(event: PointerEvent): void;
  onDblClick(event: Event): void;
}

interface Held {
  readonly pointer: number;
  readonly name: string;
  readonly from: MouseEvent;
  at: Point;
  moved: boolean;
}

function placeOf(event: PointerEvent): Point {
  const sheet = event.currentTarget instanceof Element ? event.currentTarget.closest('.sheet') : null;
  const { left, top, width, height } = sheet?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}

export function useDragging({ onHold, onDrag }: Wish): Handlers {
  const held = useRef<Held | null>(null);
  const end = (event: PointerEvent): void => {
    if (held.current?.pointer === event.pointerId) held.current = null;
  };
  return {
    onPointerDown(event) {
      if (event.button !== 0 || held.current) return;
      event.stopPropagation();
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
      drags += 1;
      held.current = { pointer: event.pointerId, name: `drag ${drags}`, from: event, at: placeOf(event), moved: false };
      onHold?.();
    },
    onPointerMove(event) {
      const { current } = held;
      if (current?.pointer !== event.pointerId) return;
      event.stopPropagation();
      current.moved ||= Math.hypot(event.clientX - current.from.clientX, event.clientY - current.from.clientY) >= MEANT;
      if (!current.moved) return;
      const to = placeOf(event);
      onDrag({ x: to.x - current.at.x, y: to.y - current.at.y }, to, current.name);
      current.at = to;
    },
    onPointerUp: end,
    onPointerCancel: end,
    onDblClick: (event) => event.stopPropagation(),
  };
}
