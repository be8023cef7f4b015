// The session of Texture worlds: the newest wish wins, what is not wanted any more is given back.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Asking, Painted, WorldWish } from '../../src/contract/engine';
import type { App } from '../../src/state/app';
import { INITIAL, type Photo } from '../../src/state/state';
import { createStore } from '../../src/state/store';
import { shortName, sizeOf, worldsOf, type WorldsSession } from '../../src/state/worlds';

interface Job {
  readonly wish: WorldWish;
  readonly base: string;
  readonly asking: Asking;
  done(id: number): void;
}

let app: App;
let session: WorldsSession;
let leave: () => void;
let jobs: Job[];
const released = vi.fn();
const closed = vi.fn();
const bitmap = { close: closed } as unknown as ImageBitmap;
const photo = (id: number): Photo => ({ held: { id, small: 0 }, width: 400, height: 300, name: 'cat.jpg', bitmap });
const made = (id: number): Painted => ({ id, width: 4, height: 3, bitmap, milliseconds: 1, tiles: 1, limitedTo: null });
/** Let timers and promises run. */
const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => new Response('{}'));
  jobs = [];
  released.mockClear();
  const engine = {
    release: released,
    world: (_photo: number, wish: WorldWish, base: string, _manifest: unknown, asking: Asking) =>
      new Promise<Painted>((resolve) => jobs.push({ wish, base, asking, done: (id) => resolve(made(id)) })),
  };
  app = { store: createStore(INITIAL), engine, base: 'https://host/pinxit/' } as unknown as App;
  session = worldsOf(app);
  leave = session.enter();
});
afterEach(() => {
  leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('names and sizes', () => {
  expect(shortName('mosaic.strokes_v1')).toBe('strokes');
  expect(shortName('mosaic.blue_waves_v12')).toBe('blue_waves');
  expect(sizeOf({ width: 451, height: 300 }, 1024)).toEqual({ width: 1024, height: 681 });
  expect(sizeOf({ width: 3000, height: 1 }, 512)).toEqual({ width: 512, height: 1 });
});

test('a world that is chosen before there is a photo is painted when one comes', async () => {
  session.choose('mosaic.bark_v1');
  await soon();
  expect(jobs).toHaveLength(0);
  app.store.set({ photo: photo(7) });
  await soon();
  expect(jobs[0]!.base).toBe('https://host/pinxit/zoo/mosaic.bark_v1/');
  jobs[0]!.done(11);
  await soon();
  expect(session.store.get()).toMatchObject({ step: null, painted: { id: 11, world: 'mosaic.bark_v1' } });
  expect(session.fileName('image/png')).toBe('cat-bark.png');
});

test('of many wishes the last is painted, and what comes too late is given back', async () => {
  app.store.set({ photo: photo(7) });
  session.choose('mosaic.bark_v1');
  await soon();
  for (const side of [640, 768, 896]) session.wish({ side });
  await soon();
  expect(jobs.map(({ wish }) => wish.side)).toEqual([1024, 896]);
  expect(jobs[0]!.asking.signal!.aborted).toBe(true);
  jobs[0]!.done(11);
  jobs[1]!.done(12);
  await soon();
  expect(session.store.get().painted!.id).toBe(12);
  expect(released.mock.calls).toEqual([[11]]);
  session.again();
  await soon();
  expect(jobs[2]!.wish).toMatchObject({ throw: 1, side: 896 });
});

test('what is cancelled leaves the picture before it; another photo and another screen take that down', async () => {
  app.store.set({ photo: photo(7) });
  session.choose('mosaic.bark_v1');
  await soon();
  jobs[0]!.done(11);
  await soon();
  session.again();
  await soon();
  session.cancel();
  expect(session.store.get()).toMatchObject({ step: null, cancelled: true, painted: { id: 11 } });
  app.store.set({ photo: photo(8) });
  expect(session.store.get().painted).toBeNull();
  expect(released).toHaveBeenCalledWith(11);
  await soon();
  jobs[2]!.done(13);
  await soon();
  leave();
  expect(released).toHaveBeenCalledWith(13);
});
