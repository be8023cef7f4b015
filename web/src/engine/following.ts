// The face that a camera sees: its networks stay loaded from the first frame to the last.
import type { Followed } from '../contract/portrait';
import { Follower } from '../methods/expression/follower';
import type { Tables } from '../methods/expression/tables';
import { pixelsOf } from '../picture/decode';
import type { Loaded } from './network';

/** The detector and the mesh, loaded. */
export interface FaceLoaded {
  readonly face: Loaded;
  readonly mesh: Loaded;
}

export class Following {
  private readonly follower: Follower;

  constructor(
    tables: Tables,
    private readonly networks: FaceLoaded,
  ) {
    this.follower = new Follower(tables, { face: networks.face.run, mesh: networks.mesh.runAll });
  }

  /** seconds: when the frame was taken. rest: what the face does from this frame on is what it does at rest. */
  async look(bitmap: ImageBitmap, seconds: number, rest: boolean): Promise<Followed> {
    const before = performance.now();
    if (rest) this.follower.restAnew();
    const followed = await this.follower.look(pixelsOf(bitmap, null), seconds);
    return { ...followed, milliseconds: performance.now() - before };
  }

  async end(): Promise<void> {
    await Promise.allSettled([this.networks.face.release(), this.networks.mesh.release()]);
  }
}
