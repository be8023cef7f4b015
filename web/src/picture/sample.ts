// Reading a picture at places between its pixels, as pinxit.imageops.sample does: x columns from the left, y rows from the top,
// in pixels, the middle of the first one at 0.5. Beyond the border the picture goes on as it ends.
import type { BytePicture, Planes } from './surface';

/** Bilinear; channels into `into` from `at` on, `stride` apart. */
export function bilinear(window: Planes, x: number, y: number, into: Float32Array, at: number, stride: number): void {
  const { width, height, channels, data } = window;
  const [column, row] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [across, down] = [x - 0.5 - column, y - 0.5 - row];
  const [x0, x1] = [within(column, width), within(column + 1, width)];
  const [y0, y1] = [within(row, height) * width, within(row + 1, height) * width];
  for (let channel = 0; channel < channels; channel++) {
    const base = channel * height * width;
    const above = data[base + y0 + x0]! * (1 - across) + data[base + y0 + x1]! * across;
    const below = data[base + y1 + x0]! * (1 - across) + data[base + y1 + x1]! * across;
    into[at + channel * stride] = above * (1 - down) + below * down;
  }
}

const weightsX = new Float64Array(6);
const weightsY = new Float64Array(6);
const columns = new Int32Array(6); // where the six begin in a row of bytes

/** By cubics over six pixels, 0..255 and limited to that: three numbers into the start of `into`. */
export function bicubic({ width, height, rgba }: BytePicture, x: number, y: number, into: Float64Array): void {
  const [column, row] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  cubics(x - 0.5 - column, weightsX);
  cubics(y - 0.5 - row, weightsY);
  for (let across = 0; across < 6; across++) columns[across] = 4 * within(column + across - 2, width);
  let [red, green, blue] = [0, 0, 0];
  for (let down = 0; down < 6; down++) {
    const start = 4 * width * within(row + down - 2, height);
    let [r, g, b] = [0, 0, 0];
    for (let across = 0; across < 6; across++) {
      const weight = weightsX[across]!;
      const at = start + columns[across]!;
      r += weight * rgba[at]!;
      g += weight * rgba[at + 1]!;
      b += weight * rgba[at + 2]!;
    }
    const weight = weightsY[down]!;
    red += weight * r;
    green += weight * g;
    blue += weight * b;
  }
  into[0] = limited(red);
  into[1] = limited(green);
  into[2] = limited(blue);
}

/** Weights of the six pixels around a place (Keys 1981, his kernel of third order). */
function cubics(t: number, weights: Float64Array): void {
  const rest = 1 - t;
  weights[0] = (t * rest * rest) / 12;
  weights[1] = (-t * rest * (8 - 7 * t)) / 12;
  weights[2] = 1 + (t * t * (4 * t - 7)) / 3;
  weights[3] = t * (1 + rest - (4 / 3) * rest * rest);
  weights[4] = (-t * rest * (8 - 7 * rest)) / 12;
  weights[5] = (rest * t * t) / 12;
}

const within = (at: number, length: number): number => (at < 0 ? 0 : at < length ? at : length - 1);
const limited = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
