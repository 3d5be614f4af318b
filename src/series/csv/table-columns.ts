/** Decides from all rows which columns name the series, and which have the target and its covariates. */
import type { CsvOptions } from '../../contracts/schemas/index.ts';
import type { Warnings } from '../faults/index.ts';
import { mayBeId } from './column-names.ts';
import type { Column } from './columns.ts';
import type { RowGroup } from './groups.ts';
import { type CodedColumn, columnsThatSeparate } from './id-columns.ts';
import { type Roles, rolesOf } from './layout.ts';
import { rowKeysMin, type TablePlan } from './plan.ts';
import type { Rows } from './rows.ts';

/** Rows of the sample that decides the roles of the columns. */
export const sampleRowsMax = 1_000;

export interface ReadColumns {
  plan: TablePlan;
  rows: Rows;
  /** Columns that name series in any case. */
  ids: readonly CodedColumn[];
  /** Columns that name series if times repeat without them. */
  mayBeIds: readonly CodedColumn[];
  options: CsvOptions;
}

/** The columns whose values name the series. */
export function chosenIds({ ids, mayBeIds, rows, options }: ReadColumns): CodedColumn[] {
  if (ids.length > 0 && mayBeIds.length === 0) return [...ids];
  const candidates = mayBeIds.filter((column) => !column.isOverfull && !namesRows(column, rows));
  const { columns } = columnsThatSeparate(ids, candidates, rows.times());
  const isLong = options.layout === 'long' && columns.length === 0;
  return isLong ? candidates.slice(0, 1) : columns;
}

/** Whether a column has another value in each row, and the rows have several times: it names rows instead of series. */
export function namesRows({ values }: CodedColumn, rows: Rows): boolean {
  if (values.length < rows.length || rows.length < rowKeysMin) return false;
  const times = rows.times();
  return times.some((time) => time !== times[0]);
}

/** @param ids in `read`: the columns that are chosen
 *  @param continues whether the rows continue a dataset
 *  @throws AppError value_column_missing, request_invalid */
export function rolesOfColumns(
  { plan, rows, ids, options }: ReadColumns,
  groups: readonly RowGroup[],
  continues: boolean,
  warnings: Warnings,
): Roles {
  const used = ids.map(({ column }) => column);
  const named = options.covariates === undefined ? [] : plan.named;
  const numbersOf = (column: Column) => rows.column(plan.values.indexOf(column));
  const isConstant = (column: Column) => {
    const values = numbersOf(column);
    return groups.every(({ rows: positions }) =>
      positions.every((row) => Object.is(values[row], values[positions[0]])),
    );
  };
  const isAttribute = (column: Column) =>
    ids.length > 0 && mayBeId(column) && !named.includes(column) && isConstant(column);
  const columns = plan.values.filter((column) => !used.includes(column) && !isAttribute(column));
  const hasNumbers = (column: Column) => !plan.undecided.has(column);
  const isFlag = (column: Column) => {
    const values = numbersOf(column);
    const areBits = values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
    return areBits && values.includes(0) && values.includes(1);
  };
  const filled = columns.filter(hasNumbers);
  const kept = filled.length === 0 && continues ? emptyColumns(plan, columns) : filled;
  const sizeOf = (column: Column) => usualSize(numbersOf(column));
  return rolesOf({ columns: kept, hasNumbers, isFlag, sizeOf }, used, options, warnings);
}

/** Columns of a table that has missing values only: rows that are added to a dataset may have no others. */
function emptyColumns({ undecided, ignored }: TablePlan, columns: Column[]): Column[] {
  const empty = columns.filter((column) => !ignored.includes(column));
  for (const column of empty) undecided.delete(column);
  return empty;
}

/** Median of the absolute values of the first rows; NaN if they are all missing. */
function usualSize(values: Float64Array): number {
  const sizes = values.subarray(0, sampleRowsMax).filter((value) => !Number.isNaN(value));
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(sizes[i]);
  return sizes.sort()[sizes.length >> 1] ?? Number.NaN;
}
