// float16 by hand: not every browser has Float16Array.

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest float16 (ties to even), as its 16 bits. */
export function toHalf(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  const mantissa = word & 0x7fffff;
  if (exponent === 143) return sign | 0x7c00 | (mantissa ? 0x200 : 0); // infinite, or no number
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent >= 1) return sign + rounded((exponent << 23) | mantissa, 13);
  return exponent < -10 ? sign : sign + rounded(mantissa | 0x800000, 14 - exponent);
}

function rounded(value: number, shift: number): number {
  const whole = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return rest > middle || (rest === middle && whole % 2 === 1) ? whole + 1 : whole;
}

export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
