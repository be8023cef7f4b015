// Numbers that stand for many: medians, percentiles, and where faint values end and strong ones begin.

/** The value below which a share of the others lie, 0..1, as NumPy's `percentile` says between two of them. */
export function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

export function median(values: Float32Array): number {
  return quantile(values, 0.5);
}

const BINS = 64;

/** Where faint values end and strong ones begin (Otsu, "A threshold selection method from gray-level histograms", 1979). */
export function otsu(values: Float32Array): number {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const [first, wide] = low < high ? [low, (high - low) / BINS] : [low - 0.5, 1 / BINS];
  const counts = new Float64Array(BINS);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - first) / wide))]!++;
  const middle = (bin: number): number => first + (bin + 0.5) * wide;
  const all = counts.reduce((sum, count, bin) => sum + count * middle(bin), 0);
  let [below, sum, best, parted] = [0, 0, -1, low];
  for (let bin = 0; bin + 1 < BINS; bin++) {
    below += counts[bin]!;
    sum += counts[bin]! * middle(bin);
    const apart = (all * below - sum * values.length) ** 2 / Math.max(below * (values.length - below), 1);
    if (apart > best) [best, parted] = [apart, first + (bin + 1) * wide];
  }
  return parted;
}
