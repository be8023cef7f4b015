// Portrait: other expressions on the faces of the photo on the easel. What was asked for belongs to the photo, and goes with it.
import { type Download, type PictureType } from '../contract/engine';
import type { Amounts, Expressed, FoundFace, Portrait, Shown } from '../contract/portrait';
import type { Networks } from '../contract/site';
import type { App } from './app';
import { resultName } from './naming';
import { newest } from './newest';
import { isAbort, tellError } from './notices';
import { perApp } from './perapp';
import { bring } from './photo';
import { createStore } from './store';
import { until } from './until';

/** Of one expression; a test holds them to Python's. */
export const AMOUNTS = { min: -1, max: 1.5, step: 0.01 } as const;

const GAZE = { min: -1, max: 1, step: 0.01 };
const DEGREES = { min: -12, max: 12, step: 0.1 };

/** Where the eyes look, and how the head turns; a test holds them to Python's. */
export const LOOKS = { gaze_across: GAZE, gaze_down: GAZE, turn: DEGREES, nod: DEGREES, tilt: DEGREES } as const;
export type Look = keyof typeof LOOKS;

export interface ExpressionState {
  /** Of the photo, the largest first; null: not looked for yet. */
  readonly faces: readonly FoundFace[] | null;
  /** Whose expression the sliders are; null: of all that can be changed. */
  readonly chosen: number | null;
  /** What each face is to do. */
  readonly amounts: readonly Amounts[];
  /** null: the photo as it is. */
  readonly made: Expressed | null;
  readonly looking: boolean;
  /** The networks, on their way. */
  readonly download: Download | null;
}

const INITIAL: ExpressionState = { faces: null, chosen: null, amounts: [], made: null, looking: false, download: null };
export const expressionOf = perApp((app) => new ExpressionSession(app));

/** Numbers of the faces that the sliders move. */
export function movedBy({ faces, chosen }: Pick<ExpressionState, 'faces' | 'chosen'>): readonly number[] {
  const fit = (faces ?? []).flatMap(({ problem }, index) => (problem === null ? [index] : []));
  return chosen === null ? fit : fit.filter((index) => index === chosen);
}

/** What the sliders show: of all faces the first one's. */
export function shownAmounts(state: Pick<ExpressionState, 'faces' | 'chosen' | 'amounts'>): Amounts {
  return state.amounts[movedBy(state)[0] ?? 0] ?? {};
}

/** Expressions that anybody wears, by Python's names. */
export function worn({ amounts }: Pick<ExpressionState, 'amounts'>): readonly string[] {
  return [...new Set(amounts.flatMap((each) => Object.keys(each).filter((name) => each[name] !== 0)))];
}

/** Whether there are eyes among those that the sliders move that can look elsewhere. */
export function canLook(state: Pick<ExpressionState, 'faces' | 'chosen'>): boolean {
  return movedBy(state).some((index) => state.faces?.[index]?.irises !== null);
}

/** Whether a face does more than faces do. */
export function isBeyond(amounts: Amounts): boolean {
  return Object.entries(amounts).some(([name, amount]) => !(name in LOOKS) && Math.abs(amount) > 1);
}

/** Sliders that another face moves: within their range, in their steps. strength: 1 as much as it does. */
export function worth(shown: Amounts, strength: number): Amounts {
  const stepped = (amount: number): number => Math.round(Math.min(AMOUNTS.max, strength * amount) / AMOUNTS.step) * AMOUNTS.step;
  const moved = Object.entries(shown).map(([name, amount]) => [name, stepped(amount)] as const);
  return Object.fromEntries(moved.filter(([, amount]) => amount !== 0));
}

function looksOf(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => name in LOOKS));
}

function alike(one: Amounts, other: Amounts): boolean {
  return [...Object.keys(one), ...Object.keys(other)].every((name) => (one[name] ?? 0) === (other[name] ?? 0));
}

/** What the engine needs to find faces; null: the site's index is not here. */
export function networksOf({ store, base }: App): { readonly base: string; readonly networks: Networks } | null {
  const { networks } = store.get();
  return networks && { base: new URL('networks/', base).href, networks };
}

export class ExpressionSession {
  readonly store = createStore<ExpressionState>(INITIAL);
  private looking: AbortController | null = null;
  /** The photo on the easel, as the engine names it. */
  private held: number | null = null;

  /** Show the photo anew. */
  private readonly draw = newest(() => this.drawOnce());

  constructor(private readonly app: App) {}

