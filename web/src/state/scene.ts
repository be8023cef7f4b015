// Paintings that something is painted into: as they are seen on the page, and as the engine reads them.
import { Fault, type Mix } from '../contract/engine';
import type { App } from './app';
import { glimpse } from './glimpse';
import { WHOLE } from './region';
import type { Photo } from './state';
import { until } from './until';

/** A painting on the easel. */
export interface Scene {
  /** Of the visitor's painting, or of the style that ours is painted in. */
  readonly key: string;
  /** Of the visitor's file; empty for ours. */
  readonly title: string;
  readonly file: Blob;
  readonly photo: Photo;
  /** As the engine names it; null: it does not have it yet. */
  readonly held: number | null;
}

/** A painting that the visitor brought. */
export interface Own {
  readonly key: string;
  readonly title: string;
  readonly file: File;
  readonly bitmap: ImageBitmap;
}

/** A painting as it is seen, before the engine has it. key, title: see Scene. Fault('not-a-picture'). */
export async function seen(key: string, title: string, file: Blob, name: string): Promise<Scene> {
  const picture = await glimpse(file).catch((problem: unknown) => {
    throw new Fault('not-a-picture', String(problem));
  });
  return { key, title, file, photo: { ...picture, held: null, name }, held: null };
}

/** The painter is there. Rejects as `until` does. */
export function painterReady(app: App, signal: AbortSignal): Promise<true> {
  return until(app, ({ painter }) => (painter === 'ready' ? true : null), signal);
}

/** Styles of paintings, each read once. */
export class Styles {
  private readonly read = new WeakMap<Blob, Promise<Mix>>();

  constructor(private readonly app: App) {}

  async of(painting: Blob, signal: AbortSignal): Promise<Mix> {
    await painterReady(this.app, signal);
    const known = this.read.get(painting);
    if (known) return known;
    const read = this.app.engine.read(painting, WHOLE).then((vector): Mix => [{ vector, weight: 1 }]);
    this.read.set(painting, read);
    // What failed is tried again.
    read.catch(() => this.read.delete(painting));
    return read;
  }
}
