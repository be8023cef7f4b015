// In the panel: take the expression of another portrait, or of the face before the camera.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { PICTURES, useChooser } from '../chooser';
import { useText } from '../hooks';
import { Icon } from '../icons';
import { Slider } from '../slider';
import { STRENGTHS, type Driver, type DriverState } from './driver';
import type { PortraitText } from './text';

interface Props {
  readonly driver: Driver;
  readonly state: DriverState;
  readonly text: PortraitText;
  /** There is a face to drive. */
  readonly able: boolean;
}

/** What the camera is doing, in words. */
function said({ phase, seen }: DriverState, { driver: text }: PortraitText): string {
  if (phase === 'running') return seen ? text.seen[seen] : text.looking;
  return phase === 'held' ? text.held : text.opening;
}

function CameraTools({ driver, state, text: { driver: text } }: Omit<Props, 'able'>): VNode {
  const held = state.phase === 'held';
  const idle = state.phase === 'opening';
  return (
    <div class="row">
      <button type="button" class="button small" disabled={idle} onClick={() => (held ? driver.goOn() : driver.hold())}>
        <Icon name={held ? 'play' : 'pause'} /> {held ? text.goOn : text.hold}
      </button>
      <button type="button" class="button small" disabled={idle} onClick={() => driver.restAnew()}>
        {text.neutral}
      </button>
    </div>
  );
}

export function DriverPart({ driver, state, text: all, able }: Props): VNode {
  const { driver: text } = all;
  const page = useText();
  const video = useRef<HTMLVideoElement>(null);
  // As soon as it can be seen, and until it cannot: then the camera goes off.
  useLayoutEffect(() => (video.current ? driver.enter(video.current) : undefined), [driver]);
  const { input, choose } = useChooser({ name: 'driver', accept: PICTURES, onFiles: ([file]) => void (file && driver.take(file)) });
  const { phase, source, trouble, picture, shown, strength } = state;
  const on = phase !== 'closed';
  return (
    <fieldset class="portrait-driver" data-takes="files" hidden={!able && !on}>
      <legend>{text.legend}</legend>
      <div class="row">
        <button type="button" class="button small" onClick={() => (on ? driver.close() : void driver.openCamera())}>
          <Icon name={on ? 'stop' : 'camera'} /> {on ? text.stop : text.webcam}
        </button>
        <button type="button" class="button small" onClick={choose}>
          <Icon name="picture" /> {text.choose}
        </button>
        {input}
      </div>
      <div class="portrait-mirror" hidden={!on}>
        <video ref={video} class={source?.facesVisitor ? 'mirror' : ''} aria-label={text.preview} playsInline muted />
        <p role="status">{on && said(state, all)}</p>
      </div>
      {on && <CameraTools driver={driver} state={state} text={all} />}
      {(on || shown) && (
        <Slider
          label={text.strength}
          value={strength}
          said={page.controls.percent(strength)}
          {...STRENGTHS}
          onInput={(value) => driver.setStrength(value)}
        />
      )}
      {trouble && (
        <p role="alert" title={trouble.detail}>
          {all.troubles[trouble.code]}
        </p>
      )}
      {picture && <p role={picture.face === 'nobody' ? 'alert' : 'status'}>{text.picture[picture.face](picture.name)}</p>}
      <p class="quiet">{on ? text.privacy : text.lead}</p>
    </fieldset>
  );
}
