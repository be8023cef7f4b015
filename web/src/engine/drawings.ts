// Line art in colours: the drawing that is being coloured is remembered, so that a new hint costs little.
import type { Step } from '../contract/engine';
import type { Coloured, LayerFile, LineartWish, Sketched } from '../contract/lineart';
import { pictureOf, type Coats } from '../methods/lineart/coats';
import { colourOf, nameOf } from '../methods/lineart/colours';
import { bareOf, Drawing } from '../methods/lineart/drawing';
import { layerFile } from '../methods/lineart/layerfiles';
import { evenly, paletteFrom, type Palette } from '../methods/lineart/palette';
import type { BytePicture } from '../picture/surface';

const SHOWN_SIDE = 1024; // pixels: what is coloured while hints are placed

/** What is asked for, its pictures in place of their numbers. */
export interface Commission {
  readonly drawing: BytePicture;
  readonly reference: BytePicture | null;
  readonly wish: LineartWish;
}

type Pause = (step: Step) => Promise<void>;

export class Drawings {
  private last: { readonly picture: BytePicture; readonly gap: number; readonly drawing: Drawing } | null = null;
  private readonly palettes = new WeakMap<BytePicture, Palette>();

  async sketch(picture: BytePicture, gap: number, pause: Pause): Promise<Sketched> {
    const before = performance.now();
    const { regions } = await this.known(picture, gap, pause);
    return { regions, milliseconds: performance.now() - before };
  }

  /** For the screen. */
  async show(commission: Commission, pause: Pause): Promise<Coloured> {
    const before = performance.now();
    const { coats, bare } = await this.coloured(commission, true, pause);
    const { rgba, width, height } = pictureOf(coats, null);
    const bitmap = await createImageBitmap(new ImageData(rgba, width, height));
    return { bitmap, milliseconds: performance.now() - before, bare };
  }

  /** At the drawing's own size, up to LONGEST. */
  async make(commission: Commission, pause: Pause): Promise<BytePicture> {
    const { coats } = await this.coloured(commission, false, pause);
    return pictureOf(coats, commission.drawing.origin);
  }

  async layers(commission: Commission, as: LayerFile, pause: Pause): Promise<Blob> {
    const { coats } = await this.coloured(commission, false, pause);
    return layerFile(coats, pictureOf(coats, null), as, () => pause({ done: 0, total: 1, stage: 'painting' }));
  }

  /** The colours that regions take from a reference, those that cover most of it first. */
  swatches(reference: BytePicture): readonly string[] {
    const { colours, shares } = this.paletteOf(reference);
    const order = [...colours.keys()].sort((one, other) => shares[other]! - shares[one]!);
    return [...new Set(order.map((at) => nameOf(colours[at]!)))];
  }

  /** Let go of a picture that is not held any more. */
  forget(picture: BytePicture | undefined): void {
    if (this.last?.picture === picture) this.last = null;
  }

  private async known(picture: BytePicture, gap: number, pause: Pause): Promise<Drawing> {
    if (this.last?.picture === picture && this.last.gap === gap) return this.last.drawing;
    this.last = null;
    const drawing = await Drawing.of(picture, gap, SHOWN_SIDE, () => pause({ done: 0, total: 1, stage: 'measuring' }));
    this.last = { picture, gap, drawing };
    return drawing;
  }

  private async coloured({ drawing: picture, reference, wish }: Commission, small: boolean, pause: Pause): Promise<{ coats: Coats; bare: number }> {
    const drawing = await this.known(picture, wish.gap, pause);
    const palette = this.palette(wish, reference);
    const hints = drawing.meant(wish);
    const proposed = drawing.proposed(hints, palette, wish.seed);
    const coats = drawing.coloured(small ? drawing.shown : drawing.sheet, wish, hints, proposed);
    return { coats, bare: palette === null ? bareOf(hints) : 0 };
  }

  private palette({ palette }: LineartWish, reference: BytePicture | null): Palette | null {
    if (palette !== null && palette.length > 0) return evenly(palette.map(colourOf));
    return reference && this.paletteOf(reference);
  }

  private paletteOf(reference: BytePicture): Palette {
    const known = this.palettes.get(reference) ?? paletteFrom(reference);
    this.palettes.set(reference, known);
    return known;
  }
}
