// .cube files, the tables of colours that grading programs exchange.
// Source: Adobe, "Cube LUT Specification", version 1.0 (2013); LUT_3D_INPUT_RANGE is DaVinci Resolve's.
import { Fault } from './engine';
import { BLACK, WHITE, type Colour, type Lut } from './lut';

const FEWEST = 2;
const MOST = 65; // points a side: what programs write; more would be a hundred megabytes of text
export const MOST_BYTES = 32_000_000; // 65 points a side, 100 characters for each
const DIGITS = 6; // after the point: finer than 16 bits
const TITLE_LENGTH = 100; // characters

/** A keyword and the rest of its line. */
const KEYWORD = /^([A-Z][A-Z0-9_]*)(?:\s+(.*))?$/i;

export function isCubeName(name: string): boolean {
  return /\.cube$/i.test(name);
}

/** Read a table of colours. Fault('not-a-cube'), whose detail says the line and what was expected there. */
export function readCube(text: string): Lut {
  const head = { points: 0, title: '', low: BLACK, high: WHITE };
  let table = new Float32Array(0);
  let filled = 0;
  let line = 0;
  const wrong = (problem: string): Fault => new Fault('not-a-cube', line > 0 ? `line ${line}: ${problem}` : problem);

  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    line++;
    const said = raw.trim();
    if (said === '' || said.startsWith('#')) continue;
    const [, keyword, rest = ''] = KEYWORD.exec(said) ?? [];
    if (keyword === undefined) {
      if (head.points === 0) throw wrong(`${shortened(said)}; LUT_3D_SIZE was expected first`);
      if (filled === table.length) throw wrong(`more than ${head.points} x ${head.points} x ${head.points} colours`);
      const colour = numbers(said, 3);
      if (!colour) throw wrong(`${shortened(said)}; three numbers were expected`);
      table.set(colour, filled);
      filled += 3;
      continue;
    }
    if (filled > 0) throw wrong(`${shortened(said)}; no keyword was expected after the first colour`);
    switch (keyword.toUpperCase()) {
      case 'TITLE':
        head.title = rest.replace(/^"|"$/g, '').slice(0, TITLE_LENGTH);
        break;
      case 'LUT_3D_SIZE': {
        const points = /^\d{1,9}$/.test(rest) ? Number(rest) : NaN;
        if (!(points >= FEWEST && points <= MOST)) throw wrong(`a size of ${shortened(rest)}; ${FEWEST} to ${MOST} was expected`);
        head.points = points;
        table = new Float32Array(3 * points ** 3);
        break;
      }
      case 'LUT_1D_SIZE':
        throw wrong('a table of curves (1D); a table of colours (LUT_3D_SIZE) was expected');
      case 'DOMAIN_MIN':
      case 'DOMAIN_MAX': {
        const colour = numbers(rest, 3);
        if (!colour) throw wrong(`${shortened(said)}; three numbers were expected`);
        head[keyword.toUpperCase() === 'DOMAIN_MIN' ? 'low' : 'high'] = colour as unknown as Colour;
        break;
      }
      case 'LUT_3D_INPUT_RANGE': {
        const range = numbers(rest, 2);
        if (!range) throw wrong(`${shortened(said)}; two numbers were expected`);
        head.low = [range[0]!, range[0]!, range[0]!];
        head.high = [range[1]!, range[1]!, range[1]!];
        break;
      }
      default:
        throw wrong(`${shortened(said)}; no keyword of a .cube file`);
    }
  }
  line = 0;
  if (head.points === 0) throw wrong('no LUT_3D_SIZE');
  if (filled !== table.length) throw wrong(`${filled / 3} colours; ${table.length / 3} were expected`);
  if (head.low.some((low, channel) => low >= head.high[channel]!)) throw wrong('DOMAIN_MIN has to lie below DOMAIN_MAX');
  return { ...head, table };
}

/** `count` finite numbers, and nothing else; null otherwise. */
function numbers(text: string, count: number): number[] | null {
  const words = text.trim().split(/\s+/);
  if (words.length !== count || !words.every((word) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word))) return null;
  const found = words.map((word) => Math.fround(Number(word)));
  return found.every(Number.isFinite) ? found : null;
}

/** What stands in the file, as short as a message has room for. */
function shortened(text: string): string {
  return `"${text.slice(0, 40).replace(/\p{C}/gu, '?')}${text.length > 40 ? '...' : ''}"`;
}

export function writeCube({ points, table, low, high, title }: Lut): string {
  const row = (colour: ArrayLike<number>, at = 0): string =>
    `${colour[at]!.toFixed(DIGITS)} ${colour[at + 1]!.toFixed(DIGITS)} ${colour[at + 2]!.toFixed(DIGITS)}`;
  // The specification knows ASCII only, and a quotation mark would end the title.
  const plain = title.replace(/[^\x20-\x7e]|"/g, '').trim().slice(0, TITLE_LENGTH);
  const lines = plain === '' ? [] : [`TITLE "${plain}"`];
  lines.push(`LUT_3D_SIZE ${points}`, `DOMAIN_MIN ${row(low)}`, `DOMAIN_MAX ${row(high)}`);
  for (let at = 0; at < table.length; at += 3) lines.push(row(table, at));
  return `${lines.join('\n')}\n`;
}
