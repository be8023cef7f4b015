// The models behind Photo look: where they lie, fetched when they are first needed, and what they make of a look.
import { Fault, PRESET, type Asking } from '../contract/engine';
import type { Grade } from '../contract/grade';
import type { PinxitManifest } from '../contract/manifest';
import { fetchChecked } from '../engine/store';
import type { App } from './app';
import { fetchJson, folderOf } from './site';
import type { Way } from './state';
import { until } from './until';

interface LookModel {
  readonly base: string;
  readonly manifest: PinxitManifest;
}

/** Fault('network'), or Fault('internal') on a site without such a model. */
async function modelOf(app: App, way: Way): Promise<LookModel> {
  const { preset, relight } = app.store.get();
  const id = way === 'light' ? relight : preset;
  if (id === null) throw new Fault('internal', `zoo/index.json names no model of looks for ${way}`);
  const base = folderOf(app, id);
  return { base, manifest: await fetchJson<PinxitManifest>(`${base}manifest.json`) };
}

/** What gives a photo, as the engine names it, the look of a picture; once the painter is there, with whose runtime it is found. */
export async function gradeOf(app: App, photo: number, like: Blob, way: Way, asking: Asking): Promise<Grade> {
  await until(app, ({ painter }) => (painter === 'ready' ? painter : null), asking.signal);
  const { base, manifest } = await modelOf(app, way);
  return app.engine.look(photo, like, base, manifest, asking);
}

/** Fetch the model of colours behind everything else, so that it is there without a network. */
export async function fetchPreset(app: App): Promise<void> {
  if (app.store.get().preset === null) return;
  const fetched = modelOf(app, 'colours').then(({ base, manifest }) => fetchChecked(base, manifest, PRESET));
  await fetched.catch(() => undefined);
}
