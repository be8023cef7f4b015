// The page's end of the worker: a queue, one request under way at a time, and a fresh worker when one is lost.
import { Fault, type Asking, type BackendReport, type Engine } from '../contract/engine';
import type { LayerFile, LineartWish } from '../contract/lineart';
import type { Answers, FromWorker, Held, Kind, Request, Requests, ToColour, ToWorker } from './messages';

interface Waiting {
  readonly request: Request;
  readonly asking: Asking;
  readonly transfer: Transferable[];
  resolve(answer: Answers[Kind]): void;
  reject(problem: unknown): void;
}

/** What only a worker with a painter can do. */
const PAINTERS: readonly Kind[] = ['paint', 'read', 'look', 'cutOut', 'harmonise', 'faces', 'expressionIn', 'follow', 'world', 'frame'];

/** What makes the worker hold a picture that the visitor brought. */
type Opening = Request & { readonly kind: 'open' | 'cutOut' };

/** What the worker is doing; `settle` is called with its last word on it. */
interface UnderWay {
  readonly id: number;
  readonly asking: Asking;
  settle(last: FromWorker | Fault): void;
}

/** The engine; its worker is started when it is first asked for something. */
export function createEngine(): Engine {
  return new Bridge();
}

class Bridge implements Engine {
  private worker: Worker | null = null;
  private readonly queue: Waiting[] = [];
  private working: Waiting | null = null;
  private underWay: UnderWay | null = null;
  private ids = 0;
  /** What this worker was started with, and what the next one is to be started with. */
  private running: Requests['start'] | null = null;
  private wanted: Requests['start'] | null = null;
  /** How the photos were opened, and which of them this worker holds: a fresh worker opens them again. */
  private readonly photos = new Map<number, Opening>();
  private readonly held = new Set<number>();

  start(base: string, manifest: Requests['start']['manifest'], wish: Requests['start']['wish'], asking: Asking = {}): Promise<BackendReport> {
    const request = { base: folderAt(base), manifest, wish, runtime: folderAt('ort/') };
    return this.ask({ kind: 'start', ...request }, asking);
  }

  open(file: Blob, asking: Asking = {}): Promise<Answers['open']> {
    return this.keep({ kind: 'open', picture: ++this.ids, file }, asking);
  }

  cutOut(file: Blob, base: string, networks: Requests['cutOut']['networks'], asking: Asking = {}): Promise<Answers['cutOut']> {
    return this.keep({ kind: 'cutOut', picture: ++this.ids, file, base: folderAt(base), networks }, asking);
  }

  paint(job: Requests['paint']['job'], asking: Asking = {}): Promise<Answers['paint']> {
    const picture = ++this.ids;
    const answer = this.ask({ kind: 'paint', picture, job }, asking);
    answer.catch(() => this.release(picture));
    return answer;
  }

  harmonise(job: Requests['harmonise']['job'], asking: Asking = {}): Promise<Answers['harmonise']> {
    const picture = ++this.ids;
    const answer = this.ask({ kind: 'harmonise', picture, job }, asking);
    answer.catch(() => this.release(picture));
    return answer;
  }

  read(file: Blob, region: Requests['read']['region'], asking: Asking = {}): Promise<Answers['read']> {
    return this.ask({ kind: 'read', file, region }, asking);
  }

  look(photo: number, like: Blob, base: string, manifest: Requests['look']['manifest'], asking: Asking = {}): Promise<Answers['look']> {
    return this.ask({ kind: 'look', photo, like, base: folderAt(base), manifest }, asking);
  }

  world(
    photo: number,
    wish: Requests['world']['wish'],
    base: string,
    manifest: Requests['world']['manifest'],
    asking: Asking = {},
  ): Promise<Answers['world']> {
    const picture = ++this.ids;
    const answer = this.ask({ kind: 'world', picture, photo, wish, base: folderAt(base), manifest }, asking);
    answer.catch(() => this.release(picture));
    return answer;
  }

  tint(photo: number, grade: Requests['tint']['grade']): Promise<Answers['tint']> {
    return this.ask({ kind: 'tint', photo, grade }, {});
  }

  faces(photo: number, base: string, networks: Requests['faces']['networks'], asking: Asking = {}): Promise<Answers['faces']> {
    return this.ask({ kind: 'faces', photo, base: folderAt(base), networks }, asking);
  }

  expressionIn(file: Blob, base: string, networks: Requests['expressionIn']['networks'], asking: Asking = {}): Promise<Answers['expressionIn']> {
    return this.ask({ kind: 'expressionIn', file, base: folderAt(base), networks }, asking);
  }

