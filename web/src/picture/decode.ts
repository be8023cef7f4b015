// From a picture file to bytes. The browser decodes, turns the picture upright and brings its colours to sRGB.
import { Fault } from '../contract/engine';
import { claimedSize, HEADER_BYTES } from './header';
import { originOf } from './origin';
import { BytePicture } from './surface';

export const MOST_PIXELS = 200_000_000;
const BAND_ROWS = 256;

export async function decode(file: Blob): Promise<BytePicture> {
  const claimed = claimedSize(await file.slice(0, HEADER_BYTES).arrayBuffer());
  if (claimed) checkSize(claimed.width, claimed.height);
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch((problem: unknown) => {
    throw new Fault('not-a-picture', String(problem));
  });
  try {
    checkSize(bitmap.width, bitmap.height);
    return pixelsOf(bitmap, await originOf(file));
  } finally {
    bitmap.close();
  }
}

function checkSize(width: number, height: number): void {
  if (width * height > MOST_PIXELS) throw new Fault('picture-too-large', `${width} x ${height}`);
}

/** In bands: a canvas of the whole picture would be a second copy of it, and canvases have limits of their own. */
export function pixelsOf(bitmap: ImageBitmap, origin: string | null): BytePicture {
  const { width, height } = bitmap;
  const picture = new BytePicture(height, width, undefined, origin);
  const canvas = new OffscreenCanvas(width, Math.min(height, BAND_ROWS));
  const context = plainContext(canvas);
  for (let y = 0; y < height; y += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - y);
    context.clearRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -y);
    picture.rgba.set(context.getImageData(0, 0, width, rows).data, 4 * y * width);
  }
  return picture;
}

/** A context that lives in memory and not on the graphics card: its pixels are read back. */
export function plainContext(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Fault('out-of-memory', `a canvas of ${canvas.width} x ${canvas.height}`);
  return context;
}
