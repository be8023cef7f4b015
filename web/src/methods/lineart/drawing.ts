// A drawing that is coloured again and again: its lines, regions and forms are found once, and hold for a smaller copy too.
import { LONGEST, type LineartWish } from '../../contract/lineart';
import { copyAlpha } from '../../picture/encode';
import { resample, resampleInto } from '../../picture/resample';
import { sized } from '../../picture/size';
import { BytePicture, planesSurface, whole, type Planes, type Size } from '../../picture/surface';
import { coatsOf, type Coats } from './coats';
import { colourOf, PAPER, type Rgb } from './colours';
import { draftOf, type Drafting } from './draft';
import { flatLayer } from './flat';
import { NONE } from './growth';
import { mark } from './hints';
import { inkOf, wallsOf } from './ink';
import { meantBy, withoutGrazes, type Meant } from './meant';
import { Mix } from './mixing';
import type { Palette } from './palette';
import { gathered, layoutOf, propose, type Layout } from './proposal';
import { findRegions, regionSizes, type Regions } from './regions';
import { formsOf, lightFrom, shade, type Forms } from './shading';
import { flowOf } from './soft';

/** The drawing at one size. */
export class Sheet {
  private inflated: Forms | null = null;

  constructor(
    readonly ink: Planes,
    readonly regions: Regions,
  ) {}

  get forms(): Forms {
    return (this.inflated ??= formsOf(this.regions));
  }

  /** The same lines and regions, no side longer than `side`. */
  smaller(side: number): Sheet {
    const { height, width } = this.ink;
    if (Math.max(height, width) <= side) return this;
    const size = sized({ height, width }, side);
    return new Sheet(resample(planesSurface(this.ink), size, whole(size), 'area'), sampled(this.regions, size));
  }
}

export class Drawing {
  private laid: Layout | null = null;

  private constructor(
    readonly sheet: Sheet,
    readonly shown: Sheet,
  ) {}

  /** gap: pixels of the picture. side: of the copy that is shown. `pause` is awaited between one thing and the next. */
  static async of(picture: BytePicture, gap: number, side: number, pause: () => Promise<void>): Promise<Drawing> {
    const seen = await shrunk(picture, pause);
    const ink = inkOf(seen);
    await pause();
    const regions = findRegions(wallsOf(ink), seen, Math.round((gap * seen.width) / picture.width));
    await pause();
    const sheet = new Sheet(ink, regions);
    return new Drawing(sheet, sheet.smaller(side));
  }

  get regions(): number {
    return this.sheet.regions.count;
  }

  private get layout(): Layout {
    return (this.laid ??= layoutOf(this.sheet.regions));
  }

  /** Which regions have hints. They are looked for at one size, so that what is shown is what is saved. */
  meant({ hints }: LineartWish): Meant {
    const { regions } = this.sheet;
    return meantBy(regions, mark(hints, regions), hints.map(({ colour }) => colourOf(colour)));
  }

  /** A colour for each region; palette null: that of paper. */
  proposed(hints: Meant, palette: Palette | null, seed: number): readonly Rgb[] {
    if (palette === null) return Array.from(hints.first, () => PAPER);
    return propose(this.layout, palette, hints, seed);
  }

  /** The same by a network; see `proposed`. */
  async drafted(drafting: Drafting, hints: Meant, palette: Palette | null, seed: number): Promise<readonly Rgb[]> {
    const { ink, regions } = this.sheet;
    const colours = await draftOf(drafting, { ink, regions, layout: this.layout, hints }, palette, seed);
    return gathered(colours, regionSizes(regions));
  }

  /** between: as `coatsOf` has it. */
  coloured(sheet: Sheet, wish: LineartWish, hints: Meant, proposed: readonly Rgb[], between: (() => Promise<void>) | null): Promise<Coats> {
    const { ink, regions } = sheet;
    const marks = withoutGrazes(regions, mark(wish.hints, regions), hints);
    const flat = flatLayer(regions, hints, marks, proposed);
    const { mode } = wish;
    const mix = new Mix(regions, flat, mode === 'soft' || mode === 'blended' ? flowOf(regions, hints, marks, ink, flat) : null);
    const light = lightFrom(wish.light, wish.light_height, colourOf(wish.light_colour));
    const shading = mode === 'cel' || mode === 'blended' ? shade(regions, sheet.forms, light, mode === 'cel') : null;
    return coatsOf(mix, shading, ink, wish.lines, between);
  }
}

/** In bands, since it may have many pixels. */
async function shrunk(picture: BytePicture, pause: () => Promise<void>): Promise<BytePicture> {
  if (Math.max(picture.height, picture.width) <= LONGEST) return picture;
  const { height, width } = sized(picture, LONGEST);
  const seen = new BytePicture(height, width);
  await resampleInto(seen, picture, 'area', pause);
  copyAlpha(picture.alpha, seen);
  return seen;
}

/** How many regions have no hint. */
export function bareOf({ first }: Meant): number {
  return first.reduce((sum, hint) => sum + Number(hint === NONE), 0);
}

/** The region of the middle of each pixel of a smaller copy. */
function sampled({ height, width, labels, walls, count }: Regions, size: Size): Regions {
  const small = { ...size, labels: new Int32Array(size.height * size.width), walls: new Uint8Array(size.height * size.width), count };
  for (let y = 0, at = 0; y < size.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / size.height) * width;
    for (let x = 0; x < size.width; x++, at++) {
      const from = row + Math.floor(((x + 0.5) * width) / size.width);
      small.labels[at] = labels[from]!;
      small.walls[at] = walls[from]!;
    }
  }
  return small;
}
