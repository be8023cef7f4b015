// What came out: a picture, the best classes, or numbers; and how long each back end took.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Backend } from '../../contract/engine';
import type { LabAnswer, Result } from '../../contract/lab';
import { resultName } from '../../state/naming';
import { useText } from '../hooks';
import { Icon } from '../icons';
import { Bench, type LabState } from './bench';
import { PixelView } from './canvas';
import { size } from './model';
import { pngOf } from './pixels';
import { Problem } from './problem';
import { troubleText, type LabText } from './text';

interface Props {
  readonly bench: Bench;
  readonly state: LabState;
  readonly text: LabText;
}

export function ResultPanel({ bench, state, text }: Props): VNode {
  const { inspected, choice, running, answer, trouble, download, picture } = state;
  const names = useText().status.backends;
  const waits = Bench.waitsFor(state).length > 0;
  return (
    <section class="lab-result" aria-labelledby="lab-result" aria-busy={running !== null}>
      <h2 id="lab-result">{text.run.label}</h2>
      {inspected && choice && (
        <div class="row">
          <select
            aria-label={text.timing.backend}
            value={state.backend ?? 'wasm'}
            onChange={(event) => bench.setBackend(event.currentTarget.value as Backend)}
          >
            {inspected.available.map((backend) => (
              <option key={backend} value={backend}>
                {names[backend]}
              </option>
            ))}
          </select>
          {running ? (
            <button type="button" class="button" onClick={() => bench.cancel()}>
              {text.run.cancel}
            </button>
          ) : (
            <>
              <button type="button" class="button primary" disabled={!picture || waits} onClick={() => void bench.run()}>
                {text.run.run}
              </button>
              {inspected.available.length > 1 && (
                <button type="button" class="button" disabled={!picture || waits} onClick={() => void bench.compare()}>
                  {text.run.compare}
                </button>
              )}
            </>
          )}
        </div>
      )}
      {inspected && !choice && <p>{text.noInput}</p>}
      <p class="quiet" role="status">
        {running
          ? download
            ? text.fetching(size(download.bytes), size(download.total))
            : text.run.running(names[running])
          : !answer && !trouble
            ? picture || !choice
              ? text.run.waiting
              : state.manifest?.task === 'digits'
                ? text.pad.label
                : text.run.needsPicture
            : ''}
      </p>
      {inspected && trouble && <Problem trouble={trouble} text={text} />}
      {answer && <Answer answer={answer} state={state} text={text} />}
      {answer?.result.kind === 'classes' && <Labels bench={bench} state={state} count={answer.result.count} text={text} />}
      <Times state={state} text={text} />
    </section>
  );
}

function Answer({ answer, state, text }: { readonly answer: LabAnswer; readonly state: LabState; readonly text: LabText }): VNode {
  const { result, fed, dims } = answer;
  const fit = state.choice ? [text.fits[state.choice.fit]] : [];
  const notes = [text.result.shapes(fed.join('×'), dims.join('×')), ...fit];
  if (result.kind === 'picture') notes.push(text.result.range(text.ranges[result.range]));
  if (result.kind === 'classes') {
    notes.unshift(text.result.classes(result.count));
    notes.push(result.softmax ? text.result.softmax : text.result.noSoftmax);
  }
  const stale = state.running === null && Object.keys(state.rows).length === 0;
  return (
    <div class="lab-answer" data-stale={stale}>
      {result.kind === 'picture' && <Made result={result} state={state} text={text} />}
      {result.kind === 'classes' && <Classes result={result} labels={state.labels} text={text} />}
      {result.kind === 'numbers' && <Numbers result={result} text={text} />}
      <p class="quiet">{stale ? text.run.stale : notes.join(' · ')}</p>
    </div>
  );
}

type Kind<K extends Result['kind']> = Extract<Result, { kind: K }>;

interface MadeProps {
  readonly result: Kind<'picture'>;
  readonly state: LabState;
  readonly text: LabText;
}

