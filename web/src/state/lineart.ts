// Line art: a drawing in the colours that hints say. Drawing, hints and reference outlive the screen; they are kept nowhere else.
import { Fault, type Asking, type PictureType } from '../contract/engine';
import { LONGEST, type LayerFile } from '../contract/lineart';
import type { PinxitManifest } from '../contract/manifest';
import { sized } from '../picture/size';
import type { App } from './app';
import { glimpse, shrunk } from './glimpse';
import { INITIAL, STROKE, wishOf, type LineartState, type Manner, type Reference } from './lineartstate';
import { cleared, ended, moved, NO_MARKS, placed, recoloured, redone, removed, undone, type Corners, type Marks } from './marks';
import type { Point } from './mask';
import { isStyleName, layersName, resultName, titleOf } from './naming';
import { newest } from './newest';
import { isAbort, tellError } from './notices';
import { perApp } from './perapp';
import { bring, bringFiles } from './photo';
import { seen, type Scene } from './scene';
import { fetchJson, fetchSample, folderOf } from './site';
import { createStore } from './store';
import { colourAt, used } from './swatches';
import type { Size } from './view';

const PAUSE = 250; // milliseconds: a slider in motion does not look at the drawing anew for every position
const THUMBNAIL = 640; // pixels
export const lineartOf = perApp((app) => new LineartSession(app));

export class LineartSession {
  readonly store = createStore<LineartState>(INITIAL);
  /** What is being opened or looked at; the newest wins. */
  private job: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private runs = false;
  private manifest: Promise<PinxitManifest> | null = null;

  /** Colour the drawing anew. */
  private readonly draw = newest(() => this.drawOnce());

  constructor(private readonly app: App) {}

  /** The screen is there. What is returned ends what is under way; the next time it is begun again. */
  enter(): () => void {
    if (this.store.get().scene && !this.store.get().made) void this.lookAgain();
    const stop = this.app.store.subscribe(() => this.follow());
    this.follow();
    return () => {
      stop();
      this.end();
    };
  }

  /** Files that were dropped, pasted or chosen: the drawing where there is none, else what they fell on says it. */
  async take(files: readonly File[], onPanel: boolean): Promise<void> {
    await bringFiles(this.app, files.filter(({ name }) => isStyleName(name)));
    const pictures = files.filter(({ name }) => !isStyleName(name));
    const drawing = onPanel && this.store.get().scene ? undefined : pictures[0];
    const reference = pictures.find((file) => file !== drawing);
    if (drawing) await this.takeDrawing(drawing, drawing.name);
    if (reference && this.store.get().scene) await this.takeReference(reference, reference.name);
  }

  /** name: of its file. key: of one of ours, its path. */
  async takeDrawing(file: Blob, name: string, key = ''): Promise<void> {
    await this.carryOut('opening', new File([file], name, { type: file.type }), async (signal) => {
      const scene = await seen(key, titleOf(name), file, name);
      if (signal.aborted) return scene.photo.bitmap.close();
      this.hang(scene);
      try {
        await this.held(signal);
      } catch (error) {
        // The browser shows it, and the engine does not take it.
        if (!signal.aborted) this.hang(null);
        throw error;
      }
      await this.look(signal);
    });
  }

  /** path: as the site's index has it. */
  async takeSample(path: string): Promise<void> {
    await fetchSample(this.app, path).then(
      (file) => this.takeDrawing(file, path.split('/').pop() ?? '', path),
      (error: unknown) => tellError(this.app, error, path, () => void this.takeSample(path)),
    );
  }

  /** Colours for the paint box, and for regions without a hint. */
  async takeReference(file: Blob, name: string): Promise<void> {
    const { engine } = this.app;
    try {
      const { width, height, bitmap } = await glimpse(file).catch((problem: unknown) => {
        throw new Fault('not-a-picture', String(problem));
      });
      const small = await shrunk(bitmap, width, height, THUMBNAIL).finally(() => bitmap.close());
      const { id } = await engine.open(file);
      const colours = await engine.swatches(id);
      const { reference: before, manner } = this.store.get();
      this.store.set({ reference: { id, name, bitmap: small, colours }, manner: { ...manner, rest: 'reference' } });
      this.discard(before);
      await this.draw();
    } catch (error) {
      tellError(this.app, error, name, null, file.type);
    }
  }

