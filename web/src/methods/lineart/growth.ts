// Labels that grow, all at the same pace, over the pixels that they may reach: which seed is nearest on the way through.
// A front a pixel wide moves in steps, to 4 neighbours and to 8 in turn, so its way is an octagon's (growth.py).
import type { Size } from '../../picture/surface';

export const NONE = -1;

/**
 * Grow labels (NONE where there is none) in place over the pixels without one that are allowed. parts: growth stays within pixels
 * of one part.
 */
export function grow(labels: Int32Array, allowed: Uint8Array, size: Size, parts: Int32Array | null = null): void {
  const { height, width } = size;
  const row = width + 2;
  // A border without room spares every step the question whether a neighbour is inside.
  const open = new Uint8Array((height + 2) * row);
  const passable = new Uint8Array(open.length);
  const grown = new Int32Array(open.length).fill(NONE);
  const part = parts && new Int32Array(open.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, there = (y + 1) * row + 1; x < width; x++, at++, there++) {
      grown[there] = labels[at]!;
      open[there] = Number(labels[at] === NONE && allowed[at] === 1);
      passable[there] = Number(open[there] === 1 || labels[at] !== NONE);
      if (part) part[there] = parts[at]!;
    }
  }
  const beside = [-1, 1, -row, row].map((offset) => ({ offset, x: 0, y: 0 }));
  const corners = [-1, 1].flatMap((x) => [-row, row].map((y) => ({ offset: x + y, x, y })));
  let front = beginning(grown, open, row);
  for (let step = 0; front.length > 0; step++) {
    const reached: number[] = [];
    for (const { offset, x, y } of step % 2 === 0 ? beside : [...beside, ...corners]) {
      for (const at of front) {
        const there = at + offset;
        if (!open[there] || (part && part[there] !== part[at])) continue;
        // Not through the corner where two pixels of a line touch.
        if (x !== 0 && !passable[at + x] && !passable[at + y]) continue;
        open[there] = 0;
        grown[there] = grown[at]!;
        reached.push(there);
      }
    }
    // Who moved sideways only may still have a corner to reach.
    front = step % 2 === 0 ? reached.concat(front) : reached;
  }
  for (let y = 0; y < height; y++) {
    const start = (y + 1) * row + 1;
    labels.set(grown.subarray(start, start + width), y * width);
  }
}

/** Labelled pixels with room beside them or at a corner. */
function beginning(grown: Int32Array, open: Uint8Array, row: number): number[] {
  const front: number[] = [];
  const met = new Uint8Array(open.length);
  const around = [-row - 1, -row, -row + 1, -1, 1, row - 1, row, row + 1];
  for (let at = 0; at < open.length; at++) {
    if (!open[at]) continue;
    for (const offset of around) {
      const there = at + offset;
      if (met[there] || grown[there] === NONE) continue;
      met[there] = 1;
      front.push(there);
    }
  }
  return front;
}
