// Carrying a painting to a larger size: the strokes of the small one, the sharpness of the large photo. Enlarged, the
// small painting is blurred; so it is mixed with the fine lightness detail that the photo has beyond the small size,
// and painted once more at full size, which gives strokes an edge and a grain.
import { LUMA } from '../../picture/colour';
import type { Planes } from '../../picture/surface';
import { limit } from '../../picture/resample';

const MIX = 0.75; // share of the small painting in what is painted again; the rest is the photo
const DETAIL = 1; // how much of the photo's lightness detail is laid over the enlarged painting

/**
 * What is painted again at full size; it takes the place of `strokes`. All three are windows of one size: the photo,
 * the small painting enlarged, and the small photo enlarged.
 */
export function guide(photo: Planes, strokes: Planes, soft: Planes): void {
  const size = photo.height * photo.width;
  const out = strokes.data;
  for (let at = 0; at < size; at++) {
    let detail = 0;
    for (let channel = 0; channel < 3; channel++) {
      const place = at + channel * size;
      detail += LUMA[channel]! * (photo.data[place]! - soft.data[place]!);
    }
    for (let channel = 0; channel < 3; channel++) {
      const place = at + channel * size;
      out[place] = (out[place]! + DETAIL * detail) * MIX + photo.data[place]! * (1 - MIX);
    }
  }
  limit(out);
}

/** The same at a small size, which has no detail beyond: its statistics are those of the whole. */
export function guideSmall(photo: Planes, strokes: Planes): void {
  const out = strokes.data;
  for (let at = 0; at < out.length; at++) out[at] = out[at]! * MIX + photo.data[at]! * (1 - MIX);
}
