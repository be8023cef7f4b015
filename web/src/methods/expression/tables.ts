// What Python knows in numbers (pinxit.methods.expression, pinxit.runtime.faces), as tools/expression_tables.py wrote it down. The
// names are Python's.
import { Fault } from '../../contract/engine';

export type Vector = readonly [number, number, number];
export type Row = readonly number[];

export interface Lip {
  readonly corner: Vector;
  readonly half: Vector;
  readonly middle: Vector;
}

export interface Unit {
  readonly upper: Lip | null;
  readonly lower: Lip | null;
  readonly inner: readonly [number, number];
  readonly lids: readonly [number, number];
  readonly moves: Readonly<Record<string, Vector>>;
  readonly free: Row;
}

export interface Tables {
  readonly triangles: readonly Row[];
  /** The point opposite each. */
  readonly mirror: Row;
  readonly eyes: readonly [number, number];
  readonly upper_lip: readonly Row[];
  readonly lower_lip: readonly Row[];
  readonly upper_lid: readonly Row[];
  readonly lower_lid: readonly Row[];
  readonly brow: Row;
  readonly outline: Row;
  readonly nose: Row;
  /** The unit that bares teeth. */
  readonly smile: string;
  /** Those that open the mouth. */
  readonly opening: readonly string[];
  /** Distances of the eyes: lips that are nearer than this hide what is behind them. */
  readonly shut: number;
  readonly units: Readonly<Record<string, Unit>>;
  /** The unit of lids that follow eyes that look down, and it alone. */
  readonly look_down: string;
  readonly looks: Readonly<Record<string, Unit>>;
  readonly expressions: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The least and the most of an expression. */
  readonly amounts: readonly [number, number];
  /** That a head may be turned. */
  readonly most_degrees: number;
  readonly finding: {
    readonly detected_at: number;
    readonly meshed_at: number;
    readonly sure: number;
    readonly certain: number;
    readonly apart: number;
    readonly around: number;
    readonly parts: number;
  };
  readonly fitness: { readonly smallest: number; readonly most_turned: number };
  /** The least squares of a driver: x and y of the points that count, in the face's own frame. */
  readonly driver: {
    readonly seen: Row;
    readonly quiet: Row;
    /** What makes people differ: "place" and size of the mouth, "lips", size of the "face". */
    readonly persons: readonly string[];
    /** How each unit, and then what makes people differ, moves them. */
    readonly columns: readonly Row[];
    readonly normal: readonly Row[];
    readonly most: number;
    readonly least: number;
    readonly rounds: number;
  };
  readonly moving: { readonly closed: number; readonly follow: Row };
  readonly drawing: {
    readonly around: number;
    readonly around_head: readonly (readonly [number, number])[];
    readonly border: number;
    readonly soft: number;
    readonly teeth: readonly [number, number];
    readonly seen: number;
  };
  readonly irises: Readonly<Record<'across' | 'open' | 'contrast' | 'soft' | 'on_iris' | 'strong' | 'worth', number>> &
    Readonly<Record<'edge' | 'most_below' | 'enough' | 'high' | 'wide' | 'angles', number>> &
    Readonly<Record<'likely' | 'lashes' | 'far' | 'near', readonly [number, number]>> &
    Readonly<Record<'sizes' | 'shifts', Row>>;
  readonly gaze: Readonly<Record<'closes' | 'socket' | 'piece' | 'hides' | 'rises' | 'beside' | 'white' | 'edge' | 'soft', number>> &
    Readonly<Record<'furthest' | 'blurred' | 'rim', readonly [number, number]>>;
  readonly pose: Readonly<Record<'skull' | 'neck', Vector>> & Readonly<Record<'deepest' | 'sets_in', number>>;
}

/** The tables of a file whose checksum was right. */
export function readTables(file: ArrayBuffer): Tables {
  try {
    return JSON.parse(new TextDecoder().decode(file)) as Tables;
  } catch (problem) {
    throw new Fault('internal', `the tables of expressions: ${String(problem)}`);
  }
}

/** The same points on the other side of the face. */
export function opposite({ mirror }: Pick<Tables, 'mirror'>, points: Row): Row {
  return points.map((point) => mirror[point]!);
}

/** A row of the lips from corner to corner, from its right half. */
export function across(tables: Pick<Tables, 'mirror'>, half: Row): Row {
  return [...half, ...opposite(tables, half).slice(0, -1).reverse()];
}

/** How much of each action unit ("AU12", or "AU12 left" for one half) these expressions are; they add up. */
export function unitsOf({ expressions }: Pick<Tables, 'expressions'>, amounts: Readonly<Record<string, number>>): Map<string, number> {
  const units = new Map<string, number>();
  for (const [name, parts] of Object.entries(expressions)) {
    const amount = amounts[name] ?? 0;
    if (amount === 0) continue;
    for (const [unit, share] of Object.entries(parts)) units.set(unit, (units.get(unit) ?? 0) + amount * share);
  }
  return units;
}
