// Photo look: the photo on the easel in the colours of another picture, or through a .cube file. What was chosen outlives
// the screen; the pictures are kept nowhere else.
import { Fault, type PictureType, type Tinted } from '../contract/engine';
import { isCubeName, MOST_BYTES, readCube, writeCube } from '../contract/cubefile';
import type { Lut } from '../contract/lut';
import { mixed } from '../picture/lut';
import type { App } from './app';
import { glimpse, shrunk } from './glimpse';
import { isStyleName, cubeName, resultName, titleOf } from './naming';
import { isAbort, tellError } from './notices';
import { bring, bringFiles } from './photo';
import { presetOf } from './preset';
import { fetchSample } from './site';
import { createStore } from './store';

export const STRENGTHS = { min: 0, max: 1.5, step: 0.01 } as const;
const TILE_SIDE = 320; // pixels
const MOST_OWN = 12; // looks that the visitor brought; the oldest go

/** What a photo can look like: another picture, or a table of colours. */
export type Look = { readonly key: string; readonly title: string; /** In names of files. */ readonly name: string } & (
  | { readonly kind: 'picture'; readonly file: Blob; readonly bitmap: ImageBitmap | null }
  | { readonly kind: 'cube'; readonly lut: Lut }
);

export interface LookState {
  /** Brought by the visitor, newest first. */
  readonly own: readonly Look[];
  readonly chosen: Look | null;
  /** What the chosen look does to the photo on the easel, at strength 1; null: not known yet. */
  readonly lut: Lut | null;
  readonly strength: number;
  readonly tinted: Tinted | null;
  readonly reading: boolean;
}

const INITIAL: LookState = { own: [], chosen: null, lut: null, strength: 1, tinted: null, reading: false };
const sessions = new WeakMap<App, LookSession>();

export function lookOf(app: App): LookSession {
  let session = sessions.get(app);
  if (!session) sessions.set(app, (session = new LookSession(app)));
  return session;
}

export class LookSession {
  readonly store = createStore<LookState>(INITIAL);
  private reading: AbortController | null = null;
  /** The photo on the easel, as the engine names it. */
  private held: number | null = null;
  private tinting = false;
  private wished = false;
  private brought = 0;

  constructor(private readonly app: App) {}

  /** The screen is there, and follows the photo. What is returned ends that. */
  enter(): () => void {
    const stop = this.app.store.subscribe(() => this.follow());
    this.follow();
    return () => {
      stop();
      this.reading?.abort();
      this.forget();
      this.held = null;
      this.store.set({ reading: false });
    };
  }

  /** Files that were dropped, pasted or chosen: the photo where there is none, else its look. */
  async take(files: readonly File[], onGallery: boolean): Promise<void> {
    await bringFiles(this.app, files.filter(({ name }) => isStyleName(name)));
    const others = files.filter(({ name }) => !isStyleName(name));
    const needsPhoto = this.app.store.get().photo === null && !onGallery;
    const photo = needsPhoto ? others.find(({ name }) => !isCubeName(name)) : undefined;
    const look = others.find((file) => file !== photo);
    if (photo) await bring(this.app, photo, photo.name);
    if (look) await this.takeLook(look);
  }

  async takeLook(file: File): Promise<void> {
    try {
      const look = isCubeName(file.name) ? await cubeOf(file) : await pictureOf(file);
      this.brought += 1;
      const title = titleOf(file.name);
      const own = { ...look, key: `own-${this.brought}`, title, name: title };
      this.store.update((state) => ({ own: [own, ...state.own].slice(0, MOST_OWN) }));
      this.choose(own);
    } catch (error) {
      tellError(this.app, error, file.name, null, file.type);
    }
  }

  /** A sample photo as the look. `path`: as the site's index has it. */
  async takeSample(path: string, title: string): Promise<void> {
    try {
      const name = titleOf(path.split('/').pop() ?? '');
      this.choose({ key: path, title, name, kind: 'picture', file: await fetchSample(this.app, path), bitmap: null });
    } catch (error) {
      tellError(this.app, error, title, () => void this.takeSample(path, title));
    }
  }