  async takeReferenceSample(path: string): Promise<void> {
    await fetchSample(this.app, path).then(
      (file) => this.takeReference(file, path.split('/').pop() ?? ''),
      (error: unknown) => tellError(this.app, error, path, () => void this.takeReferenceSample(path)),
    );
  }

  leaveReference(): void {
    const { reference, manner } = this.store.get();
    this.store.set({ reference: null, manner: { ...manner, rest: manner.rest === 'reference' ? 'none' : manner.rest } });
    this.discard(reference);
    void this.draw();
  }

  /** A hint in the colour at hand: one place, or the corners of a stroke. */
  place(points: Corners): void {
    const { marks, colour, recent } = this.store.get();
    this.store.set({ chosen: null, recent: used(recent, colour) });
    this.edit(placed(marks, points, colour, STROKE));
  }

  /** run: names the drag, which is undone in one step. */
  move(id: number, dx: number, dy: number, run: string): void {
    this.edit(moved(this.store.get().marks, id, dx, dy, run));
  }

  remove(id: number): void {
    this.edit(removed(this.store.get().marks, id));
  }

  clear(): void {
    this.edit(cleared(this.store.get().marks));
  }

  undo(): void {
    this.edit(undone(this.store.get().marks));
  }

  redo(): void {
    this.edit(redone(this.store.get().marks));
  }

  /** Take hold of a hint: its colour is at hand, and another colour goes to it. */
  choose(id: number | null): void {
    const { marks, colour } = this.store.get();
    const mark = marks.list.find((each) => each.id === id);
    this.store.set({ chosen: mark?.id ?? null, colour: mark?.colour ?? colour, marks: ended(marks) });
  }

  setColour(colour: string): void {
    const { chosen, marks, recent } = this.store.get();
    this.store.set({ colour });
    if (chosen === null) return;
    this.store.set({ recent: used(recent, colour) });
    this.edit(recoloured(marks, chosen, colour));
  }

  /** The colour that is seen at a place of the drawing. */
  seenAt({ x, y }: Point): string | null {
    const { scene, made } = this.store.get();
    const bitmap = made?.bitmap ?? scene?.photo.bitmap;
    return bitmap ? colourAt(bitmap, x, y) : null;
  }

