// A style as the page knows it: the content of a .style file (schema/style.schema.json).

export interface Style {
  readonly painter: string;
  readonly name: string;
  readonly title: string;
  readonly artist: string;
  readonly year: string;
  readonly rights: string;
  readonly source: string;
  readonly vector: Float32Array<ArrayBuffer>;
  /** Our own rendering in this style, where the file has one. */
  readonly thumbnail: Blob | null;
}
