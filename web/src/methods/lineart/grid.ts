// Colours as shares of a grid of them: what the network is told and says (grid.py).
import type { Rgb } from './colours';

const LEVELS = 4; // of each channel
export const NUMBERS = LEVELS ** 3;

/** The colours of the grid, blue fastest. */
export const GRID: readonly Rgb[] = Array.from({ length: NUMBERS }, (_, at) => {
  const level = (step: number): number => (Math.floor(at / step) % LEVELS) / (LEVELS - 1);
  return [level(LEVELS * LEVELS), level(LEVELS), level(1)];
});

/** Add a share of a colour to a grid of colours, blue fastest, from `start` on: it is divided between the eight points around it. */
export function divide(colour: Rgb, share: number, grid: Float32Array, start: number): void {
  const places = colour.map((value) => Math.min(1, Math.max(0, value)) * (LEVELS - 1));
  const low = places.map((place) => Math.min(LEVELS - 2, Math.floor(place)));
  for (let corner = 0; corner < 8; corner++) {
    let [at, weight] = [0, share];
    for (let channel = 0; channel < 3; channel++) {
      const up = (corner >> channel) & 1;
      const over = places[channel]! - low[channel]!;
      at = at * LEVELS + low[channel]! + up;
      weight *= up ? over : 1 - over;
    }
    grid[start + at]! += weight;
  }
}
