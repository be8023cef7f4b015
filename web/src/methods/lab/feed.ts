// From a picture to the tensor that a model wants, and the tensors of its other inputs.
import { LabFailure, type Channels, type Choice, type Port, type Range } from '../../contract/lab';
import { resample, type Kind } from '../../picture/resample';
import { planes, type BytePicture, type Planes, type Size } from '../../picture/surface';
import { toHalf } from './half';

export type Numbers =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int32Array
  | BigInt64Array;

export interface Feed {
  readonly type: string;
  readonly data: Numbers;
  readonly dims: readonly number[];
}

/** Where the picture lies within what the model sees, in its pixels: without the bars. */
export interface Placed extends Size {
  readonly top: number;
  readonly left: number;
  /** Of the whole tensor. */
  readonly of: Size;
}

export const MEAN = [0.485, 0.456, 0.406] as const;
export const DEVIATION = [0.229, 0.224, 0.225] as const;
const GREY_MEAN = 0.449;
const GREY_DEVIATION = 0.226;
const STEP = 32; // what free sides are multiples of: networks halve them up to five times
const MOST_NUMBERS = 1 << 28;
const COUNT: Readonly<Record<Channels, number>> = { rgb: 3, bgr: 3, rgba: 4, grey: 1 };

/** The size that the model sees, for a picture of this size. */
export function seenSize(choice: Choice, picture: Size): Size {
  if (choice.fit !== 'keep') return { height: choice.height, width: choice.width };
  const scale = Math.min(choice.height / picture.height, choice.width / picture.width);
  const side = (length: number): number => Math.max(STEP, Math.round((length * scale) / STEP) * STEP);
  return { height: side(picture.height), width: side(picture.width) };
}

/** The picture as the model's input. */
export function feedOf(picture: BytePicture, choice: Choice, port: Port): { feed: Feed; placed: Placed } {
  const size = seenSize(choice, picture);
  const { image, placed } = fitted(picture, choice, size);
  const dims = dimsOf(port, choice, size);
  const batch = dims.reduce((product, dim) => product * dim, 1) / (size.height * size.width * COUNT[choice.channels]);
  if (!Number.isInteger(batch) || batch < 1) throw new LabFailure('wrong-shape', `${port.name}: ${dims.join(' × ')}`);
  const data = allocate(port, dims);
  write(data, port.type, image, choice, batch);
  return { feed: { type: port.type, data, dims }, placed };
}

/** An input beside the picture, all of one number. */
export function filled(port: Port, value: number | undefined): Feed {
  if (value === undefined || !Number.isFinite(value)) throw new LabFailure('missing-input', port.name);
  const dims = (port.dims ?? []).map((dim) => (typeof dim === 'number' ? dim : 1));
  const data = allocate(port, dims);
  const put = writer(data, port.type);
  for (let at = 0; at < data.length; at++) put(at, value);
  return { type: port.type, data, dims };
}

/** The resized picture: three channels, 0..1, and where it lies. */
function fitted(picture: BytePicture, { fit, channels }: Choice, size: Size): { image: Planes; placed: Placed } {
  const shares = [size.height / picture.height, size.width / picture.width] as const;
  const all = { top: 0, left: 0, ...size, of: size };
  if (fit === 'keep' || fit === 'stretch') return { image: scaled(picture, size, channels), placed: all };
  const scale = fit === 'pad' ? Math.min(...shares) : Math.max(...shares);
  const sides = {
    height: Math.max(1, Math.round(picture.height * scale)),
    width: Math.max(1, Math.round(picture.width * scale)),
  };
  const top = Math.floor(Math.abs(size.height - sides.height) / 2);
  const left = Math.floor(Math.abs(size.width - sides.width) / 2);
  if (fit === 'crop') {
    const box = { y0: top, y1: top + size.height, x0: left, x1: left + size.width };
    return { image: scaled(picture, sides, channels, box), placed: all };
  }
  return { image: framed(scaled(picture, sides, channels), size, top, left), placed: { top, left, ...sides, of: size } };
}

