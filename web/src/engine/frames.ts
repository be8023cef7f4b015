// Live video: one frame in, one out. Canvases and floats are made once for a size and used for every frame.
import type { Brush } from '../methods/paint/brush';
import { plainContext } from '../picture/decode';
import { planes, type Planes } from '../picture/surface';

export class Frames {
  private canvas = new OffscreenCanvas(1, 1);
  private context: OffscreenCanvasRenderingContext2D | null = null;
  private window: Planes = planes(3, 1, 1);

  /** Paint `bitmap`, shrunk so that its longer side is at most `side` pixels. */
  async paint(brush: Brush, bitmap: ImageBitmap, vector: Float32Array<ArrayBuffer>, side: number): Promise<ImageBitmap> {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const context = this.sized(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    const { width, height } = this.canvas;
    context.drawImage(bitmap, 0, 0, width, height);
    const image = context.getImageData(0, 0, width, height);
    const bytes = image.data;
    const pixels = width * height;
    const seen = this.window.data;
    for (let at = 0, from = 0; at < pixels; at++, from += 4) {
      seen[at] = bytes[from]! / 255;
      seen[at + pixels] = bytes[from + 1]! / 255;
      seen[at + 2 * pixels] = bytes[from + 2]! / 255;
    }
    const { data } = await brush.paint(this.window, vector, null);
    for (let at = 0, to = 0; at < pixels; at++, to += 4) {
      bytes[to] = data[at]! * 255;
      bytes[to + 1] = data[at + pixels]! * 255;
      bytes[to + 2] = data[at + 2 * pixels]! * 255;
    }
    context.putImageData(image, 0, 0);
    return createImageBitmap(this.canvas);
  }

  private sized(width: number, height: number): OffscreenCanvasRenderingContext2D {
    if (this.context && this.canvas.width === width && this.canvas.height === height) return this.context;
    this.canvas = new OffscreenCanvas(width, height);
    this.window = planes(3, height, width);
    this.context = plainContext(this.canvas);
    return this.context;
  }
}
