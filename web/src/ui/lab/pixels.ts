// Pictures between canvases, files and the lab's worker.
import { Fault } from '../../contract/engine';
import type { Pixels } from '../../contract/lab';

const MOST_SIDE = 1024; // pixels: models of the lab see no more

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Fault('out-of-memory', `${width} x ${height}`);
  return context;
}

function pixelsOf(context: OffscreenCanvasRenderingContext2D): Pixels {
  const { width, height } = context.canvas;
  return { width, height, rgba: context.getImageData(0, 0, width, height).data as Uint8ClampedArray<ArrayBuffer> };
}

/** A bitmap, at most 1024 pixels a side, over white where it is transparent. */
export function pixelsOfBitmap(bitmap: ImageBitmap): Pixels {
  const scale = Math.min(1, MOST_SIDE / Math.max(bitmap.width, bitmap.height));
  const context = contextOf(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.drawImage(bitmap, 0, 0, context.canvas.width, context.canvas.height);
  return pixelsOf(context);
}

/** Fault('not-a-picture'). */
export async function pixelsOfFile(file: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch((problem: unknown) => {
    throw new Fault('not-a-picture', String(problem));
  });
  try {
    return pixelsOfBitmap(bitmap);
  } finally {
    bitmap.close();
  }
}

export function draw(canvas: HTMLCanvasElement, { width, height, rgba }: Pixels): void {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
}

export async function pngOf({ width, height, rgba }: Pixels): Promise<Blob> {
  const context = contextOf(width, height);
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  return context.canvas.convertToBlob({ type: 'image/png' });
}

const SIDE = 28;
const BOX = 20; // as in MNIST: the digit's longer side
const INK = 32; // what counts as drawn, of 255

/** A drawing, light on dark, as 28 x 28 pixels: the digit 20 pixels high, its centre of mass in the middle. null: empty. */
export function digitOf(canvas: HTMLCanvasElement): Pixels | null {
  const context = canvas.getContext('2d');
  if (!context) return null;
  const { width, height } = canvas;
  const { data } = context.getImageData(0, 0, width, height);
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[4 * (y * width + x)]! < INK) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  if (right < left) return null;
  const scale = BOX / Math.max(right - left + 1, bottom - top + 1);
  const wide = (right - left + 1) * scale;
  const tall = (bottom - top + 1) * scale;
  const placed = (x: number, y: number): Pixels => {
    const small = contextOf(SIDE, SIDE);
    small.fillRect(0, 0, SIDE, SIDE);
    small.imageSmoothingQuality = 'high';
    small.drawImage(canvas, left, top, right - left + 1, bottom - top + 1, x, y, wide, tall);
    return pixelsOf(small);
  };
  const middle = placed((SIDE - wide) / 2, (SIDE - tall) / 2);
  const [x, y] = centre(middle);
  const shift = (of: number): number => Math.max(-4, Math.min(4, Math.round((SIDE - 1) / 2 - of)));
  return placed((SIDE - wide) / 2 + shift(x), (SIDE - tall) / 2 + shift(y));
}

function centre({ width, rgba }: Pixels): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  for (let at = 0; at < rgba.length / 4; at++) {
    const value = rgba[4 * at]!;
    mass += value;
    x += value * (at % width);
    y += value * Math.floor(at / width);
  }
  return [x / mass, y / mass];
}
