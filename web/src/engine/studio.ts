// What the worker holds and does: one painter, the pictures that the page named, and the work on them.
import { Fault, PERSON, PRESET, READER, WCT, WORLD, type BackendReport, type Layer, type Mix, type PaintJob, type Step } from '../contract/engine';
import { DRAFT } from '../contract/lineart';
import { FACE, MESH } from '../contract/portrait';
import type { Networks } from '../contract/site';
import { parseStyle } from '../contract/stylefile';
import { readLook, thinned } from '../methods/colour/preset';
import type { FaceNetworks } from '../methods/expression/faces';
import type { Tables } from '../methods/expression/tables';
import { cutPeople } from '../methods/harmonise/people';
import { paintWorld, worldOf } from '../methods/mosaic/world';
import { Brush, GRAPH, IDENTITY, SMALLEST } from '../methods/paint/brush';
import { makeCoat } from '../methods/paint/coat';
import { readStyle, seen } from '../methods/paint/reader';
import { paintPicture, type Budget } from '../methods/paint/run';
import { fittedSize } from '../methods/paint/size';
import { relit } from '../methods/photo/wct';
import { decode } from '../picture/decode';
import { copyAlpha, encode, shown } from '../picture/encode';
import { resampleInto } from '../picture/resample';
import { BytePicture, planes, type Size } from '../picture/surface';
import { choose, withoutGpu } from './device';
import type { Commission, Drawings } from './drawings';
import { asFault, pauses, type Errand } from './errand';
import { Following } from './following';
import { Frames } from './frames';
import type { Answers, Held, Requests, ToColour } from './messages';
import { Kept } from './kept';
import { load, type Loaded } from './network';
import { expressionIn, facesOf, Portraits } from './portraits';
import { fetchChecked } from './store';
import { harmonised, thingOf } from './things';
import { Tinter } from './tinter';

const SHOWN_SIDE = 2048; // pixels: the most that is sent to the page to be drawn
const SMALLER = 0.75; // by which the result shrinks until memory gives it
const LEAST_PIXELS = 250_000; // a result smaller than this is no answer to a lack of memory
const BUDGET: Budget = { wholePixels: 2_400_000, window: 1024 };
const KEPT_PIXELS = 1_000_000; // a photo shrunk to no more than this is kept for the next style at that size

interface Started extends Pick<Requests['start'], 'base' | 'manifest' | 'runtime'> {
  readonly graph: ArrayBuffer;
  readonly report: BackendReport;
  readonly loaded: Loaded;
  readonly brush: Brush;
}

export class Studio {
  private readonly pictures = new Map<number, BytePicture>();
  private readonly frames = new Frames();
  private readonly tinter = new Tinter();
  private readonly portraits = new Portraits();
  private readonly worlds = new Kept(WORLD);
  private readonly drafts = new Kept(DRAFT);
  /** The face that a camera sees, while one is on. */
  private following: Following | null = null;
  /** Photos and their shrunk copies: a gallery asks for every style at one small size. */
  private readonly shrunk = new WeakMap<BytePicture, BytePicture>();
  private started: Started | null = null;
  /** Loaded with the first drawing. */
  private drawings: Promise<Drawings> | null = null;

  async start({ base, manifest, wish, runtime }: Requests['start'], errand: Errand): Promise<BackendReport> {
    if (this.started?.base === base && this.started.manifest.id === manifest.id) return this.started.report;
    errand.step({ done: 0, total: 1, stage: 'loading' });
    const graph = await fetchChecked(base, manifest, GRAPH, errand);
    const identity = parseStyle(await fetchChecked(base, manifest, IDENTITY, errand), IDENTITY);
    const report = await choose(wish);
    const begin = async (on: BackendReport): Promise<Started> => {
      const loaded = await load(graph, on, runtime, errand);
      const brush = new Brush(loaded.run, manifest.constants, identity.vector);
      // One small picture: what cannot run must show now, while another back end can take over.
      await brush.paint(planes(3, SMALLEST, SMALLEST), identity.vector, null);
      return { base, manifest, runtime, graph, report: on, loaded, brush };
    };
    this.started = await begin(report).catch((problem: unknown) => {
      errand.signal.throwIfAborted();
      if (report.backend !== 'webgpu') throw problem;
      return begin(withoutGpu(report, String(problem)));
    });
    errand.step({ done: 1, total: 1, stage: 'loading' });
    return this.started.report;
  }

  async open({ picture: id, file }: Requests['open']): Promise<Answers['open']> {
    const picture = await decode(file);
    this.pictures.set(id, picture);
    return { id, width: picture.width, height: picture.height };
  }

