// Texture worlds: the photo on the easel, painted in the texture that was chosen. What was chosen outlives the screen.
import type { Painted, PictureType, Step, WorldWish } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import { sized } from '../picture/size';
import type { App } from './app';
import { resultName } from './naming';
import { tellError } from './notices';
import { perApp } from './perapp';
import { fetchJson, folderOf } from './site';
import { createStore } from './store';

export const SIDES = { min: 512, max: 2048, step: 128 } as const; // pixels
export const GRAINS = { min: 0.5, max: 2, step: 0.05 } as const;
const PAUSE = 300; // milliseconds: a slider in motion does not paint every position

export interface WorldsState {
  /** Id of the world; null: none yet. */
  readonly chosen: string | null;
  readonly wish: WorldWish;
  /** null: nothing is being painted. */
  readonly step: Step | null;
  readonly cancelled: boolean;
  /** The photo in the world that `painted.world` names. */
  readonly painted: (Painted & { readonly world: string }) | null;
}

const INITIAL: WorldsState = {
  chosen: null,
  wish: { side: 1024, grain: 1, keep_colours: false, throw: 0 },
  step: null,
  cancelled: false,
  painted: null,
};
export const worldsOf = perApp((app) => new WorldsSession(app));

/** Size of the result, in pixels. */
export const sizeOf = sized;

/** strokes, of mosaic.strokes_v1. */
export function shortName(id: string): string {
  return id.replace(/^mosaic\./, '').replace(/_v\d+$/, '');
}

/** Address of the picture of its texture. */
export function textureOf(app: App, id: string): string {
  return `${folderOf(app, id)}golden/texture.png`;
}

export class WorldsSession {
  readonly store = createStore<WorldsState>(INITIAL);
  private painting: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The photo on the easel, as the engine names it. */
  private held: number | null = null;

  constructor(private readonly app: App) {}

  /** The screen is there, and follows the photo. What is returned ends that. */
  enter(): () => void {
    const stop = this.app.store.subscribe(() => this.follow());
    this.follow();
    return () => {
      stop();
      this.end();
      this.forget();
      this.held = null;
    };
  }

  choose(world: string): void {
    this.store.set({ chosen: world });
    this.paint();
  }

  wish(change: Partial<WorldWish>): void {
    this.store.update(({ wish }) => ({ wish: { ...wish, ...change } }));
    this.paint(PAUSE);
  }

  /** The same, and yet not: another noise. */
  again(): void {
    this.wish({ throw: this.store.get().wish.throw + 1 });
  }

  /** End what is being painted; the picture before it stays. */
  cancel(): void {
    this.end();
    this.store.set({ cancelled: true });
  }

  /** Paint, after `delay` milliseconds; what is being painted is cancelled now. */
  paint(delay = 0): void {
    this.end();
    const { chosen } = this.store.get();
    if (chosen === null || this.held === null) return;
    this.store.set({ cancelled: false, step: { done: 0, total: 0, stage: 'painting' } });
    this.timer = setTimeout(() => void this.paintNow(chosen), delay);
  }

  /** The picture as a file; null, and a message, where that fails. */
  async file(type: PictureType, quality: number): Promise<File | null> {
    const { painted } = this.store.get();
    if (!painted) return null;
    try {
      const blob = await this.app.engine.encode(painted.id, type, quality);
      return new File([blob], this.fileName(type), { type });
    } catch (error) {
      tellError(this.app, error, '');
      return null;
    }
  }

  fileName(type: PictureType): string {
    const world = this.store.get().painted?.world ?? '';
    return resultName(this.app.store.get().photo?.name ?? '', [shortName(world)], type);
  }

  private follow(): void {
    const held = this.app.store.get().photo?.held?.id ?? null;
    if (held === this.held) return;
    this.held = held;
    this.end();
    this.forget();
    this.paint();
  }

  private end(): void {
    clearTimeout(this.timer);
    this.painting?.abort();
    this.painting = null;
    this.store.set({ step: null, cancelled: false });
  }

  /** Take the picture of a photo that is gone off the easel. */
  private forget(): void {
    const { painted } = this.store.get();
    this.store.set({ painted: null });
    if (painted) this.discard(painted);
  }

  private discard({ id, bitmap }: Painted): void {
    this.app.engine.release(id);
    bitmap.close();
  }

  private async paintNow(world: string): Promise<void> {
    const { app, held } = this;
    if (held === null) return;
    const { signal } = (this.painting = new AbortController());
    const onStep = (step: Step): void => {
      if (!signal.aborted) this.store.set({ step });
    };
    try {
      const base = folderOf(app, world);
      const manifest = await fetchJson<PinxitManifest>(`${base}manifest.json`);
      const painted = await app.engine.world(held, this.store.get().wish, base, manifest, { signal, onStep });
      if (signal.aborted) return this.discard(painted);
      const { painted: before } = this.store.get();
      this.store.set({ painted: { ...painted, world }, step: null });
      if (before) this.discard(before);
    } catch (error) {
      if (signal.aborted) return;
      this.store.set({ step: null });
      tellError(app, error, '', () => this.paint());
    }
  }
}
