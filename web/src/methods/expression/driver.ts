// The expression of another face, as action units: what its points do that a quiet face's do not, as
// pinxit.methods.expression.driver reads it. Only the units are taken over, never the points.
import type { Amounts, Shown } from '../../contract/portrait';
import type { Tables } from './tables';

/**
 * The sliders that stand for units, in the order in which they take their share. A smile is one slider, with the cheeks that go
 * along; whatever else a face does is single movements.
 */
const SLIDERS = [
  ...['smile', 'brows_up', 'frown', 'eyes_wide', 'eyes_closed', 'squint', 'cheeks_up', 'nose_wrinkle', 'corners_down'],
  ...['stretch', 'press', 'lips_part', 'jaw_drop', 'kiss'],
];

// On the diagonal of the normal equations, beside what Python holds back: units that take from a smile or a kiss what is theirs, and
// what does not change any more.
const SELDOM = ['AU9', 'AU20', 'AU24'];
const HELD = 0.06;
const FIXED = 1e6;

type Units = ReadonlyMap<string, number>;

/** x and y of the points that tell an expression. shape: of all points, canonical. */
export function tellingOf({ driver: { seen } }: Pick<Tables, 'driver'>, shape: Float32Array): Float64Array {
  return Float64Array.from({ length: 2 * seen.length }, (_, at) => shape[3 * seen[at >> 1]! + (at & 1)]!);
}

/** What a face is compared with. */
export interface Rest {
  /** x and y of `tellingOf` of a face that does nothing. */
  readonly quiet: ArrayLike<number>;
  /** The matrix of the normal equations. */
  readonly normal: Tables['driver']['normal'];
  /** Intensity below which it is the person, not the expression. */
  readonly least: number;
}

/**
 * Somebody who was seen at rest does not become somebody else: of what makes people differ only the place of the mouth, which a nod
 * moves, stays free.
 */
export function restOf({ units, driver }: Pick<Tables, 'units' | 'driver'>, quiet: ArrayLike<number>): Rest {
  const held = [
    ...Object.keys(units).map((unit) => (SELDOM.includes(unit) ? HELD : 0)),
    ...driver.persons.map((kind) => (kind === 'place' ? 0 : FIXED)),
  ];
  const normal = driver.normal.map((row, at) => row.map((value, other) => (at === other ? value + held[at]! : value)));
  return { quiet, normal, least: 0 };
}

/**
 * Intensities of the units by which a face differs from a quiet one, both halves alike; of those only that are no less than the
 * least that counts. telling: of `tellingOf`. Least squares with intensities from 0 to the most that is believed, and with what is
 * no expression left free.
 */
export function unitsShown(
  { units, driver }: Pick<Tables, 'units' | 'driver'>,
  telling: ArrayLike<number>,
  rest: Rest = driver,
): Map<string, number> {
  const names = Object.keys(units);
  const { columns, most, rounds } = driver;
  const { quiet, normal, least } = rest;
  const wanted = columns.map((column) => column.reduce((sum, value, at) => sum + value * (telling[at]! - quiet[at]!), 0));
  const found = columns.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    // Coordinate by coordinate.
    normal.forEach((row, at) => {
      const off = row.reduce((sum, value, other) => sum + value * found[other]!, -wanted[at]!);
      const best = found[at]! - off / row[at]!;
      found[at] = at < names.length ? Math.min(most, Math.max(0, best)) : best;
    });
  }
  return new Map(names.flatMap((name, at) => (found[at]! >= least && found[at]! > 0 ? [[name, found[at]!] as const] : [])));
}

/** What these units are in sliders. */
export function shownBy(tables: Pick<Tables, 'expressions' | 'smile' | 'opening'>, units: Units): Shown {
  return { open: slidersOf(tables, units), shut: slidersOf(tables, withLipsShut(tables, units)) };
}

/** Whether nothing is seen between the lips of a face. shape: canonical. */
export function isShut({ upper_lip: above, lower_lip: below, shut }: Tables, shape: Float32Array): boolean {
  const [top, bottom] = [3 * above.at(-1)!.at(-1)!, 3 * below.at(-1)!.at(-1)!];
  return Math.hypot(...[0, 1, 2].map((axis) => shape[bottom + axis]! - shape[top + axis]!)) < shut;
}

/**
 * The units for a portrait whose mouth is shut: the more they smile, the less they open it. A smile that bares teeth would open on
 * the dark, as nobody photographed the teeth, and look like a gasp.
 */
export function withLipsShut({ smile, opening }: Pick<Tables, 'smile' | 'opening'>, units: Units): Units {
  const opens = Math.min(1, Math.max(0, 1 - 2 * (units.get(smile) ?? 0)));
  return new Map([...units].map(([unit, amount]) => [unit, opening.includes(unit) ? amount * opens : amount]));
}

function slidersOf({ expressions }: Pick<Tables, 'expressions'>, units: Units): Amounts {
  const left = new Map(units);
  const amounts: Record<string, number> = {};
  for (const name of SLIDERS) {
    const parts = Object.entries(expressions[name] ?? {});
    const leading = parts.filter(([, share]) => share === 1);
    const amount = leading.reduce((sum, [unit]) => sum + (left.get(unit) ?? 0) / leading.length, 0);
    if (amount === 0) continue;
    amounts[name] = amount;
    for (const [unit, share] of parts) left.set(unit, Math.max(0, (left.get(unit) ?? 0) - amount * share));
  }
  return amounts;
}