  follow(
    bitmap: ImageBitmap,
    seconds: number,
    rest: boolean,
    base: string,
    networks: Requests['follow']['networks'],
  ): Promise<Answers['follow']> {
    const answer = this.ask({ kind: 'follow', bitmap, seconds, rest, base: folderAt(base), networks }, {}, [bitmap]);
    answer.catch(() => bitmap.close());
    return answer;
  }

  async unfollow(): Promise<void> {
    await this.ask({ kind: 'unfollow' }, {});
  }

  express(portrait: Requests['express']['portrait'], base: string, networks: Requests['express']['networks']): Promise<Answers['express']> {
    return this.ask({ kind: 'express', photo: portrait.photo, portrait, base: folderAt(base), networks }, {});
  }

  portray(portrait: Requests['portray']['portrait'], base: string, networks: Requests['portray']['networks']): Promise<Answers['portray']> {
    const picture = ++this.ids;
    const answer = this.ask({ kind: 'portray', picture, photo: portrait.photo, portrait, base: folderAt(base), networks }, {});
    answer.catch(() => this.release(picture));
    return answer;
  }

  sketch(drawing: number, gap: number, asking: Asking = {}): Promise<Answers['sketch']> {
    return this.ask({ kind: 'sketch', photo: drawing, gap }, asking);
  }

  colourIn(wish: LineartWish, base: string, manifest: ToColour['manifest'], asking: Asking = {}): Promise<Answers['colourIn']> {
    return this.ask({ kind: 'colourIn', ...toColour(wish, base, manifest) }, asking);
  }

  coloured(wish: LineartWish, base: string, manifest: ToColour['manifest'], asking: Asking = {}): Promise<Answers['coloured']> {
    const picture = ++this.ids;
    const answer = this.ask({ kind: 'coloured', picture, ...toColour(wish, base, manifest) }, asking);
    answer.catch(() => this.release(picture));
    return answer;
  }

  swatches(photo: number): Promise<Answers['swatches']> {
    return this.ask({ kind: 'swatches', photo }, {});
  }

  layers(wish: LineartWish, as: LayerFile, base: string, manifest: ToColour['manifest'], asking: Asking = {}): Promise<Blob> {
    return this.ask({ kind: 'layers', as, ...toColour(wish, base, manifest) }, asking);
  }

  encode(picture: number, type: Requests['encode']['type'], quality: number, grade: Requests['encode']['grade'] = null): Promise<Blob> {
    return this.ask({ kind: 'encode', picture, type, quality, grade }, {});
  }

  frame(bitmap: ImageBitmap, mix: Requests['frame']['mix'], strength: number, side: number): Promise<Answers['frame']> {
    const answer = this.ask({ kind: 'frame', bitmap, mix, strength, side }, {}, [bitmap]);
    answer.catch(() => bitmap.close());
    return answer;
  }

  release(id: number): void {
    this.photos.delete(id);
    this.held.delete(id);
    this.post({ release: id });
  }

  stop(): void {
    this.lose();
    const stopped = new Fault('internal', 'the engine was stopped');
    this.underWay?.settle(stopped);
    for (const waiting of this.queue.splice(0)) waiting.reject(stopped);
  }

  private keep<K extends Opening['kind']>(opening: Opening & { kind: K }, asking: Asking): Promise<Answers[K]> {
    this.photos.set(opening.picture, opening);
    const answer = this.ask<K>(opening, asking);
    answer.catch(() => this.release(opening.picture));
    return answer;
  }

  private ask<K extends Kind>(request: Request & { kind: K }, asking: Asking, transfer: Transferable[] = []): Promise<Answers[K]> {
    const { signal } = asking;
    return new Promise<Answers[K]>((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      const waiting: Waiting = {
        request,
        asking,
        transfer,
        // The worker answers a request of one kind with the answer of that kind.
        resolve: (answer) => resolve(answer as Answers[K]),
        reject,
      };
      signal?.addEventListener('abort', () => this.abort(waiting), { once: true });
      this.queue.push(waiting);
      this.next();
    });
  }

  private abort(waiting: Waiting): void {
    const at = this.queue.indexOf(waiting);
    if (at >= 0) this.queue.splice(at, 1);
    waiting.reject(abortError());
    // The worker ends the work at its next tile; what comes after it waits until then.
    if (this.working === waiting && this.underWay) this.post({ cancel: this.underWay.id });
  }

  private next(): void {
    if (this.working) return;
    const first = this.queue.findIndex((waiting) => !waiting.asking.idle);
    const [waiting] = this.queue.splice(Math.max(0, first), 1);
    if (!waiting) return;
    this.working = waiting;
    this.carryOut(waiting)
      .then(waiting.resolve, waiting.reject)
      .finally(() => {
        this.working = null;
        this.next();
      });
  }

