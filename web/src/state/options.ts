// Controls are made from the options that the manifest declares; the page adds only how they are drawn.
import type { PaintOptions } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';

type Declaration = PinxitManifest['options'][number];
export type OptionName = keyof PaintOptions;
export type OptionValue = number | boolean | null;

const NAMES: readonly OptionName[] = ['strength', 'stroke', 'keep_colours', 'max_side'];
const SMALLEST_SIDE = 128; // pixels: below this there is nothing to paint on
const SIDE_STEP = 8; // pixels
/** Longest side that is painted unasked, in pixels: seconds, not minutes, on a slow device. */
export const UNASKED_SIDE = 2048;

interface Common {
  readonly name: OptionName;
  readonly help: string;
  readonly unit: string;
}
export interface Switch extends Common {
  readonly kind: 'switch';
}
export interface Range extends Common {
  readonly kind: 'range';
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Equal steps of the slider are equal ratios of the value. */
  readonly logarithmic: boolean;
  /** May be null: chosen by the painter. */
  readonly optional: boolean;
  /** Where the slider stands when the option is first taken in hand. */
  readonly middle: number;
}
export type Control = Switch | Range;

/** The controls for a photo whose longer side has `side` pixels, in the order of the page. */
export function controlsOf(declared: readonly Declaration[], side: number): readonly Control[] {
  return NAMES.flatMap((name): Control[] => {
    const found = declared.find((option) => option.name === name);
    if (!found) return [];
    const common = { name, help: found.help, unit: found.unit ?? '' };
    if (found.kind === 'bool') return [{ ...common, kind: 'switch' }];
    if (found.kind !== 'float' && found.kind !== 'int') return [];
    const pixels = found.unit === 'pixels';
    const least = found.low ?? 0;
    const high = pixels ? Math.min(found.high ?? side, side) : (found.high ?? Math.max(1, least * 2));
    // A slider ends on a whole number of steps: counted from above, so that the photo's own size is one of them.
    const low = pixels ? high - Math.floor(Math.max(0, high - Math.max(least, SMALLEST_SIDE)) / SIDE_STEP) * SIDE_STEP : least;
    const logarithmic = !pixels && low > 0 && high / low >= 8;
    return [
      {
        ...common,
        kind: 'range',
        low,
        high,
        step: pixels ? SIDE_STEP : found.kind === 'int' ? 1 : 0.05,
        logarithmic,
        optional: found.optional ?? false,
        middle: pixels ? high : Math.min(high, Math.max(low, 1)),
      },
    ];
  });
}

/** The defaults that the manifest declares. */
export function defaultsOf(declared: readonly Declaration[], otherwise: PaintOptions): PaintOptions {
  const number = (name: OptionName): number | null => {
    const found = declared.find((option) => option.name === name)?.default;
    return typeof found === 'number' ? found : null;
  };
  return {
    strength: number('strength') ?? otherwise.strength,
    keep_colours: declared.find((option) => option.name === 'keep_colours')?.default === true,
    stroke: number('stroke'),
    max_side: number('max_side'),
  };
}

export function withOption(options: PaintOptions, name: OptionName, value: OptionValue): PaintOptions {
  return { ...options, [name]: value };
}

/** The output size to begin with: the photo's own, unless that would take long. */
export function firstSide(width: number, height: number): number | null {
  return Math.max(width, height) > UNASKED_SIDE ? UNASKED_SIDE : null;
}

/** Width and height of the result, in pixels. */
export function outputSize(width: number, height: number, maxSide: number | null): readonly [number, number] {
  const scale = maxSide === null ? 1 : Math.min(1, maxSide / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** What the slider counts in: the value itself, or its power of two. */
export function toSlider(range: Range, value: number): number {
  return range.logarithmic ? Math.log2(value) : value;
}

export function sliderBounds(range: Range): { readonly min: number; readonly max: number; readonly step: number } {
  return {
    min: toSlider(range, range.low),
    max: toSlider(range, range.high),
    step: range.logarithmic ? 0.1 : range.step,
  };
}

/** The value at a position of the slider, rounded to what a person can tell apart. */
export function fromSlider(range: Range, at: number): number {
  const value = range.logarithmic ? Number((2 ** at).toFixed(2)) : Number(at.toFixed(4));
  return Math.min(range.high, Math.max(range.low, value));
}
