// What page and worker say about line art. Places are shares of the drawing's width and height, 0..1; colours are "#rrggbb".

export type Mode = 'flat' | 'soft' | 'cel' | 'blended';
export type Lines = 'black' | 'coloured' | 'none';

/** The network that proposes colours, a file of its model. */
export const DRAFT = 'draft.onnx';

/** Pixels of the longer side of a drawing that is coloured; a larger one is coloured, and saved, at this size. */
export const LONGEST = 2560;

/** One place, or the corners of a stroke. */
export interface Hint {
  readonly points: readonly (readonly [number, number])[];
  readonly colour: string;
  /** Of a stroke, as a share of the drawing's longer side; one place is one pixel. */
  readonly width: number;
}

/** How a drawing is coloured; named as the options of the room `lineart` are, where they are the same. */
export interface LineartWish {
  /** The drawing, a photo that the worker holds. */
  readonly drawing: number;
  readonly hints: readonly Hint[];
  /** Colours for regions without a hint; null, or an empty list: none. */
  readonly palette: readonly string[] | null;
  /** A photo whose colours they take where there is no palette; null: none. */
  readonly reference: number | null;
  /** Colours proposed by the network, in those of palette or reference if there are any. */
  readonly draft: boolean;
  /** Which of the proposals, a whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  readonly mode: Mode;
  readonly lines: Lines;
  /** Widest gap in a line that is closed, in pixels of the drawing. */
  readonly gap: number;
  /** Where the light stands, seen from the middle of the drawing: x to the right, y down, not both 0. */
  readonly light: readonly [number, number];
  readonly light_colour: string;
  /** Degrees above the paper. */
  readonly light_height: number;
}

/** A drawing that was looked at. */
export interface Sketched {
  readonly regions: number;
  readonly milliseconds: number;
}

/** A coloured drawing, for the screen. */
export interface Coloured {
  /** To be drawn, and closed by whoever got it. */
  readonly bitmap: ImageBitmap;
  readonly milliseconds: number;
  /** Regions that nobody said anything about: they are white. */
  readonly bare: number;
}

/** Layers as one file: OpenRaster, Photoshop's, or a zip of PNGs. */
export type LayerFile = 'ora' | 'psd' | 'zip';
