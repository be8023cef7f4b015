// Tools for looking at a picture: the original, before and after, closer and farther, the whole screen.
import type { RefObject, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../state/app';
import { FITTED, zoomedAt, type View } from '../state/view';
import { useStore, useText } from './hooks';
import { Icon, type IconName } from './icons';

interface ToolProps {
  readonly icon: IconName;
  readonly name: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly class?: string;
}

export function Tool({ icon, name, onClick, pressed, disabled, class: extra }: ToolProps): VNode {
  return (
    <button
      type="button"
      class={`button bare ${extra ?? ''}`}
      aria-label={name}
      title={name}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Opens and closes the controls, where a narrow page has no room for them beside the picture. */
export function AdjustButton({ app }: { app: App }): VNode {
  const text = useText();
  const sheet = useStore(app.store, (state) => state.sheet);
  return (
    <button
      type="button"
      class="button adjust"
      aria-expanded={sheet}
      aria-controls="controls"
      onClick={() => app.store.set({ sheet: !sheet })}
    >
      <Icon name="adjust" /> {text.controls.label}
    </button>
  );
}

/** Opens what saves the picture. */
export function SaveButton({ disabled, onSave }: { disabled: boolean; onSave: () => void }): VNode {
  const text = useText();
  return (
    <button type="button" class="button primary" disabled={disabled} onClick={onSave}>
      <Icon name="save" /> {text.save.open}
    </button>
  );
}

/** Takes the picture to the studio's easel. */
export function PaintThisButton({ name, disabled, onPaint }: { name: string; disabled: boolean; onPaint: () => void }): VNode {
  return (
    <button type="button" class="button" aria-label={name} title={name} disabled={disabled} onClick={onPaint}>
      <Icon name="brush" /> <span class="roomy">{name}</span>
    </button>
  );
}

/** Shows the photo while it is held, by pointer or key. */
function Hold({ onHold, disabled }: { readonly onHold: (held: boolean) => void; readonly disabled: boolean }): VNode {
  const text = useText();
  const key = (held: boolean) => (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    onHold(held);
  };
  return (
    <button
      type="button"
      class="button bare"
      aria-label={text.stage.hold}
      title={text.stage.hold}
      disabled={disabled}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onHold(true);
      }}
      onPointerUp={() => onHold(false)}
      onPointerCancel={() => onHold(false)}
      onKeyDown={key(true)}
      onKeyUp={key(false)}
      onBlur={() => onHold(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Icon name="eye" />
    </button>
  );
}

/** How a picture is looked at. */
export interface Looking {
  readonly view: View;
  readonly setView: (change: View | ((view: View) => View)) => void;
  readonly compare: boolean;
  readonly setCompare: (compare: boolean) => void;
  /** The photo alone. */
  readonly original: boolean;
  readonly setOriginal: (original: boolean) => void;
}

export function useLooking(): Looking {
  const [view, setView] = useState<View>(FITTED);
  const [compare, setCompare] = useState(false);
  const [original, setOriginal] = useState(false);
  return { view, setView, compare, setCompare, original, setOriginal };
}

interface Props {
  readonly stage: RefObject<HTMLElement | null>;
  readonly looking: Looking;
  /** Something was made of the photo. */
  readonly made: boolean;
  /** Before and after would be in the way. */
  readonly busy?: boolean;
}

export function ViewTools({ stage, looking, made, busy = false }: Props): VNode {
  const text = useText();
  const { view, setView, compare, setCompare, setOriginal } = looking;
  const [full, setFull] = useState(false);

  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  // Zooming with buttons needs no more than the size of the box: the view clamps itself to the sheet.
  const zoom = (factor: number): void => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = stage.current ?? {};
    setView((now) => zoomedAt(now, factor, 0, 0, { width, height }));
  };
  const toggleFull = (): void => void (full ? document.exitFullscreen() : stage.current?.requestFullscreen());

  const fits = view.zoom === 1;
  return (
    <>
      <Hold onHold={setOriginal} disabled={!made} />
      <Tool
        icon="compare"
        name={text.stage.compare}
        pressed={compare}
        disabled={!made || busy}
        onClick={() => setCompare(!compare)}
      />
      <Tool class="wide" icon="minus" name={text.stage.zoomOut} disabled={fits} onClick={() => zoom(0.7)} />
      <Tool class="wide" icon="fit" name={text.stage.fit} disabled={fits} onClick={() => setView(FITTED)} />
      <Tool class="wide" icon="plus" name={text.stage.zoomIn} onClick={() => zoom(1.4)} />
      {document.fullscreenEnabled && (
        <Tool
          icon={full ? 'leaveFull' : 'full'}
          name={full ? text.stage.leaveFull : text.stage.full}
          onClick={toggleFull}
        />
      )}
    </>
  );
}
