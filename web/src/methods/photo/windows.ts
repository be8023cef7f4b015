// Means over square windows, whose time does not depend on their size.

/** Means over windows of 2 radius + 1 pixels a side, at the border over what is there of them; of one channel, in rows. */
export function windowMeans(values: Float32Array, height: number, width: number, radius: number): Float32Array {
  const across = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) running(values, across, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) running(across, out, x, width, height, radius);
  return out;
}

/** Means along one line: every `step`-th value from `start`. The sum is in double precision, so it stays exact. */
function running(from: Float32Array, to: Float32Array, start: number, step: number, length: number, radius: number): void {
  let sum = 0;
  for (let at = 0; at < Math.min(radius, length); at++) sum += from[start + at * step]!;
  for (let at = 0; at < length; at++) {
    const [last, gone] = [at + radius, at - radius - 1];
    if (last < length) sum += from[start + last * step]!;
    if (gone >= 0) sum -= from[start + gone * step]!;
    to[start + at * step] = sum / (Math.min(last, length - 1) - Math.max(gone, -1));
  }
}
