// Reading an ONNX file without running it. Field numbers are those of onnx.proto.
import type { ModelCard, Port } from '../../contract/lab';
import { broken, content, fields, longText, text, whole, wholes } from './wire';

export interface Node {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface Model {
  readonly card: ModelCard;
  /** Of the main graph, in order. */
  readonly nodes: readonly Node[];
  /** Stored tensors of at most SMALL numbers, by name: what says how a picture is normalised. */
  readonly constants: ReadonlyMap<string, readonly number[]>;
}

const SMALL = 16;
const DEEPEST = 32; // graphs within graphs
const MOST_NODES = 1_000_000;
const TYPES = [
  'undefined', 'float32', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64', 'string', 'bool', 'float16', 'float64',
  'uint32', 'uint64', 'complex64', 'complex128', 'bfloat16',
]; // prettier-ignore
const KNOWN_DOMAINS = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc', 'com.ms.internal.nhwc']);

interface Found {
  readonly nodes: Node[];
  readonly operators: Map<string, number>;
  readonly constants: Map<string, readonly number[]>;
  readonly stored: Set<string>;
  inputs: Port[];
  outputs: Port[];
  parameters: number;
  external: boolean;
  count: number;
}

/** What stands in the file. Fault('not-a-model') for whatever is not one. */
export function readModel(file: Uint8Array): Model {
  const found: Found = {
    nodes: [],
    operators: new Map(),
    constants: new Map(),
    stored: new Set(),
    inputs: [],
    outputs: [],
    parameters: 0,
    external: false,
    count: 0,
  };
  const opsets: Record<string, number> = {};
  const metadata: Record<string, string> = {};
  const functions = new Set<string>();
  let graphs = 0;
  let irVersion = 0;
  let producer = '';
  for (const field of fields(file)) {
    if (field.number === 1) irVersion = whole(field);
    else if (field.number === 2) producer = `${text(field)} ${producer}`.trim();
    else if (field.number === 3) producer = `${producer} ${text(field)}`.trim();
    else if (field.number === 7) {
      if (++graphs > 1) throw broken('two graphs');
      readGraph(content(field), found, true, 0);
    } else if (field.number === 8) {
      const { domain, version } = readOpset(content(field));
      Object.defineProperty(opsets, domain === 'ai.onnx' ? '' : domain, { value: version, enumerable: true, configurable: true });
    } else if (field.number === 14) {
      const [key, value] = readEntry(content(field));
      Object.defineProperty(metadata, key, { value, enumerable: true, configurable: true });
    } else if (field.number === 25) functions.add(readFunction(content(field)));
  }
  if (graphs === 0 || irVersion < 1) throw broken('no graph in it');
  if (found.nodes.length === 0 || found.outputs.length === 0) throw broken('an empty graph');
  const operators = [...found.operators].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
  const foreign = operators.map(({ name }) => name).filter((name) => !KNOWN_DOMAINS.has(domainOf(name)) && !functions.has(name));
  const { parameters, external, outputs, nodes, constants } = found;
  // Files of the first years list their weights among the inputs.
  const inputs = found.inputs.filter(({ name }) => !found.stored.has(name));
  const card = { bytes: file.length, producer, irVersion, opsets, inputs, outputs, operators, parameters, metadata, external, foreign };
  return { card, nodes, constants };
}

function domainOf(operator: string): string {
  const colon = operator.lastIndexOf(':');
  return colon < 0 ? '' : operator.slice(0, colon);
}

function named(domain: string, operator: string): string {
  return domain === '' || domain === 'ai.onnx' ? operator : `${domain}:${operator}`;
}

function readGraph(message: Uint8Array, found: Found, main: boolean, depth: number): void {
  if (depth > DEEPEST) throw broken('graphs nested too deep');
  for (const field of fields(message)) {
    if (field.number === 1) {
      if (++found.count > MOST_NODES) throw broken(`more than ${MOST_NODES} operators`);
      const node = readNode(content(field), found, depth);
      const name = named(node.domain, node.operator);
      found.operators.set(name, (found.operators.get(name) ?? 0) + 1);
      if (main) found.nodes.push(node);
    } else if (field.number === 5) {
      const tensor = readTensor(content(field), found);
      if (!main) continue;
      found.stored.add(tensor.name);
      if (tensor.values) found.constants.set(tensor.name, tensor.values);
    } else if (field.number === 15 && main) {
      for (const part of fields(content(field))) {
        if (part.number === 1) found.stored.add(readTensor(content(part), found).name);
      }
    } else if (main && field.number === 11) found.inputs.push(readPort(content(field)));
    else if (main && field.number === 12) found.outputs.push(readPort(content(field)));
  }
}

function readNode(message: Uint8Array, found: Found, depth: number): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let operator = '';
  let domain = '';
  let value: readonly number[] | null = null;
  for (const field of fields(message)) {
    if (field.number === 1) inputs.push(text(field));
    else if (field.number === 2) outputs.push(text(field));
    else if (field.number === 4) operator = text(field);
    else if (field.number === 7) domain = text(field);
    else if (field.number === 5) value = readAttribute(content(field), found, depth) ?? value;
  }
  if (operator === '') throw broken('an operator without a name');
  if (operator === 'Constant' && value && outputs[0] !== undefined) found.constants.set(outputs[0], value);
  return { operator, domain, inputs, outputs };
}

