// A pad to draw a digit on. Whoever cannot draw takes an example: the buttons below need a keyboard only.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Pixels } from '../../contract/lab';
import { PixelView } from './canvas';
import { exampleOf, type Manifest } from './manifest';
import { digitOf } from './pixels';
import type { LabText } from './text';

interface Props {
  readonly manifest: Manifest;
  readonly text: LabText;
  readonly onDigit: (digit: Pixels, name: string) => void;
}

const SIDE = 280;
const STROKE = 24;
const PAUSE = 250; // milliseconds after the last stroke

export function Pad({ manifest, text, onDigit }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<readonly [number, number] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const clear = (): void => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIDE, SIDE);
  };
  useEffect(() => {
    clear();
    return () => clearTimeout(timer.current);
  }, []);

  const place = (event: PointerEvent): readonly [number, number] => {
    const box = canvas.current!.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  const stroke = (event: PointerEvent): void => {
    const context = canvas.current?.getContext('2d');
    if (!context || !last.current) return;
    context.strokeStyle = '#fff';
    context.lineWidth = STROKE;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(...last.current);
    for (const each of event.getCoalescedEvents?.() ?? []) context.lineTo(...place(each));
    last.current = place(event);
    context.lineTo(...last.current);
    context.stroke();
  };
  const down = (event: PointerEvent): void => {
    event.preventDefault();
    clearTimeout(timer.current);
    canvas.current?.setPointerCapture(event.pointerId);
    last.current = place(event);
    stroke(event);
  };
  const up = (): void => {
    if (!last.current) return;
    last.current = null;
    clearTimeout(timer.current);
    // A four has two strokes: between them there is nothing to read yet.
    timer.current = setTimeout(() => {
      const digit = canvas.current && digitOf(canvas.current);
      if (digit) onDigit(digit, 'digit');
    }, PAUSE);
  };
  const show = (pixels: Pixels, label: string): void => {
    clear();
    onDigit(pixels, `digit ${label}`);
  };

  return (
    <div class="lab-pad">
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={text.pad.label}
        onPointerDown={down}
        onPointerMove={stroke}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <div>
        <p class="quiet">{text.pad.help}</p>
        <ul>
          {(manifest.examples ?? []).map(({ label, pixels }) => (
            <li key={label}>
              <button
                type="button"
                aria-label={text.pad.example(label)}
                title={text.pad.example(label)}
                onClick={() => show(exampleOf(pixels), label)}
              >
                <Example pixels={pixels} />
              </button>
            </li>
          ))}
        </ul>
        <button type="button" class="button small" onClick={clear}>
          {text.pad.clear}
        </button>
      </div>
    </div>
  );
}

function Example({ pixels }: { readonly pixels: string }): VNode {
  return (
    <span aria-hidden="true">
      <PixelView pixels={exampleOf(pixels)} label="" />
    </span>
  );
}
