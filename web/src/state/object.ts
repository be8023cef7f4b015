// Into a painting: a thing is laid on a painting, moved until it is right, and painted in. What was brought outlives the
// screen; it is kept nowhere else.
import { Fault, type CutOut, type Download, type Harmonised, type PictureType, type Step } from '../contract/engine';
import type { App } from './app';
import { shrunk } from './glimpse';
import { isStyleName, resultName, titleOf } from './naming';
import { isAbort, tellError } from './notices';
import { glanceOurs, guestOf, mannersOf, paintOurs, shortly } from './ours';
import { perApp } from './perapp';
import { bringFiles } from './photo';
import { firstSpot, MIDDLE, placeOf, type Spot } from './place';
import { painterReady, seen, Styles, type Own, type Scene } from './scene';
import { fetchSample } from './site';
import type { Entry } from './state';
import { createStore } from './store';
import { until } from './until';

export const LEVELS = { min: 1, max: 10, step: 1 } as const;
const PAUSE = 220; // milliseconds: a slider in motion does not paint every position
const TILE_SIDE = 320; // pixels
const MOST_OWN = 12; // paintings that the visitor brought; the oldest go
const NETWORKS = 'networks/';

export interface Thing extends CutOut {
  readonly title: string;
}

export interface ObjectState {
  /** Brought by the visitor, newest first. */
  readonly own: readonly Own[];
  /** Small pictures of our own paintings, by key of the style. */
  readonly tiles: ReadonlyMap<string, ImageBitmap>;
  readonly scene: Scene | null;
  readonly thing: Thing | null;
  readonly spot: Spot;
  readonly level: number;
  readonly doing: 'nothing' | 'hanging' | 'cutting' | 'painting';
  /** Of what is being painted. */
  readonly step: Step | null;
  /** The network that finds people, on its way. */
  readonly download: Download | null;
  readonly made: Harmonised | null;
}

const IDLE = { doing: 'nothing', step: null, download: null } as const;
const INITIAL: ObjectState = {
  own: [],
  tiles: new Map(),
  scene: null,
  thing: null,
  spot: MIDDLE,
  level: 5,
  ...IDLE,
  made: null,
};
export const objectOf = perApp((app) => new ObjectSession(app));

export class ObjectSession {
  readonly store = createStore<ObjectState>(INITIAL);
  /** What is under way; the newest wins. */
  private job: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly styles: Styles;
  /** The visitor has moved the thing: what is brought now goes there. */
  private placed = false;
  private brought = 0;

  constructor(private readonly app: App) {
    this.styles = new Styles(app);
  }

  /** The screen is there. What is returned ends what is under way. */
  enter(): () => void {
    const glancing = new AbortController();
    void this.glance(glancing.signal);
    return () => {
      glancing.abort();
      this.end();
    };
  }

  /** Files that were dropped, pasted or chosen: the painting where there is none, else what is painted in. */
  async take(files: readonly File[], onGallery: boolean): Promise<void> {
    await bringFiles(this.app, files.filter(({ name }) => isStyleName(name)));
    const pictures = files.filter(({ name }) => !isStyleName(name));
    const painting = onGallery || !this.store.get().scene ? pictures[0] : undefined;
    const thing = pictures.find((file) => file !== painting);
    if (painting) await this.takePainting(painting);
    if (thing && this.store.get().scene) await this.takeThing(thing, thing.name);
  }

  async takePainting(file: File): Promise<void> {
    this.brought += 1;
    const key = `own-${this.brought}`;
    const title = titleOf(file.name);
    await this.carryOut('hanging', file, async (signal) => {
      const scene = await seen(key, title, file, file.name);
      const { bitmap } = scene.photo;
      const small = await shrunk(bitmap, bitmap.width, bitmap.height, TILE_SIDE);
      this.store.update(({ own }) => ({ own: [{ key, title, file, bitmap: small }, ...own].slice(0, MOST_OWN) }));
      await this.hang(scene, signal);
    });
  }

  async chooseOwn({ key, title, file }: Own): Promise<void> {
    await this.carryOut('hanging', file, async (signal) => this.hang(await seen(key, title, file, file.name), signal));
  }

  /** Hang one of our own paintings. */
  async chooseOurs(manner: Entry): Promise<void> {
    const work = async (signal: AbortSignal): Promise<void> => {
      await painterReady(this.app, signal);
      const file = await paintOurs(this.app, manner, signal);
      if (file) await this.hang(await seen(manner.key, '', file, `${manner.style.name}.png`), signal);
    };
    await this.carryOut('hanging', null, work, () => void this.chooseOurs(manner));
  }

  /** A painting of ours, and somebody to be painted in. */
  async example(): Promise<void> {
    const state = await until(this.app, (all) => (mannersOf(all).length > 0 ? all : null)).catch(() => null);
    const manner = state && mannersOf(state)[0];
    if (!manner) return;
    await this.chooseOurs(manner);
    if (this.store.get().scene?.key === manner.key) await this.takeGuest();
  }

  /** The sample photo of a person as the thing. */
  async takeGuest(): Promise<void> {
    const guest = guestOf(this.app.store.get());
    if (!guest) return;
    await fetchSample(this.app, guest.file).then(
      (file) => this.takeThing(file, shortly(guest)),
      (error: unknown) => tellError(this.app, error, guest.title, () => void this.takeGuest()),
    );
  }

