// Any picture as a style: it is brought, a part of it marked, and read. One at a time, in a dialog; what is closed or
// replaced on the way leaves nothing behind.
import { Fault, READER, type Region } from '../contract/engine';
import type { Style } from '../contract/style';
import { writeStyle } from '../contract/stylefile';
import type { App } from './app';
import { glimpse } from './glimpse';
import { addStyle } from './library';
import { plain, styleName, titleOf } from './naming';
import { problemOf } from './notices';
import { addPortrait } from './portrait';
import { WHOLE } from './region';
import { keptNames } from './shelf';
import type { Reading, State } from './state';
import { until } from './until';

const BLANK: Reading = { picture: null, region: WHOLE, title: '', doing: 'nothing', download: null, problem: null };

/** Whether this painter has a reader. */
export function canRead({ manifest }: Pick<State, 'manifest'>): boolean {
  return manifest !== null && READER in manifest.files;
}

function change(app: App, part: Partial<Reading>): void {
  app.store.update(({ reading }) => ({ reading: reading && { ...reading, ...part } }));
}

/** Begin a piece of work, which ends the one before; `work` is told whether it is still wanted. */
async function carryOut(
  app: App,
  doing: Reading['doing'],
  work: (signal: AbortSignal) => Promise<void>,
  problem: (error: unknown) => Reading['problem'],
): Promise<void> {
  app.jobs.reading?.abort();
  const controller = new AbortController();
  app.jobs.reading = controller;
  change(app, { doing, problem: null, download: null });
  try {
    await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) change(app, { problem: problem(error) });
  } finally {
    if (!controller.signal.aborted) change(app, { doing: 'nothing', download: null });
  }
}

/** Open the dialog, without a picture. */
export function openReading(app: App): void {
  if (!app.store.get().reading) app.store.set({ reading: BLANK });
}

/** Close the dialog, and end what is under way in it. */
export function closeReading(app: App): void {
  app.jobs.reading?.abort();
  app.jobs.reading = null;
  app.store.get().reading?.picture?.bitmap.close();
  app.store.set({ reading: null });
}

/** Take a picture into the dialog, which opens if need be. The one before stays until the new one is seen to be good. */
export async function readFrom(app: App, file: Blob, name: string): Promise<void> {
  openReading(app);
  const look = async (signal: AbortSignal): Promise<void> => {
    const seen = await glimpse(file).catch((problem: unknown) => {
      throw new Fault('not-a-picture', String(problem));
    });
    if (signal.aborted) return seen.bitmap.close();
    app.store.get().reading?.picture?.bitmap.close();
    change(app, { picture: { ...seen, file }, region: WHOLE, title: titleOf(name) });
  };
  await carryOut(app, 'opening', look, (error) => problemOf(error, name, file.type));
}

export function mark(app: App, region: Region): void {
  change(app, { region });
}

export function entitle(app: App, title: string): void {
  change(app, { title });
}

/** Something beside the work went wrong. */
export function sayProblem(app: App, problem: Reading['problem']): void {
  change(app, { problem });
}

/** Names that a new style cannot have. Those of styles of other painters are on the shelf only. */
async function takenNames(app: App): Promise<ReadonlySet<string>> {
  const shelf = await keptNames().catch(() => []);
  return new Set([...app.store.get().entries.map(({ style }) => style.name), ...shelf.map(String)]);
}

/** Read the marked part, and hang its style in the gallery. */
export async function useReading(app: App): Promise<void> {
  const { reading } = app.store.get();
  if (!reading?.picture || reading.doing !== 'nothing') return;
  const { picture, region } = reading;
  const title = plain(reading.title);
  const read = async (signal: AbortSignal): Promise<void> => {
    const painter = await until(app, (state) => (state.painter === 'ready' ? state.manifest : null), signal);
    const vector = await app.engine.read(picture.file, region, {
      signal,
      onDownload: (download) => change(app, { download }),
    });
    const name = styleName(title, await takenNames(app));
    const texts = { title: title || name, artist: '', year: '', rights: '' };
    const style: Style = { painter: painter.id, name, ...texts, source: 'read', vector, thumbnail: null };
    const bytes = await writeStyle(style);
    if (signal.aborted) return;
    closeReading(app);
    await addStyle(app, style, bytes);
    await addPortrait(app, style);
  };
  await carryOut(app, 'reading', read, (error) => problemOf(error));
}
