// What page and worker say to each other. One request is under way at a time: the page keeps the queue.
import type {
  Backend,
  BackendReport,
  CutOut,
  Download,
  FaultCode,
  HarmoniseJob,
  Harmonised,
  Mix,
  Painted,
  PaintJob,
  PhotoInfo,
  PictureType,
  Region,
  Step,
  Tinted,
  WorldWish,
} from '../contract/engine';
import type { Grade } from '../contract/grade';
import type { Coloured, LayerFile, LineartWish, Sketched } from '../contract/lineart';
import type { PinxitManifest } from '../contract/manifest';
import type { Expressed, Followed, FoundFace, Portrait, Shown } from '../contract/portrait';
import type { Networks } from '../contract/site';

/** A picture that changes workers: its bytes are transferred. */
export interface Held {
  readonly id: number;
  readonly height: number;
  readonly width: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly origin: string | null;
}

/** A drawing to be coloured. photo and reference: the pictures that `wish` names. */
export interface ToColour {
  readonly photo: number;
  readonly reference: number | null;
  readonly wish: LineartWish;
  readonly base: string;
  readonly manifest: PinxitManifest | null;
}

export interface Requests {
  /** base: address of the painter's folder. runtime: address of the folder of ONNX Runtime. Both absolute, with "/". */
  start: { readonly base: string; readonly manifest: PinxitManifest; readonly wish: Backend | null; readonly runtime: string };
  open: { readonly picture: number; readonly file: Blob };
  paint: { readonly picture: number; readonly job: PaintJob };
  read: { readonly file: Blob; readonly region: Region };
  look: { readonly photo: number; readonly like: Blob; readonly base: string; readonly manifest: PinxitManifest };
  cutOut: { readonly picture: number; readonly file: Blob; readonly base: string; readonly networks: Networks };
  harmonise: { readonly picture: number; readonly job: HarmoniseJob };
  world: {
    readonly picture: number;
    readonly photo: number;
    readonly wish: WorldWish;
    readonly base: string;
    readonly manifest: PinxitManifest;
  };
  tint: { readonly photo: number; readonly grade: Grade };
  encode: { readonly picture: number; readonly type: PictureType; readonly quality: number; readonly grade: Grade | null };
  faces: { readonly photo: number; readonly base: string; readonly networks: Networks };
  expressionIn: { readonly file: Blob; readonly base: string; readonly networks: Networks };
  follow: {
    readonly bitmap: ImageBitmap;
    readonly seconds: number;
    readonly rest: boolean;
    readonly base: string;
    readonly networks: Networks;
  };
  unfollow: Record<never, never>;
  express: { readonly photo: number; readonly portrait: Portrait; readonly base: string; readonly networks: Networks };
  portray: { readonly picture: number; readonly photo: number; readonly portrait: Portrait; readonly base: string; readonly networks: Networks };
  sketch: { readonly photo: number; readonly gap: number };
  colourIn: ToColour;
  coloured: ToColour & { readonly picture: number };
  layers: ToColour & { readonly as: LayerFile };
  swatches: { readonly photo: number };
  frame: { readonly bitmap: ImageBitmap; readonly mix: Mix; readonly strength: number; readonly side: number };
  /** Give all pictures away, to a worker that `take`s them. */
  leave: Record<never, never>;
  take: { readonly pictures: readonly Held[] };
}

export interface Answers {
  start: BackendReport;
  open: PhotoInfo;
  paint: Painted;
  read: Float32Array<ArrayBuffer>;
  look: Grade;
  cutOut: CutOut;
  harmonise: Harmonised;
  world: Painted;
  tint: Tinted;
  encode: Blob;
  faces: readonly FoundFace[];
  expressionIn: Shown | null;
  follow: Followed;
  unfollow: null;
  express: Expressed;
  portray: PhotoInfo;
  sketch: Sketched;
  colourIn: Coloured;
  coloured: PhotoInfo;
  layers: Blob;
  swatches: readonly string[];
  frame: { readonly bitmap: ImageBitmap; readonly milliseconds: number };
  leave: readonly Held[];
  take: null;
}

export type Kind = keyof Requests;
export type Request = { [K in Kind]: Requests[K] & { readonly kind: K } }[Kind];

export type ToWorker =
  | { readonly id: number; readonly request: Request }
  | { readonly cancel: number }
  | { readonly release: number };

export type FromWorker = { readonly id: number } & (
  | { readonly step: Step }
  | { readonly download: Download }
  | { readonly answer: Answers[Kind] }
  | { readonly fault: { readonly code: FaultCode; readonly detail: string } }
  | { readonly aborted: true }
);
