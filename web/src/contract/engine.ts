// What passes between the page and the worker, and what the page may ask for. Both sides import this and nothing of
// each other. Pixels: a picture has height rows and width columns; every size is in pixels, every share in 0..1.
import type { Grade } from './grade';
import type { Coloured, LayerFile, LineartWish, Sketched } from './lineart';
import type { PinxitManifest } from './manifest';
import type { Expressed, Followed, FoundFace, Portrait, Shown } from './portrait';
import type { Networks } from './site';

/** Where a network runs, best first. */
export type Backend = 'webgpu' | 'wasm-threads' | 'wasm';

/** Why that one: a code, which the page puts into the visitor's language. */
export type BackendReason =
  | 'best-available'
  | 'chosen'
  | 'no-adapter' // the browser has no WebGPU, or gave no adapter
  | 'webgpu-failed' // it had one, but the network would not run on it
  | 'not-isolated'; // no SharedArrayBuffer: one thread

export interface BackendReport {
  readonly backend: Backend;
  readonly threads: number;
  readonly reason: BackendReason;
  readonly available: readonly Backend[];
  /** What the browser said, untranslated, where it said something. */
  readonly detail: string;
}

/** A photo that the worker holds. */
export interface PhotoInfo {
  readonly id: number;
  readonly width: number;
  readonly height: number;
}

/** Style vectors and their weights, which sum to 1. One entry is a plain style. */
export type Mix = readonly { readonly vector: Float32Array; readonly weight: number }[];

/** A second style, painted where `mask` (width x height, one byte a pixel, 255 is inside) says. */
export interface Layer {
  readonly mix: Mix;
  readonly mask: { readonly width: number; readonly height: number; readonly data: Uint8Array<ArrayBuffer> };
  /** Radius of the soft seam, as a share of the longer side. */
  readonly softness: number;
}

/** The options of the painter, named as its manifest names them. */
export interface PaintOptions {
  readonly strength: number;
  readonly keep_colours: boolean;
  /** null: chosen by the size of the picture. */
  readonly stroke: number | null;
  /** Longest side of the result; null: the photo's own. */
  readonly max_side: number | null;
}

export interface PaintJob {
  readonly photo: number;
  readonly mix: Mix;
  readonly layers: readonly Layer[];
  readonly options: PaintOptions;
}

/** The painter's file that reads a style off any picture; a painter that does not name it cannot read. */
export const READER = 'reader.onnx';

/** The file of a model of looks that gives a table of colours for a photo and a picture. */
export const PRESET = 'preset.onnx';

/** The file of a model of looks that changes a photo place by place. */
export const WCT = 'wct.onnx';
/** The network that finds people, in the folder of networks. */
export const PERSON = 'person.onnx';

/** The file of a texture world: a network that paints any photo in a few textures. */
export const WORLD = 'world.onnx';

/** How a photo is painted in a texture world. */
export interface WorldWish {
  /** Longer side of the result, in pixels. */
  readonly side: number;
  /** Size of the texture: 1 as it was learned, 2 twice as large. */
  readonly grain: number;
  /** The world's light and dark in the photo's own colours. */
  readonly keep_colours: boolean;
  /** Which of the many throws of the noise, a whole number from 0 on. */
  readonly throw: number;
}

/** A part of a picture, in shares of its width and height, 0..1. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Step {
  readonly done: number;
  readonly total: number;
  readonly stage: 'loading' | 'measuring' | 'painting' | 'carrying';
}

export interface Painted {
  /** Names the result in the worker until `release`; `encode` takes it. */
  readonly id: number;
  readonly width: number;
  readonly height: number;
  /** To be drawn; at most 2048 pixels a side, and closed by whoever got it. */
  readonly bitmap: ImageBitmap;
  readonly milliseconds: number;
  /** How many tiles it took; 1 is a picture in one piece. */
  readonly tiles: number;
  /** Set when the result had to be smaller than asked for: the side that memory allowed. */
  readonly limitedTo: number | null;
  /** Set when the back end failed on this picture: what took over, and paints from now on. */
  readonly fellBack?: BackendReport;
}

/** A photo as it is shown in other colours. */
export interface Tinted {
  /** To be drawn, and closed by whoever got it. */
  readonly bitmap: ImageBitmap;
  readonly milliseconds: number;
  /** By the graphics card; else by the CPU, and smaller. */
  readonly shader: boolean;
}

/** A thing that is cut out of its picture, and trimmed to what is seen of it. */
export interface CutOut extends PhotoInfo {
  /** Its picture ends where it does, below: it has nothing to stand on. */
  readonly cropped: boolean;
  /** To be drawn, transparent around the thing; at most 2048 pixels a side, and closed by whoever got it. */
  readonly bitmap: ImageBitmap;
}

/** Where a thing goes in a painting. */
export interface Place {
  /** The middle of the thing, in pixels of the painting. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the painting for a pixel of the thing. */
  readonly scale: number;
}

/** A thing to be painted into a painting. */
export interface HarmoniseJob {
  readonly painting: number;
  readonly thing: number;
  readonly place: Place;
  /** The style of the painting. */
  readonly mix: Mix;
  /** How far the painting is from a photograph: 1 realism, 5 impressionism, 10 expressionism. */
  readonly level: number;
}

export interface Harmonised extends Omit<Painted, 'limitedTo'> {
  /** The thing was too large to be painted at its size, and was carried up to it. */
  readonly carried: boolean;
}

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp';

