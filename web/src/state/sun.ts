// The sun over a drawing, as over a landscape under a dome: in the middle it stands overhead, towards the edge it goes down.
import type { LineartWish } from '../contract/lineart';
import type { Point } from './mask';
import type { Size } from './view';

export type Light = Pick<LineartWish, 'light' | 'light_height'>;

export const HEIGHTS = { min: 5, max: 90, step: 1 } as const; // degrees, as Python has them
export const HORIZON = 0.46; // of the drawing: where a sun at height 0 would be, so that its disk can be held
const SIDES = 8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Where it is seen, in shares of the drawing. */
export function sunAt({ light: [x, y], light_height }: Light, { width, height }: Size): Point {
  const [u, v] = [x / width, y / height];
  const far = (HORIZON * Math.cos(radians(light_height))) / Math.max(1e-9, Math.hypot(u, v));
  return { x: 0.5 + u * far, y: 0.5 + v * far };
}

/** The light of a sun that is put there; from the middle it shines the way it did before. */
export function lightAt({ x, y }: Point, { width, height }: Size, before: Light): Light {
  const [u, v] = [(x - 0.5) / HORIZON, (y - 0.5) / HORIZON];
  const far = Math.hypot(u, v);
  if (far < 1e-3) return { ...before, light_height: HEIGHTS.max };
  const degrees = (Math.acos(Math.min(1, far)) * 180) / Math.PI;
  const [dx, dy] = [u * width, v * height];
  const length = Math.hypot(dx, dy);
  return { light: [dx / length, dy / length], light_height: Math.min(HEIGHTS.max, Math.max(HEIGHTS.min, degrees)) };
}

/** From which of eight sides it shines, 0 the right, then clockwise. */
export function sideOf([x, y]: Light['light']): number {
  return (Math.round((Math.atan2(y, x) / (2 * Math.PI)) * SIDES) + SIDES) % SIDES;
}
