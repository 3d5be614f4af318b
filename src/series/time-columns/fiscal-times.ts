/** Refuses fiscal years: nothing says on which day they begin. */

import { type Column, labelOf } from '../columns/index.ts';
import { alternatives, quoted, refuse } from '../faults/index.ts';
import { refuseFiscalRows } from '../frame/index.ts';
import { weekFormatOf } from '../times/index.ts';
import type { TimePart } from './part-columns.ts';

const fiscalYear =
  /^(?:(?:FY|GJ|fiscal year|season|saison)\s*'?(?:\d{4}|\d\d)\b.*|\d{4}\s*[-/]\s*(?:\d{4}|\d\d))$/i;

/** Whether a cell is like `2023-24`. */
function isSeason(cell: string): boolean {
  const [, year, next] = /^(\d{4})[-/](\d\d)$/.exec(cell.trim()) ?? [];
  return year !== undefined && (Number(year) + 1) % 100 === Number(next);
}

/** Years that need not begin in January, and weeks whose notation is that of months.
 *  @throws AppError time_column_missing, reading_ambiguous */
export function refuseFiscalYears(columns: Column[], cellsOf: (column: Column) => string[]): void {
  for (const column of columns) {
    const cells = cellsOf(column);
    if (cells.length === 0 || !cells.every((cell) => fiscalYear.test(cell.trim()))) continue;
    const weeks = cells.every(isSeason) ? null : weekFormatOf(cells);
    if (weeks !== null)
      refuse('reading_ambiguous', {
        path: '?time_format',
        message: `the cells of ${quoted(labelOf(column))}, such as ${quoted(cells[0])}, may be a year and a week, and nothing says how the weeks are counted`,
        accepted: `weeks such as 2024-W05, or time_format=${weeks} to read weeks of ISO 8601`,
        alternatives: alternatives('time_format', weeks),
      });
    refuse('time_column_missing', {
      line: 1,
      message: `the cells of ${quoted(labelOf(column))} are fiscal years or seasons, such as ${quoted(cells[0])}, and nothing says on which day they begin`,
      accepted: 'the first day of each period, such as 2024-07-01; or plain years such as 2024',
    });
  }
}

/** Times of a series, in milliseconds since 1970, and the lines of their rows. */
interface TimedRows {
  times: Float64Array;
  lineOf(row: number): number;
}

/** Refuses the months or quarters of fiscal years beside a column of years, by the order of the rows of each series.
 *  @throws AppError reading_ambiguous */
export function refuseFiscalOrder(parts: readonly TimePart[], series: readonly TimedRows[]): void {
  if (parts.length !== 2) return;
  const year = parts.find(({ part }) => part === 'year');
  const period = parts.find(({ part }) => part === 'month' || part === 'quarter');
  if (year === undefined || period === undefined) return;
  for (const { times, lineOf } of series) {
    const months = Array.from(times, (time) => {
      const date = new Date(time);
      return 12 * date.getUTCFullYear() + date.getUTCMonth();
    });
    refuseFiscalRows(months, lineOf, [labelOf(year.column), labelOf(period.column)]);
  }
}
