// What the model lab's page and worker say to each other: any ONNX file, read, guessed at, run.
import type { Backend, Download, FaultCode } from './engine';

/** An input or output of the graph. */
export interface Port {
  readonly name: string;
  /** ONNX's name of the element type ("float32"), or of what it is instead of a tensor: "sequence", "map", "optional". */
  readonly type: string;
  /** Numbers where fixed, names or null where free; null: not even their count is known. */
  readonly dims: readonly (number | string | null)[] | null;
}

/** What stands in the file. */
export interface ModelCard {
  readonly bytes: number;
  readonly producer: string;
  readonly irVersion: number;
  /** By domain; the standard's own is "". */
  readonly opsets: Readonly<Record<string, number>>;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Most frequent first; operators of other domains are named domain:Operator. */
  readonly operators: readonly { readonly name: string; readonly count: number }[];
  /** Numbers in the stored weights. */
  readonly parameters: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** Its weights lie in other files, which a page does not have. */
  readonly external: boolean;
  /** Operators of domains that the runtime does not have, and that the file does not define. */
  readonly foreign: readonly string[];
}

export const LAYOUTS = ['nchw', 'nhwc'] as const;
export type Layout = (typeof LAYOUTS)[number];
export const CHANNELS = ['rgb', 'bgr', 'grey', 'rgba'] as const;
export type Channels = (typeof CHANNELS)[number];
/** What the numbers of a picture are. imagenet: (0..1 - mean) / deviation, a channel at a time. */
export const RANGES = ['0-1', '0-255', 'minus1-1', 'imagenet'] as const;
export type Range = (typeof RANGES)[number];
/** stretch-values: what comes out is brought from its least..largest to 0..1. */
export const OUT_RANGES = [...RANGES, 'stretch-values'] as const;
export type OutRange = (typeof OUT_RANGES)[number];
/** How a picture comes to the model's size: in its own proportions (where the size is free), whole with bars, its middle
 * cut out, or squeezed. */
export const FITS = ['keep', 'pad', 'crop', 'stretch'] as const;
export type Fit = (typeof FITS)[number];
export const TASKS = ['picture', 'classes', 'numbers'] as const;
export type Task = (typeof TASKS)[number];

/** How the model is fed and read. null: seen from the result. */
export interface Choice {
  readonly input: string;
  readonly layout: Layout;
  readonly channels: Channels;
  readonly range: Range;
  readonly fit: Fit;
  /** Pixels; for `keep`, what the picture has to fit into. */
  readonly height: number;
  readonly width: number;
  readonly output: string;
  readonly task: Task | null;
  readonly outLayout: Layout | null;
  readonly outRange: OutRange | null;
  /** For every further input: the number that all its elements get. */
  readonly fills: Readonly<Record<string, number>>;
}

/** Where a guess comes from. */
export type Reason = 'sample' | 'metadata' | 'type' | 'shape' | 'name' | 'graph' | 'tried' | 'usual' | 'chosen';
export type Guessed = 'layout' | 'channels' | 'range' | 'fit' | 'size' | 'task';

export interface Guess {
  readonly choice: Choice;
  readonly reasons: Readonly<Record<Guessed, Reason>>;
  /** Height and width are fixed in the model. */
  readonly fixedSize: boolean;
  /** Inputs beside the picture, which need a number. */
  readonly missing: readonly Port[];
}

/** What the manifest of a sample model says about its picture. */
export interface Hints {
  readonly layout: Layout;
  readonly channels: Channels;
  readonly range: Range;
  readonly fit: Fit;
}

export interface Inspected {
  readonly card: ModelCard;
  /** null: no input that could be a picture. */
  readonly guess: Guess | null;
  readonly available: readonly Backend[];
}

/** A picture that is to be seen, as RGBA bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export interface LabRun {
  readonly choice: Choice;
  readonly backend: Backend;
  readonly picture: Pixels;
  /** Try the other ranges when nothing but custom spoke for this one. */
  readonly mayTry: boolean;
}

export interface Timing {
  readonly backend: Backend;
  readonly threads: number;
  /** Milliseconds: making the session, the first run, the best of the runs after it. */
  readonly load: number;
  readonly first: number;
  /** null: the first run took too long for another. */
  readonly warm: number | null;
}

export type Result =
  | { readonly kind: 'picture'; readonly pixels: Pixels; readonly layout: Layout; readonly range: OutRange }
  | {
      readonly kind: 'classes';
      /** Best first, at most five. */
      readonly top: readonly { readonly index: number; readonly share: number }[];
      readonly count: number;
      /** Softmax was applied here: the model gives logits. */
      readonly softmax: boolean;
    }
  | { readonly kind: 'numbers'; readonly least: number; readonly largest: number; readonly mean: number; readonly head: readonly number[] };

export interface LabAnswer {
  readonly result: Result;
  /** Shapes of what went in and of what came out. */
  readonly fed: readonly number[];
  readonly dims: readonly number[];
  readonly timing: Timing;
  /** The range that was used, where others were tried. */
  readonly range: Range;
  readonly tried: boolean;
}

/** Why a model did not run, with the operator or input that it is about in `detail`. */
export type LabProblem =
  | 'unsupported-operator'
  | 'foreign-operator' // of a domain that the runtime does not have
  | 'newer-opset'
  | 'newer-format'
  | 'external-weights'
  | 'input-type'
  | 'output-type'
  | 'missing-input'
  | 'wrong-shape'
  | 'sample-missing' // this copy of the site does not carry it
  | 'failed';

export type LabRequest =
  | { readonly kind: 'inspect'; readonly file: Blob; readonly hints: Hints | null }
  /** key: the same for the same file. runtime: address of the folder of ONNX Runtime, with "/". */
  | { readonly kind: 'run'; readonly key: number; readonly file: Blob; readonly runtime: string; readonly run: LabRun };

export type ToLab = { readonly id: number; readonly request: LabRequest };

export type FromLab = { readonly id: number } & (
  | { readonly inspected: Inspected }
  | { readonly answer: LabAnswer }
  | { readonly download: Download }
  | { readonly problem: LabProblem; readonly detail: string }
  | { readonly fault: FaultCode; readonly detail: string }
);

/** The lab's worker, seen from the page. */
export interface Lab {
  /** Read a file. Rejects with Fault('not-a-model'). */
  inspect(file: Blob, hints: Hints | null): Promise<Inspected>;
  /** Run the file. Rejects with LabFailure, Fault, or the signal's AbortError at once. */
  run(file: Blob, run: LabRun, signal: AbortSignal, onDownload: (download: Download) => void): Promise<LabAnswer>;
  stop(): void;
}

export class LabFailure extends Error {
  constructor(
    readonly problem: LabProblem,
    readonly detail: string,
  ) {
    super(`${problem}: ${detail}`);
    this.name = 'LabFailure';
  }
}
