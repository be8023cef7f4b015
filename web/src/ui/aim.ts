// A place on the picture that arrows move and space draws at: a pen without a pointer.
import { useState } from 'preact/hooks';
import { shareAt, type Size, type View } from '../state/view';
import type { Pen, Spot } from './gestures';

const STRIDE = 24; // CSS pixels
const SMALL_STRIDE = 4;

interface Aim {
  /** From the centre; null: nowhere yet. */
  readonly spot: Spot | null;
  readonly setSpot: (spot: Spot | null) => void;
  /** True when the key was one of its own. */
  onKey(event: KeyboardEvent, sheet: Size): boolean;
}

export function useAim(view: View, pen: Pen | null): Aim {
  const [spot, setSpot] = useState<Spot | null>(null);
  const onKey = ({ key, shiftKey }: KeyboardEvent, sheet: Size): boolean => {
    const stride = shiftKey ? SMALL_STRIDE : STRIDE;
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
  return { spot, setSpot, onKey };
}
