// A loaded network, as the rooms see it.

/** An array with its dimensions, as networks take and give them. */
export interface Tensor {
  readonly data: Float32Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

/** A loaded network. Asked for fewer outputs, it copies fewer. */
export type Network = (feeds: Readonly<Record<string, Tensor>>, output: string) => Promise<Tensor>;
