// Paintings of our own, for a visitor who has none at hand: a sample photo in some of the zoo's styles, painted here.
import type { App } from './app';
import { fetchSample } from './site';
import type { Entry, State } from './state';

const SITTER = 'summer-palace.jpg';
const MANNERS = ['starry-night', 'water-lilies', 'great-wave', 'the-scream', 'olive-trees', 'watercolour'];
const GUEST = 'astronaut.jpg';
const TILE_SIDE = 240; // pixels

export type Sample = NonNullable<State['samples']>[number];

const sample = ({ samples }: Pick<State, 'samples'>, name: string): Sample | null => samples?.find(({ file }) => file.endsWith(name)) ?? null;

/** The photo that is painted. */
export const sitterOf = (state: Pick<State, 'samples'>): Sample | null => sample(state, SITTER);

/** Who may be painted in. */
export const guestOf = (state: Pick<State, 'samples'>): Sample | null => sample(state, GUEST);

/** What it shows, without more. */
export const shortly = ({ title }: Sample): string => title.split(',')[0] ?? '';

/** The styles that it is painted in, of those that the site has. */
export function mannersOf({ entries }: Pick<State, 'entries'>): readonly Entry[] {
  return MANNERS.flatMap((name) => entries.find(({ key, own }) => key === name && !own) ?? []);
}

/** What is done with one that is painted; the engine holds it until then. */
type Take<T> = (manner: Entry, id: number, bitmap: ImageBitmap) => Promise<T>;

async function painted<T>(app: App, manners: readonly Entry[], side: number | null, take: Take<T>, signal: AbortSignal): Promise<T[]> {
  const sitter = sitterOf(app.store.get());
  if (!sitter) return [];
  const asking = { signal, idle: side !== null };
  const { id: photo } = await app.engine.open(await fetchSample(app, sitter.file), asking);
  const taken: T[] = [];
  try {
    for (const entry of manners) {
      const mix = [{ vector: entry.style.vector, weight: 1 }];
      const options = { strength: 1, keep_colours: false, stroke: null, max_side: side };
      const { id, bitmap } = await app.engine.paint({ photo, mix, layers: [], options }, asking);
      taken.push(await take(entry, id, bitmap).finally(() => app.engine.release(id)));
    }
  } finally {
    app.engine.release(photo);
  }
  return taken;
}

/** Small pictures of our paintings, one after the other, behind all other work. */
export async function glanceOurs(
  app: App,
  manners: readonly Entry[],
  onTile: (manner: Entry, bitmap: ImageBitmap) => void,
  signal: AbortSignal,
): Promise<void> {
  await painted(app, manners, TILE_SIDE, async (entry, _, bitmap) => onTile(entry, bitmap), signal);
}

/** One of our paintings, as a file; null where the site has no photo for it. */
export async function paintOurs(app: App, manner: Entry, signal: AbortSignal): Promise<Blob | null> {
  const take = (_: Entry, id: number, bitmap: ImageBitmap): Promise<Blob> => {
    bitmap.close();
    return app.engine.encode(id, 'image/png', 1);
  };
  const [file = null] = await painted(app, [manner], null, take, signal);
  return file;
}
