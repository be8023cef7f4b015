// Everything that the page knows. Large or mutable things (jobs under way, the mask) are in App, not here.
import type { Backend, BackendReport, Download, FaultCode, Painted, PaintOptions, Region, Step } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import type { Networks, SiteIndex } from '../contract/site';
import type { Style } from '../contract/style';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
/** What a photo takes over from its look: colours by one table for all of it, or place by place, light and shade included. */
export const WAYS = ['colours', 'light'] as const;
export type Way = (typeof WAYS)[number];

/** A style in the gallery. `key` is unique among the zoo's and the visitor's own. */
export interface Entry {
  readonly key: string;
  readonly style: Style;
  /** Brought by the visitor: remembered here, and can be removed. */
  readonly own: boolean;
}

/** A style in a blend; weights are relative to each other, 0..1. */
export interface Part {
  readonly key: string;
  readonly weight: number;
}

export interface Photo {
  /** The photo and a small copy of it for thumbnails, as the engine names them; null: it does not have them yet. */
  readonly held: { readonly id: number; readonly small: number } | null;
  readonly width: number;
  readonly height: number;
  /** File name as the visitor gave it; empty where there was none. */
  readonly name: string;
  /** At most 2048 pixels a side, for the screen. */
  readonly bitmap: ImageBitmap;
}

export interface Painting extends Omit<Painted, 'fellBack'> {
  /** What it was painted with: the selection may have moved on. */
  readonly parts: readonly Part[];
}

export interface Brush {
  readonly on: boolean;
  /** The style that is painted with; null: none chosen yet. */
  readonly key: string | null;
  readonly tool: 'paint' | 'erase';
  /** Diameter, as a share of the longer side. */
  readonly size: number;
  readonly softness: number;
  /** Counts changes of the mask, which is too large to be copied for every stroke. */
  readonly version: number;
  readonly empty: boolean;
}

export type NoticeCode = FaultCode | 'heic' | 'no-webcam' | 'style-added' | 'copied' | 'cannot-copy' | 'limited';

export interface Notice {
  readonly id: number;
  readonly code: NoticeCode;
  readonly tone: 'error' | 'done';
  /** The file or style that it is about; may be empty. */
  readonly subject: string;
  readonly detail: string;
  readonly retry: (() => void) | null;
}

/** A picture whose style is to be read, while the dialog about it is open. */
export interface Reading {
  /** null: none was brought yet. The bitmap is for the screen, the sizes are the file's. */
  readonly picture: (Pick<Photo, 'width' | 'height' | 'bitmap'> & { readonly file: Blob }) | null;
  readonly region: Region;
  /** What the style is to be called, as the visitor writes it. */
  readonly title: string;
  readonly doing: 'nothing' | 'opening' | 'reading';
  /** The reader, on its way. */
  readonly download: Download | null;
  readonly problem: Pick<Notice, 'code' | 'detail'> | null;
}

/** What the next click in the gallery does. */
export type Picking = 'paint' | 'blend' | 'brush';

export interface State {
  readonly language: Language;
  readonly theme: Theme;
  readonly painter: 'waiting' | 'loading' | 'ready' | 'failed';
  readonly manifest: PinxitManifest | null;
  readonly report: BackendReport | null;
  readonly wish: Backend | null;
  /** By file. */
  readonly downloads: Readonly<Record<string, Download>>;
  /** null until the site's index is here. */
  readonly samples: SiteIndex['samples'] | null;
  /** Id of the model that gives photos the look of other pictures; null: the site has none, or its index is not here. */
  readonly preset: string | null;
  /** The same of the model that changes their light too. */
  readonly relight: string | null;
  /** Networks that belong to no model; null until the site's index is here. */
  readonly networks: Networks | null;
  /** Ids of the texture worlds that this site has. */
  readonly worlds: readonly string[];
  /** Id of the model that proposes colours for line art; null as above. */
  readonly draft: string | null;
  /** Line art that this site has to begin with: paths. */
  readonly drawings: readonly string[];
  readonly entries: readonly Entry[];
  /** Of the photo at hand, by key of the style. */
  readonly thumbnails: ReadonlyMap<string, ImageBitmap>;
  readonly photo: Photo | null;
  readonly opening: boolean;
  readonly parts: readonly Part[];
  readonly picking: Picking;
  readonly options: PaintOptions;
  readonly brush: Brush;
  /** null: nothing is being painted. */
  readonly step: Step | null;
  readonly cancelled: boolean;
  readonly painting: Painting | null;
  /** null: nothing is being read. */
  readonly reading: Reading | null;
  readonly notices: readonly Notice[];
  readonly sheet: boolean;
}

export const INITIAL: State = {
  language: 'en',
  theme: 'auto',
  painter: 'waiting',
  manifest: null,
  report: null,
  wish: null,
  downloads: {},
  samples: null,
  preset: null,
  relight: null,
  networks: null,
  worlds: [],
  draft: null,
  drawings: [],
  entries: [],
  thumbnails: new Map(),
  photo: null,
  opening: false,
  parts: [],
  picking: 'paint',
  options: { strength: 1, keep_colours: false, stroke: null, max_side: null },
  brush: { on: false, key: null, tool: 'paint', size: 0.12, softness: 0.02, version: 0, empty: true },
  step: null,
  cancelled: false,
  painting: null,
  reading: null,
  notices: [],
  sheet: false,
};
