// The visitor's own styles: those that they bring as files, and those that were read.
import { Fault } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import type { Style } from '../contract/style';
import { parseStyle, samePainter, STYLE_MOST_BYTES, writeStyle } from '../contract/stylefile';
import type { App } from './app';
import { removed } from './mix';
import { tell, tellError } from './notices';
import { pick, repaint } from './painting';
import { forget, keep, kept } from './shelf';
import type { Entry } from './state';
import { forgetThumbnail, paintThumbnails } from './thumbnails';
import { until } from './until';

const keyOf = (style: Style): string => `own:${style.name}`;

/** Styles brought on earlier visits; those of another painter stay on the shelf and are not shown. */
export async function ownEntries(manifest: PinxitManifest): Promise<readonly Entry[]> {
  const files = await kept().catch(() => []);
  return files.flatMap((bytes) => {
    try {
      const style = parseStyle(bytes);
      samePainter(style, manifest);
      return [{ key: keyOf(style), style, own: true }];
    } catch {
      return [];
    }
  });
}

/** Keep the file of a style of the visitor's, hang it in the gallery, and choose it: what hangs there is there at the next visit. */
export async function addStyle(app: App, style: Style, bytes: ArrayBuffer): Promise<void> {
  // A private window may have no database: the style is there for this visit.
  await keep(style.name, bytes).catch(() => undefined);
  const key = keyOf(style);
  forgetThumbnail(app, key);
  app.store.update(({ entries }) => ({
    entries: [{ key, style, own: true }, ...entries.filter((entry) => entry.key !== key)],
  }));
  tell(app, 'style-added', { subject: style.title || style.name });
  pick(app, key);
  paintThumbnails(app);
}

export async function addStyleFile(app: App, file: File): Promise<void> {
  try {
    // A style file may arrive before the manifest.
    const manifest = await until(app, (state) => state.manifest);
    if (file.size > STYLE_MOST_BYTES) throw new Fault('not-a-style', `${file.size} bytes`);
    const bytes = await file.arrayBuffer();
    const style = parseStyle(bytes, file.name);
    samePainter(style, manifest);
    await addStyle(app, style, bytes);
  } catch (error) {
    tellError(app, error, file.name);
  }
}

/** The style as a file to keep elsewhere: `pinxit paint --style` takes it. */
export async function styleFile(style: Style): Promise<File> {
  return new File([await writeStyle(style)], `${style.name}.style`, { type: 'application/octet-stream' });
}

/** Forget a style of the visitor's, then take it from the gallery: what is gone there does not come back. */
export async function removeStyle(app: App, key: string): Promise<void> {
  const entry = app.store.get().entries.find((each) => each.key === key);
  if (!entry?.own) return;
  await forget(entry.style.name).catch(() => undefined);
  const { entries, parts, brush } = app.store.get();
  app.store.set({
    entries: entries.filter((each) => each !== entry),
    parts: removed(parts, key),
    brush: brush.key === key ? { ...brush, key: null } : brush,
  });
  forgetThumbnail(app, key);
  if (parts.some((part) => part.key === key) || brush.key === key) repaint(app);
}
