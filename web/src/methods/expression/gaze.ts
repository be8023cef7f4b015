// Eyes that look elsewhere: the iris moves as it is, the white beside it gives way, the lids go along, as pinxit.methods.expression.gaze
// draws them. Places are in an eye laid flat; colours are 0..255.
import type { Iris } from '../../contract/portrait';
import { bicubic } from '../../picture/sample';
import type { BytePicture } from '../../picture/surface';
import { Eye, lidOf, lidsOf, type Two } from './eyes';
import { median } from './irises';
import type { Tables } from './tables';

const SHOWN = [0.3, 0.85] as const; // shares of the opening: what is nearer to a lid is its shadow
const PLAIN = [0.5, 0.95] as const; // radii of an iris between pupil and edge
const LIGHTEST = 1.1; // of what is plain: what is lighter is a light, and is not mirrored

type Colour = Float64Array;

/** From 0 to 1 without a corner. */
function ramp(value: number): number {
  const share = Math.min(1, Math.max(0, value));
  return share * share * (3 - 2 * share);
}

const limited = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Both irises of a face, and how far they go in the picture, in pixels. */
export class Gaze {
  private constructor(
    private readonly tables: Tables,
    readonly irises: readonly [Iris, Iris],
    private readonly aside: number,
    private readonly down: number,
    /** How far the irises go down, in openings of the eyes: the intensity of the lids that follow. */
    readonly openings: number,
  ) {}

  /** For a direction of -1..1, to the right and down. flat: x, y of the face's points. */
  static of(tables: Tables, irises: readonly [Iris, Iris], flat: Float32Array, [x, y]: Two): Gaze {
    const { furthest, socket, closes } = tables.gaze;
    const { radius } = irises[0];
    let aside = x * furthest[0] * radius;
    irises.forEach(({ middle, radius: own }, which) => {
      const room = (0.5 - socket) * Eye.of(tables, flat, which).width - own;
      aside = limited(aside, Math.min(0, -room - middle[0]), Math.max(0, room - middle[0]));
    });
    const height = heightOf(tables, flat);
    const most = closes * height;
    const down = limited(y * furthest[1] * radius, -most, most);
    return new Gaze(tables, irises, aside, down, down / Math.max(height, 1e-6));
  }

  /**
   * Draw what is seen of one eye. lids, flat: points in the photo, with lids where they are seen, and as far as the eye is drawn;
   * eased: the latter where an expression has moved them. places: x, y of the eye's pixels there. `draw` gets each pixel's colour,
   * and how much of it counts.
   */
  seen(
    photo: BytePicture,
    { lids, flat, eased }: Readonly<Record<'lids' | 'flat' | 'eased', Float32Array>>,
    which: number,
    places: readonly Two[],
    draw: (index: number, colour: Colour, cover: number) => void,
  ): void {
    const { edge, rises: rise, soft, rim } = this.tables.gaze;
    const view = new View(this.tables, photo, lids, which, this.irises[which]!);
    const [[top, bottom], [wasTop, wasBottom]] = [eased, flat].map((points) =>
      lidsOf(this.tables, which).map((row) => lidOf(view.eye, points, row)),
    ) as [[Lid, Lid], [Lid, Lid]];
    const ramped = Math.max(soft * view.eye.width, 1);
    const { middle, radius } = view.iris;
    const rises = limited(-this.down / (rise * radius), 0, 1);
    const read = places.map(([placeX, placeY]) => {
      const [x, y] = view.eye.laid(placeX, placeY);
      const [above, below] = [top(x), bottom(x)];
      const share = this.share(x, view);
      const fromX = x - share * this.aside;
      const at = (y - above) / Math.max(below - above, 1e-3);
      // At the lids, no more than that what is seen there was within the lids of the photo.
      let down = share * this.down;
      down += ramp(1 - at / edge) * (Math.min(down, above - wasTop(fromX)) - down);
      const give = ramp(1 - (1 - at) / edge) * (Math.max(down, below - wasBottom(fromX)) - down);
      const onIris = ramp((rim[0] - Math.hypot(x - middle[0] - this.aside, y - middle[1] - this.down) / radius) / rim[1]);
      return { fromX, fromY: y - down, give, at, onIris, cover: limited(Math.min(y - above, below - y) / ramped, 0, 1) };
    });
    const brightest = view.brightest(read.map(({ fromX, fromY }) => [fromX, fromY]));
    const [white, iris] = [new Float64Array(3), new Float64Array(3)];
    read.forEach(({ fromX, fromY, give, at, onIris, cover }, index) => {
      if (cover === 0) return;
      view.white(fromX, fromY - give, at, rises, white);
      if (onIris > 0) {
        view.wholeIris(fromX, fromY, brightest, iris);
        mix(white, iris, onIris);
      }
      draw(index, white, cover);
    });
  }

  /** 1 on the iris where it goes to, 0 at the corners of the eye. */
  private share(x: number, { eye, iris }: View): number {
    const middle = iris.middle[0] + this.aside;
    const still = this.tables.gaze.piece * iris.radius;
    const corner = x > middle ? eye.width / 2 : -eye.width / 2;
    return ramp(1 - (Math.abs(x - middle) - still) / Math.max(Math.abs(corner - middle) - still, 1e-3));
  }
}

