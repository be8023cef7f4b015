// Colours of a part of a picture carried on beyond its border, smoothly, as pinxit.imageops.spread does it.
// Push and pull (Gortler et al., "The Lumigraph", 1996, sec. 3.4.1): averages of what is known on ever coarser grids, and
// back, each place filled from the finest grid that knows something about it.
import { resample, type Kind } from './resample';
import { planes, planesSurface, whole, type Planes, type Size } from './surface';

const LEAST = 1e-6; // a divisor

/**
 * The picture where `known` (one channel, 0..1) is 1, and elsewhere what its known colours make of it. A picture of which
 * nothing is known comes back as it is.
 */
export function spread(picture: Planes, known: Planes): Planes {
  if (!known.data.some((value) => value > 0)) return picture;
  const weighted = planes(picture.channels, picture.height, picture.width);
  const size = known.data.length;
  for (let at = 0; at < weighted.data.length; at++) weighted.data[at] = picture.data[at]! * known.data[at % size]!;
  return filled(weighted, known);
}

/** weighted: colours times how well they are known; the result may take its place. */
function filled(weighted: Planes, known: Planes): Planes {
  const { height, width } = known;
  if (height === 1 && width === 1) {
    for (let at = 0; at < weighted.data.length; at++) weighted.data[at]! /= Math.max(known.data[0]!, LEAST);
    return weighted;
  }
  const half = { height: Math.ceil(height / 2), width: Math.ceil(width / 2) };
  const believed = resized(known, half, 'area');
  const coarse = resized(weighted, half, 'area');
  // What a coarse cell knows a little of, it knows well enough: three of its four pixels may be unknown.
  for (let at = 0; at < believed.data.length; at++) {
    const share = believed.data[at]!;
    const trust = Math.min(1, 4 * share);
    believed.data[at] = trust;
    for (let place = at; place < coarse.data.length; place += believed.data.length) coarse.data[place]! *= trust / Math.max(share, LEAST);
  }
  const below = resized(filled(coarse, believed), known, 'linear');
  const size = known.data.length;
  for (let at = 0; at < weighted.data.length; at++) weighted.data[at]! += (1 - known.data[at % size]!) * below.data[at]!;
  return weighted;
}

function resized(from: Planes, size: Size, kind: Kind): Planes {
  return resample(planesSurface(from), size, whole(size), kind, false);
}
