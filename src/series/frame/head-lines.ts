/** The first lines of a table of text: their cells, and the delimiter that separates them. */
import type { IsValue } from './titles.ts';

/** Notation of the cells of a table. */
export interface Notation<Delimiter extends string> {
  delimiters: readonly Delimiter[];
  /** The delimiter of a header; undefined if it has none. */
  delimiterOf(header: string): Delimiter | undefined;
  isValue: IsValue;
  namesTime: IsValue;
}

export interface Line {
  text: string;
  /** Number of its first line. */
  line: number;
}

/** The header and rows after it. They show a table if they have as many cells each. */
export const tableRows = 3;

/** Whether a cell of the line goes on in the next line. */
export function isOpen(line: string): boolean {
  return (line.split('"').length - 1) % 2 === 1;
}

/** Joins the lines of a first row whose quoted cell has line breaks. A quote that is never closed, or that stands
 *  within a cell as in `5" pipe`, joins nothing. */
export function withJoinedFirst(lines: readonly Line[]): Line[] {
  const [first, ...rest] = lines;
  if (first === undefined || !isOpen(first.text)) return [...lines];
  const opensCell = /(?:^|[,;\t|]) *"/.test(first.text.replace(/"[^"]*"/g, ''));
  const closing = rest.findIndex(({ text }) => isOpen(text));
  if (!opensCell || closing < 0) return [...lines];
  const text = [first, ...rest.slice(0, closing + 1)].map((one) => one.text).join('\n');
  return [{ text, line: first.line }, ...rest.slice(closing + 1)];
}

/** The delimiter of a table that begins with its header. The header alone does not show it if a name has another one,
 *  such as `Umsatz (netto, brutto)`: then the rows do. */
export function delimiterOfTable<Delimiter extends string>(
  lines: readonly Line[],
  { delimiters, delimiterOf, isValue, namesTime }: Notation<Delimiter>,
): Delimiter | undefined {
  const own = delimiterOf(lines[0].text);
  const first = lines.slice(0, tableRows).map(({ text }) => text);
  if (own === undefined || first.some(isOpen)) return own;
  const [none, equalRows, withTime] = [0, 1, 2];
  const evidenceOf = (delimiter: Delimiter) => {
    const [header, ...rows] = first.map((text) => cellsIn(text, delimiter));
    if (header.length < 2 || rows.length === 0) return none;
    if (rows.some(({ length }) => length !== header.length)) return none;
    return header.some((name, i) => namesTime(name) && isValue(rows[0][i])) ? withTime : equalRows;
  };
  let [best, most] = [own, evidenceOf(own)];
  for (const delimiter of delimiters) {
    if (most === withTime) break;
    const evidence = evidenceOf(delimiter);
    if (evidence > most) [best, most] = [delimiter, evidence];
  }
  return best;
}

/** The cells of a line. Quotes are removed. */
export function cellsIn(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    else if (char === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}
