// Palettes to propose from, one for each seed: a few hues that go together, pale, middling and dark (harmony.py).
import { fromLab } from '../../picture/colour';
import { chance } from './chance';
import type { Rgb } from './colours';
import type { Palette } from './palette';

/** Degrees from the first hue to the second and the third. */
const HARMONIES = [[30, 180], [120, 240], [40, -40], [150, 210], [60, 180], [-60, 150]] as const;

/** Lightness, chroma, which of the three hues, share of the picture. */
const TONES = [
  [0.78, 0.13, 0, 0.2],
  [0.62, 0.14, 1, 0.16],
  [0.45, 0.1, 2, 0.12],
  [0.88, 0.06, 1, 0.2],
  [0.93, 0.03, 0, 0.2],
  [0.32, 0.05, 2, 0.12],
] as const;

/** The palette of a seed: six colours. */
export function harmony(seed: number): Palette {
  const next = chance(seed);
  const first = 360 * next();
  const hues = [0, ...HARMONIES[Math.floor(next() * HARMONIES.length)]!].map((degrees) => ((first + degrees) * Math.PI) / 180);
  const colours = TONES.map(([light, chroma, hue]): Rgb => {
    const out = new Float64Array(3);
    fromLab(light, chroma * Math.cos(hues[hue]!), chroma * Math.sin(hues[hue]!), out);
    const [red, green, blue] = Array.from(out, (value) => Math.fround(Math.min(1, Math.max(0, value))));
    return [red!, green!, blue!];
  });
  return { colours, shares: TONES.map(([, , , share]) => share), places: null };
}
