// How a model probably wants its picture: from what its file says, what its shapes allow, and what is usual.
import type { Channels, Choice, Fit, Guess, Hints, Layout, ModelCard, Port, Range, Reason, Task } from '../../contract/lab';
import { fromGraph } from './normalisation';
import type { Model } from './onnx';

/** What a shape says of a picture; null where it leaves it open. */
interface Shape {
  readonly layout: Layout;
  readonly layoutReason: Reason;
  readonly channels: number | null;
  readonly height: number | null;
  readonly width: number | null;
  /** How surely this is a picture, for choosing among several. */
  readonly rank: number;
}

export const FREE_SIDE = 512; // pixels: what a free size is filled with
const CLASSIFIER_SIDE = 224;
const SMALL_SIDE = 28;
const LEAST_SIDE = 8;
const NUMERIC = new Set(['float32', 'float16', 'float64', 'uint8', 'int8', 'uint16', 'int32', 'int64']);

type Dim = number | string | null;

const isChannels = (dim: Dim | undefined): dim is number => dim === 1 || dim === 3 || dim === 4;
const isSide = (dim: Dim | undefined): boolean => typeof dim !== 'number' || dim >= LEAST_SIDE;
const isNamed = (dim: Dim | undefined, what: RegExp): boolean => typeof dim === 'string' && what.test(dim);
const fixed = (dim: Dim | undefined): number | null => (typeof dim === 'number' ? dim : null);

/** The port as a picture; null where it cannot be one. */
export function pictureShape({ type, dims }: Port): Shape | null {
  if (!NUMERIC.has(type)) return null;
  if (dims === null) return { layout: 'nchw', layoutReason: 'usual', channels: null, height: null, width: null, rank: 0 };
  if (dims.length === 4) return volume(dims.slice(1), 3);
  if (dims.length === 3) {
    const hasBatch = typeof dims[0] !== 'number' && !isChannels(dims[2]) && !isNamed(dims[0], /^[ch]$|chan|height|rows/i);
    return volume(hasBatch ? [1, ...dims.slice(1)] : dims, 2);
  }
  return dims.length === 2 ? flat(dims[0]!, dims[1]!) : null;
}

function volume(dims: readonly Dim[], rank: number): Shape | null {
  const [first, second, third] = dims;
  const planar = { layout: 'nchw' as const, channels: fixed(first), height: fixed(second), width: fixed(third), rank };
  const woven = { layout: 'nhwc' as const, channels: fixed(third), height: fixed(first), width: fixed(second), rank };
  if (isChannels(first) && isSide(second) && isSide(third)) return { ...planar, layoutReason: 'shape' };
  if (isChannels(third) && isSide(first) && isSide(second)) return { ...woven, layoutReason: 'shape' };
  if (typeof first === 'number' && typeof third === 'number') return null;
  if (!isSide(first) || !isSide(second) || !isSide(third)) return null;
  const channels = /^c$|chan/i;
  if (isNamed(third, channels) || isNamed(first, /^h$|height|rows/i)) return { ...woven, layoutReason: 'name' };
  if (isNamed(first, channels)) return { ...planar, layoutReason: 'name' };
  // A fixed number that is too large for channels is a side.
  return typeof first === 'number' ? { ...woven, layoutReason: 'shape' } : { ...planar, layoutReason: 'usual' };
}

/** A table of features: one square picture in a row, as scikit-learn takes it; or a bare grey picture. */
function flat(first: Dim, second: Dim): Shape | null {
  if (typeof second !== 'number') return null;
  const grey = { layout: 'nhwc' as const, layoutReason: 'shape' as const, channels: 1, rank: 1 };
  if (typeof first === 'number' && first >= LEAST_SIDE) return { ...grey, height: first, width: second };
  for (const channels of [1, 3]) {
    const side = Math.sqrt(second / channels);
    if (Number.isInteger(side) && side >= LEAST_SIDE) return { ...grey, channels, height: side, width: side };
  }
  return null;
}

/** What an output is, as far as its declared shape says. */
export function taskOf({ type, dims }: Port): Task | null {
  if (!NUMERIC.has(type)) return 'numbers';
  if (dims === null) return null;
  const last = dims.at(-1);
  if (dims.length === 2) return last === 1 ? 'numbers' : 'classes';
  if (dims.length === 4 && dims[2] === 1 && dims[3] === 1) return 'classes';
  if (dims.length < 3 || dims.length > 4) return 'numbers';
  const volumeDims = dims.length === 4 ? dims.slice(1) : dims;
  if (volumeDims.every((dim) => typeof dim !== 'number')) return null;
  return isChannels(volumeDims[0]) || isChannels(last) ? 'picture' : 'numbers';
}

