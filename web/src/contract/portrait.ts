// Faces in a photo, and other expressions on them.

/**
 * How much of each expression, by Python's names: smile, brows_up, ...; where the eyes look, from where they do, -1..1 to the right
 * and down of the picture: gaze_across, gaze_down; how the head turns, in degrees: turn, nod, tilt.
 */
export type Amounts = Readonly<Record<string, number>>;

/**
 * What is seen of one eye, in pixels of the photo: a circle, in the eye laid flat. lids: how far down from where the points have them
 * the upper and the lower lid are. reach: the same of how far the eye may be seen.
 */
export interface Iris {
  readonly middle: readonly [number, number];
  readonly radius: number;
  readonly lids: readonly [number, number];
  readonly reach: readonly [number, number];
}

/** Why a face cannot be changed. eyes, least: pixels between the outer corners of the eyes, there and needed. */
export type Unfit =
  | { readonly code: 'small'; readonly eyes: number; readonly least: number }
  | { readonly code: 'turned'; readonly degrees: number };

export interface FoundFace {
  /** 468 points, x, y and z in pixels of the photo. */
  readonly points: Float32Array<ArrayBuffer>;
  /** Points around it, x and y in shares of the photo. */
  readonly outline: readonly (readonly [number, number])[];
  /** null: they are not seen, and cannot look elsewhere. */
  readonly irises: readonly [Iris, Iris] | null;
  /** Nothing is seen between its lips. */
  readonly shut: boolean;
  /** null: it can be changed. */
  readonly problem: Unfit | null;
}

/** A photo, and what its faces are to do. */
export interface Portrait {
  readonly photo: number;
  readonly faces: readonly (Pick<FoundFace, 'points' | 'irises'> & { readonly amounts: Amounts })[];
}

/** What a face shows, as sliders; less opens the mouth of a portrait whose mouth is shut. */
export interface Shown {
  readonly open: Amounts;
  readonly shut: Amounts;
}

/** A frame of a video, and what is seen of the face in it. */
export interface Followed {
  /** resting: what the face does now is what it does at rest, which is subtracted from then on. */
  readonly seen: 'nobody' | 'turned' | 'resting' | 'face';
  /** null: the face shows nothing, or nothing that can be told. */
  readonly shown: Shown | null;
  readonly milliseconds: number;
}

/** A portrait as it is shown. */
export interface Expressed {
  /** To be drawn, and closed by whoever got it; smaller than a large photo. */
  readonly bitmap: ImageBitmap;
  readonly milliseconds: number;
}

/** The networks and the tables of expressions, in the folder of networks. */
export const FACE = 'face.onnx';
export const MESH = 'mesh.onnx';
export const TABLES = 'expression.json';
