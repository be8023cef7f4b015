// Live: how large frames are painted, and how fast that goes. Sizes are pixels of the longer side, times milliseconds.

export const LEAST_SIDE = 128;
export const MOST_SIDE = 640;
const FIRST_SIDE = 256;
const STEP = 32;
/** Sizes that a visitor may hold on to. */
export const FIXED_SIDES: readonly number[] = [128, 192, 256, 320, 384, 448, 512, 640];

const AIM = 100; // ten frames a second
const SLOWEST = 118; // acts before eight frames a second are missed
const PROMISE = 85; // the larger size is taken only if it is expected to stay well below the aim
const NEWEST = 0.2; // weight of a frame in the moving average
const SPIKE = 3; // a frame counts at most as this many average ones: one hiccup is no slow device
const TRUSTED = 4; // frames before the average is believed
const PATIENCE = 10;
const MOST_PATIENCE = 320;

/** The size controller. Each painted frame makes the next of these out of the last. */
export interface Pace {
  readonly side: number;
  /** Moving average of the time that frames of this size took; null: none is known yet. */
  readonly mean: number | null;
  /** Frames painted at this size. */
  readonly frames: number;
  /** Frames that are painted at a size before a larger one is tried; doubles whenever a size proved too slow. */
  readonly patience: number;
}

export const FIRST_PACE: Pace = { side: FIRST_SIDE, mean: null, frames: 0, patience: PATIENCE };

/** After a frame that took so long: painting time grows with the pixels, so with the square of the side. */
export function paced(pace: Pace, milliseconds: number): Pace {
  const { side, patience } = pace;
  const frames = pace.frames + 1;
  // The first frame of a size makes buffers that the others find.
  if (frames === 1) return { ...pace, frames };
  const mean =
    pace.mean === null ? milliseconds : pace.mean + NEWEST * (Math.min(milliseconds, SPIKE * pace.mean) - pace.mean);
  const at = (other: number): number => mean * (other / side) ** 2;
  const fresh = (other: number): Pace => ({ side: other, mean: null, frames: 0, patience });
  if (frames >= TRUSTED && mean > SLOWEST && side > LEAST_SIDE) {
    let smaller = side - STEP;
    while (smaller > LEAST_SIDE && at(smaller) > AIM) smaller -= STEP;
    return { ...fresh(smaller), patience: Math.min(MOST_PATIENCE, 2 * patience) };
  }
  if (frames >= patience && side < MOST_SIDE && at(side + STEP) < PROMISE) return fresh(side + STEP);
  return { ...pace, frames, mean };
}

export interface PaintedFrame {
  /** When it was shown. */
  readonly at: number;
  readonly milliseconds: number;
}

export interface Speed {
  readonly perSecond: number;
  /** Mean of a frame's painting time. */
  readonly milliseconds: number;
}

const WINDOW = 2000;
/** Frames that count although they are older, where it is so slow that the window holds too few. */
const LEAST_FRAMES = 3;
const FORGOTTEN = 15_000;

/** Frames that still count, oldest first. */
export function recent(frames: readonly PaintedFrame[], now: number): readonly PaintedFrame[] {
  const from = frames.length - LEAST_FRAMES;
  return frames.filter(({ at }, index) => now - at <= (index < from ? WINDOW : FORGOTTEN));
}

/** How fast it goes, from recent frames, oldest first; null with fewer than two. */
export function speedOf(frames: readonly PaintedFrame[]): Speed | null {
  const [first, last] = [frames[0], frames[frames.length - 1]];
  if (!first || !last || last.at <= first.at) return null;
  const sum = frames.reduce((total, { milliseconds }) => total + milliseconds, 0);
  return { perSecond: ((frames.length - 1) * 1000) / (last.at - first.at), milliseconds: sum / frames.length };
}

/** Seconds as a clock shows them: 0:07, 12:30. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A video, told from a picture or a style by its type or, where the system knows none, by its name. */
export function isVideo(file: { readonly name: string; readonly type: string }): boolean {
  return file.type.startsWith('video/') || (file.type === '' && /\.(mp4|m4v|mov|webm|mkv|ogv|avi|3gp)$/i.test(file.name));
}
