// What the pointer does on the drawing: it puts hints, or takes a colour.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { LineartSession } from '../../state/lineart';
import { cornersOf, type Corners } from '../../state/marks';
import type { Point } from '../../state/mask';
import { shareAt, type Size, type View } from '../../state/view';
import { useAim } from '../aim';
import type { Hand } from '../easel';
import type { Pen, Spot } from '../gestures';

const MEANT = 0.012; // of the drawing as it fits: a pointer that moved less meant one place

interface Wish {
  readonly session: LineartSession;
  readonly view: View;
  readonly colour: string;
  /** The next click takes a colour. */
  readonly picking: boolean;
  readonly onPicked: () => void;
}

/** The ring at a place: what space would put there, or take. */
function Ring({ spot, colour, picking }: { readonly spot: Spot; readonly colour: string; readonly picking: boolean }): VNode {
  const style = { '--colour': colour, transform: `translate(${spot.x}px, ${spot.y}px)` };
  return <div class="lineart-ring" data-picking={picking} style={style} />;
}

const inside = ({ x, y }: Point): boolean => x >= 0 && x < 1 && y >= 0 && y < 1;

export function useHand({ session, view, colour, picking, onPicked }: Wish): { readonly hand: Hand; readonly trail: Corners } {
  const [trail, setTrail] = useState<readonly Point[]>([]);
  // Several pointers may move between two drawings of the page.
  const [now] = useState<{ trail: Point[] }>({ trail: [] });
  const begin = (points: Point[]): void => setTrail((now.trail = points));
  const hints: Pen = {
    line: (from, to) => begin(now.trail.length > 0 ? [...now.trail, to] : [from, to]),
    lift() {
      const points = now.trail;
      begin([]);
      if (points[0] && inside(points[0])) session.place(cornersOf(points, MEANT / view.zoom));
    },
    drop: () => begin([]),
  };
  const dropper: Pen = {
    line(_, to) {
      const seen = session.seenAt(to);
      if (seen) session.setColour(seen);
    },
    lift: onPicked,
  };
  const pen = picking ? dropper : hints;
  const { spot, setSpot, onKey } = useAim(view, pen);
  const ring = (sheet: Size): VNode | null => {
    if (!spot) return null;
    const under = picking ? session.seenAt(shareAt(view, spot.x, spot.y, sheet)) : null;
    return <Ring spot={spot} colour={under ?? colour} picking={picking} />;
  };
  return { hand: { pen, onKey, onSpot: setSpot, ring }, trail: cornersOf(trail, MEANT / view.zoom) };
}
