// A photo in other colours, for the screen: by the graphics card, or by the CPU at a size that it can follow a
// slider with.
import type { Tinted } from '../contract/engine';
import type { Grade } from '../contract/grade';
import { smaller } from '../picture/encode';
import { graded } from '../picture/grade';
import { Shader } from '../picture/shader';
import { BytePicture } from '../picture/surface';

const SIDES = { shader: 2048, cpu: 1152 } as const; // pixels; every card takes 2048

export class Tinter {
  /** undefined: not asked for yet. null: there is none, or it was lost. */
  private shader: Shader | null | undefined;
  /** The photo of last time, as small as it is shown. */
  private last: { readonly photo: BytePicture; readonly shader: boolean; readonly small: BytePicture } | null = null;

  async tint(photo: BytePicture, grade: Grade): Promise<Tinted> {
    const before = performance.now();
    const drawn = this.byShader(photo, grade);
    const bitmap = drawn ?? (await this.byCpu(photo, grade));
    return { bitmap, milliseconds: performance.now() - before, shader: drawn !== null };
  }

  /** Let go of a photo that is not held any more. */
  forget(photo: BytePicture | undefined): void {
    if (this.last?.photo === photo) this.last = null;
  }

  private byShader(photo: BytePicture, grade: Grade): ImageBitmap | null {
    if (this.shader === undefined) this.shader = Shader.open();
    const { shader } = this;
    if (!shader) return null;
    if (this.last?.photo !== photo) shader.take(this.small(photo, true));
    const drawn = shader.draw(grade);
    if (!drawn) this.shader = null;
    return drawn;
  }

  private byCpu(photo: BytePicture, grade: Grade): Promise<ImageBitmap> {
    const small = this.small(photo, false);
    const out = new ImageData(small.width, small.height);
    graded(grade, small, 0, small.height, out.data);
    return createImageBitmap(out);
  }

  private small(photo: BytePicture, shader: boolean): BytePicture {
    if (this.last?.photo !== photo || this.last.shader !== shader) {
      this.last = { photo, shader, small: smaller(photo, shader ? SIDES.shader : SIDES.cpu) };
    }
    return this.last.small;
  }
}
