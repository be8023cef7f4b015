// A photo through a table of colours, for the screen: by the graphics card, or by the CPU at a size that it can follow a
// slider with.
import type { Tinted } from '../contract/engine';
import type { Lut } from '../contract/lut';
import { smaller } from '../picture/encode';
import { recolour } from '../picture/lut';
import { Shader } from '../picture/shader';
import { BytePicture } from '../picture/surface';

const SIDES = { shader: 2048, cpu: 1152 } as const; // pixels; every card takes 2048

export class Tinter {
  /** undefined: not asked for yet. null: there is none, or it was lost. */
  private shader: Shader | null | undefined;
  /** The photo of last time, as small as it is shown. */
  private last: { readonly photo: BytePicture; readonly shader: boolean; readonly small: BytePicture } | null = null;

  async tint(photo: BytePicture, lut: Lut): Promise<Tinted> {
    const before = performance.now();
    const drawn = this.byShader(photo, lut);
    const bitmap = drawn ?? (await this.byCpu(photo, lut));
    return { bitmap, milliseconds: performance.now() - before, shader: drawn !== null };
  }

  /** Let go of a photo that is not held any more. */
  forget(photo: BytePicture | undefined): void {
    if (this.last?.photo === photo) this.last = null;
  }

  private byShader(photo: BytePicture, lut: Lut): ImageBitmap | null {
    if (this.shader === undefined) this.shader = Shader.open();
    const { shader } = this;
    if (!shader) return null;
    if (this.last?.photo !== photo) shader.take(this.small(photo, true));
    const drawn = shader.draw(lut);
    if (!drawn) this.shader = null;
    return drawn;
  }

  private byCpu(photo: BytePicture, lut: Lut): Promise<ImageBitmap> {
    const small = this.small(photo, false);
    const out = new ImageData(small.width, small.height);
    recolour(lut, small.rgba, out.data);
    return createImageBitmap(out);
  }

  private small(photo: BytePicture, shader: boolean): BytePicture {
    if (this.last?.photo !== photo || this.last.shader !== shader) {
      this.last = { photo, shader, small: smaller(photo, shader ? SIDES.shader : SIDES.cpu) };
    }
    return this.last.small;
  }
}