const TASK_RANK: Readonly<Record<Task, number>> = { picture: 3, classes: 2, numbers: 0 };

function bestOutput(outputs: readonly Port[]): Port {
  // Labels and indices come as whole numbers, beside the numbers that they were made from.
  const rank = (port: Port): number => {
    const task = taskOf(port);
    return (task === null ? 1 : TASK_RANK[task]) - (/^u?int/.test(port.type) && task !== 'picture' ? 1.5 : 0);
  };
  return outputs.reduce((best, port) => (rank(port) > rank(best) ? port : best));
}

/** The guess, or null where no input can be a picture. `hints`: of a sample, which knows. */
export function guess({ card, nodes, constants }: Model, hints: Hints | null): Guess | null {
  const candidates = card.inputs.flatMap((port) => {
    const shape = pictureShape(port);
    return shape ? [{ port, shape }] : [];
  });
  if (candidates.length === 0) return null;
  const { port, shape } = candidates.reduce((best, each) => (each.shape.rank > best.shape.rank ? each : best));
  const output = bestOutput(card.outputs);
  const task = taskOf(output);
  const said = fromMetadata(card);
  const seen = fromGraph(port.name, nodes, constants);
  const [layout, layoutReason] = hints ? [hints.layout, 'sample' as const] : layoutOf(shape, card);
  const [channels, channelsReason] = pick<Channels>(
    [hints?.channels, 'sample'],
    [shape.channels === 1 ? 'grey' : shape.channels === 4 ? 'rgba' : undefined, 'shape'],
    [said.channels, 'metadata'],
    [seen.channels, 'graph'],
    ['rgb', 'usual'],
  );
  const [range, rangeReason] = pick<Range>(
    [hints?.range, 'sample'],
    [said.range, 'metadata'],
    [/int/.test(port.type) ? '0-255' : undefined, 'type'],
    [seen.range, 'graph'],
    [usualRange(task, layout, channels), 'usual'],
  );
  const isFree = shape.height === null && shape.width === null;
  const [fit, fitReason] = pick<Fit>(
    [hints?.fit, 'sample'],
    [isFree && task !== 'classes' ? 'keep' : undefined, 'shape'],
    [task === 'classes' ? 'crop' : 'pad', 'usual'],
  );
  const side = task !== 'classes' ? FREE_SIDE : channels === 'grey' ? SMALL_SIDE : CLASSIFIER_SIDE;
  const choice: Choice = {
    input: port.name,
    layout,
    channels,
    range,
    fit,
    height: shape.height ?? side,
    width: shape.width ?? side,
    output: output.name,
    task: null,
    outLayout: null,
    outRange: null,
    fills: {},
  };
  return {
    choice,
    reasons: {
      layout: layoutReason,
      channels: channelsReason,
      range: rangeReason,
      fit: fitReason,
      size: isFree ? 'usual' : 'shape',
      task: task === null ? 'usual' : 'shape',
    },
    fixedSize: shape.height !== null && shape.width !== null,
    missing: card.inputs.filter(({ name }) => name !== port.name),
  };
}

function pick<T>(...offers: readonly (readonly [T | undefined, Reason])[]): [T, Reason] {
  for (const [value, reason] of offers) if (value !== undefined) return [value, reason];
  throw new RangeError('the last offer must have a value');
}

function layoutOf({ layout, layoutReason }: Shape, { producer }: ModelCard): [Layout, Reason] {
  // TensorFlow keeps channels last; where the shape is silent its converter's name is not.
  if (layoutReason === 'usual' && /tf2onnx|keras|tensorflow/i.test(producer)) return ['nhwc', 'name'];
  return [layout, layoutReason];
}

function usualRange(task: Task | null, layout: Layout, channels: Channels): Range {
  if (task !== 'classes' || channels === 'grey') return '0-1';
  return layout === 'nchw' ? 'imagenet' : 'minus1-1';
}

const FORMATS: Readonly<Record<string, Channels>> = { rgb8: 'rgb', bgr8: 'bgr', gray8: 'grey', rgba8: 'rgba' };
const NOMINAL: Readonly<Record<string, Range>> = {
  nominalrange_0_255: '0-255',
  normalized_0_1: '0-1',
  normalized_1_1: 'minus1-1',
};

/** The metadata that the ONNX standard has for pictures. */
function fromMetadata({ metadata }: ModelCard): { channels: Channels | undefined; range: Range | undefined } {
  return {
    channels: FORMATS[(metadata['Image.BitmapPixelFormat'] ?? '').toLowerCase()],
    range: NOMINAL[(metadata['Image.NominalPixelRange'] ?? '').toLowerCase()],
  };
}
