// The mask of the style brush: one byte a pixel, drawn with round, anti-aliased strokes.

const LONGEST = 768; // pixels: finer than a finger, small enough to send with every job

export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A point in shares of the picture's width and height, 0..1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An empty mask for a photo of width x height pixels. */
export function createMask(width: number, height: number): Mask {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return { ...size, data: new Uint8Array(size.width * size.height) };
}

/** Draw from `from` to `to` into the mask. size: diameter, as a share of the longer side. */
export function stroke(mask: Mask, from: Point, to: Point, size: number, tool: 'paint' | 'erase'): void {
  const { width, height, data } = mask;
  const radius = Math.max(0.5, (size * Math.max(width, height)) / 2);
  const [ax, ay, bx, by] = [from.x * width, from.y * height, to.x * width, to.y * height];
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(ay, by) - radius - 1));
  const bottom = Math.min(height, Math.ceil(Math.max(ay, by) + radius + 1));
  const left = Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1));
  const right = Math.min(width, Math.ceil(Math.max(ax, bx) + radius + 1));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const along = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const cover = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - distance)));
      if (cover === 0) continue;
      const at = y * width + x;
      const was = data[at] ?? 0;
      data[at] = tool === 'paint' ? Math.max(was, cover) : Math.min(was, 255 - cover);
    }
  }
}

export function isEmpty(mask: Mask): boolean {
  return mask.data.every((value) => value === 0);
}
