// Pictures for the screen, as the browser itself decodes and shrinks them.
import type { Photo } from './state';

export const SCREEN_SIDE = 2048; // pixels

/** The picture at most `side` pixels a side. */
export async function shrunk(source: ImageBitmapSource, width: number, height: number, side: number): Promise<ImageBitmap> {
  const scale = Math.min(1, side / Math.max(width, height));
  if (scale === 1) return createImageBitmap(source);
  return createImageBitmap(source, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: 'high',
  });
}

/** Width and height in pixels, and the picture for the screen, without the engine. */
export async function glimpse(file: Blob): Promise<Pick<Photo, 'width' | 'height' | 'bitmap'>> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    return { width, height, bitmap: await shrunk(image, width, height, SCREEN_SIDE) };
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** The bitmap, which is closed, as a file. */
export async function asFile(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
