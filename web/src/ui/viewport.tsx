// The studio's easel: the painting over the photo, and the style brush.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { App } from '../state/app';
import { shareAt, type Size } from '../state/view';
import type { Photo } from '../state/state';
import { BrushLayer, Ring, usePen } from './brushlayer';
import { Easel, type Hand } from './easel';
import type { Spot } from './gestures';
import { useStore, useText } from './hooks';
import { useTitle } from './title';
import type { Looking } from './viewtools';

interface Props {
  readonly app: App;
  readonly photo: Photo;
  readonly looking: Looking;
}

export function Viewport({ app, photo, looking }: Props): VNode {
  const text = useText();
  const painting = useStore(app.store, (state) => state.painting);
  const title = useTitle(app, painting?.parts ?? []);
  const { pen, drawing } = usePen(app);
  const [spot, setSpot] = useState<Spot | null>(null);

  const onKey = (key: string, sheet: Size): boolean => {
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
    const share = shareAt(looking.view, at.x, at.y, sheet);
    pen.line(share, share);
    pen.lift();
    setSpot(at);
    return true;
  };
  const ring = (sheet: Size): VNode | null => spot && <Ring app={app} view={looking.view} sheet={sheet} spot={spot} />;
  const hand: Hand | null = pen && { pen, onKey, onSpot: setSpot, ring };
  return (
    <Easel
      photo={photo}
      made={painting && { bitmap: painting.bitmap, label: text.stage.painted(title) }}
      label={pen ? `${text.stage.label}. ${text.brush.area}` : text.stage.label}
      looking={looking}
      hand={hand}
    >
      <BrushLayer app={app} drawing={drawing} />
    </Easel>
  );
}
