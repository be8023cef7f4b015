// The painter network as a function on windows. Axes: height rows, width columns, 3 colours; sRGB 0..1.
import { Fault, type Mix } from '../../contract/engine';
import type { PinxitManifest } from '../../contract/manifest';
import { planes, type Planes } from '../../picture/surface';
import type { Network, Tensor } from '../network';

export const GRAPH = 'painter.onnx';
export const IDENTITY = 'identity.style';
// Pixels. The graph's own padding reflects, and a reflection needs one pixel more than it shows.
export const SMALLEST = 48;

export class Brush {
  constructor(
    private readonly network: Network,
    readonly constants: PinxitManifest['constants'],
    readonly identity: Float32Array,
  ) {}

  /** The style vector at `strength`: on the line from the identity (0) through the mix (1). */
  vector(mix: Mix, strength: number): Float32Array<ArrayBuffer> {
    const { vector: length } = this.constants;
    const wrong = mix.find((part) => part.vector.length !== length);
    if (wrong || mix.length === 0) {
      throw new Fault('other-painter', `a style of ${wrong?.vector.length ?? 0} numbers; this painter takes ${length}`);
    }
    const out = new Float32Array(length);
    for (let at = 0; at < length; at++) {
      let mixed = 0;
      for (const part of mix) mixed += part.weight * part.vector[at]!;
      out[at] = this.identity[at]! + strength * (mixed - this.identity[at]!);
    }
    return out;
  }

  /**
   * Paint one window in a style. statistics: as from `measure`, those of the whole picture that this is a window of;
   * null: the window's own.
   */
  async paint(window: Planes, vector: Float32Array<ArrayBuffer>, statistics: Statistics | null): Promise<Planes> {
    const painted = await this.run(window, vector, statistics, 'painted');
    const [, , height = 0, width = 0] = painted.shape;
    const { data } = painted;
    // The sum is not finite if any number is not; numbers of 0..1 cannot overflow it.
    let sum = 0;
    for (let at = 0; at < data.length; at++) sum += data[at]!;
    if (!Number.isFinite(sum)) throw new Fault('not-finite');
    return cropped({ channels: 3, height, width, data }, window);
  }

  /** The normalisation statistics of a picture in a style. */
  async measure(picture: Planes, vector: Float32Array<ArrayBuffer>): Promise<Statistics> {
    return (await this.run(picture, vector, null, 'measured')).data;
  }

  private run(window: Planes, vector: Float32Array<ArrayBuffer>, statistics: Statistics | null, output: string): Promise<Tensor> {
    const photo = padded(window);
    const known = statistics ?? new Float32Array(this.constants.statistics);
    return this.network(
      {
        photo: { data: photo.data, shape: [1, 3, photo.height, photo.width] },
        style: { data: vector, shape: [1, vector.length] },
        statistics: { data: known, shape: [1, known.length] },
        given: { data: Float32Array.of(statistics ? 1 : 0), shape: [1] },
      },
      output,
    );
  }
}

export type Statistics = Float32Array<ArrayBuffer>;

/** Repeat the last row and column up to the smallest size that the network takes. */
function padded(window: Planes): Planes {
  const height = Math.max(SMALLEST, window.height);
  const width = Math.max(SMALLEST, window.width);
  if (height === window.height && width === window.width) return window;
  return copied(window, planes(window.channels, height, width));
}

function cropped(painted: Planes, size: Planes): Planes {
  if (painted.height === size.height && painted.width === size.width) return painted;
  return copied(painted, planes(painted.channels, size.height, size.width));
}

/** Copy what fits; where the target is larger, the border goes on. */
function copied(from: Planes, to: Planes): Planes {
  for (let channel = 0; channel < to.channels; channel++) {
    for (let y = 0; y < to.height; y++) {
      const source = (channel * from.height + Math.min(y, from.height - 1)) * from.width;
      const start = (channel * to.height + y) * to.width;
      const shared = Math.min(from.width, to.width);
      to.data.set(from.data.subarray(source, source + shared), start);
      if (to.width > shared) to.data.fill(from.data[source + shared - 1]!, start + shared, start + to.width);
    }
  }
  return to;
}
