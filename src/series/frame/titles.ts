/** Finds titles before the header of a table. They are left out with a warning that gives their lines. */
import type { Warning } from '../../contracts/schemas/index.ts';
import { listed } from '../faults/index.ts';

/** Rows before the header, at most. */
const titleRowsMax = 5;
/** Rows that are looked at: titles, the header, and the first row. */
export const headRowsMax = titleRowsMax + 2;
/** Fewer numbers in a header are not the names of periods. */
const periodsMin = 12;

export type IsValue = (cell: string) => boolean;

export interface SkippedRow {
  line: number;
  cells: string[];
}

/** Number of rows before the header of a table. A header has a name in its first cell and in more cells than each row
 *  before it, and a row with a time or a number follows.
 *  A header of two columns has no more cells than a title may have. It begins with a name of times then, and its rows
 *  with a time. Behind an empty line, the rows before may have any cells, such as those of a table about the
 *  place of the measurements.
 *  @param head the first rows that are not blank, with their lines
 *  @param isValue whether a cell is a time or a number
 *  @param namesTime whether a name is one of a column of times */
export function titleRowsOf(head: readonly SkippedRow[], isValue: IsValue, namesTime: IsValue): number {
  const rows = head.map(({ cells }) => cells);
  const filled = rows.map(filledCells);
  const hasTimes = (at: number) =>
    rows[at].some((cell, i) => namesTime(cell) && isValue(rows[at + 1]?.[i] ?? ''));
  for (let at = 1; at <= titleRowsMax && at + 1 < rows.length; at++) {
    const before = filled.slice(0, at);
    const isTimed =
      before.every(
        (cells) => cells.length <= filled[at].length && !isValue(cells[0]) && !namesTime(cells[0]),
      ) &&
      namesTime(rows[at][0] ?? '') &&
      isValue(rows[at + 1][0] ?? '');
    const isFuller = isTimed || before.every(({ length }) => length < filled[at].length);
    // Names above some columns only are a further line of the header.
    if (rows[at - 1][0]?.trim() === '' && filled[at - 1].length > 1) return 0;
    const isBehindBlock = head[at].line - head[at - 1].line > 1 && !hasTimes(0) && hasTimes(at);
    if ((isFuller || isBehindBlock) && isHeader(filled[at], isValue) && filled[at + 1].some(isValue))
      return at;
  }
  return 0;
}

export function filledCells(row: string[]): string[] {
  return row.map((cell) => cell.trim()).filter((cell) => cell !== '');
}

/** Whether cells are different names. Numbers after the first name are names if they count, as months or hours do. */
function isHeader(cells: string[], isValue: IsValue): boolean {
  if (cells.length < 2 || isValue(cells[0])) return false;
  if (new Set(cells.map((cell) => cell.toLowerCase())).size < cells.length) return false;
  const values = cells.filter(isValue);
  const isCount = values.every((cell, i) => /^\d{1,4}$/.test(cell) && Number(cell) === Number(values[0]) + i);
  const areYears = values.length > 1 && values.every((cell) => /^(19|20)\d\d$/.test(cell));
  return values.length === 0 || (isCount && (areYears || values.length >= periodsMin));
}

/** @param skipped rows before the header; there is at least one */
export function warningOfTitles(skipped: readonly SkippedRow[]): Warning {
  const { line } = skipped[0];
  const where = linesOf(skipped);
  return {
    code: 'lines_skipped',
    message: `${where} before the header ${skipped.length === 1 ? 'was' : 'were'} not read as part of the table: ${listed(skipped.map(textOf))}.`,
    series_id: null,
    line,
  };
}

export function linesOf(rows: readonly SkippedRow[]): string {
  const [first, last] = [rows[0].line, rows.at(-1)!.line];
  return first === last ? `Line ${first}` : `Lines ${first} to ${last}`;
}

export function textOf({ cells }: SkippedRow): string {
  return filledCells(cells).join(' ');
}