function scaled(picture: BytePicture, size: Size, channels: Channels, box = { y0: 0, y1: size.height, x0: 0, x1: size.width }): Planes {
  // As Pillow's bicubic, which is what most models were tried with.
  const kind: Kind = 'cubic';
  const colour = resample(picture, size, box, kind);
  if (channels !== 'rgba') return colour;
  const alpha = resample(picture.alpha, size, box, kind);
  const both = planes(4, colour.height, colour.width);
  both.data.set(colour.data);
  both.data.set(alpha.data, colour.data.length);
  return both;
}

/** With bars of black about it. */
function framed(image: Planes, size: Size, top: number, left: number): Planes {
  const out = planes(image.channels, size.height, size.width);
  for (let channel = 0; channel < image.channels; channel++) {
    for (let y = 0; y < image.height; y++) {
      const source = (channel * image.height + y) * image.width;
      out.data.set(image.data.subarray(source, source + image.width), (channel * size.height + top + y) * size.width + left);
    }
  }
  return out;
}

function dimsOf({ dims }: Port, { layout, channels }: Choice, { height, width }: Size): number[] {
  const count = COUNT[channels];
  const volume = layout === 'nchw' ? [count, height, width] : [height, width, count];
  const first = dims?.[0];
  const batch = typeof first === 'number' ? first : 1;
  if (dims?.length === 2) return typeof first === 'number' && first > 1 ? [height, width] : [1, count * height * width];
  if (dims?.length !== 3) return [batch, ...volume];
  // Three dimensions are a picture without a batch, or grey ones without channels.
  const isBare = count === 1 && dims[0] !== 1 && dims[2] !== 1;
  return isBare ? [typeof first === 'number' && first !== height ? first : 1, height, width] : volume;
}

function allocate({ name, type }: Port, dims: readonly number[]): Numbers {
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (length > MOST_NUMBERS) throw new LabFailure('wrong-shape', `${name}: ${dims.join(' × ')}`);
  switch (type) {
    case 'float32':
      return new Float32Array(length);
    case 'float64':
      return new Float64Array(length);
    case 'float16':
    case 'uint16':
      return new Uint16Array(length);
    case 'uint8':
    case 'bool':
      return new Uint8Array(length);
    case 'int8':
      return new Int8Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'int64':
      return new BigInt64Array(length);
    default:
      throw new LabFailure('input-type', `${name}: ${type}`);
  }
}

function writer(data: Numbers, type: string): (at: number, value: number) => void {
  if (data instanceof BigInt64Array) return (at, value) => void (data[at] = BigInt(Math.round(value)));
  if (type === 'float16') return (at, value) => void (data[at] = toHalf(value));
  if (type.startsWith('float')) return (at, value) => void (data[at] = value);
  return (at, value) => void (data[at] = Math.round(value));
}

function write(data: Numbers, type: string, image: Planes, choice: Choice, batch: number): void {
  const count = COUNT[choice.channels];
  const area = image.height * image.width;
  const each = count * area;
  const put = writer(data, type);
  for (let channel = 0; channel < count; channel++) {
    const [source, encode] = channelOf(image, choice, channel);
    // int8 inputs are what uint8 ones are, moved so that zero is in the middle.
    const shift = type === 'int8' && choice.range === '0-255' ? -128 : 0;
    for (let at = 0; at < area; at++) {
      const value = encode(source(at)) + shift;
      const target = choice.layout === 'nchw' ? channel * area + at : at * count + channel;
      for (let copy = 0; copy < batch; copy++) put(copy * each + target, value);
    }
  }
}

type Encoder = (value: number) => number;

function channelOf({ data, height, width }: Planes, { channels, range }: Choice, channel: number): [(at: number) => number, Encoder] {
  const area = height * width;
  if (channels === 'grey') {
    const grey = (at: number): number => 0.299 * data[at]! + 0.587 * data[area + at]! + 0.114 * data[2 * area + at]!;
    return [grey, encoder(range, GREY_MEAN, GREY_DEVIATION)];
  }
  const colour = channels === 'bgr' ? 2 - channel : channel;
  return [(at) => data[colour * area + at]!, encoder(range, MEAN[colour] ?? 0, DEVIATION[colour] ?? 1)];
}

function encoder(range: Range, mean: number, deviation: number): Encoder {
  if (range === '0-255') return (value) => value * 255;
  if (range === 'minus1-1') return (value) => value * 2 - 1;
  return range === 'imagenet' ? (value) => (value - mean) / deviation : (value) => value;
}
