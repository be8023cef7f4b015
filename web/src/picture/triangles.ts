// Triangles with numbers at their corners, filled with what lies between these.
import type { Box, Size } from './surface';

const EDGE = 1e-4; // how far over its edge a triangle goes: no pixel between two is left out

/** A rectangle of a picture, and what is drawn in it: numbers at every pixel, and where any are. */
export class Drawing {
  readonly width: number;
  readonly height: number;
  /** `count` numbers a pixel, in rows from the top. */
  readonly values: Float32Array;
  readonly drawn: Uint8Array;

  constructor(
    readonly box: Box,
    readonly count: number,
  ) {
    this.width = Math.max(0, box.x1 - box.x0);
    this.height = Math.max(0, box.y1 - box.y0);
    this.values = new Float32Array(count * this.width * this.height);
    this.drawn = new Uint8Array(this.width * this.height);
  }

  /** Over what is there. places: x, y of each point, in pixels of the picture. numbers: `count` of each point. */
  triangle(a: number, b: number, c: number, places: Float32Array, numbers: Float32Array): void {
    const { width, height, count, values, drawn, box } = this;
    const [left, top] = [box.x0 + 0.5, box.y0 + 0.5];
    const [ax, ay] = [places[2 * a]! - left, places[2 * a + 1]! - top];
    const [bx, by] = [places[2 * b]! - left - ax, places[2 * b + 1]! - top - ay];
    const [cx, cy] = [places[2 * c]! - left - ax, places[2 * c + 1]! - top - ay];
    const area = bx * cy - by * cx;
    if (Math.abs(area) < 1e-6) return;
    const x0 = Math.max(0, Math.floor(ax + Math.min(0, bx, cx)));
    const x1 = Math.min(width - 1, Math.ceil(ax + Math.max(0, bx, cx)));
    const y0 = Math.max(0, Math.floor(ay + Math.min(0, by, cy)));
    const y1 = Math.min(height - 1, Math.ceil(ay + Math.max(0, by, cy)));
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const shareB = ((x - ax) * cy - (y - ay) * cx) / area;
        const shareC = ((y - ay) * bx - (x - ax) * by) / area;
        if (shareB < -EDGE || shareC < -EDGE || shareB + shareC > 1 + EDGE) continue;
        const at = y * width + x;
        drawn[at] = 1;
        for (let index = 0; index < count; index++) {
          values[at * count + index] =
            (1 - shareB - shareC) * numbers[a * count + index]! + shareB * numbers[b * count + index]! + shareC * numbers[c * count + index]!;
        }
      }
    }
  }
}

/** What all these points span, with a pixel of room, within the picture. */
export function boxOf(points: readonly Float32Array[], { width, height }: Size): Box {
  const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]] as [[number, number], [number, number]];
  for (const each of points) {
    for (let at = 0; at < each.length; at++) {
      const axis = at & 1 ? 1 : 0;
      low[axis] = Math.min(low[axis], each[at]!);
      high[axis] = Math.max(high[axis], each[at]!);
    }
  }
  return {
    x0: Math.max(0, Math.floor(low[0]) - 1),
    x1: Math.min(width, Math.ceil(high[0]) + 1),
    y0: Math.max(0, Math.floor(low[1]) - 1),
    y1: Math.min(height, Math.ceil(high[1]) + 1),
  };
}

/** Triangles between two rows of as many points, which are named by their numbers. */
export function strip(one: readonly number[], two: readonly number[]): readonly (readonly number[])[] {
  const made: number[][] = [];
  for (let at = 0; at + 1 < one.length; at++) made.push([one[at]!, one[at + 1]!, two[at]!], [two[at]!, one[at + 1]!, two[at + 1]!]);
  return made.filter((each) => new Set(each).size === 3);
}