  /** A cut-out, or a photo of a person. name: of its file. */
  async takeThing(file: Blob, name: string): Promise<void> {
    await this.carryOut('cutting', new File([file], name, { type: file.type }), async (signal) => {
      await painterReady(this.app, signal);
      const { networks } = this.app.store.get();
      if (!networks) throw new Fault('network', 'zoo/index.json names no networks');
      const onDownload = (download: Download): void => this.store.set({ download });
      const cut = await this.app.engine.cutOut(file, NETWORKS, networks, { signal, onDownload });
      if (signal.aborted) return this.drop(cut);
      const before = this.store.get().thing;
      this.unmake();
      this.store.set({ thing: { ...cut, title: titleOf(name) } });
      if (before) this.drop(before);
      this.arrange();
    });
  }

  /** Move the thing, or change its size: the paste comes back. */
  put(spot: Spot): void {
    this.placed = true;
    if (this.store.get().doing === 'painting') this.end();
    this.unmake();
    this.store.set({ spot });
  }

  /** What was painted at another level is painted anew. */
  setLevel(level: number): void {
    this.store.set({ level });
    const { made, doing } = this.store.get();
    if (!made && doing !== 'painting') return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.paint(), PAUSE);
  }

  async paint(): Promise<void> {
    const { scene, thing } = this.store.get();
    if (!scene || !thing) return;
    const work = async (signal: AbortSignal): Promise<void> => {
      const held = await this.held(signal);
      const mix = await this.styles.of(scene.file, signal);
      const { spot, level } = this.store.get();
      const job = { painting: held, thing: thing.id, place: placeOf(spot, thing, scene.photo), mix, level };
      const onStep = (step: Step): void => this.store.set({ step });
      const made = await this.app.engine.harmonise(job, { signal, onStep });
      if (signal.aborted) return this.drop(made);
      this.unmake();
      this.store.set({ made });
      if (made.fellBack) this.app.store.set({ report: made.fellBack });
    };
    await this.carryOut('painting', null, work, () => void this.paint());
  }

  /** End what is under way; what was there before stays. */
  end(): void {
    clearTimeout(this.timer);
    this.job?.abort();
    this.store.set(IDLE);
  }

  /** The result at the painting's full size; null, and a message, where that fails. */
  async file(type: PictureType, quality: number): Promise<File | null> {
    const { made } = this.store.get();
    if (!made) return null;
    try {
      const blob = await this.app.engine.encode(made.id, type, quality);
      return new File([blob], this.fileName(type), { type });
    } catch (error) {
      tellError(this.app, error, '');
      return null;
    }
  }

  fileName(type: PictureType): string {
    const { scene, thing } = this.store.get();
    return resultName(scene?.photo.name ?? '', [thing?.title ?? ''], type);
  }

  /** Begin a piece of work, which ends the one before; `work` is told whether it is still wanted. file: what it is about. */
  private async carryOut(
    doing: ObjectState['doing'],
    file: File | null,
    work: (signal: AbortSignal) => Promise<void>,
    again: (() => void) | null = null,
  ): Promise<void> {
    this.end();
    const { signal } = (this.job = new AbortController());
    this.store.set({ doing });
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) tellError(this.app, error, file?.name ?? '', again, file?.type ?? '');
    } finally {
      if (!signal.aborted) this.store.set(IDLE);
    }
  }

  /** Put a painting on the easel, and read its style while the visitor looks at it. */
  private async hang(scene: Scene, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return scene.photo.bitmap.close();
    const before = this.store.get().scene;
    this.unmake();
    this.store.set({ scene });
    this.takeDown(before);
    this.arrange();
    try {
      await this.held(signal);
    } catch (error) {
      // The browser shows it, and the engine does not take it.
      if (!signal.aborted) this.store.set({ scene: null });
      throw error;
    }
    void this.styles.of(scene.file, signal).catch(() => undefined);
  }

  /** The painting on the easel, as the engine names it: opened when it is first needed. */
  private async held(signal: AbortSignal): Promise<number> {
    const { scene } = this.store.get();
    if (!scene) throw new Fault('internal', 'there is no painting');
    if (scene.held !== null) return scene.held;
    const { id } = await this.app.engine.open(scene.file, { signal });
    const { scene: now } = this.store.get();
    if (now === scene) this.store.set({ scene: { ...scene, held: id } });
    else this.app.engine.release(id);
    return id;
  }

  private arrange(): void {
    const { scene, thing } = this.store.get();
    if (scene && thing && !this.placed) this.store.set({ spot: firstSpot(thing, scene.photo) });
  }

  private unmake(): void {
    const { made } = this.store.get();
    this.store.set({ made: null });
    if (made) this.drop(made);
  }

  private drop({ id, bitmap }: { readonly id: number; readonly bitmap: ImageBitmap }): void {
    this.app.engine.release(id);
    bitmap.close();
  }

  private takeDown(scene: Scene | null): void {
    if (scene !== null && scene.held !== null) this.app.engine.release(scene.held);
    scene?.photo.bitmap.close();
  }

  private async glance(signal: AbortSignal): Promise<void> {
    try {
      await painterReady(this.app, signal);
      const left = mannersOf(this.app.store.get()).filter(({ key }) => !this.store.get().tiles.has(key));
      const onTile = ({ key }: Entry, bitmap: ImageBitmap): void =>
        this.store.update(({ tiles }) => ({ tiles: new Map(tiles).set(key, bitmap) }));
      if (left.length > 0) await glanceOurs(this.app, left, onTile, signal);
    } catch {
      // The tiles go on showing the photo; who chooses one is told what is wrong.
    }
  }
}