  private async carryOut({ request, asking, transfer }: Waiting): Promise<Answers[Kind]> {
    if (request.kind === 'start') return this.startOn(request, asking);
    if (needsPainter(request) && !this.running && this.wanted) await this.startOn(this.wanted, asking);
    if (request.kind === 'paint') await this.reopen(request.job.photo, asking);
    if (request.kind === 'harmonise') await this.reopen(request.job.painting, asking);
    if (request.kind === 'harmonise') await this.reopen(request.job.thing, asking);
    if (request.kind === 'encode') await this.reopen(request.picture, asking);
    if ('photo' in request) await this.reopen(request.photo, asking);
    if ('reference' in request && request.reference !== null) await this.reopen(request.reference, asking);
    const answer = await this.send(request, asking, transfer);
    if (request.kind === 'open' || request.kind === 'cutOut') this.held.add(request.picture);
    // Cancelled after its last tile: nobody waits for it any more, so nobody would release it.
    if (asking.signal?.aborted && 'picture' in request && request.kind !== 'encode') this.release(request.picture);
    return answer;
  }

  /** Start the painter; on a fresh worker, which takes over the pictures, where this one runs in another way. */
  private async startOn(start: Requests['start'], asking: Asking): Promise<Answers['start']> {
    const { running } = this;
    let pictures: readonly Held[] = [];
    if (running && (running.wish !== start.wish || running.base !== start.base)) {
      pictures = await this.send({ kind: 'leave' }, {});
      this.lose();
    }
    this.wanted = start;
    if (pictures.length > 0) {
      await this.send({ kind: 'take', pictures }, {}, pictures.map((picture) => picture.rgba.buffer));
      for (const { id } of pictures) this.held.add(id);
    }
    const report = await this.send({ kind: 'start', ...start }, asking);
    this.running = start;
    return report;
  }

  private async reopen(picture: number, asking: Asking): Promise<void> {
    const opening = this.photos.get(picture);
    if (!opening || this.held.has(picture)) return;
    await this.send(opening, asking);
    this.held.add(picture);
  }

  private send<K extends Kind>(request: Request & { kind: K }, asking: Asking, transfer: Transferable[] = []): Promise<Answers[K]> {
    asking.signal?.throwIfAborted();
    const id = ++this.ids;
    return new Promise<Answers[K]>((resolve, reject) => {
      const settle = (last: FromWorker | Fault): void => {
        this.underWay = null;
        if (last instanceof Fault) reject(last);
        else if ('answer' in last) resolve(last.answer as Answers[K]);
        else if ('fault' in last) {
          // Memory of the runtime never shrinks: only a fresh worker has room again.
          if (last.fault.code === 'out-of-memory') this.lose();
          reject(new Fault(last.fault.code, last.fault.detail));
        } else reject(abortError());
      };
      this.underWay = { id, asking, settle };
      this.worker ??= this.fresh();
      this.post({ id, request }, transfer);
    });
  }

  private fresh(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    worker.onerror = (event) => this.crashed(event.message);
    worker.onmessageerror = () => this.crashed('a message could not be read');
    return worker;
  }

  private hear(message: FromWorker): void {
    const { underWay } = this;
    if (underWay?.id !== message.id) return;
    const asking = underWay.asking.signal?.aborted ? {} : underWay.asking;
    if ('step' in message) asking.onStep?.(message.step);
    else if ('download' in message) asking.onDownload?.(message.download);
    else underWay.settle(message);
  }

  private crashed(detail: string): void {
    this.lose();
    const fault = new Fault('internal', `the worker ended: ${detail}`);
    for (const waiting of this.queue.splice(0)) waiting.reject(fault);
    this.underWay?.settle(fault);
  }

  /** Let the worker go, with all that it holds. */
  private lose(): void {
    this.worker?.terminate();
    this.worker = null;
    this.running = null;
    this.held.clear();
  }

  private post(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }
}

function toColour(wish: LineartWish, base: string, manifest: ToColour['manifest']): ToColour {
  return { photo: wish.drawing, reference: wish.reference, wish, base: folderAt(base), manifest };
}

/** True also for a drawing whose colours a network proposes: the runtime comes with the painter. */
function needsPainter(request: Request): boolean {
  return PAINTERS.includes(request.kind) || ('reference' in request && request.wish.draft && request.manifest !== null);
}

/** Absolute, with a slash at the end: a worker is at another address. */
function folderAt(path: string): string {
  const folder = new URL(path, document.baseURI).href;
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function abortError(): DOMException {
  return new DOMException('cancelled', 'AbortError');
}
