// Choosing a model, and what stands in its file.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ModelCard, Port } from '../../contract/lab';
import { Icon } from '../icons';
import { Problem } from './problem';
import type { Bench, LabState } from './bench';
import { SAMPLES, type Manifest } from './manifest';
import type { LabText } from './text';

interface Props {
  readonly bench: Bench;
  readonly state: LabState;
  readonly text: LabText;
}

const LISTED = 40; // operators

export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

export function shapeOf({ type, dims }: Port, text: LabText): string {
  return dims ? `${type} ${dims.map((dim) => dim ?? text.card.free).join(' × ')}`.trim() : type;
}

export function ModelPanel({ bench, state, text }: Props): VNode {
  const input = useRef<HTMLInputElement>(null);
  const { inspected, opening, download, name, manifest } = state;
  const chosen = (): void => {
    const file = input.current?.files?.[0];
    if (input.current) input.current.value = '';
    if (file) void bench.openFile(file);
  };
  return (
    <section class="lab-model" aria-labelledby="lab-model" aria-busy={opening}>
      <h2 id="lab-model">{text.model}</h2>
      <input ref={input} type="file" name="model" accept=".onnx" hidden onChange={chosen} />
      <button type="button" class="button primary" onClick={() => input.current?.click()}>
        <Icon name="plus" /> {text.choose}
      </button>
      <p class="quiet">{text.samples}</p>
      <ul class="lab-samples">
        {SAMPLES.map((id) => (
          <li key={id}>
            <button type="button" class="button" aria-pressed={manifest?.id === id} onClick={() => void bench.openSample(id)}>
              <span>
                {text.sample[id].title}
                <small>{text.sample[id].note}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {opening && (
        <p class="quiet" role="status">
          {download ? text.fetching(size(download.bytes), size(download.total)) : text.opening}
        </p>
      )}
      {inspected && <Card card={inspected.card} name={name} manifest={manifest} text={text} />}
      {!inspected && state.trouble && <Problem trouble={state.trouble} name={name} text={text} />}
    </section>
  );
}

interface CardProps {
  readonly card: ModelCard;
  readonly name: string;
  readonly manifest: Manifest | null;
  readonly text: LabText;
}

function Card({ card, name, manifest, text }: CardProps): VNode {
  const count = card.operators.reduce((sum, operator) => sum + operator.count, 0);
  const opset = card.opsets[''];
  const facts = [
    size(card.bytes),
    text.card.parameters(card.parameters.toLocaleString('en')),
    ...(opset === undefined ? [] : [text.card.opset(opset)]),
    ...(card.producer ? [card.producer] : []),
  ];
  return (
    <div class="lab-card">
      <h3>{manifest?.title ?? name}</h3>
      <p class="quiet">{facts.join(' · ')}</p>
      {manifest && (
        <p class="quiet">
          {text.sample[manifest.id].about(manifest.measures)} {text.card.credit}: {manifest.credit}. {text.card.licence}:{' '}
          {manifest.licence}.
        </p>
      )}
      <dl>
        <dt>{text.card.inputs}</dt>
        {card.inputs.map((port) => (
          <dd key={port.name}>
            <code>{port.name}</code> <small>{shapeOf(port, text)}</small>
          </dd>
        ))}
        <dt>{text.card.outputs}</dt>
        {card.outputs.map((port) => (
          <dd key={port.name}>
            <code>{port.name}</code> <small>{shapeOf(port, text)}</small>
          </dd>
        ))}
      </dl>
      <details>
        <summary>{text.card.operators(card.operators.length, count)}</summary>
        <p class="quiet">
          {card.operators
            .slice(0, LISTED)
            .map((operator) => `${operator.name} ${operator.count}`)
            .join(', ')}
        </p>
      </details>
    </div>
  );
}
