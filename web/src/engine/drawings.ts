// Line art in colours: the drawing that is being coloured is remembered, so that a new hint costs little.
import type { Step } from '../contract/engine';
import type { Coloured, LayerFile, LineartWish, Sketched } from '../contract/lineart';
import { pictureOf, type Coats } from '../methods/lineart/coats';
import { colourOf, nameOf, type Rgb } from '../methods/lineart/colours';
import type { Drafting } from '../methods/lineart/draft';
import { bareOf, Drawing } from '../methods/lineart/drawing';
import { layerFile } from '../methods/lineart/layerfiles';
import type { Meant } from '../methods/lineart/meant';
import { evenly, paletteFrom, type Palette } from '../methods/lineart/palette';
import type { BytePicture } from '../picture/surface';

const SHOWN_SIDE = 1024; // pixels: what is coloured while hints are placed

/** What is asked for, its pictures in place of their numbers. */
export interface Commission {
  readonly drawing: BytePicture;
  readonly reference: BytePicture | null;
  readonly wish: LineartWish;
  /** Loads the network that proposes colours; null: none is asked. */
  readonly drafting: (() => Promise<Drafting>) | null;
}

/** Colours of regions, and what they were proposed for. */
interface Proposed {
  readonly drawing: Drawing;
  readonly reference: BytePicture | null;
  readonly asked: string;
  readonly colours: readonly Rgb[];
}

type Pause = (step: Step) => Promise<void>;

export class Drawings {
  private last: { readonly picture: BytePicture; readonly gap: number; readonly drawing: Drawing } | null = null;
  private proposed: Proposed | null = null;
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
    const { colours, shares } = this.palette(reference);
    const order = [...colours.keys()].sort((one, other) => shares[other]! - shares[one]!);
    return [...new Set(order.map((at) => nameOf(colours[at]!)))];
  }

  /** Let go of a picture that is not held any more. */
  forget(picture: BytePicture | undefined): void {
    if (this.last?.picture === picture) this.last = null;
    if (this.last === null || this.proposed?.reference === picture) this.proposed = null;
  }

  private async known(picture: BytePicture, gap: number, pause: Pause): Promise<Drawing> {
    if (this.last?.picture === picture && this.last.gap === gap) return this.last.drawing;
    this.last = null;
    const drawing = await Drawing.of(picture, gap, SHOWN_SIDE, () => pause({ done: 0, total: 1, stage: 'measuring' }));
    this.last = { picture, gap, drawing };
    return drawing;
  }

  private async coloured(commission: Commission, small: boolean, pause: Pause): Promise<{ coats: Coats; bare: number }> {
    const { wish, reference, drafting } = commission;
    const drawing = await this.known(commission.drawing, wish.gap, pause);
    const hints = drawing.meant(wish);
    const colours = await this.colours(drawing, hints, commission);
    const between = small ? null : () => pause({ done: 0, total: 1, stage: 'painting' });
    const coats = await drawing.coloured(small ? drawing.shown : drawing.sheet, wish, hints, colours, between);
    return { coats, bare: chosen(wish) || reference || drafting ? 0 : bareOf(hints) };
  }

  /** Proposed again only for other hints, palettes and seeds: light and lines change nothing. */
  private async colours(drawing: Drawing, hints: Meant, { wish, reference, drafting }: Commission): Promise<readonly Rgb[]> {
    const asked = JSON.stringify([wish.hints, wish.palette, wish.seed, drafting !== null]);
    if (this.proposed?.drawing === drawing && this.proposed.reference === reference && this.proposed.asked === asked) return this.proposed.colours;
    const given = chosen(wish);
    const palette = given ? evenly(given) : reference && this.palette(reference);
    const colours = drafting
      ? await drawing.drafted(await drafting(), hints, palette, wish.seed)
      : drawing.proposed(hints, palette, wish.seed);
    this.proposed = { drawing, reference, asked, colours };
    return colours;
  }

  private palette(reference: BytePicture): Palette {
    const known = this.palettes.get(reference) ?? paletteFrom(reference);
    this.palettes.set(reference, known);
    return known;
  }
}

/** The colours that somebody chose; null: none. */
function chosen({ palette }: LineartWish): readonly Rgb[] | null {
  return palette !== null && palette.length > 0 ? palette.map(colourOf) : null;
}
