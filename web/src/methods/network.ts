// A loaded network, as the rooms see it.

/** An array with its dimensions, as networks take and give them. */
export interface Tensor {
  readonly data: Float32Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

export type Feeds = Readonly<Record<string, Tensor>>;

/** A loaded network, asked for one of its outputs. */
export type Network = (feeds: Feeds, output: string) => Promise<Tensor>;

/** The same, asked for several outputs of one run. */
export type WholeNetwork = (feeds: Feeds, outputs: readonly string[]) => Promise<readonly Tensor[]>;