/** What went wrong, as a code that the page translates; `detail` is the untranslated rest. */
export type FaultCode =
  | 'not-a-picture'
  | 'picture-too-large'
  | 'network' // a file could not be fetched
  | 'checksum' // a fetched file is not the one that the manifest names
  | 'not-a-style'
  | 'not-a-cube'
  | 'other-painter' // a style file of another painter
  | 'out-of-memory'
  | 'nobody' // a photo without transparency, and no person in it who would be cut out
  | 'empty-cutout' // transparent everywhere
  | 'misplaced' // nothing is seen of a thing in a painting, or nothing of the painting
  | 'not-finite' // the style does not work at this strength
  | 'cannot-encode' // the browser cannot write this kind of picture
  | 'unsupported-operator'
  | 'not-a-model'
  | 'internal';

export class Fault extends Error {
  constructor(
    readonly code: FaultCode,
    readonly detail: string = '',
  ) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'Fault';
  }
}

export interface Download {
  /** Path of the file within the site. */
  readonly file: string;
  readonly bytes: number;
  readonly total: number;
}

export interface Asking {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step) => void;
  readonly onDownload?: (download: Download) => void;
  /** Work that waits behind everything else: thumbnails. */
  readonly idle?: boolean;
}

/** The worker, seen from the page. Every method rejects with Fault, or with the signal's AbortError at once. */
export interface Engine {
  /** Load the painter of `manifest` (its files lie under `base`). `wish` null: the best that there is. */
  start(base: string, manifest: PinxitManifest, wish: Backend | null, asking?: Asking): Promise<BackendReport>;
  /** Decode a picture, its orientation applied. The worker keeps it until `release`. */
  open(file: Blob, asking?: Asking): Promise<PhotoInfo>;
  paint(job: PaintJob, asking?: Asking): Promise<Painted>;
  /** The style vector of that part of a picture, as the painter's reader sees it. The worker keeps nothing of it. */
  read(file: Blob, region: Region, asking?: Asking): Promise<Float32Array<ArrayBuffer>>;
  /** What gives a photo the look of a picture, by the model of `manifest` (its files lie under `base`): a table, or maps. */
  look(photo: number, like: Blob, base: string, manifest: PinxitManifest, asking?: Asking): Promise<Grade>;
  /**
   * Open a thing that is to be painted into paintings: a picture that is transparent around it, or a photo of a person, who
   * is cut out by the network that `networks` names (its files lie under `base`). The worker keeps it until `release`.
   */
  cutOut(file: Blob, base: string, networks: Networks, asking?: Asking): Promise<CutOut>;
  /** Paint a thing into a painting. */
  harmonise(job: HarmoniseJob, asking?: Asking): Promise<Harmonised>;
  /** A photo in the texture world of `manifest` (its files lie under `base`), as a result that `encode` takes. */
  world(photo: number, wish: WorldWish, base: string, manifest: PinxitManifest, asking?: Asking): Promise<Painted>;
  /** A photo in other colours, for the screen. */
  tint(photo: number, grade: Grade): Promise<Tinted>;
  /** The faces of a photo, the largest first, by the networks that `networks` names (its files lie under `base`). */
  faces(photo: number, base: string, networks: Networks, asking?: Asking): Promise<readonly FoundFace[]>;
  /** What the largest face of a picture shows; null: there is none. The worker keeps nothing of it. */
  expressionIn(file: Blob, base: string, networks: Networks, asking?: Asking): Promise<Shown | null>;
  /**
   * The face in a frame of a video, which is closed; the same one as in the frame before. seconds: when the frame was taken, by a
   * clock that goes on. rest: what the face does from this frame on, for half a second, is what it does at rest.
   */
  follow(bitmap: ImageBitmap, seconds: number, rest: boolean, base: string, networks: Networks): Promise<Followed>;
  /** The video is over. */
  unfollow(): Promise<void>;
  /** A photo with other expressions, for the screen. */
  express(portrait: Portrait, base: string, networks: Networks): Promise<Expressed>;
  /** The same at the photo's own size; the worker keeps it until `release`, and `encode` takes it. */
  portray(portrait: Portrait, base: string, networks: Networks): Promise<PhotoInfo>;
  /** Look at a drawing: its lines and its regions. The worker remembers them while it holds the drawing. */
  sketch(drawing: number, gap: number, asking?: Asking): Promise<Sketched>;
  /** A drawing in colours, for the screen. `manifest`: of the model that proposes colours (its files lie under `base`). */
  colourIn(wish: LineartWish, base: string, manifest: PinxitManifest | null, asking?: Asking): Promise<Coloured>;
  /** The same at the drawing's own size, up to LONGEST; the worker keeps it until `release`, and `encode` takes it. */
  coloured(wish: LineartWish, base: string, manifest: PinxitManifest | null, asking?: Asking): Promise<PhotoInfo>;
  /** The colours of a picture, "#rrggbb": those that regions take from it as a reference, in the order in which they cover most of it. */
  swatches(picture: number): Promise<readonly string[]>;
  /** Its layers as a file, at that size. */
  layers(wish: LineartWish, as: LayerFile, base: string, manifest: PinxitManifest | null, asking?: Asking): Promise<Blob>;
  /** A result or a photo as a file, in other colours where a grade is given; `quality` 0..1 where the type has one. */
  encode(id: number, type: PictureType, quality: number, grade?: Grade): Promise<Blob>;
  /** One frame of a video, painted at `side` pixels on its longer side; the frame is closed. */
  frame(bitmap: ImageBitmap, mix: Mix, strength: number, side: number): Promise<{ bitmap: ImageBitmap; milliseconds: number }>;
  release(id: number): void;
  /** End the worker; the engine starts a new one when it is next asked for something. */
  stop(): void;
}
