// A picture whose colours are taken: for regions without a hint, and by eye.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { LineartSession } from '../../state/lineart';
import type { Reference } from '../../state/lineartstate';
import type { Point } from '../../state/mask';
import { colourAt } from '../../state/swatches';
import { Bitmap } from '../canvas';
import { PICTURES, useChooser } from '../chooser';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import type { PartProps } from './part';
import type { LineartText } from './text';

const STEP = 0.03; // of the picture, for a key
const SMALL_STEP = 0.006;
const within = (value: number): number => Math.min(0.999, Math.max(0, value));

interface PickerProps {
  readonly session: LineartSession;
  readonly reference: Reference;
  readonly text: LineartText;
}

/** The picture, of which a click takes a colour. */
function Picker({ session, reference: { bitmap }, text }: PickerProps): VNode {
  const [spot, setSpot] = useState<Point | null>(null);
  const down = useRef(false);
  const take = ({ x, y }: Point): void => {
    const colour = colourAt(bitmap, x, y);
    if (colour) session.setColour(colour);
  };
  const follow = (event: PointerEvent): void => {
    if (!(event.currentTarget instanceof Element)) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const at = { x: within((event.clientX - left) / width), y: within((event.clientY - top) / height) };
    setSpot(at);
    if (down.current) take(at);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? SMALL_STEP : STEP;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const at = spot ?? { x: 0.5, y: 0.5 };
    if (by) setSpot({ x: within(at.x + by[0]!), y: within(at.y + by[1]!) });
    else if (event.key === ' ' || event.key === 'Enter') take(at);
    else return;
    event.preventDefault();
  };
  const colour = spot && colourAt(bitmap, spot.x, spot.y);
  return (
    <div
      class="lineart-reference"
      role="group"
      tabIndex={0}
      aria-label={text.referencePick}
      onPointerDown={(event) => {
        down.current = event.button === 0;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={follow}
      onPointerUp={() => (down.current = false)}
      onPointerCancel={() => (down.current = false)}
      onPointerLeave={() => setSpot(null)}
      onBlur={() => setSpot(null)}
      onKeyDown={onKeyDown}
    >
      <Bitmap bitmap={bitmap} />
      {spot && colour && (
        <span class="lineart-ring" data-picking="true" style={{ left: `${spot.x * 100}%`, top: `${spot.y * 100}%`, '--colour': colour }} />
      )}
    </div>
  );
}

/** Chromium's own way to take a colour from anywhere. */
function FromScreen({ session, text }: Pick<PickerProps, 'session' | 'text'>): VNode | null {
  if (!window.EyeDropper) return null;
  const { EyeDropper } = window;
  // Escape ends it, which is no error.
  const pick = (): Promise<void> => new EyeDropper().open().then(({ sRGBHex }) => session.setColour(sRGBHex), () => undefined);
  return (
    <button type="button" class="button" onClick={() => void pick()}>
      <Icon name="dropper" /> {text.screen}
    </button>
  );
}

export function ReferenceField({ app, session, state: { reference }, text }: PartProps): VNode {
  const page = useText();
  const samples = useStore(app.store, (all) => all.samples);
  const { input, choose } = useChooser({
    name: 'reference',
    accept: PICTURES,
    onFiles: ([file]) => void (file && session.takeReference(file, file.name)),
  });
  return (
    <fieldset>
      <legend>{text.reference}</legend>
      {input}
      {reference ? (
        <Picker session={session} reference={reference} text={text} />
      ) : (
        <>
          <p class="quiet">{text.referenceHelp}</p>
          <ul class="lineart-references">
            {samples?.map(({ file, title }) => (
              <li key={file}>
                <button type="button" aria-label={page.bring.sample(title)} title={title} onClick={() => void session.takeReferenceSample(file)}>
                  <img src={new URL(file, app.base).href} alt="" loading="lazy" />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div class="row">
        <button type="button" class="button" onClick={choose}>
          <Icon name="picture" /> {reference ? text.other : text.bring}
        </button>
        {reference && (
          <button type="button" class="button" onClick={() => session.leaveReference()}>
            {text.leave}
          </button>
        )}
        <FromScreen session={session} text={text} />
      </div>
    </fieldset>
  );
}

declare global {
  interface Window {
    /** EyeDropper API, of which TypeScript knows nothing. */
    readonly EyeDropper?: new () => { open(): Promise<{ readonly sRGBHex: string }> };
  }
}
