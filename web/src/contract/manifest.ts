// Made from schema/manifest.schema.json by `npm run types`; not to be edited.

export interface PinxitManifest {
  /**
   * room.model_vN
   */
  id: string;
  /**
   * the room that runs it
   */
  method: string;
  title: string;
  /**
   * relative path with / to sha256 and size
   */
  files: {
    [k: string]: {
      /**
       * lower-case hexadecimal digest of the content
       */
      sha256: string;
      /**
       * size of the file
       */
      bytes: number;
    };
  };
  graph: {
    inputs: {
      name: string;
      /**
       * ONNX name of the element type, for example float32
       */
      dtype: string;
      /**
       * numbers, or names for dimensions that may vary
       */
      shape: (number | string)[];
    }[];
    outputs: {
      name: string;
      /**
       * ONNX name of the element type, for example float32
       */
      dtype: string;
      /**
       * numbers, or names for dimensions that may vary
       */
      shape: (number | string)[];
    }[];
  };
  options: {
    name: string;
    kind: string;
    default: unknown;
    low: number | null;
    high: number | null;
    choices: unknown[] | null;
    help: string;
    unit?: string;
    optional?: boolean;
  }[];
  golden: {
    photo: string;
    style: string;
    painted: string;
    /**
     * largest allowed difference, on 0..1 per channel
     */
    tolerance: number;
  };
  /**
   * named groups of numbers; 'on' of each group says in words what was measured, and where
   */
  measures: {
    [k: string]: {
      [k: string]: number | string;
    };
  };
  training: {
    recipe: string;
    revision: string;
    seed: number;
    steps: number;
    hardware: string;
    hours: number;
  };
  rights: {
    weights: string;
    data: string;
    style_images: string;
  };
  /**
   * runtimes that the golden pair passed on
   */
  engines: string[];
  constants: {
    /**
     * pixels round a tile that can change what is painted inside it
     */
    context: number;
    /**
     * tiles must start at multiples of this, in pixels
     */
    multiple: number;
    /**
     * length of a style vector; 0: the model takes none
     */
    vector: number;
    /**
     * length of the statistics input and of the measured output; 0: it has none
     */
    statistics: number;
    /**
     * longest side, in pixels, of the picture that statistics are measured on
     */
    thumbnail: number;
  };
  format: 'pinxit.manifest';
  version: 1;
}
