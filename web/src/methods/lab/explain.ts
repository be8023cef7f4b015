// From what ONNX Runtime throws to what a visitor can act on.
import { LabFailure, type LabProblem } from '../../contract/lab';

const PATTERNS: readonly (readonly [RegExp, LabProblem])[] = [
  [/Could not find an implementation for ([\w.:]+\(\d+\))/, 'unsupported-operator'],
  [/([\w.]+:?[\w.]+\(-?\d+\)) is not a registered function\/op/, 'unsupported-operator'],
  [/No Op registered for ([\w.]+)/, 'unsupported-operator'],
  [/Failed to find (?:a )?kernel(?: for| def for)? ([\w.:]+)/i, 'unsupported-operator'],
  [/Unsupported model IR version:? ?(\d+)/, 'newer-format'],
  [/[Oo]pset (\d+) (?:of domain \S+ )?is under development/, 'newer-opset'],
  [/(external data|external initializer|model_path must not be empty)/i, 'external-weights'],
  [/(Got invalid dimensions for input[^\n]*|Invalid rank for input[^\n]*)/, 'wrong-shape'],
  [/(Unexpected input data type[^\n]*)/, 'input-type'],
  [/(Missing Input: \w+|input '[^']+' is missing in 'feeds')/i, 'missing-input'],
];
const LONGEST = 300; // characters

export function explained(problem: unknown): LabFailure {
  if (problem instanceof LabFailure) return problem;
  const said = problem instanceof Error ? problem.message : String(problem);
  for (const [pattern, code] of PATTERNS) {
    const match = pattern.exec(said);
    if (match) return new LabFailure(code, (match[1] ?? '').replace(/\(-?\d+\)$/, ''));
  }
  return new LabFailure('failed', said.slice(0, LONGEST));
}
