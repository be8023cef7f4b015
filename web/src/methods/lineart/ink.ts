// From a drawing, a scan or a photo of one to its lines: how much ink there is at each pixel, 0 paper to 1 line (sketch.py).
import { roundEven } from '../../picture/rounding';
import { onWhite, planes, type BytePicture, type Planes } from '../../picture/surface';
import { components } from './components';
import { largest, least } from './extremes';
import { median, otsu, quantile } from './levels';
import { paperOf } from './paper';

const DARK = 1e-3; // added to drawing and paper: a black page has no ink on it
const THIN = 0.012; // of the longer side: a line is narrower, a filled place is not
const THIN_LEAST = 8; // pixels
const FAINT = 16 / 255; // less ink is not asked how strong lines are
const BLACK = 0.95; // lines that have more ink are as they were drawn
const CLEAR = 2 / 255; // ink of half of the paper below which there is no noise
const FRAY = 7; // pixels: a line and its soft edges
const WALL = 0.25; // ink of a line
const SURE = 0.5; // ink that a line has somewhere
const SPECK = 9; // pixels: a smaller spot is no line
const LONG = 60; // pixels: a faint mark that is larger is a line

/** The ink of a drawing: what is darker or more coloured than the paper around it. One channel. */
export function inkOf(picture: BytePicture): Planes {
  const rgb = onWhite(picture);
  // The least of the channels: a blue pencil's line is as much a line as a black one.
  let ink = lacking(rgb, null);
  if (middle(ink) > CLEAR) ink = lacking(rgb, paperOf(rgb)); // not drawn on white by a program
  return levelled(ink);
}

/** 1 where lines are: ink above a quarter that belongs to a mark which is strong somewhere, or long; specks are none. */
export function wallsOf(ink: Planes): Uint8Array<ArrayBuffer> {
  const walls = new Uint8Array(ink.data.length);
  for (let at = 0; at < walls.length; at++) walls[at] = Number(ink.data[at]! > WALL);
  const { labels, count } = components(walls, ink, true);
  const pixels = new Int32Array(count + 1);
  const sure = new Uint8Array(count + 1);
  for (let at = 0; at < walls.length; at++) {
    pixels[labels[at]!]!++;
    if (ink.data[at]! > SURE) sure[labels[at]!] = 1;
  }
  for (let at = 0; at < walls.length; at++) {
    const mark = labels[at]!;
    if (mark && (pixels[mark]! < SPECK || (!sure[mark] && pixels[mark]! < LONG))) walls[at] = 0;
  }
  return walls;
}

/** How much the darkest channel lacks to that of the paper; null: to white. */
function lacking(rgb: Planes, paper: Planes | null): Planes {
  const ink = planes(1, rgb.height, rgb.width);
  const size = ink.data.length;
  for (let at = 0; at < size; at++) {
    let share = 1;
    for (let place = at; place < 3 * size; place += size) {
      const value = rgb.data[place]!;
      share = Math.min(share, paper ? (value + DARK) / (paper.data[place]! + DARK) : value);
    }
    ink.data[at] = 1 - Math.max(0, share);
  }
  return ink;
}

/** Of every third pixel of every third row. */
function middle({ data, height, width }: Planes): number {
  const some = new Float32Array(Math.ceil(height / 3) * Math.ceil(width / 3));
  for (let y = 0, at = 0; y < height; y += 3) for (let x = 0; x < width; x += 3) some[at++] = data[y * width + x]!;
  return median(some);
}

/** Ink with that of paper and its noise taken off, and lines at 1. */
function levelled(ink: Planes): Planes {
  // More than half of a page is paper; where that half has ink, it is noise.
  const noisy = middle(ink) > CLEAR;
  const [floor, strong] = noisy ? levels(ink) : [0, strength(ink)];
  const out = { ...ink, data: ink.data.map((value) => Math.min(1, Math.max(0, (value - floor) / (strong - floor)))) };
  if (!noisy) return out;
  // What noise is left lies apart from lines.
  const near = largest({ ...out, data: Float32Array.from(wallsOf(out)) }, FRAY).data;
  return { ...out, data: out.data.map((value, at) => value * near[at]!) };
}

/** The ink of strong lines on clean paper. */
function strength({ data }: Planes): number {
  const marks = data.filter((value) => value > FAINT);
  const strong = marks.length > 0 ? quantile(marks, 0.9) : 1;
  return strong >= BLACK ? 1 : strong;
}

/** The ink of noise, and that of lines. What is filled with ink says nothing about how dark a pencil's line is. */
function levels(ink: Planes): readonly [number, number] {
  const window = 2 * roundEven(Math.max(THIN * Math.max(ink.height, ink.width), THIN_LEAST) / 2) + 1;
  const filled = largest(least(ink, window), window).data;
  const marks = ink.data.map((value, at) => value - filled[at]!).filter((value) => value > FAINT);
  if (marks.length === 0) return [0, 1];
  const parted = otsu(marks);
  const faint = marks.filter((value) => value < parted);
  return [faint.length > 0 ? median(faint) : 0, median(marks.filter((value) => value >= parted))];
}
