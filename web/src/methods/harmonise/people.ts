// Where the people are in a photo, by the network of MediaPipe's selfie segmentation; what it is shown is what Python
// shows it (pinxit.runtime.person). What else stands large in front it may take for a person: a cat, a cup.
import { resample, resampleInto } from '../../picture/resample';
import { planesSurface, whole, type BytePicture, type Sink, type Size } from '../../picture/surface';
import type { Network } from '../network';

const SEEN = { height: 256, width: 256 }; // pixels, whatever the photo's shape
const SURE = 0.9;
// Share of what it takes for people that it must be sure of: where nobody is, it finds blurs.
const LEAST_SURE = 0.7;

/** Make all but the people in a photo transparent. False, and the photo is left alone, where nobody is seen. */
export async function cutPeople(network: Network, photo: BytePicture, between: () => Promise<void>): Promise<boolean> {
  const seen = resample(photo, SEEN, whole(SEEN), 'lanczos');
  const { data } = await network({ photo: { data: seen.data, shape: [1, 3, SEEN.height, SEEN.width] } }, 'person');
  const above = (least: number): number => data.reduce((count, value) => count + (value > least ? 1 : 0), 0);
  if (above(SURE) < LEAST_SURE * Math.max(1, above(0.5))) return false;
  await resampleInto(alphaOf(photo), planesSurface({ ...SEEN, channels: 1, data }), 'lanczos', between);
  return true;
}

function alphaOf({ height, width, rgba }: BytePicture): Sink & Size {
  return {
    height,
    width,
    write(box, from, top, left) {
      for (let y = box.y0; y < box.y1; y++) {
        let source = (y - box.y0 + top) * from.width + left;
        for (let at = 4 * (y * width + box.x0) + 3; source < (y - box.y0 + top) * from.width + left + box.x1 - box.x0; at += 4) {
          rgba[at] = from.data[source++]! * 255;
        }
      }
    },
  };
}
