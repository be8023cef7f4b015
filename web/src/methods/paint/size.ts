// At what size to paint: how large strokes are in the picture is decided by the size that the painter sees. It was
// trained on strokes of a certain size in pixels; a picture painted at a long side of 1024 pixels and enlarged has
// strokes of the same share of the picture whatever its own size. That is what `stroke` means.
import { roundEven } from '../../picture/rounding';
import type { Size } from '../../picture/surface';

export const REFERENCE = 1024; // pixels of the long side at which stroke is 1
const NEAR = 1.25; // with no stroke asked for, a picture this close to the working size is painted as it is
const SHORT = 128; // pixels: a short side below this has nothing to paint on, so long strips are shrunk less
const LONG = 16_384; // but never beyond this
const ENLARGE = 4; // beyond this, enlarging shows the painter only smooth slopes

/** Size to paint a picture at. stroke null: the reference size, never enlarged. */
export function workingSize(size: Size, stroke: number | null): Size {
  const long = Math.max(size.height, size.width);
  let scale = stroke === null ? Math.min(1, REFERENCE / long) : Math.min(REFERENCE / stroke / long, ENLARGE);
  if (scale < 1) scale = Math.max(scale, stripScale(size));
  if (stroke === null && scale >= 1 / NEAR) return { height: size.height, width: size.width };
  return scaled(size, scale);
}

/** Size of the thumbnail on which statistics are measured: the long side at most `side`, strips longer. */
export function thumbnailSize(size: Size, side: number): Size {
  return scaled(size, Math.max(Math.min(1, side / Math.max(size.height, size.width)), stripScale(size)));
}

/** Size of a picture shrunk so that its longer side is at most `side`; never enlarged. */
export function fittedSize(size: Size, side: number): Size {
  const long = Math.max(size.height, size.width);
  if (long <= side) return { height: size.height, width: size.width };
  const shrunk = (each: number): number => Math.max(1, roundEven((each * side) / long));
  return { height: shrunk(size.height), width: shrunk(size.width) };
}

function stripScale(size: Size): number {
  return Math.min(1, SHORT / Math.min(size.height, size.width), LONG / Math.max(size.height, size.width));
}

function scaled(size: Size, scale: number): Size {
  return { height: Math.max(1, roundEven(size.height * scale)), width: Math.max(1, roundEven(size.width * scale)) };
}
