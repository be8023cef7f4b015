// Painting a picture of any size. Three cases. At the working size (see size.ts) a picture is painted directly: in one
// piece, or, when large, in tiles that share statistics measured on a thumbnail. A picture smaller than the working
// size is enlarged, painted and shrunk; a larger one is painted small and carried up (see carry.ts). The network and
// every float see only windows.
import type { PaintOptions, Step } from '../../contract/engine';
import { keepColours } from '../../picture/colour';
import { resample, resampleInto } from '../../picture/resample';
import { cut, read, whole, WordPicture, type Planes, type Sink, type Size, type Surface } from '../../picture/surface';
import { planTiles, type Tile } from '../../picture/tiles';
import { SMALLEST, type Statistics } from './brush';
import type { Coat } from './coat';
import { guide, guideSmall } from './carry';
import { thumbnailSize, workingSize } from './size';

/** What memory allows. */
export interface Budget {
  /** Up to this many pixels, a picture is painted in one piece. */
  readonly wholePixels: number;
  /** Pixels a side of a tile's window, context included. */
  readonly window: number;
}

/** Between two pieces of work: report it, let messages in, and throw if the work is no longer wanted. */
export type Pause = (step: Step) => Promise<void>;

type Finish = (painted: Planes, photo: Planes) => void;
type Stage = Step['stage'];

const nothing: Finish = () => undefined;

/** Paint `photo` into `out`, which has its size; returns the number of windows that it took. */
export async function paintPicture(
  coat: Coat,
  photo: Surface,
  out: Sink & Size,
  options: PaintOptions,
  budget: Budget,
  pause: Pause,
): Promise<number> {
  const work = new Work(coat, budget, pause);
  const finish: Finish = options.keep_colours ? keepColours : nothing;
  const size = workingSize(photo, options.stroke);
  if (size.height === photo.height && size.width === photo.width) await work.direct(photo, out, finish);
  else if (size.height >= photo.height && size.width >= photo.width) await work.enlarged(photo, out, size, finish);
  else await work.carried(photo, out, size, finish);
  return work.windows;
}

class Work {
  windows = 0;
  private done = 0;
  private total = 0;

  constructor(
    private readonly coat: Coat,
    private readonly budget: Budget,
    private readonly pause: Pause,
  ) {}

  async direct(source: Surface, sink: Sink, finish: Finish): Promise<void> {
    this.total ||= this.steps(source);
    if (this.isSmall(source)) {
      const everything = whole(source);
      const window = read(source, everything);
      const painted = await this.coat.paint(window, source, everything, null);
      this.windows++;
      finish(painted, window);
      sink.write(everything, painted, 0, 0);
      return this.step('painting');
    }
    const statistics = await this.coat.measure(this.thumbnail(source));
    await this.step('measuring');
    for (const tile of this.tiles(source)) {
      const window = read(source, tile.window);
      await this.tile(tile, source, sink, window, window, statistics, finish);
      await this.step('painting');
    }
  }

  /** Paint a picture larger than it is, and shrink the painting: finer strokes than its pixels allow. */
  async enlarged(photo: Surface, out: Sink & Size, size: Size, finish: Finish): Promise<void> {
    this.total = this.steps(size);
    const large = new WordPicture(size.height, size.width);
    const painted = new WordPicture(size.height, size.width);
    await resampleInto(large, photo, 'lanczos', () => this.breathe('painting'));
    await this.direct(large, painted, nothing);
    await resampleInto(finishing(out, photo, finish), painted, 'lanczos', () => this.breathe('painting'));
  }

  /** Paint a picture smaller than it is, and carry the painting up to its size. */
  async carried(photo: Surface, out: Sink & Size, size: Size, finish: Finish): Promise<void> {
    const tiles = this.tiles(photo);
    this.total = this.steps(size) + 1 + tiles.length;
    const small = new WordPicture(size.height, size.width);
    const painted = new WordPicture(size.height, size.width);
    await resampleInto(small, photo, 'lanczos', () => this.breathe('measuring'));
    await this.direct(small, painted, nothing);
    const strokes = this.thumbnail(painted);
    guideSmall(this.thumbnail(small), strokes);
    const statistics = await this.coat.measure(strokes);
    await this.step('carrying');
    for (const tile of tiles) {
      const window = read(photo, tile.window);
      const guided = resample(painted, photo, tile.window, 'cubic');
      guide(window, guided, resample(small, photo, tile.window, 'cubic'));
      await this.tile(tile, photo, out, guided, window, statistics, finish);
      await this.step('carrying');
    }
  }

  private async tile(
    { window: box, inner }: Tile,
    size: Size,
    sink: Sink,
    seen: Planes,
    photo: Planes,
    statistics: readonly Statistics[],
    finish: Finish,
  ): Promise<void> {
    const painted = await this.coat.paint(seen, size, box, statistics);
    this.windows++;
    const kept = { y0: inner.y0 - box.y0, y1: inner.y1 - box.y0, x0: inner.x0 - box.x0, x1: inner.x1 - box.x0 };
    if (finish === nothing) return sink.write(inner, painted, kept.y0, kept.x0);
    const finished = cut(painted, kept);
    finish(finished, cut(photo, kept));
    sink.write(inner, finished, 0, 0);
  }

  private tiles(size: Size): Tile[] {
    const { context, multiple } = this.coat.brush.constants;
    return planTiles(size, this.budget.window, context, multiple);
  }

  private isSmall({ height, width }: Size): boolean {
    // Strips are padded to the smallest size that the network takes, which may be many times their pixels.
    return Math.max(height, SMALLEST) * Math.max(width, SMALLEST) <= this.budget.wholePixels;
  }

  /** How many steps `direct` reports for a picture of this size. */
  private steps(size: Size): number {
    return this.isSmall(size) ? 1 : 1 + this.tiles(size).length;
  }

  private thumbnail(source: Surface): Planes {
    const size = thumbnailSize(source, this.coat.brush.constants.thumbnail);
    if (size.height === source.height && size.width === source.width) return read(source, whole(source));
    return resample(source, size, whole(size), 'lanczos');
  }

  private step(stage: Stage): Promise<void> {
    this.done++;
    return this.breathe(stage);
  }

  private breathe(stage: Stage): Promise<void> {
    return this.pause({ done: this.done, total: this.total, stage });
  }
}

/** A sink that finishes what is written with the photo's own rows. */
function finishing(out: Sink & Size, photo: Surface, finish: Finish): Sink & Size {
  return {
    height: out.height,
    width: out.width,
    write(box, painted, top, left) {
      finish(painted, read(photo, box));
      out.write(box, painted, top, left);
    },
  };
}
