// The thing as it lies on the painting, and the frame that it is moved by.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Thing } from '../../state/object';
import { shareOf, type Spot } from '../../state/place';
import type { Size } from '../../state/view';
import { Bitmap } from '../canvas';
import { useHandles } from './handles';
import type { ObjectText } from './text';

interface Props {
  readonly painting: Size;
  readonly thing: Thing;
  readonly spot: Spot;
  readonly text: ObjectText;
  readonly onSpot: (spot: Spot) => void;
}

const CORNERS = ['nw', 'ne', 'se', 'sw'] as const;
const percent = (share: number): string => `${share * 100}%`;

export function ThingLayer({ painting, thing, spot, text, onSpot }: Props): VNode {
  const layer = useRef<HTMLDivElement>(null);
  const handles = useHandles({ layer, painting, spot, onSpot });
  const { left, top, width, height } = shareOf(spot, thing, painting);
  // The picture of a cut-out has a pixel of room around it.
  const room = { x: width / thing.width, y: height / thing.height };
  const pasted = {
    left: percent(left - room.x),
    top: percent(top - room.y),
    width: percent(width + 2 * room.x),
    height: percent(height + 2 * room.y),
  };
  return (
    <div ref={layer} class="object-layer" {...handles}>
      <div class="object-paste">
        <div style={pasted}>
          <Bitmap bitmap={thing.bitmap} />
        </div>
      </div>
      <div
        class="object-frame"
        role="group"
        tabIndex={0}
        aria-label={text.thing(thing.title)}
        style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
      >
        {CORNERS.map((corner) => (
          <span key={corner} data-handle={corner} />
        ))}
      </div>
    </div>
  );
}