  async paint({ picture: id, job }: Requests['paint'], errand: Errand): Promise<Answers['paint']> {
    const photo = this.picture(job.photo);
    const before = performance.now();
    const pause = pauses(errand);
    const asked = fittedSize(photo, job.options.max_side ?? Infinity);
    const { source, out } = await this.room(photo, asked, pause);
    const fellBack = await this.withFallback(errand, (brush) => layOn(brush, job, source, out, pause));
    copyAlpha(source.alpha, out);
    const bitmap = await shown(out, SHOWN_SIDE);
    this.pictures.set(id, out);
    return {
      id,
      width: out.width,
      height: out.height,
      bitmap,
      milliseconds: performance.now() - before,
      tiles: fellBack.result,
      limitedTo: out.width < asked.width || out.height < asked.height ? Math.max(out.width, out.height) : null,
      ...(fellBack.report ? { fellBack: fellBack.report } : {}),
    };
  }

  async read({ file, region }: Requests['read'], errand: Errand): Promise<Answers['read']> {
    const { base, manifest } = this.painter();
    const pause = pauses(errand);
    const graph = await fetchChecked(base, manifest, READER, errand);
    errand.step({ done: 0, total: 1, stage: 'measuring' });
    const picture = await seen(await decode(file), region, () => pause({ done: 0, total: 1, stage: 'measuring' }));
    return this.once(graph, errand, ({ run }) => readStyle(run, picture, manifest.constants.vector));
  }

  async look({ photo, like, base, manifest }: Requests['look'], errand: Errand): Promise<Answers['look']> {
    const byTable = PRESET in manifest.files;
    const graph = await fetchChecked(base, manifest, byTable ? PRESET : WCT, errand);
    const [own, wished] = [this.picture(photo), await decode(like)];
    if (byTable) return this.once(graph, errand, ({ run }) => readLook(run, thinned(own), thinned(wished)));
    const pause = pauses(errand);
    return this.once(graph, errand, ({ run }) => relit(run, own, wished, () => pause({ done: 0, total: 1, stage: 'measuring' })));
  }

  async cutOut({ picture: id, file, base, networks }: Requests['cutOut'], errand: Errand): Promise<Answers['cutOut']> {
    const pause = pauses(errand);
    const picture = await decode(file);
    const { thing, ...about } = await thingOf(picture, async () => {
      const graph = await fetchChecked(base, networks, PERSON, errand);
      return this.once(graph, errand, ({ run }) => cutPeople(run, picture, () => pause({ done: 0, total: 1, stage: 'measuring' })));
    });
    this.pictures.set(id, thing);
    return { id, ...about, bitmap: await shown(thing, SHOWN_SIDE) };
  }

  async harmonise({ picture: id, job }: Requests['harmonise'], errand: Errand): Promise<Answers['harmonise']> {
    const [painting, thing] = [this.picture(job.painting), this.picture(job.thing)];
    const before = performance.now();
    const pause = pauses(errand);
    const { result, report } = await this.withFallback(errand, (brush) => harmonised(brush, painting, thing, job, BUDGET, pause));
    const { out, ...about } = result;
    this.pictures.set(id, out);
    const bitmap = await shown(out, SHOWN_SIDE);
    const milliseconds = performance.now() - before;
    return { id, width: out.width, height: out.height, bitmap, milliseconds, ...about, ...(report ? { fellBack: report } : {}) };
  }

  async world({ picture: id, photo, wish, ...model }: Requests['world'], errand: Errand): Promise<Answers['world']> {
    const before = performance.now();
    const run = await this.worlds.network(model, this.painter(), errand);
    const { picture, tiles } = await paintWorld(worldOf(run, model.manifest), this.picture(photo), wish, pauses(errand));
    this.pictures.set(id, picture);
    return {
      id,
      width: picture.width,
      height: picture.height,
      bitmap: await shown(picture, SHOWN_SIDE),
      milliseconds: performance.now() - before,
      tiles,
      limitedTo: null,
    };
  }

  tint({ photo, grade }: Requests['tint']): Promise<Answers['tint']> {
    return this.tinter.tint(this.picture(photo), grade);
  }

  async faces({ photo, base, networks }: Requests['faces'], errand: Errand): Promise<Answers['faces']> {
    return this.withFaces(base, networks, errand, async (tables, asked, between) => {
      const found = await facesOf(tables, asked, this.picture(photo), between);
      const first = found.find(({ problem }) => problem === null);
      if (first) void this.portraits.prepare(tables, this.picture(photo), first.points);
      return found;
    });
  }

