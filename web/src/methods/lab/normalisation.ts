// What the first operators of a graph do to the picture says what it must be: who divides by 255 expects 0..255.
import type { Channels, Range } from '../../contract/lab';
import type { Model } from './onnx';

export interface Seen {
  readonly range?: Range;
  readonly channels?: Channels;
}

const PASSING = new Set(['Identity', 'Transpose', 'Cast', 'Resize', 'Pad', 'Reshape', 'Unsqueeze', 'Squeeze']);
const FARTHEST = 8; // operators
const MOST_USERS = 4096;

/** Follow the picture through the graph until an operator tells its range, or stops it from being a picture. */
export function fromGraph(input: string, nodes: Model['nodes'], constants: Model['constants']): Seen {
  let name = input;
  for (let step = 0; step < FARTHEST; step++) {
    const user = nodes.slice(0, MOST_USERS).find(({ inputs }) => inputs.includes(name));
    if (!user) return {};
    if (user.operator === 'QuantizeLinear') {
      return fromQuantiser(constants.get(user.inputs[1] ?? '')?.[0]);
    }
    const other = user.inputs.find((each) => each !== name) ?? '';
    const values = constants.get(other);
    if (values && values.length > 0) return fromArithmetic(user.operator, values);
    if (!PASSING.has(user.operator) || user.outputs[0] === undefined) return {};
    name = user.outputs[0];
  }
  return {};
}

function fromArithmetic(operator: string, values: readonly number[]): Seen {
  const largest = Math.max(...values.map(Math.abs));
  if (operator === 'Div') return largest >= 50 ? { range: '0-255' } : largest > 0 && largest < 1 ? { range: '0-1' } : {};
  if (operator === 'Mul') return largest < 0.05 ? { range: '0-255' } : largest > 1 ? { range: '0-1' } : {};
  if (operator !== 'Sub' && operator !== 'Add') return {};
  if (largest > 2) return { range: '0-255', ...(isBgrMean(values) ? { channels: 'bgr' as const } : {}) };
  return largest > 0.2 && largest < 0.8 ? { range: '0-1' } : {};
}

/** Mean colours of photos have more red than blue: 123.7, 116.8, 103.9 in the order of ImageNet's RGB. */
function isBgrMean(values: readonly number[]): boolean {
  const [first, , last] = values.map(Math.abs);
  return values.length === 3 && first! < last! - 5;
}

/** A quantiser's step says how far the numbers reach. */
function fromQuantiser(step: number | undefined): Seen {
  if (step === undefined || step <= 0) return {};
  const reach = step * 255;
  if (reach > 100) return { range: '0-255' };
  if (reach > 3) return { range: 'imagenet' };
  return { range: reach > 1.5 ? 'minus1-1' : '0-1' };
}
