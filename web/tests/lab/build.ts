// Small ONNX files, written field by field: no test needs Python, and a test can write what no exporter would.

type Part = Uint8Array;

function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

export function join(...parts: Part[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A whole number, a text, or a message as field `number`. */
export function field(number: number, value: number | bigint | string | Part): Part {
  if (typeof value === 'number' || typeof value === 'bigint') return Uint8Array.from([...varint(number * 8), ...varint(value)]);
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return join(Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes);
}

export const FLOAT32 = 1;
export const UINT8 = 2;
export const INT64 = 7;

export type Dim = number | string | null;

export function port(name: string, type: number, dims: readonly Dim[]): Part {
  const shape = dims.map((dim) => field(1, dim === null ? new Uint8Array(0) : field(typeof dim === 'number' ? 1 : 2, dim)));
  return join(field(1, name), field(2, field(1, join(field(1, type), field(2, join(...shape))))));
}

export function floats(name: string, dims: readonly number[], values: readonly number[]): Part {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return join(...dims.map((dim) => field(1, dim)), field(2, FLOAT32), field(8, name), field(9, raw));
}

export function whole(name: string, dims: readonly number[], values: readonly number[]): Part {
  const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return join(...dims.map((dim) => field(1, dim)), field(2, INT64), field(8, name), field(9, raw));
}

export interface NodeOptions {
  readonly domain?: string;
  /** Whole numbers and lists of them. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export function node(operator: string, inputs: readonly string[], outputs: readonly string[], options: NodeOptions = {}): Part {
  const attributes = Object.entries(options.attributes ?? {}).map(([name, value]) =>
    typeof value === 'number'
      ? join(field(1, name), field(3, value), field(20, 2))
      : join(field(1, name), ...value.map((each) => field(8, each)), field(20, 7)),
  );
  return join(
    ...inputs.map((name) => field(1, name)),
    ...outputs.map((name) => field(2, name)),
    field(4, operator),
    ...attributes.map((attribute) => field(5, attribute)),
    ...(options.domain ? [field(7, options.domain)] : []),
  );
}

export interface ModelParts {
  readonly nodes: readonly Part[];
  readonly inputs: readonly Part[];
  readonly outputs: readonly Part[];
  readonly tensors?: readonly Part[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly opset?: number;
  readonly irVersion?: number;
  readonly producer?: string;
  readonly domains?: Readonly<Record<string, number>>;
}

export function model(parts: ModelParts): Uint8Array<ArrayBuffer> {
  const graph = join(
    ...parts.nodes.map((each) => field(1, each)),
    field(2, 'graph'),
    ...(parts.tensors ?? []).map((each) => field(5, each)),
    ...parts.inputs.map((each) => field(11, each)),
    ...parts.outputs.map((each) => field(12, each)),
  );
  const entry = ([key, value]: [string, string]): Part => field(14, join(field(1, key), field(2, value)));
  const domain = ([name, version]: [string, number]): Part => field(8, join(field(1, name), field(2, version)));
  return join(
    field(1, parts.irVersion ?? 8),
    field(2, parts.producer ?? 'test'),
    field(7, graph),
    field(8, join(field(1, ''), field(2, parts.opset ?? 17))),
    ...Object.entries(parts.domains ?? {}).map(domain),
    ...Object.entries(parts.metadata ?? {}).map(entry),
  );
}

/** Picture to picture: each number x becomes scale * x + shift. Height and width are free. */
export function affine(scale: number, shift: number, options: Partial<ModelParts> = {}): Uint8Array<ArrayBuffer> {
  return model({
    nodes: [node('Mul', ['picture', 'scale'], ['scaled']), node('Add', ['scaled', 'shift'], ['painted'])],
    inputs: [port('picture', FLOAT32, [1, 3, 'height', 'width'])],
    outputs: [port('painted', FLOAT32, [1, 3, 'height', 'width'])],
    tensors: [floats('scale', [], [scale]), floats('shift', [], [shift])],
    ...options,
  });
}
