// The small print: how large, how long, where it ran and why there; or what is being fetched.
import type { VNode } from 'preact';
import type { Backend } from '../contract/engine';
import type { App } from '../state/app';
import { underWay } from '../state/downloads';
import { start } from '../state/start';
import { useStore, useText } from './hooks';

const BACKENDS: readonly Backend[] = ['webgpu', 'wasm-threads', 'wasm'];

export function megabytes(bytes: number, language: string): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(bytes / 1e6).toLocaleString(language, digits)} MB`;
}

function BackendMenu({ app }: { readonly app: App }): VNode | null {
  const text = useText();
  const report = useStore(app.store, (state) => state.report);
  const wish = useStore(app.store, (state) => state.wish);
  if (!report) return null;
  const { backend, threads, reason, available, detail } = report;
  const nameOf = (each: Backend): string =>
    each === 'wasm-threads' && backend === each ? text.status.threads(threads) : text.status.backends[each];
  return (
    <span class="backend" title={detail}>
      <select
        aria-label={text.status.backend}
        value={wish ?? 'auto'}
        onChange={(event) => {
          const chosen = BACKENDS.find((each) => each === event.currentTarget.value) ?? null;
          void start(app, chosen);
        }}
      >
        <option value="auto">{wish === null ? `${text.status.auto}: ${nameOf(backend)}` : text.status.auto}</option>
        {BACKENDS.filter((each) => available.includes(each)).map((each) => (
          <option key={each} value={each}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      <span>{text.status.reasons[reason]}</span>
    </span>
  );
}

function Loading({ app }: { readonly app: App }): VNode {
  const text = useText();
  const downloads = useStore(app.store, (state) => state.downloads);
  const progress = underWay(downloads);
  if (!progress) return <span role="status">{text.status.loading}</span>;
  const { bytes, total } = progress;
  return (
    <>
      <span>{text.status.fetching(megabytes(bytes, text.tag), megabytes(total, text.tag))}</span>
      <progress aria-label={text.status.loading} max={total} value={bytes} />
    </>
  );
}

/** `facts`: what there is to say instead of how the painting on the easel came about. */
export function StatusLine({ app, facts: given }: { readonly app: App; readonly facts?: readonly string[] }): VNode {
  const text = useText();
  const painter = useStore(app.store, (state) => state.painter);
  const painting = useStore(app.store, (state) => state.painting);
  const facts =
    given ??
    (painting
      ? [
          text.status.size(painting.width, painting.height),
          text.status.time(Math.round(painting.milliseconds).toLocaleString(text.tag)),
          text.status.tiles(painting.tiles),
        ]
      : [text.status.ready]);
  return (
    <div class="status" role="group" aria-label={text.status.label}>
      {painter === 'failed' ? (
        <>
          <span role="status">{text.status.failed}</span>
          <button type="button" class="button small" onClick={() => void start(app)}>
            {text.notices.retry}
          </button>
        </>
      ) : painter === 'ready' ? (
        <>
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
          <BackendMenu app={app} />
        </>
      ) : (
        <Loading app={app} />
      )}
    </div>
  );
}
