// Names of classes: from a file that the visitor brings, or from the metadata of the model.

const MOST = 100_000;

/** One name a line, or JSON: a list, or an object from class number to name. null: not a list of names. */
export function parseLabels(text: string): readonly string[] | null {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '' || trimmed.includes('\0')) return null;
  const found = /^[[{]/.test(trimmed) ? fromObject(trimmed) : trimmed.split(/\r?\n/).map((line) => line.trim());
  return found && found.length <= MOST && found.some((name) => name !== '') ? found : null;
}

function fromObject(text: string): readonly string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = pythonDictionary(text);
  }
  if (Array.isArray(value)) return value.map(nameOf);
  if (typeof value !== 'object' || value === null) return null;
  const names: string[] = [];
  for (const [key, name] of Object.entries(value)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index >= MOST) return null;
    names[index] = nameOf(name);
  }
  return Array.from(names, (name) => name ?? '');
}

/** Keras has lists of synset and name: the last of a list is the name. */
function nameOf(value: unknown): string {
  const name: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '';
}

/** {0: 'person', 1: "dog's"} as some exporters print it into the metadata. */
function pythonDictionary(text: string): Record<string, string> | null {
  const found: Record<string, string> = {};
  const pair = /(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  for (const [, key, single, double] of text.matchAll(pair)) found[key!] = (single ?? double ?? '').replace(/\\(.)/g, '$1');
  return Object.keys(found).length > 0 ? found : null;
}

const KEYS = ['labels', 'classes', 'names', 'class_names'];

export function labelsFromMetadata(metadata: Readonly<Record<string, string>>): readonly string[] | null {
  for (const key of KEYS) {
    const labels = parseLabels(metadata[key] ?? '');
    if (labels && labels.length > 1) return labels;
  }
  return null;
}