  choose(look: Look): void {
    this.store.set({ chosen: look });
    void this.read();
  }

  setStrength(strength: number): void {
    this.store.set({ strength });
    void this.tint();
  }

  /** The photo in its new colours, at its full size; null, and a message, where that fails. */
  async file(type: PictureType, quality: number): Promise<File | null> {
    const lut = this.mixed();
    if (!lut || this.held === null) return null;
    try {
      const blob = await this.app.engine.encode(this.held, type, quality, lut);
      return new File([blob], this.fileName(type), { type });
    } catch (error) {
      tellError(this.app, error, '');
      return null;
    }
  }

  fileName(type: PictureType): string {
    return resultName(this.app.store.get().photo?.name ?? '', [this.name()], type);
  }

  /** The table at the strength that is set. */
  cube(): File | null {
    const lut = this.mixed();
    return lut && new File([writeCube({ ...lut, title: this.name() })], cubeName(this.name()), { type: 'text/plain' });
  }

  private name(): string {
    return this.store.get().chosen?.name ?? '';
  }

  private mixed(): Lut | null {
    const { lut, strength } = this.store.get();
    return lut && mixed(lut, strength);
  }

  private follow(): void {
    const held = this.app.store.get().photo?.held?.id ?? null;
    if (held === this.held) return;
    this.held = held;
    this.forget();
    void this.read();
  }

  /** What belongs to a photo that is gone. */
  private forget(): void {
    this.store.get().tinted?.bitmap.close();
    this.store.set({ tinted: null, lut: null });
  }

  /** Find what the chosen look does to this photo. The colours before stay on the easel until then. */
  private async read(): Promise<void> {
    this.reading?.abort();
    const { chosen } = this.store.get();
    const { app, held } = this;
    if (!chosen || held === null) return this.store.set({ reading: false });
    const { signal } = (this.reading = new AbortController());
    const found = async (): Promise<Lut> => {
      if (chosen.kind === 'cube') return chosen.lut;
      const { base, manifest } = await presetOf(app);
      return app.engine.look(held, chosen.file, base, manifest, { signal });
    };
    this.store.set({ reading: true });
    try {
      const lut = await found();
      if (signal.aborted) return;
      this.store.set({ lut });
      await this.tint();
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.forget();
      tellError(app, error, chosen.title, () => void this.read());
    } finally {
      if (!signal.aborted) this.store.set({ reading: false });
    }
  }

  /** Show the photo anew. One at a time; of what is wished for meanwhile only the newest counts. */
  private async tint(): Promise<void> {
    this.wished = true;
    if (this.tinting) return;
    this.tinting = true;
    while (this.wished) {
      this.wished = false;
      await this.tintOnce();
    }
    this.tinting = false;
  }

  private async tintOnce(): Promise<void> {
    const { app, held } = this;
    const lut = this.mixed();
    if (!lut || held === null) return;
    try {
      const tinted = await app.engine.tint(held, lut);
      const { tinted: before, lut: still } = this.store.get();
      if (this.held !== held || !still) return tinted.bitmap.close();
      this.store.set({ tinted });
      before?.bitmap.close();
    } catch (error) {
      if (this.held === held) tellError(app, error, '');
    }
  }
}

async function pictureOf(file: File): Promise<{ readonly kind: 'picture'; readonly file: Blob; readonly bitmap: ImageBitmap }> {
  const seen = await glimpse(file).catch((problem: unknown) => {
    throw new Fault('not-a-picture', String(problem));
  });
  const bitmap = await shrunk(seen.bitmap, seen.bitmap.width, seen.bitmap.height, TILE_SIDE);
  seen.bitmap.close();
  return { kind: 'picture', file, bitmap };
}

async function cubeOf(file: File): Promise<{ readonly kind: 'cube'; readonly lut: Lut }> {
  if (file.size > MOST_BYTES) throw new Fault('not-a-cube', `${file.size} bytes; at most ${MOST_BYTES} were expected`);
  return { kind: 'cube', lut: readCube(await file.text()) };
}
