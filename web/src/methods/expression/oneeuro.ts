// The One Euro filter (Casiez, Roussel, Vogel 2012, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
// Interactive Systems", CHI): what stands still is smoothed much, what moves fast hardly, so that it neither trembles nor lags.

export interface Smoothing {
  /** Hertz: what is slower than this passes at rest. */
  readonly least: number;
  /** How much more passes with speed: hertz for a unit a second. */
  readonly slope: number;
}

const SPEEDS = 1; // hertz: how speeds themselves are smoothed (the paper's section "Tuning")

/** For several numbers that change together; each has its own speed. */
export class OneEuro {
  private last: { readonly values: Float64Array; readonly speeds: Float64Array; readonly seconds: number } | null = null;

  constructor(private readonly smoothing: Smoothing) {}

  /** Smoothed numbers at a time that is later than the last one; at the same time or before it, the last ones again. */
  next(values: Float64Array, seconds: number): Float64Array {
    const { last } = this;
    if (!last) {
      this.last = { values: values.slice(), speeds: new Float64Array(values.length), seconds };
      return this.last.values;
    }
    const passed = seconds - last.seconds;
    if (passed <= 0) return last.values;
    const slow = share(SPEEDS, passed);
    const speeds = values.map((value, at) => {
      const speed = (value - last.values[at]!) / passed;
      return last.speeds[at]! + slow * (speed - last.speeds[at]!);
    });
    const { least, slope } = this.smoothing;
    const smoothed = values.map((value, at) => {
      const before = last.values[at]!;
      return before + share(least + slope * Math.abs(speeds[at]!), passed) * (value - before);
    });
    this.last = { values: smoothed, speeds, seconds };
    return smoothed;
  }
}

/** How much a new value counts: exponential smoothing with a cut-off in hertz, over a step in seconds (the paper's equations). */
function share(cutoff: number, seconds: number): number {
  const constant = 1 / (2 * Math.PI * cutoff);
  return 1 / (1 + constant / seconds);
}
