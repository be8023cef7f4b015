// Photo look: the photo on the easel in the colours of another picture, in its light as well, or through a .cube file. What was
// chosen outlives the screen; the pictures are kept nowhere else.
import { Fault, type Download, type PictureType, type Tinted } from '../contract/engine';
import { isCubeName, MOST_BYTES, readCube, writeCube } from '../contract/cubefile';
import { isTable, type Grade } from '../contract/grade';
import type { Lut } from '../contract/lut';
import { atStrength } from '../picture/grade';
import type { App } from './app';
import { glimpse, shrunk } from './glimpse';
import { gradeOf } from './lookmodel';
import { isStyleName, cubeName, resultName, titleOf } from './naming';
import { newest } from './newest';
import { isAbort, tellError } from './notices';
import { perApp } from './perapp';
import { bring, bringFiles } from './photo';
import { pickWay, recall, remember } from './preferences';
import { fetchSample } from './site';
import type { State, Way } from './state';
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
  /** As the visitor wishes; see `wayOf`. */
  readonly way: Way;
  /** What the chosen look does to the photo on the easel, at strength 1; null: not known yet. */
  readonly grade: Grade | null;
  readonly strength: number;
  readonly tinted: Tinted | null;
  readonly reading: boolean;
  /** The model, on its way. */
  readonly download: Download | null;
}

/** What the photo takes over: a table that was brought has colours only, and a site may have no model for more. */
export function wayOf({ relight }: Pick<State, 'relight'>, { way, chosen }: Pick<LookState, 'way' | 'chosen'>): Way {
  return relight === null || chosen?.kind === 'cube' ? 'colours' : way;
}

const IDLE = { reading: false, download: null } as const;
const INITIAL = { own: [], chosen: null, grade: null, strength: 1, tinted: null, ...IDLE } as const;
export const lookOf = perApp((app) => new LookSession(app));

export class LookSession {
  readonly store = createStore<LookState>({ ...INITIAL, way: pickWay(recall('way')) });
  /** What was found for the chosen look and this photo. */
  private readonly known = new Map<Way, Grade>();
  private reading: AbortController | null = null;
  /** The photo on the easel, as the engine names it. */
  private held: number | null = null;
  private brought = 0;

  /** Show the photo anew. */
  private readonly tint = newest(() => this.tintOnce());

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
      this.store.set(IDLE);
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
    this.known.clear();
    this.store.set({ chosen: look });
    void this.read();
  }

  /** Ends what is being found the other way. */
  setWay(way: Way): void {
    remember('way', way);
    this.store.set({ way });
    void this.read();
  }

  setStrength(strength: number): void {
    this.store.set({ strength });
    void this.tint();
  }

  /** The photo in its new colours, at its full size; null, and a message, where that fails. */
  async file(type: PictureType, quality: number): Promise<File | null> {
    const grade = this.graded();
    if (!grade || this.held === null) return null;
    try {
      const blob = await this.app.engine.encode(this.held, type, quality, grade);
      return new File([blob], this.fileName(type), { type });
    } catch (error) {
      tellError(this.app, error, '');
      return null;
    }
  }

  fileName(type: PictureType): string {
    return resultName(this.app.store.get().photo?.name ?? '', [this.name()], type);
  }

  /** The table at the strength that is set; null where there is none. */
  cube(): File | null {
    const grade = this.graded();
    if (!grade || !isTable(grade)) return null;
    return new File([writeCube({ ...grade, title: this.name() })], cubeName(this.name()), { type: 'text/plain' });
  }

  private name(): string {
    return this.store.get().chosen?.name ?? '';
  }

  private graded(): Grade | null {
    const { grade, strength } = this.store.get();
    return grade && atStrength(grade, strength);
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
    this.known.clear();
    this.store.get().tinted?.bitmap.close();
    this.store.set({ tinted: null, grade: null });
  }

  /** Find what the chosen look does to this photo. The colours before stay on the easel until then. */
  private async read(): Promise<void> {
    this.reading?.abort();
    const { chosen } = this.store.get();
    const { app, held } = this;
    if (!chosen || held === null) return this.store.set(IDLE);
    const way = wayOf(app.store.get(), this.store.get());
    const { signal } = (this.reading = new AbortController());
    const onDownload = (download: Download): void => this.store.set({ download });
    const found = async (): Promise<Grade> =>
      chosen.kind === 'cube' ? chosen.lut : gradeOf(app, held, chosen.file, way, { signal, onDownload });
    this.store.set({ reading: true, download: null });
    try {
      const grade = this.known.get(way) ?? (await found());
      if (signal.aborted) return;
      this.known.set(way, grade);
      this.store.set({ grade });
      await this.tint();
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) this.fail(error, chosen, way);
    } finally {
      if (!signal.aborted) this.store.set(IDLE);
    }
  }

  /** Where the light cannot be had, the colours still may. */
  private fail(error: unknown, look: Look, way: Way): void {
    if (way === 'light') {
      tellError(this.app, error, look.title, () => this.setWay('light'));
      this.store.set({ way: 'colours' });
      void this.read();
      return;
    }
    this.forget();
    tellError(this.app, error, look.title, () => void this.read());
  }

  private async tintOnce(): Promise<void> {
    const { app, held } = this;
    const grade = this.graded();
    if (!grade || held === null) return;
    try {
      const tinted = await app.engine.tint(held, grade);
      const { tinted: before, grade: still } = this.store.get();
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
