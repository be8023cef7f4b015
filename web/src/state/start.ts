// What happens when the page opens: the list of painters and their styles, then the painter itself.
import { Fault, READER, type Backend, type Download } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import type { SiteIndex } from '../contract/site';
import { parseStyle } from '../contract/stylefile';
import { fetchChecked } from '../engine/store';
import type { App } from './app';
import { ownEntries } from './library';
import { fetchPreset } from './lookmodel';
import { tellError } from './notices';
import { defaultsOf } from './options';
import { repaint } from './painting';
import { fetchJson, folderOf } from './site';
import type { Entry } from './state';
import { paintThumbnails } from './thumbnails';

async function zooEntries(base: string, manifest: PinxitManifest): Promise<readonly Entry[]> {
  const paths = Object.keys(manifest.files).filter((path) => /^styles\/.*\.style$/.test(path));
  return Promise.all(
    paths.map(async (path) => {
      const style = parseStyle(await fetchChecked(base, manifest, path), path);
      return { key: style.name, style, own: false };
    }),
  );
}

async function lookRound(app: App): Promise<PinxitManifest> {
  const index = await fetchJson<SiteIndex>(new URL('zoo/index.json', app.base).href);
  app.store.set({
    samples: index.samples,
    preset: index.looks[0] ?? null,
    relight: index.relights?.[0] ?? null,
    networks: index.networks ?? null,
    worlds: index.worlds ?? [],
    draft: index.drafts?.[0] ?? null,
    drawings: index.drawings ?? [],
  });
  const painter = index.painters[0];
  if (painter === undefined) throw new Fault('internal', 'zoo/index.json names no painter');
  const base = folderOf(app, painter);
  const manifest = await fetchJson<PinxitManifest>(`${base}manifest.json`);
  app.store.update(({ options }) => ({
    manifest,
    options: { ...defaultsOf(manifest.options, options), max_side: options.max_side },
  }));
  const [zoo, own] = await Promise.all([zooEntries(base, manifest), ownEntries(manifest)]);
  // A style file may have been dropped in the meantime.
  const known = new Set(app.store.get().entries.map(({ key }) => key));
  app.store.update(({ entries }) => ({
    entries: [...entries, ...[...own, ...zoo].filter(({ key }) => !known.has(key))],
  }));
  return manifest;
}

/** Fetch the reader behind everything else, so that it is there without a network. Who needs it before fetches it. */
async function fetchReader(app: App, manifest: PinxitManifest): Promise<void> {
  if (READER in manifest.files) await fetchChecked(folderOf(app, manifest.id), manifest, READER).catch(() => undefined);
}

/** What there is to choose from; asked for once, and again after it failed. */
function opened(app: App): Promise<PinxitManifest> {
  app.jobs.opened ??= lookRound(app).catch((error: unknown) => {
    app.jobs.opened = null;
    throw error;
  });
  return app.jobs.opened;
}

/** Show the samples and the gallery, before the painter is there. Failures are told by `start`, which needs them too. */
export async function open(app: App): Promise<void> {
  await opened(app).catch(() => undefined);
}

function onDownload(app: App): (download: Download) => void {
  return (download) =>
    app.store.update(({ downloads }) => ({ downloads: { ...downloads, [download.file]: download } }));
}

/** Fetch what is missing and make the painter ready; called again to retry, and to change the back end. */
export async function start(app: App, wish: Backend | null = app.store.get().wish): Promise<void> {
  app.jobs.starting?.abort();
  const controller = new AbortController();
  app.jobs.starting = controller;
  app.store.set({ painter: 'loading', wish, downloads: {} });
  if (app.store.get().photo) repaint(app);
  try {
    const manifest = await opened(app);
    const asking = { signal: controller.signal, onDownload: onDownload(app) };
    const report = await app.engine.start(folderOf(app, manifest.id), manifest, wish, asking);
    if (app.jobs.starting !== controller) return;
    app.store.set({ painter: 'ready', report, downloads: {} });
    if (!app.store.get().cancelled) repaint(app);
    paintThumbnails(app);
    void fetchReader(app, manifest).then(() => fetchPreset(app));
  } catch (error) {
    if (app.jobs.starting !== controller) return;
    app.store.set({ painter: 'failed', downloads: {}, step: null });
    tellError(app, error, '', () => void start(app));
  }
}
