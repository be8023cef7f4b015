// The studio's easel: the painting over the photo, and the style brush.
import type { VNode } from 'preact';
import type { App } from '../state/app';
import type { Size } from '../state/view';
import type { Photo } from '../state/state';
import { useAim } from './aim';
import { BrushLayer, Ring, usePen } from './brushlayer';
import { Easel, type Hand } from './easel';
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
  const { spot, setSpot, onKey } = useAim(looking.view, pen);
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
