// What the screen of line art knows, and what that asks of the engine.
import type { Download } from '../contract/engine';
import type { Coloured, LineartWish, Sketched } from '../contract/lineart';
import { NO_MARKS, type Marks } from './marks';
import type { Scene } from './scene';
import { BOX, PALETTES } from './swatches';

export const STROKE = 0.012; // width of a stroke, as a share of the longer side
export const GAPS = { min: 0, max: 24, step: 1 } as const; // pixels of the drawing

/** Where regions without a hint take their colours from. */
export const RESTS = ['none', 'palette', 'reference'] as const;
export type Rest = (typeof RESTS)[number];

/** What is wished for, but for the pictures and the hints. */
export interface Manner extends Pick<LineartWish, 'mode' | 'lines' | 'gap' | 'light' | 'light_colour' | 'light_height' | 'seed' | 'draft'> {
  readonly rest: Rest;
  readonly palette: readonly string[];
}

/** A picture whose colours are taken. */
export interface Reference {
  readonly id: number;
  readonly name: string;
  readonly bitmap: ImageBitmap;
  readonly colours: readonly string[];
}

export interface LineartState {
  readonly scene: Scene | null;
  readonly sketched: Sketched | null;
  readonly marks: Marks;
  /** Id of the hint that a colour goes to; null: none. */
  readonly chosen: number | null;
  readonly colour: string;
  readonly recent: readonly string[];
  readonly manner: Manner;
  readonly reference: Reference | null;
  readonly doing: 'nothing' | 'opening' | 'looking' | 'writing';
  /** The network that proposes colours, on its way. */
  readonly download: Download | null;
  readonly made: Coloured | null;
}

const MANNER: Manner = {
  mode: 'flat',
  lines: 'black',
  gap: 4,
  light: [-Math.SQRT1_2, -Math.SQRT1_2],
  light_colour: '#ffffff',
  light_height: 45,
  seed: 0,
  draft: false,
  rest: 'none',
  palette: PALETTES.harbour,
};
export const INITIAL: LineartState = {
  scene: null,
  sketched: null,
  marks: NO_MARKS,
  chosen: null,
  colour: BOX[2]!,
  recent: [],
  manner: MANNER,
  reference: null,
  doing: 'nothing',
  download: null,
  made: null,
};
/** What is asked of the engine; null: there is no drawing that it holds. */
export function wishOf({ scene, marks, manner, reference }: Pick<LineartState, 'scene' | 'marks' | 'manner' | 'reference'>): LineartWish | null {
  if (scene === null || scene.held === null) return null;
  const { rest, palette, ...plain } = manner;
  return {
    ...plain,
    drawing: scene.held,
    hints: marks.list.map(({ points, colour, width }) => ({ points, colour, width })),
    palette: rest === 'palette' ? palette : null,
    reference: rest === 'reference' ? (reference?.id ?? null) : null,
  };
}

/** Light falls on it. */
export const isLit = ({ mode }: Pick<Manner, 'mode'>): boolean => mode === 'cel' || mode === 'blended';
