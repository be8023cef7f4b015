// Colours to choose from: those at hand, those used last, and what a colour is called.
import { toLab } from '../picture/colour';

/** A paint box to begin with: skin and hair, warm, cold, earth, light and dark. */
export const BOX = ['#f6d3bd', '#d98e73', '#c8402f', '#f2a33a', '#f7d154', '#7fb069', '#3c7d6b', '#6bb5d8', '#2f5d9b', '#7b5ea7', '#8a5a3b', '#3a3f44'];

/** Palettes for regions without a hint, by name. */
export const PALETTES = {
  harbour: ['#22577a', '#38a3a5', '#80d0c0', '#f6bd60', '#e76f51', '#f7ede2'],
  meadow: ['#386641', '#6a994e', '#a7c957', '#f2e8cf', '#bc4749', '#8ecae6'],
  dusk: ['#355070', '#6d597a', '#b56576', '#e56b6f', '#eaac8b', '#f8edeb'],
  sweets: ['#cdb4db', '#ffc8dd', '#ffafcc', '#bde0fe', '#a2d2ff', '#fff1c1'],
} as const;
export type PaletteName = keyof typeof PALETTES;

const MOST_RECENT = 8;

/** The colours used last, the newest first. */
export function used(recent: readonly string[], colour: string): readonly string[] {
  return recent[0] === colour ? recent : [colour, ...recent.filter((each) => each !== colour)].slice(0, MOST_RECENT);
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** The colour of a picture at a place, in shares of its width and height; null outside, and where it cannot be read. */
export function colourAt(bitmap: ImageBitmap, x: number, y: number): string | null {
  if (!(x >= 0 && x < 1 && y >= 0 && y < 1) || bitmap.width === 0) return null;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  context?.drawImage(bitmap, -Math.floor(x * bitmap.width), -Math.floor(y * bitmap.height));
  const pixel = context?.getImageData(0, 0, 1, 1).data;
  return pixel ? `#${hex(pixel[0]!)}${hex(pixel[1]!)}${hex(pixel[2]!)}` : null;
}

export const HUES = ['pink', 'red', 'orange', 'yellow', 'green', 'turquoise', 'blue', 'purple'] as const;
export type Hue = (typeof HUES)[number] | 'black' | 'grey' | 'white' | 'brown';
/** Where hues end, in degrees of OKLab. */
const ENDS = [15, 45, 78, 118, 165, 215, 285, 335] as const;

/** What a colour is called: its hue, and whether it is a light or a dark one. */
export function named(colour: string): { readonly hue: Hue; readonly shade: 'light' | 'dark' | null } {
  const value = Number.parseInt(colour.slice(1), 16);
  const lab = new Float64Array(3);
  toLab(((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255, lab);
  const [lightness = 0, a = 0, b = 0] = lab;
  if (Math.hypot(a, b) < 0.03) {
    if (lightness > 0.95) return { hue: 'white', shade: null };
    if (lightness < 0.25) return { hue: 'black', shade: null };
    return { hue: 'grey', shade: lightness > 0.75 ? 'light' : lightness < 0.45 ? 'dark' : null };
  }
  const degrees = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const at = ENDS.findIndex((end) => degrees < end);
  const hue = HUES[at < 0 ? 0 : at] ?? 'pink';
  const earthy = (hue === 'orange' || hue === 'red') && lightness < 0.6 && Math.hypot(a, b) < 0.13;
  if (earthy) return { hue: 'brown', shade: lightness < 0.4 ? 'dark' : null };
  return { hue, shade: lightness > 0.82 && hue !== 'yellow' ? 'light' : lightness < 0.45 ? 'dark' : null };
}
