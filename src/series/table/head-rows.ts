/** Explains a header of several rows, as merged cells make it. Else each row below it would be
 *  refused for its length. */
import { quoted, refuse } from '../faults/index.ts';
import type { SkippedRow } from '../frame/index.ts';
import { isValue } from './header-checks.ts';

/** Rows of a header that are looked at. */
const rowsMax = 8;

/** The rows before the first one with a time or a number: the header, and those that may belong to it. */
export class HeadRows {
  private rows: SkippedRow[] | null;

  constructor(header: SkippedRow) {
    this.rows = [header];
  }

  /** @param fits whether the row has as many cells as the header. @throws AppError csv_invalid at the
   *  first row with values */
  add(row: SkippedRow, fits: boolean): void {
    const { rows } = this;
    if (rows === null) return;
    if (!row.cells.some(isValue)) {
      if (rows.push(row) > rowsMax) this.rows = null;
      return;
    }
    this.rows = null;
    if (!fits && rows.length > 1) refuseRows(rows, row);
  }
}

function refuseRows(rows: readonly SkippedRow[], { cells, line }: SkippedRow): void {
  const [header, names] = [rows[0], rows.at(-1)!];
  if (widthOf(names) <= widthOf(header) || widthOf(names) > cells.length) return;
  refuse('csv_invalid', {
    line: header.line,
    message: `the first row with values is on line ${line}, and ${rows.length} rows before it have names: line ${header.line} (${quoted(nameIn(header))}) was read as the header, and the names on line ${names.line} have more columns`,
    accepted: `one row with a different name for each column${exampleOf(rows.at(-2)!, names)}, and no merged cells in it`,
  });
}

/** A name with the one that stands above it, such as `North Sales`; the cells to the right of a
 *  merged one are empty. */
function exampleOf({ cells: above }: SkippedRow, { cells }: SkippedRow): string {
  const at = cells.findIndex((cell, i) => cell.trim() !== '' && (above[i] ?? '').trim() !== '');
  return at < 0 ? '' : `, such as ${quoted(`${above[at].trim()} ${cells[at].trim()}`)}`;
}

function nameIn({ cells }: SkippedRow): string {
  return cells.find((cell) => cell.trim() !== '')!.trim();
}

/** Number of cells up to the last one that is not empty. */
function widthOf({ cells }: SkippedRow): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}