/** The numbers of a small tensor, where the attribute is one. */
function readAttribute(message: Uint8Array, found: Found, depth: number): readonly number[] | null {
  let value: readonly number[] | null = null;
  for (const field of fields(message)) {
    if (field.number === 5) value = readTensor(content(field), found).values;
    else if (field.number === 6 || field.number === 11) readGraph(content(field), found, false, depth + 1);
  }
  return value;
}

function readTensor(message: Uint8Array, found: Found): { name: string; values: readonly number[] | null } {
  const dims: number[] = [];
  let name = '';
  let type = 0;
  let raw: Uint8Array | null = null;
  let floats: Uint8Array | null = null;
  const single: number[] = [];
  for (const field of fields(message)) {
    if (field.number === 1) dims.push(...few(wholes(field)));
    else if (field.number === 2) type = whole(field);
    else if (field.number === 4 && field.kind === 2) floats = field.bytes;
    else if (field.number === 4 && field.kind === 5 && single.length < SMALL) single.push(float32(Number(field.value)));
    else if (field.number === 8) name = text(field);
    else if (field.number === 9) raw = content(field);
    else if (field.number === 13 || (field.number === 14 && whole(field) === 1)) found.external = true;
  }
  if (dims.length > 64 || dims.some((dim) => dim < 0)) throw broken('a tensor of an impossible shape');
  const count = dims.reduce((product, dim) => product * dim, 1);
  found.parameters += count;
  if (count > SMALL) return { name, values: null };
  const values = single.length > 0 ? single : raw || floats ? numbers((raw ?? floats)!, raw ? type : 1) : null;
  return { name, values };
}

function few(values: number[]): number[] {
  if (values.length > 64) throw broken('a tensor of an impossible shape');
  return values;
}

function float32(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

function numbers(bytes: Uint8Array, type: number): readonly number[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = type === 1 || type === 6 ? 4 : type === 7 || type === 11 ? 8 : type === 2 ? 1 : 0;
  if (size === 0) return null;
  const found: number[] = [];
  for (let at = 0; at + size <= bytes.length && found.length < SMALL; at += size) {
    if (type === 1) found.push(view.getFloat32(at, true));
    else if (type === 6) found.push(view.getInt32(at, true));
    else if (type === 7) found.push(Number(view.getBigInt64(at, true)));
    else if (type === 11) found.push(view.getFloat64(at, true));
    else found.push(view.getUint8(at));
  }
  return found;
}

function readPort(message: Uint8Array): Port {
  let port: Port = { name: '', type: 'undefined', dims: null };
  for (const field of fields(message)) {
    if (field.number === 1) port = { ...port, name: text(field) };
    else if (field.number === 2) port = { ...port, ...readType(content(field)) };
  }
  return port;
}

function readType(message: Uint8Array): Pick<Port, 'type' | 'dims'> {
  for (const field of fields(message)) {
    if (field.number === 1) return readTensorType(content(field));
    const other = { 4: 'sequence', 5: 'map', 8: 'sparse', 9: 'optional' }[field.number];
    if (other) return { type: other, dims: null };
  }
  return { type: 'undefined', dims: null };
}

function readTensorType(message: Uint8Array): Pick<Port, 'type' | 'dims'> {
  let type = 'undefined';
  let dims: (number | string | null)[] | null = null;
  for (const field of fields(message)) {
    if (field.number === 1) type = TYPES[whole(field)] ?? `type ${whole(field)}`;
    else if (field.number === 2) {
      dims = [];
      for (const part of fields(content(field))) if (part.number === 1) dims.push(readDim(content(part)));
      if (dims.length > 64) throw broken('a tensor of an impossible shape');
    }
  }
  return { type, dims };
}

function readDim(message: Uint8Array): number | string | null {
  for (const field of fields(message)) {
    // Exporters write 0 or -1 where they mean "any".
    if (field.number === 1) return whole(field) > 0 ? whole(field) : null;
    if (field.number === 2) return text(field) || null;
  }
  return null;
}

function readOpset(message: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  for (const field of fields(message)) {
    if (field.number === 1) domain = text(field);
    else if (field.number === 2) version = whole(field);
  }
  return { domain, version };
}

function readEntry(message: Uint8Array): [string, string] {
  let key = '';
  let value = '';
  for (const field of fields(message)) {
    if (field.number === 1) key = text(field);
    else if (field.number === 2) value = longText(field);
  }
  return [key, value];
}

function readFunction(message: Uint8Array): string {
  let name = '';
  let domain = '';
  for (const field of fields(message)) {
    if (field.number === 1) name = text(field);
    else if (field.number === 10) domain = text(field);
  }
  return named(domain, name);
}
