/** Checks the first rows of a table, and plans how all are read. */

import type { TableOptions } from '../../contracts/schemas/index.ts';
import type { Column } from '../columns/index.ts';
import type { SkippedRow } from '../frame/index.ts';
import {
  withExpectedTarget,
  withExportedTarget,
  withExportedTimes,
  withMissingTarget,
} from './expected-columns.ts';
import { refuseDataAsHeader, refuseFurtherHeaders, refuseSoleLine } from './header-checks.ts';
import { planTable, type TablePlan } from './plan.ts';
import type { RefusedRows } from './refused-rows.ts';
import type { TableHead } from './table-head.ts';
import type { TableInput } from './table-input.ts';

/** Refuses first lines that are no header, or no table.
 *  @param sample the first rows, with totals and notes after the last
 *  @param count number of rows before these
 *  @throws AppError column_duplicate, time_column_missing, csv_invalid, series_empty */
export function requireHeader(
  { duplicate, cells, columns }: TableHead,
  sample: readonly SkippedRow[],
  count: number,
  { time_format }: TableOptions,
  refused: RefusedRows,
): void {
  if (duplicate !== null) {
    refuseDataAsHeader(cells);
    if (count > 0) refuseFurtherHeaders(sample);
    throw duplicate;
  }
  // The rows that have the length of the header may be no rows of the table.
  if (refused.lengthCount > count) refused.throwIfLengths();
  if (count === 0) refuseSoleLine(columns);
  if (time_format === undefined) refuseFurtherHeaders(sample);
}

export interface PlannedTable {
  plan: TablePlan;
  /** The columns that are read. One for the target is added if the rows of an append have covariates only. */
  columns: Column[];
  /** The options of the caller, with those that the columns of a dataset, a model or an export add. */
  options: TableOptions;
}

/** @param columns the columns of the header that the caller does not exclude
 *  @param sample rows without totals and notes
 *  @param isExport whether the file says that Gatecast wrote it
 *  @throws AppError as `planTable` */
export function planSample(
  columns: Column[],
  sample: readonly SkippedRow[],
  { width }: TableHead,
  input: TableInput,
  isExport: boolean,
): PlannedTable {
  const { continues = null, expected = null, units = {} } = input.context;
  const rows = sample.map(({ cells }) => cells);
  const first = {
    rows,
    delimiter: input.delimiter,
    missing: input.missing.map((mark) => mark.toLowerCase()),
    lineOf: (row: number) => sample[row].line,
  };
  const planOf = (columns: Column[], options: TableOptions, areCovariates = false) => {
    const known = { continues, expected, withUnits: Object.keys(units), isExport: areCovariates };
    return planTable(columns, first, options, known);
  };
  const valuesOf = () => planOf(columns, { ...input.options, target: undefined }).values;
  const read = withMissingTarget(columns, input.options, expected, width, valuesOf);
  const options = withExpectedTarget(input.options, read, expected);
  if (!isExport || continues !== null) return { plan: planOf(read, options), columns: read, options };
  const timed = withExportedTimes(options, columns, rows);
  const exported = expected === null ? withExportedTarget(timed, columns) : null;
  if (exported === null) return { plan: planOf(read, timed), columns: read, options: timed };
  return { plan: planOf(read, exported, true), columns: read, options: exported };
}
