// One face through the frames of a video: found by the detector, then followed by the mesh alone, since where its points are now
// says where to look next. What it shows is told from what it shows at rest, so that nobody's features come along.
import type { Followed } from '../../contract/portrait';
import type { BytePicture } from '../../picture/surface';
import { restOf, shownBy, tellingOf, unitsShown, type Rest } from './driver';
import { nearestFace, pointsIn, squareOf, type FaceNetworks, type Square } from './faces';
import { Frame } from './frame';
import { OneEuro, type Smoothing } from './oneeuro';
import type { Tables } from './tables';

const SMOOTHING: Smoothing = { least: 1.5, slope: 20 }; // points, in distances of the eyes
const AT_REST = 0.5; // seconds in which a face shows what it looks like at rest
const LEAST_FRAMES = 4; // of those, where frames are slow
const STILL = 0.05; // intensity that a face at rest trembles by
const GAIN = 2; // the mesh makes less of a face's movements: docs/studio.md has numbers

/** What was seen so far of a face at rest. */
interface Resting {
  readonly since: number;
  readonly frames: number;
  readonly sum: Float64Array;
}

export class Follower {
  /** Where to look next; null: the face must be found first. */
  private square: Square | null = null;
  private smooth = new OneEuro(SMOOTHING);
  private resting: Resting | null = null;
  private rest: Rest | null = null;

  constructor(
    private readonly tables: Tables,
    private readonly networks: FaceNetworks,
  ) {}

  /** What the face does from now on is what it does at rest. */
  restAnew(): void {
    this.resting = null;
    this.rest = null;
  }

  /** seconds: when the frame was taken, by a clock that goes on. */
  async look(frame: BytePicture, seconds: number): Promise<Omit<Followed, 'milliseconds'>> {
    const { tables } = this;
    const points = await this.points(frame);
    if (!points) return { seen: 'nobody', shown: null };
    const pose = Frame.of(points);
    if (pose.turned > tables.fitness.most_turned) return { seen: 'turned', shown: null };
    const telling = this.smooth.next(tellingOf(tables, pose.canonical(points)), seconds);
    this.rest ??= this.rested(telling, seconds);
    if (!this.rest) return { seen: 'resting', shown: null };
    const believed = (amount: number): number => Math.min(tables.driver.most, GAIN * Math.max(0, amount - STILL));
    const units = [...unitsShown(tables, telling, this.rest)].map(([unit, amount]) => [unit, believed(amount)] as const);
    return { seen: 'face', shown: shownBy(tables, new Map(units)) };
  }

  /** Where the points of the face are; null: it is lost, or was not found. */
  private async points(frame: BytePicture): Promise<Float32Array | null> {
    const { tables, networks } = this;
    const { certain, sure } = tables.finding;
    const followed = this.square && (await pointsIn(tables, networks.mesh, frame, this.square));
    if (followed && followed.presence > sure) {
      this.square = squareOf(tables, followed.points);
      return followed.points;
    }
    this.square = null;
    this.smooth = new OneEuro(SMOOTHING);
    const square = await nearestFace(tables, networks.face, frame);
    if (!square) return null;
    const { points: roughly } = await pointsIn(tables, networks.mesh, frame, square);
    const { points, presence } = await pointsIn(tables, networks.mesh, frame, squareOf(tables, roughly));
    if (presence <= certain) return null;
    this.square = squareOf(tables, points);
    return points;
  }

  /** The mean of what was seen of the face at rest; null: not long enough yet. */
  private rested(telling: Float64Array, seconds: number): Rest | null {
    const { since, frames, sum } = this.resting ?? { since: seconds, frames: 0, sum: new Float64Array(telling.length) };
    const resting = { since, frames: frames + 1, sum: sum.map((value, at) => value + telling[at]!) };
    this.resting = resting;
    if (seconds - since < AT_REST || resting.frames < LEAST_FRAMES) return null;
    return restOf(this.tables, resting.sum.map((value) => value / resting.frames));
  }
}
