// A picture arrives. Nothing of the one before is given up until the new one is known to be good.
import { Fault } from '../contract/engine';
import type { App } from './app';
import { isHeic, isStyleName } from './naming';
import { addStyleFile } from './library';
import { tell, tellError } from './notices';
import { firstSide } from './options';
import { clearPainting, repaint } from './painting';
import type { Photo } from './state';
import { forgetThumbnail, paintThumbnails, THUMBNAIL_SIDE } from './thumbnails';

const SCREEN_SIDE = 2048; // pixels

/** The picture at most `side` pixels a side. */
async function shrunk(source: ImageBitmapSource, width: number, height: number, side: number): Promise<ImageBitmap> {
  const scale = Math.min(1, side / Math.max(width, height));
  if (scale === 1) return createImageBitmap(source);
  return createImageBitmap(source, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: 'high',
  });
}

async function asFile(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Width and height in pixels, and the picture for the screen, without the engine. */
async function glimpse(file: Blob): Promise<Pick<Photo, 'width' | 'height' | 'bitmap'>> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    return { width, height, bitmap: await shrunk(image, width, height, SCREEN_SIDE) };
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

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
    const heic = error instanceof Fault && error.code === 'not-a-picture' && isHeic(name, file.type);
    if (heic) tell(app, 'heic', { subject: name });
    else tellError(app, error, name);
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
    const response = await fetch(new URL(path, app.base));
    if (!response.ok) throw new Fault('network', path);
    await bring(app, await response.blob(), path.split('/').pop() ?? '');
  } catch (error) {
    tellError(app, error instanceof Fault ? error : new Fault('network', path), '', again);
  }
}

/** Files that were dropped, pasted or chosen: style files go to the gallery, the first other one to the easel. */
export async function bringFiles(app: App, files: readonly File[]): Promise<void> {
  for (const file of files.filter(({ name }) => isStyleName(name))) await addStyleFile(app, file);
  const picture = files.find(({ name }) => !isStyleName(name));
  if (picture) await bring(app, picture, picture.name);
}
