// Blends: which styles, and how much of each.
import type { Mix } from '../contract/engine';
import type { Entry, Part } from './state';

export const MOST_PARTS = 4;

/** Add a style at the mean weight of the others, so that it shows at once and drowns nobody. */
export function added(parts: readonly Part[], key: string): readonly Part[] {
  if (parts.length >= MOST_PARTS || parts.some((part) => part.key === key)) return parts;
  const sum = parts.reduce((total, part) => total + part.weight, 0);
  return [...parts, { key, weight: sum > 0 ? sum / parts.length : 1 }];
}

export function removed(parts: readonly Part[], key: string): readonly Part[] {
  return parts.filter((part) => part.key !== key);
}

export function weighted(parts: readonly Part[], key: string, weight: number): readonly Part[] {
  return parts.map((part) => (part.key === key ? { key, weight } : part));
}

/** Weights that sum to 1; all of them zero counts as all of them equal. */
export function shares(parts: readonly Part[]): readonly number[] {
  const sum = parts.reduce((total, part) => total + part.weight, 0);
  return parts.map((part) => (sum > 0 ? part.weight / sum : 1 / parts.length));
}

/** What the engine takes. Styles that are no longer there are left out. */
export function mixOf(parts: readonly Part[], entries: readonly Entry[]): Mix {
  const known = parts.flatMap((part) => {
    const entry = entries.find((each) => each.key === part.key);
    return entry ? [{ part, vector: entry.style.vector }] : [];
  });
  const weights = shares(known.map(({ part }) => part));
  return known.flatMap(({ vector }, index) => {
    const weight = weights[index] ?? 0;
    return weight > 0 ? [{ vector, weight }] : [];
  });
}
