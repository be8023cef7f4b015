// Colours as people write them, "#rrggbb".
import { Fault } from '../../contract/engine';

/** Red, green and blue, sRGB 0..1. */
export type Rgb = readonly [number, number, number];

export const PAPER: Rgb = [1, 1, 1];

/** Fault('internal') for what is no colour. */
export function colourOf(text: string): Rgb {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!digits) throw new Fault('internal', `${text.slice(0, 40)} is no colour such as #e8b04a`);
  const channel = (at: number): number => Math.fround(parseInt(digits[at]!, 16) / 255);
  return [channel(1), channel(2), channel(3)];
}

/** "#rrggbb" of a colour. */
export function nameOf(colour: Rgb): string {
  return `#${[...Uint8ClampedArray.from(colour, (value) => 255 * value)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function isSame(one: Rgb, other: Rgb): boolean {
  return one.every((value, channel) => value === other[channel]);
}
