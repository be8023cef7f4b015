import { roundEven } from './rounding';
import type { Size } from './surface';

/** The size of a picture whose longer side is `side`; also enlarged. */
export function sized({ height, width }: Size, side: number): Size {
  const scale = side / Math.max(height, width);
  return { height: Math.max(1, roundEven(height * scale)), width: Math.max(1, roundEven(width * scale)) };
}
