// A labelled slider with its value in words.
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly help?: string;
  readonly value: number;
  readonly said: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onInput: (value: number) => void;
  readonly children?: ComponentChildren;
}

export function Slider({ label, help, value, said, min, max, step, onInput, children }: Props): VNode {
  const id = useId();
  const filled = max > min ? (value - min) / (max - min) : 1;
  return (
    <div class="slider" title={help}>
      <label for={id}>{label}</label>
      <output for={id}>{said}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={said}
        style={{ '--filled': `${Math.min(1, Math.max(0, filled)) * 100}%` }}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
      {children}
    </div>
  );
}
