// The painting as a file.
import type { PictureType } from '../contract/engine';
import type { App } from './app';
import { tellError } from './notices';
import { resultName } from './naming';

/** The painting on the easel as a file with a sensible name; null, and a message, where that fails. */
export async function paintingFile(app: App, type: PictureType, quality: number): Promise<File | null> {
  const { painting, photo, entries } = app.store.get();
  if (!painting || !photo) return null;
  const names = painting.parts.map(({ key }) => entries.find((entry) => entry.key === key)?.style.name ?? '');
  try {
    const blob = await app.engine.encode(painting.id, type, quality);
    return new File([blob], resultName(photo.name, names, type), { type });
  } catch (error) {
    tellError(app, error, '');
    return null;
  }
}