function Made({ result, state, text }: MadeProps): VNode {
  const save = async (): Promise<void> => {
    const address = URL.createObjectURL(await pngOf(result.pixels));
    const link = document.createElement('a');
    link.href = address;
    link.download = resultName(state.pictureName, [state.name.replace(/\.onnx$/i, '')], 'image/png');
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <>
      <div class="lab-frame">
        <PixelView pixels={result.pixels} label={text.run.alt} />
      </div>
      <button type="button" class="button small" onClick={() => void save()}>
        <Icon name="save" /> {text.run.download}
      </button>
    </>
  );
}

interface ClassesProps {
  readonly result: Kind<'classes'>;
  readonly labels: readonly string[] | null;
  readonly text: LabText;
}

function Classes({ result, labels, text }: ClassesProps): VNode {
  return (
    <ol class="lab-classes">
      {result.top.map(({ index, share }) => (
        <li key={index}>
          <span class="lab-class">{labels?.[index] || text.result.unnamed(index)}</span>
          <span class="lab-share">{`${(share * 100).toFixed(1)} %`}</span>
          <span class="lab-bar" style={{ '--share': `${Math.min(1, Math.max(0, share)) * 100}%` }} />
        </li>
      ))}
    </ol>
  );
}

function Numbers({ result, text }: { readonly result: Kind<'numbers'>; readonly text: LabText }): VNode {
  const short = (value: number): string => String(Number(value.toPrecision(5)));
  const { least, largest, mean } = text.result;
  return (
    <>
      <p>{text.result.numbers}</p>
      <p>{`${least} ${short(result.least)} · ${mean} ${short(result.mean)} · ${largest} ${short(result.largest)}`}</p>
      <p class="quiet">{`${text.result.first}: ${result.head.map(short).join(', ')}`}</p>
    </>
  );
}

interface LabelsProps extends Props {
  readonly count: number;
}

function Labels({ bench, state, count, text }: LabelsProps): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [bad, setBad] = useState(false);
  const { labels, labelsName } = state;
  const chosen = async (): Promise<void> => {
    const file = input.current?.files?.[0];
    if (input.current) input.current.value = '';
    if (file) setBad(!(await bench.openLabels(file)));
  };
  const known = labels ? (labelsName ? text.labels.from(labelsName, labels.length) : text.labels.known(labels.length)) : text.labels.none;
  return (
    <div class="lab-labels">
      <input ref={input} type="file" name="labels" accept=".txt,.json,.csv" hidden onChange={() => void chosen()} />
      <p class="quiet">
        {bad ? text.labels.bad : labels && labels.length !== count ? text.labels.differ(labels.length, count) : known}
      </p>
      <button type="button" class="button small" onClick={() => input.current?.click()}>
        {text.labels.choose}
      </button>
    </div>
  );
}

function Times({ state, text }: { readonly state: LabState; readonly text: LabText }): VNode | null {
  const names = useText().status.backends;
  const rows = (state.inspected?.available ?? []).flatMap((backend) => {
    const row = state.rows[backend];
    return row ? [{ backend, row }] : [];
  });
  if (rows.length === 0) return null;
  const words = text.timing;
  const whole = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
  return (
    <div class="lab-times">
      <table>
        <caption>{words.label}</caption>
        <thead>
          <tr>
            {[words.backend, words.load, words.first, words.warm].map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ backend, row }) => (
            <tr key={backend}>
              <th scope="row">{names[backend]}</th>
              {'answer' in row ? (
                [row.answer.timing.load, row.answer.timing.first, row.answer.timing.warm].map((value, at) => (
                  <td key={at}>{value === null ? '–' : whole(value)}</td>
                ))
              ) : (
                <td colSpan={3} title={row.trouble.detail}>
                  {words.failed}: {troubleText(text, row.trouble.code)} {row.trouble.detail}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{words.note}</p>
    </div>
  );
}
