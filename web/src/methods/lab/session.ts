// One ONNX file in ONNX Runtime Web, fed, timed and read.
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { LabFailure, RANGES, type Choice, type LabAnswer, type LabRun, type Port, type Range } from '../../contract/lab';
import { BytePicture } from '../../picture/surface';
import { explained } from './explain';
import { feedOf, filled, type Feed, type Placed } from './feed';
import { fromHalf } from './half';
import type { Model } from './onnx';
import { likeness, resultOf, type Output } from './outcome';

export type Runtime = typeof import('onnxruntime-web');

const PATIENCE = 4000; // milliseconds: a first run that took longer is not repeated to try ranges
const REPEATS = 3;
const REPEAT_BUDGET = 4000; // milliseconds
const TRIAL_SIDE = 160; // pixels, where the size is free
const CLEARLY = 0.2; // of likeness

interface Once {
  readonly output: Output;
  readonly placed: Placed;
  readonly fed: readonly number[];
  /** Of the model alone. */
  readonly milliseconds: number;
}

export class LabSession {
  private constructor(
    private readonly ort: Runtime,
    private readonly session: InferenceSession,
    private readonly model: Model,
    private readonly threads: number,
    private readonly load: number,
  ) {}

  /** Throws LabFailure. */
  static async open(ort: Runtime, file: ArrayBuffer, model: Model, gpu: boolean, threads: number): Promise<LabSession> {
    const { card } = model;
    if (card.external) throw new LabFailure('external-weights', '');
    if (card.foreign.length > 0) throw new LabFailure('foreign-operator', card.foreign.slice(0, 5).join(', '));
    const start = performance.now();
    try {
      const session = await ort.InferenceSession.create(file, {
        executionProviders: [gpu ? 'webgpu' : 'wasm'],
        graphOptimizationLevel: 'all',
        enableMemPattern: false,
        logSeverityLevel: 3,
      });
      return new LabSession(ort, session, model, threads, performance.now() - start);
    } catch (problem) {
      throw explained(problem);
    }
  }

  async run({ choice, backend, picture, mayTry }: LabRun): Promise<LabAnswer> {
    const photo = new BytePicture(picture.height, picture.width, picture.rgba);
    let { output, placed, fed, milliseconds: first } = await this.once(photo, choice);
    let result = resultOf(output, choice, placed);
    let { range } = choice;
    if (mayTry && first < PATIENCE && result.kind === 'picture') {
      range = await this.bestRange(photo, choice);
      if (range !== choice.range) {
        const better = { ...choice, range };
        ({ output, placed, fed } = await this.once(photo, better));
        result = resultOf(output, better, placed);
      }
    }
    const warm = await this.warmTime(photo, { ...choice, range }, first);
    const timing = { backend, threads: this.threads, load: this.load, first, warm };
    return { result, fed, dims: output.dims, timing, range, tried: range !== choice.range };
  }

  /** The range whose result looks most like a picture of the same thing; the given one unless another is clearly better. */
  private async bestRange(photo: BytePicture, choice: Choice): Promise<Range> {
    const side = choice.fit === 'keep' ? { height: TRIAL_SIDE, width: TRIAL_SIDE } : {};
    const scores = new Map<Range, number>();
    for (const range of RANGES) {
      const trial = { ...choice, ...side, range };
      const { output, placed } = await this.once(photo, trial);
      scores.set(range, likeness(resultOf(output, trial, placed), photo));
    }
    const score = (range: Range): number => scores.get(range) ?? 0;
    const best = RANGES.reduce((a, b) => (score(b) > score(a) ? b : a));
    return score(best) > score(choice.range) + CLEARLY ? best : choice.range;
  }

  private async warmTime(photo: BytePicture, choice: Choice, first: number): Promise<number | null> {
    if (first > REPEAT_BUDGET) return null;
    const { feeds } = this.prepared(photo, choice);
    let best = Infinity;
    const end = performance.now() + REPEAT_BUDGET;
    for (let run = 0; run < REPEATS && performance.now() < end; run++) {
      const start = performance.now();
      await this.outcome(feeds, choice);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  }

  private async once(photo: BytePicture, choice: Choice): Promise<Once> {
    const { feeds, placed, fed } = this.prepared(photo, choice);
    const start = performance.now();
    const output = await this.outcome(feeds, choice);
    return { output, placed, fed, milliseconds: performance.now() - start };
  }

  private prepared(photo: BytePicture, choice: Choice): Pick<Once, 'placed' | 'fed'> & { feeds: Record<string, OrtTensor> } {
    const { inputs } = this.model.card;
    const port = portNamed(inputs, choice.input);
    const { feed, placed } = feedOf(photo, choice, port);
    const feeds: Record<string, OrtTensor> = { [port.name]: this.tensor(feed) };
    for (const other of inputs) {
      if (other !== port) feeds[other.name] = this.tensor(filled(other, choice.fills[other.name]));
    }
    return { feeds, placed, fed: feed.dims };
  }

  private async outcome(feeds: Record<string, OrtTensor>, { output }: Choice): Promise<Output> {
    portNamed(this.model.card.outputs, output);
    try {
      return await read((await this.session.run(feeds, [output]))[output], output);
    } catch (problem) {
      throw explained(problem);
    }
  }

  private tensor({ type, data, dims }: Feed): OrtTensor {
    // The types of a tensor are those of an overload for each; which it is is known at run time only.
    return new this.ort.Tensor(type as 'float32', data as Float32Array, dims);
  }
}

function portNamed(ports: readonly Port[], name: string): Port {
  const port = ports.find((each) => each.name === name);
  if (!port) throw new LabFailure('failed', `no ${name}`);
  return port;
}

async function read(tensor: OrtTensor | undefined, name: string): Promise<Output> {
  if (!tensor || typeof tensor.getData !== 'function') throw new LabFailure('output-type', name);
  const { type, dims } = tensor;
  const data = await tensor.getData(true);
  if (data instanceof Float32Array) return { data, type, dims };
  if (type === 'float16' && data instanceof Uint16Array) return { data: Float32Array.from(data, fromHalf), type, dims };
  if (Array.isArray(data)) throw new LabFailure('output-type', `${name}: ${type}`);
  return { data: Float32Array.from(data as ArrayLike<number | bigint>, Number), type, dims };
}
