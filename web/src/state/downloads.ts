// Bytes under way, summed over files.
import type { Download } from '../contract/engine';

export interface Progress {
  readonly bytes: number;
  readonly total: number;
}

/** null when nothing is under way. */
export function underWay(downloads: Readonly<Record<string, Download>>): Progress | null {
  const all = Object.values(downloads);
  const bytes = all.reduce((sum, file) => sum + file.bytes, 0);
  const total = all.reduce((sum, file) => sum + Math.max(file.bytes, file.total), 0);
  return bytes < total ? { bytes, total } : null;
}
