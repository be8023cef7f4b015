// The worker's end: one request at a time comes in, its progress and its answer go out.
import type { FoundFace } from '../contract/portrait';
import type { Answers, FromWorker, Held, Kind, Request, ToWorker } from './messages';
import { Studio } from './studio';
import { asFault, type Errand } from './errand';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const studio = new Studio();
const underWay = new Map<number, AbortController>();

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ('cancel' in data) underWay.get(data.cancel)?.abort();
  else if ('release' in data) studio.release(data.release);
  else void serve(data.id, data.request);
};

async function serve(id: number, request: Request): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  const errand: Errand = {
    signal: controller.signal,
    step: (step) => post({ id, step }),
    onDownload: (download) => post({ id, download }),
  };
  try {
    const answer = await answerTo(request, errand);
    post({ id, answer }, transfers(answer));
  } catch (problem) {
    const { code, detail } = asFault(problem);
    post(controller.signal.aborted ? { id, aborted: true } : { id, fault: { code, detail } });
  } finally {
    underWay.delete(id);
  }
}

async function answerTo(request: Request, errand: Errand): Promise<Answers[Kind]> {
  switch (request.kind) {
    case 'start':
      return studio.start(request, errand);
    case 'open':
      return studio.open(request);
    case 'paint':
      return studio.paint(request, errand);
    case 'read':
      return studio.read(request, errand);
    case 'look':
      return studio.look(request, errand);
    case 'cutOut':
      return studio.cutOut(request, errand);
    case 'harmonise':
      return studio.harmonise(request, errand);
    case 'world':
      return studio.world(request, errand);
    case 'tint':
      return studio.tint(request);
    case 'encode':
      return studio.encode(request);
    case 'faces':
      return studio.faces(request, errand);
    case 'expressionIn':
      return studio.expressionIn(request, errand);
    case 'follow':
      return studio.follow(request, errand);
    case 'unfollow':
      return studio.unfollow();
    case 'express':
      return studio.express(request, errand);
    case 'portray':
      return studio.portray(request, errand);
    case 'sketch':
      return studio.sketch(request, errand);
    case 'colourIn':
      return studio.colourIn(request, errand);
    case 'coloured':
      return studio.coloured(request, errand);
    case 'swatches':
      return studio.swatches(request);
    case 'layers':
      return studio.layers(request, errand);
    case 'frame':
      return studio.frame(request, errand);
    case 'leave':
      return studio.leave();
    case 'take':
      return studio.take(request);
  }
}

function transfers(answer: Answers[Kind]): Transferable[] {
  if (answer === null || answer instanceof Blob) return [];
  if (answer instanceof Float32Array) return [answer.buffer];
  if (Array.isArray(answer)) {
    const parts = answer as readonly (Held | FoundFace | string)[];
    return parts.flatMap((each) => (typeof each === 'object' && 'rgba' in each ? [each.rgba.buffer] : []));
  }
  if ('table' in answer) return [answer.table.buffer];
  if ('change' in answer) return [answer.change.buffer];
  return 'bitmap' in answer ? [answer.bitmap] : [];
}

function post(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}
