// A picture arrives. Nothing of the one before is given up until the new one is known to be good.
import type { App } from './app';
import { asFile, glimpse, SCREEN_SIDE, shrunk } from './glimpse';
import { addStyleFile } from './library';
import { isStyleName } from './naming';
import { tellError } from './notices';
import { firstSide } from './options';
import { clearPainting, repaint } from './painting';
import { canRead, readFrom } from './reading';
import { fetchSample } from './site';
import type { Photo } from './state';
import { forgetThumbnail, paintThumbnails, THUMBNAIL_SIDE } from './thumbnails';

async function read(app: App, file: Blob, name: string, signal: AbortSignal): Promise<Photo> {
  const { id, width, height } = await app.engine.open(file, { signal });
  try {
    const bitmap = await shrunk(file, width, height, SCREEN_SIDE);
    const little = await asFile(await shrunk(bitmap, bitmap.width, bitmap.height, 2 * THUMBNAIL_SIDE));
    const { id: small } = await app.engine.open(little, { signal });
    return { held: { id, small }, width, height, name, bitmap };
  } catch (error) {
    app.engine.release(id);
    throw error;
  }
}

/** Put a picture on the easel; `name` is its file's, or empty. */
export async function bring(app: App, file: Blob, name: string): Promise<void> {
  app.jobs.opening?.abort();
  const controller = new AbortController();
  app.jobs.opening = controller;
  const current = (): boolean => app.jobs.opening === controller;
  app.store.set({ opening: true });
  let early: Photo | null = null;
  try {
    if (app.store.get().painter !== 'ready' && !app.store.get().photo?.held) {
      // The engine answers when the painter has come; the visitor sees their picture before.
      const seen = await glimpse(file).catch(() => null);
      if (seen && current()) {
        early = { ...seen, held: null, name };
        place(app, early);
        app.store.set({ opening: false });
      }
    }
    const photo = await read(app, file, name, controller.signal);
    if (!current()) giveUp(app, photo);
    else if (early) hold(app, early, photo);
    else place(app, photo);
  } catch (error) {
    if (current() && early) takeDown(app, early);
    tellError(app, error, name, null, file.type);
  } finally {
    if (current()) app.store.set({ opening: false });
  }
}

function giveUp(app: App, photo: Photo): void {
  if (photo.held) {
    app.engine.release(photo.held.id);
    app.engine.release(photo.held.small);
  }
  photo.bitmap.close();
}

function place(app: App, photo: Photo): void {
  const { photo: before, options, brush } = app.store.get();
  app.jobs.thumbnails?.abort();
  clearPainting(app);
  app.mask = null;
  app.store.set({
    photo,
    options: { ...options, max_side: firstSide(photo.width, photo.height) },
    brush: { ...brush, version: brush.version + 1, empty: true },
  });
  forgetThumbnail(app);
  if (before) giveUp(app, before);
  repaint(app);
  paintThumbnails(app);
}

/** The engine has the picture that is on the easel already. */
function hold(app: App, early: Photo, { held, bitmap }: Photo): void {
  bitmap.close();
  app.store.set({ photo: { ...early, held } });
  if (!app.store.get().cancelled) repaint(app);
  paintThumbnails(app);
}

/** A picture that the engine would not take. */
function takeDown(app: App, early: Photo): void {
  app.store.set({ photo: null });
  clearPainting(app);
  early.bitmap.close();
}

export async function bringSample(app: App, path: string): Promise<void> {
  const again = (): void => void bringSample(app, path);
  try {
    await bring(app, await fetchSample(app, path), path.split('/').pop() ?? '');
  } catch (error) {
    tellError(app, error, '', again);
  }
}

/**
 * Files that were dropped, pasted or chosen. Style files go to the gallery; of the others the first: it is a style where
 * one is being read, or if it fell on the gallery, and else it goes to the easel.
 */
export async function bringFiles(app: App, files: readonly File[], onGallery = false): Promise<void> {
  for (const file of files.filter(({ name }) => isStyleName(name))) await addStyleFile(app, file);
  const picture = files.find(({ name }) => !isStyleName(name));
  if (!picture) return;
  const state = app.store.get();
  if (state.reading || (onGallery && canRead(state))) await readFrom(app, picture, picture.name);
  else await bring(app, picture, picture.name);
}
