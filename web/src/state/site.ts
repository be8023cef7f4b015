// What is fetched from the page's own folder.
import { Fault } from '../contract/engine';
import type { App } from './app';

export async function fetchJson<T>(address: string): Promise<T> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return (await response.json()) as T;
  } catch (error) {
    throw new Fault('network', `${address}: ${String(error)}`);
  }
}

/** A sample photo. `path`: as the site's index has it. Fault('network'). */
export async function fetchSample(app: App, path: string): Promise<Blob> {
  const failed = (): never => {
    throw new Fault('network', path);
  };
  const response = await fetch(new URL(path, app.base)).catch(failed);
  return response.ok ? response.blob() : failed();
}

/** Folder of a model, with a slash at the end. */
export function folderOf(app: App, model: string): string {
  return new URL(`zoo/${model}/`, app.base).href;
}