type Lid = (x: number) => number;

/** One eye as the photo shows it. lids: points of the face, with lids where they are seen. */
class View {
  readonly eye: Eye;
  readonly top: Lid;
  readonly bottom: Lid;
  /** Where there is white on the left and on the right of the iris. */
  private readonly sides: readonly { readonly side: number; readonly x: number; readonly top: number; readonly bottom: number }[];
  private readonly other = new Float64Array(3);

  constructor(
    private readonly tables: Tables,
    private readonly photo: BytePicture,
    lids: Float32Array,
    which: number,
    readonly iris: Iris,
  ) {
    const { beside, white } = tables.gaze;
    this.eye = Eye.of(tables, lids, which);
    [this.top, this.bottom] = lidsOf(tables, which).map((row) => lidOf(this.eye, lids, row)) as [Lid, Lid];
    this.sides = [-1, 1].flatMap((side) => {
      const x = iris.middle[0] + side * beside * iris.radius;
      return Math.abs(x) < white * this.eye.width ? [{ side, x, top: this.top(x), bottom: this.bottom(x) }] : [];
    });
  }

  /** The most light that is mirrored into what a lid hides of an iris; null: nothing is, as nothing plain is seen of it. */
  brightest(places: readonly Two[]): Colour | null {
    const plain = places.filter(([x, y]) => {
      const away = this.away(x, y);
      return away > PLAIN[0] && away < PLAIN[1] && this.hidden(x, y) === 0;
    });
    if (plain.length === 0) return null;
    const colours = plain.map(([x, y]) => {
      this.colour(x, y, this.other);
      return this.other.slice();
    });
    return Float64Array.from([0, 1, 2], (channel) => LIGHTEST * median(colours.map((colour) => colour[channel]!)));
  }

  /** Colour of the iris; what the lower lid hides of it is as what lies opposite, but for the lights there. */
  wholeIris(x: number, y: number, brightest: Colour | null, into: Colour): void {
    this.colour(x, y, into);
    const hidden = this.hidden(x, y);
    if (hidden === 0 || !brightest) return;
    this.colour(x, Math.max(2 * this.iris.middle[1] - y, this.top(x) + this.shade), this.other);
    for (let channel = 0; channel < 3; channel++) this.other[channel] = Math.min(this.other[channel]!, brightest[channel]!);
    mix(into, this.other, hidden);
  }

  /**
   * Colour beside the iris. What an iris that goes up uncovers, where it was and what the lower lid hid, is as what is white on both
   * sides of it. at: share of the opening from the upper to the lower lid. rises: how much of that counts.
   */
  white(x: number, y: number, at: number, rises: number, into: Colour): void {
    this.colour(x, y, into);
    if (rises === 0) return;
    const [near, far] = this.tables.gaze.blurred;
    const { middle, radius } = this.iris;
    const below = ramp((far - Math.abs(x - middle[0]) / radius) / (far - near));
    const uncovered = rises * Math.max(ramp((far - this.away(x, y)) / (far - near)), below * this.hidden(x, y));
    if (uncovered === 0) return;
    const beside = new Float64Array(3);
    let weights = 0;
    for (const { side, x: place, top, bottom } of this.sides) {
      const weight = ramp(0.55 + (side * (x - middle[0])) / radius / 2);
      this.colour(place, top + limited(at, ...SHOWN) * (bottom - top), this.other);
      for (let channel = 0; channel < 3; channel++) beside[channel]! += weight * this.other[channel]!;
      weights += weight;
    }
    for (let channel = 0; channel < 3; channel++) beside[channel]! /= Math.max(weights, 1e-6);
    mix(into, beside, uncovered * Math.min(weights / 0.05, 1));
  }

  private get shade(): number {
    return this.tables.gaze.hides * this.eye.width;
  }

  /** 1 where the lower lid or its shadow lies over it. */
  private hidden(x: number, y: number): number {
    return ramp((y - this.bottom(x)) / this.shade + 1);
  }

  /** From the middle of the iris, in its radii. */
  private away(x: number, y: number): number {
    return Math.hypot(x - this.iris.middle[0], y - this.iris.middle[1]) / this.iris.radius;
  }

  private colour(x: number, y: number, into: Colour): void {
    bicubic(this.photo, ...this.eye.placed(x, y), into);
  }
}

function mix(into: Colour, other: Colour, share: number): void {
  for (let channel = 0; channel < 3; channel++) into[channel]! += share * (other[channel]! - into[channel]!);
}

/** How far the eyes are open in their middles, in pixels, on average. */
function heightOf(tables: Tables, flat: Float32Array): number {
  const heights = [0, 1].map((which) => {
    const eye = Eye.of(tables, flat, which);
    const [above, below] = lidsOf(tables, which).map((row) => lidOf(eye, flat, row)(0));
    return below! - above!;
  });
  return (heights[0]! + heights[1]!) / 2;
}
