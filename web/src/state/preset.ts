// The model that gives a photo the look of another picture: where it lies, fetched when it is first needed.
import { Fault, PRESET } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import { fetchChecked } from '../engine/store';
import type { App } from './app';
import { fetchJson, folderOf } from './site';

export interface Preset {
  readonly base: string;
  readonly manifest: PinxitManifest;
}

/** Fault('network'), or Fault('internal') on a site without such a model. */
export async function presetOf(app: App): Promise<Preset> {
  const { preset } = app.store.get();
  if (preset === null) throw new Fault('internal', 'zoo/index.json names no model of looks');
  const base = folderOf(app, preset);
  return { base, manifest: await fetchJson<PinxitManifest>(`${base}manifest.json`) };
}

/** Fetch the model behind everything else, so that it is there without a network. */
export async function fetchPreset(app: App): Promise<void> {
  if (app.store.get().preset === null) return;
  const fetched = presetOf(app).then(({ base, manifest }) => fetchChecked(base, manifest, PRESET));
  await fetched.catch(() => undefined);
}