  async expressionIn({ file, base, networks }: Requests['expressionIn'], errand: Errand): Promise<Answers['expressionIn']> {
    const picture = await decode(file);
    return this.withFaces(base, networks, errand, (tables, asked, between) => expressionIn(tables, asked, picture, between));
  }

  async follow({ bitmap, seconds, rest, base, networks }: Requests['follow'], errand: Errand): Promise<Answers['follow']> {
    try {
      this.following ??= await this.beginFollowing(base, networks, errand);
      return await this.following.look(bitmap, seconds, rest);
    } finally {
      bitmap.close();
    }
  }

  async unfollow(): Promise<null> {
    await this.following?.end();
    this.following = null;
    return null;
  }

  async express({ photo, portrait, base, networks }: Requests['express'], errand: Errand): Promise<Answers['express']> {
    return this.portraits.show(await this.portraits.tables(base, networks, errand), this.picture(photo), portrait);
  }

  async portray({ picture: id, photo, portrait, base, networks }: Requests['portray'], errand: Errand): Promise<Answers['portray']> {
    const made = this.portraits.make(await this.portraits.tables(base, networks, errand), this.picture(photo), portrait);
    this.pictures.set(id, made);
    return { id, width: made.width, height: made.height };
  }

  async sketch({ photo, gap }: Requests['sketch'], errand: Errand): Promise<Answers['sketch']> {
    return (await this.lineart()).sketch(this.picture(photo), gap, pauses(errand));
  }

  async colourIn(request: Requests['colourIn'], errand: Errand): Promise<Answers['colourIn']> {
    return (await this.lineart()).show(this.commission(request, errand), pauses(errand));
  }

  async coloured({ picture: id, ...request }: Requests['coloured'], errand: Errand): Promise<Answers['coloured']> {
    const made = await (await this.lineart()).make(this.commission(request, errand), pauses(errand));
    this.pictures.set(id, made);
    return { id, width: made.width, height: made.height };
  }

  async swatches({ photo }: Requests['swatches']): Promise<Answers['swatches']> {
    return (await this.lineart()).swatches(this.picture(photo));
  }

  async layers({ as, ...request }: Requests['layers'], errand: Errand): Promise<Answers['layers']> {
    return (await this.lineart()).layers(this.commission(request, errand), as, pauses(errand));
  }

  encode({ picture, type, quality, grade }: Requests['encode']): Promise<Blob> {
    return encode(this.picture(picture), type, quality, grade);
  }

  async frame({ bitmap, mix, strength, side }: Requests['frame'], errand: Errand): Promise<Answers['frame']> {
    const before = performance.now();
    const { result } = await this.withFallback(errand, (brush) =>
      this.frames.paint(brush, bitmap, brush.vector(mix, strength), side),
    ).finally(() => bitmap.close());
    return { bitmap: result, milliseconds: performance.now() - before };
  }

  /** Give all pictures away. */
  leave(): readonly Held[] {
    const left = [...this.pictures].map(([id, { height, width, rgba, origin }]) => ({ id, height, width, rgba, origin }));
    this.pictures.clear();
    return left;
  }

  take({ pictures }: Requests['take']): null {
    for (const { id, height, width, rgba, origin } of pictures) this.pictures.set(id, new BytePicture(height, width, rgba, origin));
    return null;
  }

  release(id: number): void {
    this.tinter.forget(this.pictures.get(id));
    this.portraits.forget(this.pictures.get(id));
    const picture = this.pictures.get(id);
    void this.drawings?.then((drawings) => drawings.forget(picture));
    this.pictures.delete(id);
  }

  /**
   * Ask a network that looks at pictures. Always on the CPU, where it takes a moment: WebGPU does not know all of its
   * operators. Loaded for one answer, since these are rare and the graph is in the cache.
   */
  private async once<T>(graph: ArrayBuffer, errand: Errand, ask: (network: Loaded) => Promise<T>): Promise<T> {
    const { report, runtime } = this.painter();
    const loaded = await load(graph, report, runtime, errand, 'wasm');
    try {
      errand.signal.throwIfAborted();
      return await ask(loaded);
    } finally {
      await loaded.release().catch(() => undefined);
    }
  }

