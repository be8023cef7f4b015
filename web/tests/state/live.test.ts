import { expect, test } from 'vitest';
import { clock, FIRST_PACE, isVideo, LEAST_SIDE, MOST_SIDE, paced, recent, speedOf, type Pace } from '../../src/state/live';

/** A device whose frames take `at256` ms at 256 pixels, and time in proportion to the pixels. */
function run(at256: number, frames: number, from: Pace = FIRST_PACE, noise: (frame: number) => number = () => 1): Pace[] {
  const paces = [from];
  for (let frame = 0; frame < frames; frame++) {
    const pace = paces[paces.length - 1]!;
    paces.push(paced(pace, at256 * (pace.side / 256) ** 2 * noise(frame)));
  }
  return paces;
}
const sides = (paces: readonly Pace[]): number[] => paces.map(({ side }) => side);
const end = (paces: readonly Pace[]): Pace => paces[paces.length - 1]!;

test('a fast device grows, one step at a time, to the largest size and stays', () => {
  const seen = sides(run(8, 400));
  expect(Math.max(...seen.slice(1).map((side, at) => side - seen[at]!))).toBe(32);
  expect(seen.every((side, at) => at === 0 || side >= seen[at - 1]!)).toBe(true);
  expect(seen.at(-1)).toBe(MOST_SIDE);
});

test('a slow device shrinks at once to what gives ten frames a second', () => {
  const seen = sides(run(300, 40));
  expect(seen.slice(0, 8)).toContain(128);
  expect(end(run(160, 60)).side).toBe(192);
});

test('a device that is too slow for anything stays at the smallest size', () => {
  expect(end(run(5000, 100)).side).toBe(LEAST_SIDE);
});

test.each([20, 45, 70, 90, 100, 110, 150, 250])('a device with %i ms at 256 px ends at eight frames a second or more', (at256) => {
  const last = run(at256, 600);
  const settled = sides(last).slice(300);
  expect(new Set(settled).size).toBe(1);
  expect(at256 * (settled[0]! / 256) ** 2).toBeLessThan(125);
});

test('within the band nothing moves, though frames differ by a tenth', () => {
  const wavering = run(100, 300, FIRST_PACE, (frame) => (frame % 2 ? 1.1 : 0.9));
  expect(new Set(sides(wavering))).toEqual(new Set([256]));
});

test('one hiccup does not shrink; a lasting change does', () => {
  expect(new Set(sides(run(80, 60, FIRST_PACE, (frame) => (frame === 30 ? 20 : 1))))).toEqual(new Set([256]));
  const slower = run(240, 30, end(run(80, 60)));
  expect(end(slower).side).toBeLessThan(256);
});

test('a size that proved too slow is tried again later and later', () => {
  // Larger frames cost far more than their pixels: every growth is a mistake.
  let pace = FIRST_PACE;
  const growths: number[] = [];
  for (let frame = 0; frame < 2000; frame++) {
    const next = paced(pace, pace.side > 256 ? 150 : 50 * (pace.side / 256) ** 2);
    if (next.side > 256 && next.side > pace.side) growths.push(frame);
    pace = next;
  }
  const waits = growths.slice(1).map((frame, at) => frame - growths[at]!);
  expect(waits.length).toBeGreaterThan(2);
  expect(waits.at(-1)).toBeGreaterThan(4 * waits[0]!);
});

test('speed is that of the last two seconds', () => {
  const frames = [0, 2900, 3000, 3100, 3200].map((at) => ({ at, milliseconds: at < 1000 ? 900 : 80 }));
  expect(recent(frames, 3300).length).toBe(4);
  expect(speedOf(recent(frames, 3300))).toEqual({ perSecond: 10, milliseconds: 80 });
  expect(speedOf(recent(frames, 30_000))).toBeNull();
  expect(speedOf(frames.slice(0, 1))).toBeNull();
});

test('where frames take seconds, the last three tell the speed', () => {
  const frames = [0, 4000, 8000, 12_000].map((at) => ({ at, milliseconds: 4000 }));
  expect(speedOf(recent(frames, 13_000))).toEqual({ perSecond: 0.25, milliseconds: 4000 });
});

test('seconds as on a clock', () => {
  expect([0, 7.9, 60, 754].map(clock)).toEqual(['0:00', '0:07', '1:00', '12:34']);
});

test('a video is known by its type, or by its name where there is none', () => {
  expect(isVideo({ name: 'clip', type: 'video/webm' })).toBe(true);
  expect(isVideo({ name: 'CLIP.MOV', type: '' })).toBe(true);
  expect(isVideo({ name: 'mine.style', type: '' })).toBe(false);
  expect(isVideo({ name: 'photo.mp4.jpg', type: 'image/jpeg' })).toBe(false);
});