  wish(change: Partial<Manner>): void {
    this.store.update(({ manner }) => ({ manner: { ...manner, ...change } }));
    if (change.gap === undefined) return void this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.lookAgain(), PAUSE);
  }

  /** Other colours for regions without a hint. */
  again(): void {
    this.wish({ seed: this.store.get().manner.seed + 1 });
  }

  /** The drawing in its colours, at its own size up to LONGEST; null, and a message, where that fails. */
  async file(type: PictureType, quality: number): Promise<File | null> {
    const { engine } = this.app;
    const wish = wishOf(this.store.get());
    if (!wish) return null;
    return this.written(this.fileName(type), async (base, manifest) => {
      const { id } = await engine.coloured(wish, base, manifest);
      return engine.encode(id, type, quality).finally(() => engine.release(id));
    });
  }

  /** In pixels; null: there is no drawing. */
  fileSize(): Size | null {
    const { scene } = this.store.get();
    if (!scene) return null;
    const { width, height } = scene.photo;
    return Math.max(width, height) > LONGEST ? sized({ width, height }, LONGEST) : { width, height };
  }

  fileName(type: PictureType): string {
    return resultName(this.store.get().scene?.photo.name ?? '', ['coloured'], type);
  }

  /** Its layers; likewise. */
  async layers(as: LayerFile): Promise<File | null> {
    const { scene } = this.store.get();
    const wish = wishOf(this.store.get());
    if (!scene || !wish) return null;
    const name = layersName(scene.photo.name, as);
    return this.written(name, (base, manifest) => this.app.engine.layers(wish, as, base, manifest));
  }

  /** Put the coloured drawing on the studio's easel; false, and a message, where that fails. */
  async keep(): Promise<boolean> {
    const file = await this.file('image/png', 1);
    if (file) void bring(this.app, file, file.name);
    return file !== null;
  }

  private edit(marks: Marks): void {
    const { chosen, marks: before } = this.store.get();
    if (marks === before) return;
    this.store.set({ marks, chosen: marks.list.some(({ id }) => id === chosen) ? chosen : null });
    void this.draw();
  }

  /** The network that proposes colours runs once the painter, with whose runtime it does, is there. */
  private follow(): void {
    const runs = this.app.store.get().painter === 'ready';
    if (runs === this.runs) return;
    this.runs = runs;
    if (this.store.get().manner.draft) void this.draw();
  }

  private async written(name: string, work: (base: string, manifest: PinxitManifest | null) => Promise<Blob>): Promise<File | null> {
    this.store.set({ doing: 'writing' });
    try {
      const blob = await work(...(await this.model()));
      return new File([blob], name, { type: blob.type });
    } catch (error) {
      tellError(this.app, error, '');
      return null;
    } finally {
      this.store.set({ doing: 'nothing' });
    }
  }

  /** Begin a piece of work, which ends the one before; `work` is told whether it is still wanted. file: what it is about. */
  private async carryOut(doing: LineartState['doing'], file: File | null, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.end();
    const { signal } = (this.job = new AbortController());
    this.store.set({ doing });
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) tellError(this.app, error, file?.name ?? '', null, file?.type ?? '');
    } finally {
      if (!signal.aborted) this.store.set({ doing: 'nothing' });
    }
  }

  private end(): void {
    clearTimeout(this.timer);
    this.job?.abort();
    this.store.set({ doing: 'nothing', download: null });
  }

  /** Another drawing takes the place of the one before, and of its hints. */
  private hang(scene: Scene | null): void {
    const { scene: before, made } = this.store.get();
    this.store.set({ scene, sketched: null, marks: NO_MARKS, chosen: null, made: null });
    made?.bitmap.close();
    before?.photo.bitmap.close();
    if (before && before.held !== null) this.app.engine.release(before.held);
  }

  private discard(reference: Reference | null): void {
    if (!reference) return;
    this.app.engine.release(reference.id);
    reference.bitmap.close();
  }

  /** The drawing, as the engine names it: opened when it is first needed. */
  private async held(signal: AbortSignal): Promise<number> {
    const { scene } = this.store.get();
    if (!scene) throw new Fault('internal', 'there is no drawing');
    if (scene.held !== null) return scene.held;
    const { id } = await this.app.engine.open(scene.file, { signal });
    if (this.store.get().scene === scene) this.store.set({ scene: { ...scene, held: id } });
    else this.app.engine.release(id);
    return id;
  }

  private async lookAgain(): Promise<void> {
    await this.carryOut('looking', null, (signal) => this.look(signal));
  }

  /** Find the drawing's lines and regions, then colour it. */
  private async look(signal: AbortSignal): Promise<void> {
    const held = await this.held(signal);
    this.store.set({ doing: 'looking' });
    const sketched = await this.app.engine.sketch(held, this.store.get().manner.gap, { signal });
    if (signal.aborted) return;
    this.store.set({ sketched });
    await this.draw();
  }

  /** The model that proposes colours, where it is asked for any and can be; without one nothing is proposed. */
  private async model(): Promise<readonly [string, PinxitManifest | null]> {
    const { draft } = this.app.store.get();
    if (draft === null || !this.runs || !this.store.get().manner.draft) return ['', null];
    const base = folderOf(this.app, draft);
    this.manifest ??= fetchJson<PinxitManifest>(`${base}manifest.json`);
    this.manifest.catch(() => (this.manifest = null));
    return [base, await this.manifest];
  }

  private async drawOnce(): Promise<void> {
    const { scene, reference } = this.store.get();
    const isAsked = (): boolean => this.store.get().scene?.photo === scene?.photo && this.store.get().reference === reference;
    const asking: Asking = { onDownload: (download) => this.store.set({ download }) };
    try {
      const model = await this.model();
      const wish = isAsked() ? wishOf(this.store.get()) : null;
      if (!wish) return;
      const made = await this.app.engine.colourIn(wish, ...model, asking);
      if (!isAsked()) return made.bitmap.close();
      const { made: before } = this.store.get();
      this.store.set({ made, download: null });
      before?.bitmap.close();
    } catch (error) {
      if (isAsked()) tellError(this.app, error, scene?.photo.name ?? '');
    }
  }
}
