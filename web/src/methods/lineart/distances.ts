// How far it is to the nearest wall, as far as anybody asks.
import type { Size } from '../../picture/surface';

/** Squares of the distance to the nearest pixel that is not free, up to most * most: exact below that. */
export function distances(free: Uint8Array, { height, width }: Size, most: number): Uint16Array<ArrayBuffer> {
  const across = new Uint16Array(free.length);
  for (let y = 0; y < height; y++) {
    const [start, end] = [y * width, (y + 1) * width];
    let far = most;
    for (let at = start; at < end; at++) across[at] = far = free[at] ? Math.min(most, far + 1) : 0;
    far = most;
    for (let at = end - 1; at >= start; at--) {
      far = Math.min(across[at]!, far + 1);
      across[at] = far * far;
    }
  }
  const near = across.slice();
  for (let step = 1; step < most; step++) {
    const further = step * step;
    const offset = step * width;
    for (let at = offset; at < near.length; at++) {
      const [above, below] = [across[at - offset]! + further, across[at]! + further];
      if (above < near[at]!) near[at] = above;
      if (below < near[at - offset]!) near[at - offset] = below;
    }
  }
  return near;
}
