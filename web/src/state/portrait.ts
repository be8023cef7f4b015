// The picture of a style that was read: a sample photo painted in it, as Python makes it. Never the visitor's photo, and
// never the painting: the file may be given away.
import type { Style } from '../contract/style';
import { writeStyle } from '../contract/stylefile';
import type { App } from './app';
import { asFile } from './glimpse';
import { keep } from './shelf';

const SITTER = 'astronaut.jpg';
const PAINTED_AT = 384; // pixels: strokes must survive the reduction
const SIDE = 144; // pixels
const QUALITY = 0.78;

/** The upper square of the sample, as a file. */
async function sitter(app: App): Promise<Blob | null> {
  const sample = app.store.get().samples?.find(({ file }) => file.endsWith(SITTER));
  if (!sample) return null;
  const response = await fetch(new URL(sample.file, app.base));
  const photo = await createImageBitmap(await response.blob());
  const side = Math.min(photo.width, photo.height);
  const size = { resizeWidth: PAINTED_AT, resizeHeight: PAINTED_AT, resizeQuality: 'high' } as const;
  const square = await createImageBitmap(photo, 0, 0, side, side, size);
  photo.close();
  return asFile(square);
}

/** WebP, or JPEG where the browser does not write WebP. */
async function small(painted: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(painted, 0, 0, SIDE, SIDE);
  const webp = await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
  return webp.type === 'image/webp' ? webp : canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}

async function portrait(app: App, style: Style): Promise<Blob | null> {
  const file = await sitter(app);
  if (!file) return null;
  const { id: photo } = await app.engine.open(file, { idle: true });
  try {
    const options = { strength: 1, keep_colours: false, stroke: null, max_side: null };
    const mix = [{ vector: style.vector, weight: 1 }];
    const { id, bitmap } = await app.engine.paint({ photo, mix, layers: [], options }, { idle: true });
    app.engine.release(id);
    return await small(bitmap).finally(() => bitmap.close());
  } finally {
    app.engine.release(photo);
  }
}

/** Give a style of the gallery its picture, behind all other work; without one it works as well. */
export async function addPortrait(app: App, style: Style): Promise<void> {
  const thumbnail = await portrait(app, style).catch(() => null);
  // The visitor may have removed it meanwhile.
  if (!thumbnail || !app.store.get().entries.some((entry) => entry.style === style)) return;
  const pictured = { ...style, thumbnail };
  app.store.update(({ entries }) => ({
    entries: entries.map((entry) => (entry.style === style ? { ...entry, style: pictured } : entry)),
  }));
  await keep(style.name, await writeStyle(pictured)).catch(() => undefined);
}