  /** Ask the networks that find faces and their points, loaded for one answer. */
  private async withFaces<T>(
    base: string,
    networks: Networks,
    errand: Errand,
    ask: (tables: Tables, asked: FaceNetworks, between: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const tables = await this.portraits.tables(base, networks, errand);
    const [face, mesh] = [await fetchChecked(base, networks, FACE, errand), await fetchChecked(base, networks, MESH, errand)];
    const pause = pauses(errand);
    const between = (): Promise<void> => pause({ done: 0, total: 1, stage: 'measuring' });
    return this.once(face, errand, ({ run }) => this.once(mesh, errand, ({ runAll }) => ask(tables, { face: run, mesh: runAll }, between)));
  }

  private async beginFollowing(base: string, networks: Networks, errand: Errand): Promise<Following> {
    const { report, runtime } = this.painter();
    const tables = await this.portraits.tables(base, networks, errand);
    const loaded = async (name: string): Promise<Loaded> =>
      load(await fetchChecked(base, networks, name, errand), report, runtime, errand, 'wasm');
    return new Following(tables, { face: await loaded(FACE), mesh: await loaded(MESH) });
  }

  private lineart(): Promise<Drawings> {
    this.drawings ??= import('./drawings').then(
      ({ Drawings }) => new Drawings(),
      (problem: unknown) => {
        this.drawings = null; // asked again, it may come
        throw new Fault('network', String(problem));
      },
    );
    return this.drawings;
  }

  private commission({ photo, reference, wish, base, manifest }: ToColour, errand: Errand): Commission {
    return {
      drawing: this.picture(photo),
      reference: reference === null ? null : this.picture(reference),
      wish,
      drafting:
        wish.draft && manifest
          ? async () => ({
              run: await this.drafts.network({ base, manifest }, this.painter(), errand),
              multiple: manifest.constants.multiple,
            })
          : null,
    };
  }

  private painter(): Started {
    if (!this.started) throw new Fault('internal', 'no painter is loaded');
    return this.started;
  }

  private picture(id: number): BytePicture {
    const found = this.pictures.get(id);
    if (!found) throw new Fault('internal', `picture ${id} is not held any more`);
    return found;
  }

  /** The photo at the size that is asked for, and room for its painting; smaller if memory does not give that. */
  private async room(
    photo: BytePicture,
    asked: Size,
    pause: (step: Step) => Promise<void>,
  ): Promise<{ source: BytePicture; out: BytePicture }> {
    for (let size = asked; size.height * size.width >= Math.min(LEAST_PIXELS, asked.height * asked.width); ) {
      try {
        const out = new BytePicture(size.height, size.width, undefined, photo.origin);
        const kept = [photo, this.shrunk.get(photo)].find((each) => each?.height === size.height && each.width === size.width);
        if (kept) return { source: kept, out };
        const source = new BytePicture(size.height, size.width);
        await resampleInto(source, photo, 'lanczos', () => pause({ done: 0, total: 1, stage: 'measuring' }));
        copyAlpha(photo.alpha, source);
        if (size.height * size.width <= KEPT_PIXELS) this.shrunk.set(photo, source);
        return { source, out };
      } catch (problem) {
        if (!(problem instanceof RangeError)) throw problem;
        size = fittedSize(photo, Math.floor(Math.max(size.height, size.width) * SMALLER));
      }
    }
    throw new Fault('out-of-memory', `${asked.width} x ${asked.height}`);
  }

  /** Run with the painter; where WebGPU fails, once more on what takes over from it. */
  private async withFallback<T>(
    errand: Errand,
    work: (brush: Brush) => Promise<T>,
  ): Promise<{ result: T; report?: BackendReport }> {
    const started = this.painter();
    try {
      return { result: await work(started.brush) };
    } catch (problem) {
      errand.signal.throwIfAborted();
      if (problem instanceof Fault && problem.code !== 'internal') throw problem;
      if (started.report.backend !== 'webgpu') throw asFault(problem);
      const report = withoutGpu(started.report, String(problem));
      const loaded = await load(started.graph, report, started.runtime, errand);
      const brush = new Brush(loaded.run, started.manifest.constants, started.brush.identity);
      this.started = { ...started, report, loaded, brush };
      await started.loaded.release().catch(() => undefined);
      return { result: await work(brush), report };
    }
  }
}

function layOn(
  brush: Brush,
  { mix, layers, options }: PaintJob,
  source: BytePicture,
  out: BytePicture,
  pause: (step: Step) => Promise<void>,
): Promise<number> {
  const vectors = [mix, ...layers.map((layer: Layer): Mix => layer.mix)].map((each) => brush.vector(each, options.strength));
  return paintPicture(makeCoat(brush, vectors, layers, source), source, out, options, BUDGET, pause);
}
