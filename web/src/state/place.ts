// Where a thing lies in a painting: dragged, pushed with keys, made larger and smaller. Numbers only, so that they hold
// whatever the painting and the thing are.
import type { Place } from '../contract/engine';
import type { Point } from './mask';
import type { Size } from './view';

export interface Spot {
  /** The middle of the thing, in shares of the painting's width and height; it stays within the painting. */
  readonly x: number;
  readonly y: number;
  /** 1: as large as it fits into the painting. */
  readonly size: number;
}

/** Half of the painting, in its middle, as Python has it. */
export const MIDDLE: Spot = { x: 0.5, y: 0.5, size: 0.5 };
const STANDING = 0.7; // of the painting, for what stands in it
export const SIZES = { min: 0.05, max: 1.5, step: 0.01 } as const;

const limited = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export function moved(spot: Spot, dx: number, dy: number): Spot {
  return { ...spot, x: limited(spot.x + dx, 0, 1), y: limited(spot.y + dy, 0, 1) };
}

export function resized(spot: Spot, size: number): Spot {
  return { ...spot, size: limited(size, SIZES.min, SIZES.max) };
}

/** Larger or smaller by what a corner was dragged from one point to another (shares of the painting); the middle stays. */
export function pulled(spot: Spot, from: Point, to: Point, painting: Size): Spot {
  const far = ({ x, y }: Point): number => Math.hypot((x - spot.x) * painting.width, (y - spot.y) * painting.height);
  return resized(spot, spot.size * (far(to) / Math.max(1e-6, far(from))));
}

/** The same in pixels, as the engine takes it. */
export function placeOf({ x, y, size }: Spot, thing: Size, painting: Size): Place {
  const scale = size * Math.min(painting.height / thing.height, painting.width / thing.width);
  return { x: x * painting.width, y: y * painting.height, scale };
}

/** What a thing covers, in shares of the painting; it may reach beyond its border. */
export function shareOf(spot: Spot, thing: Size, painting: Size): { readonly left: number; readonly top: number } & Size {
  const { scale } = placeOf(spot, thing, painting);
  const width = (thing.width * scale) / painting.width;
  const height = (thing.height * scale) / painting.height;
  return { left: spot.x - width / 2, top: spot.y - height / 2, width, height };
}

/** Where a thing is put first: in the middle; one that is cut off below stands on the painting's lower border. */
export function firstSpot(thing: Size & { readonly cropped: boolean }, painting: Size): Spot {
  if (!thing.cropped) return MIDDLE;
  const spot = resized(MIDDLE, STANDING);
  return { ...spot, y: 1 - shareOf(spot, thing, painting).height / 2 };
}
