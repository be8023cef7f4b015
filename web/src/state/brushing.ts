// The style brush: a mask in which a second style applies.
import type { App } from './app';
import { createMask, isEmpty, stroke, type Point } from './mask';
import { repaint } from './painting';
import type { Brush } from './state';

/** A line of the brush, from one point of the picture to another. Not painted before `lift`. */
export function draw(app: App, from: Point, to: Point): void {
  const { photo, brush } = app.store.get();
  if (!photo) return;
  app.mask ??= createMask(photo.width, photo.height);
  stroke(app.mask, from, to, brush.size, brush.tool);
  app.store.set({ brush: { ...brush, version: brush.version + 1 } });
}

/** The brush leaves the picture: paint what it drew. */
export function lift(app: App): void {
  const { brush } = app.store.get();
  app.store.set({ brush: { ...brush, empty: !app.mask || isEmpty(app.mask) } });
  repaint(app);
}

export function clearMask(app: App): void {
  const { brush } = app.store.get();
  app.mask = null;
  app.store.set({ brush: { ...brush, version: brush.version + 1, empty: true } });
  if (!brush.empty) repaint(app);
}

export function setBrush(app: App, change: Partial<Pick<Brush, 'on' | 'tool' | 'size' | 'softness'>>): void {
  const { brush } = app.store.get();
  app.store.set({ brush: { ...brush, ...change } });
  if (change.softness !== undefined && !brush.empty) repaint(app, 220);
}