  /** The screen is there, and follows the photo. What is returned ends that. */
  enter(): () => void {
    const stop = this.app.store.subscribe(() => this.follow());
    this.follow();
    return () => {
      stop();
      this.looking?.abort();
      if (this.store.get().looking) this.forget();
    };
  }

  choose(chosen: number | null): void {
    this.store.set({ chosen });
  }

  set(name: string, amount: number): void {
    void this.change((amounts) => ({ ...amounts, [name]: amount }));
  }

  /** The chosen faces as they are in the photo. */
  reset(): void {
    void this.change(() => ({}));
  }

  /** The chosen faces do what another one shows; where they look stays. Resolves once that is seen, or was already. */
  async wear({ open, shut }: Shown, strength: number): Promise<void> {
    const { faces } = this.store.get();
    await this.change((amounts, index) => ({ ...looksOf(amounts), ...worth(faces?.[index]?.shut ? shut : open, strength) }));
  }

  /** The photo with its new faces at its full size, as a file that says so; null, and a message, where that fails. */
  async file(type: PictureType, quality: number): Promise<File | null> {
    const { engine } = this.app;
    const asked = this.asked();
    if (!asked) return null;
    try {
      const { id } = await engine.portray(asked.portrait, asked.base, asked.networks);
      const blob = await engine.encode(id, type, quality).finally(() => engine.release(id));
      return new File([blob], this.fileName(type), { type });
    } catch (error) {
      tellError(this.app, error, '');
      return null;
    }
  }

  fileName(type: PictureType): string {
    return resultName(this.app.store.get().photo?.name ?? '', worn(this.store.get()).slice(0, 3), type);
  }

  /** Put the photo with its new faces on the easel; false, and a message, where that fails. */
  async keep(): Promise<boolean> {
    const file = await this.file('image/png', 1);
    if (file) void bring(this.app, file, file.name);
    return file !== null;
  }

  private async change(to: (amounts: Amounts, index: number) => Amounts): Promise<void> {
    const state = this.store.get();
    const moved = movedBy(state);
    const amounts = state.amounts.map((each, index) => (moved.includes(index) ? to(each, index) : each));
    if (amounts.every((each, index) => alike(each, state.amounts[index]!))) return;
    this.store.set({ amounts });
    await this.draw();
  }

  private follow(): void {
    const held = this.app.store.get().photo?.held?.id ?? null;
    const hasNetworks = this.app.store.get().networks !== null;
    if (held === this.held || (held !== null && !hasNetworks)) return;
    this.forget();
    this.held = held;
    if (held !== null) void this.look();
  }

  /** What belongs to a photo that is gone. */
  private forget(): void {
    this.looking?.abort();
    this.held = null;
    this.store.get().made?.bitmap.close();
    this.store.set(INITIAL);
  }

  private async look(): Promise<void> {
    const { app, held } = this;
    const found = networksOf(app);
    if (held === null || found === null) return;
    const { signal } = (this.looking = new AbortController());
    this.store.set({ looking: true });
    try {
      await until(app, ({ painter }) => (painter === 'ready' ? painter : null), signal);
      const onDownload = (download: Download): void => this.store.set({ download });
      const faces = await app.engine.faces(held, found.base, found.networks, { signal, onDownload });
      const chosen = movedBy({ faces, chosen: null })[0] ?? null;
      this.store.set({ faces, chosen, amounts: faces.map(() => ({})) });
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) tellError(app, error, '', () => void this.look());
    } finally {
      if (!signal.aborted) this.store.set({ looking: false, download: null });
    }
  }

  /** What is asked of the engine; null where nobody is to change. */
  private asked(): { readonly portrait: Portrait; readonly base: string; readonly networks: Networks } | null {
    const { faces, amounts } = this.store.get();
    const found = networksOf(this.app);
    if (this.held === null || !faces || !found) return null;
    const changed = faces.flatMap(({ points, irises }, index) => {
      const each = amounts[index] ?? {};
      return Object.values(each).some((amount) => amount !== 0) ? [{ points, irises, amounts: each }] : [];
    });
    return changed.length === 0 ? null : { portrait: { photo: this.held, faces: changed }, ...found };
  }

  private async drawOnce(): Promise<void> {
    const { app, held } = this;
    const asked = this.asked();
    try {
      const made = asked && (await app.engine.express(asked.portrait, asked.base, asked.networks));
      if (this.held !== held) return made?.bitmap.close();
      const before = this.store.get().made;
      this.store.set({ made });
      before?.bitmap.close();
    } catch (error) {
      if (this.held === held) tellError(app, error, '');
    }
  }
}
