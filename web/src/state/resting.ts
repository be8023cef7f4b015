// The easel rests while another screen needs the engine for itself.
import type { App } from './app';
import { repaint } from './painting';
import { paintThumbnails } from './thumbnails';

/** Let the easel rest. What is returned ends that: what was wished for in the meantime is painted then. */
export function rest(app: App): () => void {
  const resting = { wished: false };
  app.jobs.resting = resting;
  app.jobs.thumbnails?.abort();
  // Neither screen is to open with what the other left half done.
  const tidy = { picking: 'paint', sheet: false } as const;
  app.store.set(tidy);
  if (app.store.get().step) repaint(app); // ends what is being painted, and remembers the wish
  return () => {
    app.jobs.resting = null;
    app.store.set(tidy);
    if (resting.wished) repaint(app);
    paintThumbnails(app);
  };
}
