// From bytes to what is shown and what is saved.
import { Fault, type PictureType } from '../contract/engine';
import type { Grade } from '../contract/grade';
import { plainContext } from './decode';
import { graded } from './grade';
import { tagged } from './origin';
import { resample } from './resample';
import { BytePicture, planesSurface, whole, type Size, type Surface } from './surface';

const BAND_ROWS = 256;

/** A picture file, in other colours if there is a grade. JPEG has no alpha: what is transparent is laid over white. */
export async function encode(picture: BytePicture, type: PictureType, quality: number, grade: Grade | null): Promise<Blob> {
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = plainContext(canvas);
  for (let y = 0; y < height; y += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - y);
    const band = grade ? regraded(grade, picture, y, y + rows) : picture.rgba.subarray(4 * y * width, 4 * (y + rows) * width);
    context.putImageData(new ImageData(type === 'image/jpeg' ? flattened(band) : band, width, rows), 0, y);
  }
  const blob = await canvas.convertToBlob({ type, quality }).catch((problem: unknown) => {
    throw new Fault('cannot-encode', `${width} x ${height}: ${String(problem)}`);
  });
  // A browser that cannot write a type writes PNG, and says so only here.
  if (blob.type !== type) throw new Fault('cannot-encode', type);
  return picture.origin === null ? blob : tagged(blob, type, picture.origin);
}

function regraded(grade: Grade, picture: BytePicture, y0: number, y1: number): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(4 * (y1 - y0) * picture.width);
  graded(grade, picture, y0, y1, out);
  return out;
}

function flattened(band: Uint8ClampedArray<ArrayBuffer>): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(band.length);
  for (let at = 0; at < band.length; at += 4) {
    const alpha = band[at + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) out[at + channel] = band[at + channel]! * alpha + 255 * (1 - alpha);
    out[at + 3] = 255;
  }
  return out;
}

/** The picture to be drawn, shrunk so that no side is longer than `side`. */
export function shown(picture: BytePicture, side: number): Promise<ImageBitmap> {
  const small = smaller(picture, side);
  return createImageBitmap(new ImageData(small.rgba, small.width, small.height));
}

/** The picture itself where no side is longer than `side`, else a copy that is shrunk to that. */
export function smaller(picture: BytePicture, side: number): BytePicture {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  if (scale === 1) return picture;
  return resizedPicture(picture, {
    height: Math.max(1, Math.round(picture.height * scale)),
    width: Math.max(1, Math.round(picture.width * scale)),
  });
}

function resizedPicture(picture: BytePicture, size: Size): BytePicture {
  const out = new BytePicture(size.height, size.width);
  out.write(whole(size), resample(picture, size, whole(size), 'area'), 0, 0);
  copyAlpha(picture.alpha, out);
  return out;
}

/** Give `out` the alpha of another picture, brought to its size. */
export function copyAlpha(alpha: Surface, out: BytePicture): void {
  const same = alpha.height === out.height && alpha.width === out.width;
  const line = new Float32Array(out.width);
  for (let y = 0; y < out.height; y++) {
    const box = { y0: y, y1: y + 1, x0: 0, x1: out.width };
    const row = same ? alpha : planesSurface(resample(alpha, out, box, 'area'));
    row.row(same ? y : 0, 0, out.width, 0, line);
    for (let x = 0, at = 4 * y * out.width + 3; x < out.width; x++, at += 4) out.rgba[at] = line[x]! * 255;
  }
}
