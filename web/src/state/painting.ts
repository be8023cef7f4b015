// The picture on the easel: what is chosen in the gallery and set by the controls is painted, the newest wish first.
import type { Layer, PaintJob, Painted } from '../contract/engine';
import type { App } from './app';
import { added, mixOf, removed, weighted } from './mix';
import { tell, tellError } from './notices';
import { withOption, type OptionName, type OptionValue } from './options';
import type { Part, State } from './state';

const PAUSE = 220; // milliseconds: a slider in motion does not paint every position

/** Paint anew after `delay` milliseconds; what is being painted is cancelled now. */
export function repaint(app: App, delay = 0): void {
  endPainting(app);
  if (app.jobs.resting) {
    app.jobs.resting.wished = true;
    app.store.set({ step: null });
    return;
  }
  const { photo, parts, painter } = app.store.get();
  if (!photo || parts.length === 0 || painter === 'failed') {
    app.store.set({ step: null, cancelled: false });
    return;
  }
  const ready = painter === 'ready' && photo.held !== null;
  app.store.set({ cancelled: false, step: { done: 0, total: 0, stage: ready ? 'painting' : 'loading' } });
  if (ready) app.jobs.timer = setTimeout(() => void paint(app), delay);
}

/** End what is being painted; the picture before it stays. */
export function cancel(app: App): void {
  endPainting(app);
  app.store.set({ step: null, cancelled: true });
}

function endPainting(app: App): void {
  clearTimeout(app.jobs.timer);
  app.jobs.painting?.abort();
  app.jobs.painting = null;
}

function layersOf(app: App, { brush, entries }: State): readonly Layer[] {
  const mix = brush.key === null ? [] : mixOf([{ key: brush.key, weight: 1 }], entries);
  if (!app.mask || brush.empty || mix.length === 0) return [];
  return [{ mix, mask: { ...app.mask, data: app.mask.data.slice() }, softness: brush.softness }];
}

async function paint(app: App): Promise<void> {
  const state = app.store.get();
  const { photo, parts, entries, options } = state;
  const mix = mixOf(parts, entries);
  if (!photo?.held || mix.length === 0) {
    app.store.set({ step: null });
    return;
  }
  const controller = new AbortController();
  app.jobs.painting = controller;
  const current = (): boolean => app.jobs.painting === controller;
  const job: PaintJob = { photo: photo.held.id, mix, layers: layersOf(app, state), options };
  try {
    const painted = await app.engine.paint(job, {
      signal: controller.signal,
      onStep: (step) => current() && app.store.set({ step }),
    });
    if (current()) hang(app, painted, parts);
    else discard(app, painted);
  } catch (error) {
    if (current()) tellError(app, error, '', () => repaint(app));
  } finally {
    if (current()) {
      app.jobs.painting = null;
      app.store.set({ step: null });
    }
  }
}

function discard(app: App, painted: Pick<Painted, 'id' | 'bitmap'>): void {
  app.engine.release(painted.id);
  painted.bitmap.close();
}

function hang(app: App, painted: Painted, parts: readonly Part[]): void {
  const before = app.store.get().painting;
  const { fellBack } = painted;
  app.store.set({ painting: { ...painted, parts }, ...(fellBack ? { report: fellBack } : {}) });
  if (before) discard(app, before);
  if (painted.limitedTo !== null) tell(app, 'limited', { detail: String(painted.limitedTo) });
}

/** Take the painting off the easel. */
export function clearPainting(app: App): void {
  endPainting(app);
  const before = app.store.get().painting;
  app.store.set({ painting: null, step: null, cancelled: false });
  if (before) discard(app, before);
}

/** A style was chosen in the gallery; what that means depends on what was asked for before. */
export function pick(app: App, key: string): void {
  const { picking, brush, parts } = app.store.get();
  if (picking === 'brush') {
    app.store.set({ brush: { ...brush, key, on: true }, picking: 'paint' });
    if (!brush.empty) repaint(app);
    return;
  }
  app.store.set({ parts: picking === 'blend' ? added(parts, key) : [{ key, weight: 1 }], picking: 'paint' });
  repaint(app);
}

export function setWeight(app: App, key: string, weight: number): void {
  app.store.update(({ parts }) => ({ parts: weighted(parts, key, weight) }));
  repaint(app, PAUSE);
}

export function leaveOut(app: App, key: string): void {
  app.store.update(({ parts }) => ({ parts: removed(parts, key) }));
  repaint(app);
}

export function setOption(app: App, name: OptionName, value: OptionValue): void {
  app.store.update(({ options }) => ({ options: withOption(options, name, value) }));
  repaint(app, PAUSE);
}
