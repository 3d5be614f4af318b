/** Rows of a table that are not read as observations. */

import { labelOf } from '../columns/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import { isRuler } from '../frame/index.ts';
import type { TablePlan } from './plan.ts';

/** So many rows with values and without a time, and such a share of all rows, are no mistake of single rows. */
const lostRowsMin = 3;
const lostShareMin = 0.2;

/** Counts of the rows without a time, and the line of the first. */
export interface RowsWithoutTime {
  count: number;
  withValues: number;
  line: number;
}

/** Rows without a time are not read. If they are many and have values, a time is missing in merged cells.
 *  @param read number of rows with a time
 *  @throws AppError cell_invalid */
export function refuseLostRows(
  { time }: TablePlan,
  { count, withValues, line }: RowsWithoutTime,
  read: number,
): void {
  if (withValues < lostRowsMin || withValues < lostShareMin * (read + count)) return;
  refuse('cell_invalid', {
    line,
    message: `${withValues} rows have values, but no time (column ${quoted(labelOf(time))})`,
    accepted: 'a time in each row, also where cells are merged; or the file without these rows',
  });
}

export function isBlank(cells: string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Whether a row only separates others, as in lists of SAP and in tables of Markdown, or states the formats of RDB. */
export function areRulers(cells: string[]): boolean {
  return cells.some(isRuler) && cells.every((cell) => cell.trim() === '' || isRuler(cell));
}
