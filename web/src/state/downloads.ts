// Bytes under way, summed over files.
import type { Download } from '../contract/engine';

export interface Progress {
  readonly bytes: number;
  readonly total: number;
}

/** null when nothing is under way. */
export function underWay(downloads: Readonly<Record<string, Download>>): Progress | null {
  const all = Object.values(downloads);
  const sum = all.reduce((so, { bytes, total }) => ({ bytes: so.bytes + bytes, total: so.total + Math.max(bytes, total) }), {
    bytes: 0,
    total: 0,
  });
  return sum.bytes < sum.total ? sum : null;
}
