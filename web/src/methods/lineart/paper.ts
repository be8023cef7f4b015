// The paper that a drawing is on: the drawing closed over its lines, and for places filled with ink what is around them (sketch.py).
import { resample, type Kind } from '../../picture/resample';
import { roundEven } from '../../picture/rounding';
import { spread } from '../../picture/spread';
import { planes, planesSurface, whole, type Planes, type Size } from '../../picture/surface';
import { largest, least } from './extremes';
import { quantile } from './levels';

const CALM = [0, 1, 2, 3, 4].map((off) => Math.exp(-(off ** 2) / 2)); // a Gaussian of one pixel: its middle and one side
const CALMED = CALM.reduce((sum, weight) => sum + 2 * weight, -1); // all of it
const WIDEST = 0.025; // of the longer side: what is wider is no line, but a place filled with ink, or another paper
const WIDEST_LEAST = 32; // pixels, of a small drawing
const CELLS = 48; // of the longer side: where paper is looked for from afar
const PAPER = 0.6; // of the paper around it: what is darker is filled with ink

/** The paper at each pixel. */
export function paperOf(rgb: Planes): Planes {
  const long = Math.max(rgb.height, rgb.width);
  const half = { height: Math.max(1, Math.floor(rgb.height / 2)), width: Math.max(1, Math.floor(rgb.width / 2)) };
  const small = calmed(resized(rgb, half, 'area'));
  const window = 2 * roundEven(Math.max(WIDEST * long, WIDEST_LEAST) / 4) + 1;
  // A closing keeps the edge of a shadow where it is; a mean would smear it over the paper to either side.
  const closed = within(least(largest(beyond(small, window), window), window), half, window);
  const around = surroundings(closed, Math.ceil(long / CELLS));
  const size = closed.height * closed.width;
  const [bright, brightAround] = [lightness(closed), lightness(around)];
  const paper = closed.data.map((value, at) => (bright[at % size]! < PAPER * brightAround[at % size]! ? around.data[at]! : value));
  return resized({ ...closed, data: paper }, rgb, 'linear');
}

/** Paper seen from afar: what is much darker than a place beside it is filled with ink, and left out. */
function surroundings(closed: Planes, cell: number): Planes {
  const coarse = { height: Math.max(1, Math.floor(closed.height / cell)), width: Math.max(1, Math.floor(closed.width / cell)) };
  const bright = resized(closed, coarse, 'area');
  const light = lightness(bright);
  const enough = PAPER * quantile(light, 0.9);
  const known = planes(1, coarse.height, coarse.width);
  light.forEach((value, at) => (known.data[at] = Number(value >= enough)));
  for (let more = true; more; ) {
    const lit = largest({ ...known, data: light.map((value, at) => value * known.data[at]!) }, 3).data;
    more = false;
    for (let at = 0; at < light.length; at++) {
      if (known.data[at] || lit[at]! <= 0 || light[at]! < PAPER * lit[at]!) continue;
      known.data[at] = 1;
      more = true;
    }
  }
  return resized(spread(bright, known), closed, 'linear');
}

function lightness({ data }: Planes): Float32Array<ArrayBuffer> {
  const size = data.length / 3;
  return Float32Array.from({ length: size }, (_, at) => (data[at]! + data[at + size]! + data[at + 2 * size]!) / 3);
}

/** Smoothed a little: the brightest is to be paper, not noise. */
function calmed(from: Planes): Planes {
  const { channels, height, width } = from;
  const [down, out] = [planes(channels, height, width), planes(channels, height, width)];
  const smooth = (source: Float32Array, into: Float32Array, start: number, step: number, length: number): void => {
    for (let at = 0; at < length; at++) {
      let sum = source[start + at * step]!;
      for (let off = 1; off < CALM.length; off++) {
        const [before, after] = [Math.max(0, at - off), Math.min(length - 1, at + off)];
        sum += CALM[off]! * (source[start + before * step]! + source[start + after * step]!);
      }
      into[start + at * step] = sum / CALMED;
    }
  };
  for (let channel = 0; channel < channels; channel++) {
    for (let x = 0; x < width; x++) smooth(from.data, down.data, channel * height * width + x, width, height);
  }
  for (let row = 0; row < channels * height; row++) smooth(down.data, out.data, row * width, 1, width);
  return out;
}

/** The picture with a border, in which it goes on as it ends. */
function beyond(from: Planes, border: number): Planes {
  const out = planes(from.channels, from.height + 2 * border, from.width + 2 * border);
  const line = new Float32Array(from.width);
  for (let channel = 0; channel < out.channels; channel++) {
    for (let y = 0; y < out.height; y++) {
      const row = Math.min(from.height - 1, Math.max(0, y - border));
      planesSurface(from).row(row, 0, from.width, channel, line);
      const start = (channel * out.height + y) * out.width;
      out.data.fill(line[0]!, start, start + border);
      out.data.set(line, start + border);
      out.data.fill(line[from.width - 1]!, start + border + from.width, start + out.width);
    }
  }
  return out;
}

function within(from: Planes, size: Size, border: number): Planes {
  const out = planes(from.channels, size.height, size.width);
  for (let channel = 0; channel < out.channels; channel++) {
    for (let y = 0; y < size.height; y++) {
      const start = (channel * from.height + y + border) * from.width + border;
      out.data.set(from.data.subarray(start, start + size.width), (channel * size.height + y) * size.width);
    }
  }
  return out;
}

function resized(from: Planes, size: Size, kind: Kind): Planes {
  if (from.height === size.height && from.width === size.width) return from;
  return resample(planesSurface(from), size, whole(size), kind, false);
}
