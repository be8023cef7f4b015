// The gallery in the visitor's own photo: one small painting after the other, behind all other work.
import type { App } from './app';
import { isAbort } from './notices';

export const THUMBNAIL_SIDE = 160; // pixels

/** Paint what the gallery still lacks for the photo at hand. */
export function paintThumbnails(app: App): void {
  app.jobs.thumbnails?.abort();
  const controller = new AbortController();
  app.jobs.thumbnails = controller;
  void work(app, controller.signal);
}

async function work(app: App, signal: AbortSignal): Promise<void> {
  const { photo, painter } = app.store.get();
  if (!photo?.held || painter !== 'ready' || app.jobs.resting) return;
  const { small } = photo.held;
  for (const { key, style } of app.store.get().entries) {
    if (app.store.get().thumbnails.has(key)) continue;
    try {
      const painted = await app.engine.paint(
        {
          photo: small,
          mix: [{ vector: style.vector, weight: 1 }],
          layers: [],
          options: { strength: 1, keep_colours: false, stroke: null, max_side: THUMBNAIL_SIDE },
        },
        { signal, idle: true },
      );
      app.engine.release(painted.id);
      if (signal.aborted) {
        painted.bitmap.close();
        return;
      }
      app.store.update(({ thumbnails }) => ({ thumbnails: new Map(thumbnails).set(key, painted.bitmap) }));
    } catch (error) {
      // A style that fails here says so when it is chosen; the gallery goes on with the next.
      if (isAbort(error)) return;
    }
  }
}

/** Drop one thumbnail, or all of them when the photo changes. */
export function forgetThumbnail(app: App, key?: string): void {
  const { thumbnails } = app.store.get();
  const left = new Map(thumbnails);
  const gone = key === undefined ? [...left.keys()] : [key];
  for (const each of gone) left.delete(each);
  app.store.set({ thumbnails: left });
  for (const each of gone) thumbnails.get(each)?.close();
}
