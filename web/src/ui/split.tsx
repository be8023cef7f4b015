// The line between before and after: dragged with a pointer, moved with the arrows.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Size, View } from '../state/view';
import { useText } from './hooks';

interface Props {
  /** 0..1, from the left edge of the picture. */
  readonly split: number;
  readonly onSplit: (split: number) => void;
  readonly view: View;
  readonly sheet: Size;
  /** Width of the box, in CSS pixels. */
  readonly room: number;
}

export function Split({ split, onSplit, view, sheet, room }: Props): VNode {
  const text = useText();
  const line = useRef<HTMLDivElement>(null);
  const width = sheet.width * view.zoom;
  // In a picture that is zoomed the line may be out of sight; its handle stays within reach.
  const edge = Math.max(0, room / 2 - 20);
  const left = Math.min(edge, Math.max(-edge, view.x + (split - 0.5) * width));
  const to = (share: number): void => onSplit(Math.min(1, Math.max(0, share)));
  const drag = (event: PointerEvent): void => {
    event.stopPropagation();
    const box = line.current?.parentElement?.getBoundingClientRect();
    if (!box || !line.current?.hasPointerCapture(event.pointerId)) return;
    to((event.clientX - box.left - box.width / 2 - view.x) / width + 0.5);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -0.02, ArrowDown: -0.02, ArrowRight: 0.02, ArrowUp: 0.02, PageDown: -0.1, PageUp: 0.1 };
    const step = steps[event.key as keyof typeof steps] as number | undefined;
    if (step !== undefined) to(split + step);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={line}
      class="split"
      role="slider"
      tabIndex={0}
      aria-label={text.stage.split}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={`${Math.round(split * 100)} %`}
      style={{ transform: `translateX(${left}px)` }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        line.current?.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onDblClick={(event) => event.stopPropagation()}
    >
      <span class="side" aria-hidden="true">
        {text.stage.before}
      </span>
      <span class="grip" aria-hidden="true" />
      <span class="side" aria-hidden="true">
        {text.stage.after}
      </span>
    </div>
  );
}
