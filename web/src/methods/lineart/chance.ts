// NumPy's random numbers, so that a seed proposes the same colours here as in Python: PCG64 (O'Neill, "PCG: a family of simple fast
// space-efficient statistically good algorithms for random number generation", 2014: XSL RR 128/64), seeded as `default_rng` does.

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const POOL = 4; // words of 32 bits
const wide = (value: bigint): bigint => BigInt.asUintN(128, value);

/** Numbers in 0..1. seed: a whole number below 2^32. */
export function chance(seed: number): () => number {
  const [state, sequence] = seeded(seed);
  const increment = wide((sequence << 1n) | 1n);
  const step = (from: bigint): bigint => wide(from * MULTIPLIER + increment);
  let now = step(wide(increment + state));
  return () => {
    now = step(now);
    const mixed = BigInt.asUintN(64, (now >> 64n) ^ now);
    const turn = now >> 122n;
    const turned = BigInt.asUintN(64, (mixed >> turn) | (mixed << (64n - turn)));
    return Number(turned >> 11n) / 2 ** 53;
  };
}

/** Two numbers of 128 bits out of a seed (O'Neill, "Developing a seed_seq alternative", 2015; NumPy's SeedSequence). */
function seeded(seed: number): readonly [bigint, bigint] {
  const pool = new Uint32Array(POOL);
  const stir = stirrer(0x43b0d7e5, 0x931e8875);
  for (let at = 0; at < POOL; at++) pool[at] = stir(at === 0 ? seed : 0);
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) {
      if (from === to) continue;
      const mix = (Math.imul(0xca01f9dd, pool[to]!) - Math.imul(0x4973f715, stir(pool[from]!))) >>> 0;
      pool[to] = mix ^ (mix >>> 16);
    }
  }
  const draw = stirrer(0x8b51f9dd, 0x58f38ded);
  const words = Array.from({ length: 2 * POOL }, (_, at) => BigInt(draw(pool[at % POOL]!)));
  // Pairs of words are numbers of 64 bits, the low one first; pairs of those the high one first.
  const number = (at: number): bigint => (words[at + 3]! << 96n) | (words[at + 2]! << 64n) | (words[at + 1]! << 32n) | words[at]!;
  const swapped = (value: bigint): bigint => wide(value << 64n) | (value >> 64n);
  return [swapped(number(0)), swapped(number(4))];
}

function stirrer(first: number, factor: number): (value: number) => number {
  let constant = first;
  return (value) => {
    let mix = value ^ constant;
    constant = Math.imul(constant, factor);
    mix = Math.imul(mix, constant);
    return (mix ^ (mix >>> 16)) >>> 0;
  };
}
