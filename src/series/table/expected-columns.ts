/** Columns that a table has by their names, because a model forecasts it or a dataset continues with it. */

import type { ExpectedColumns } from '../../contracts/ports/index.ts';
import type { TableOptions } from '../../contracts/schemas/index.ts';
import { type Column, columnWithName, keyOf, labelOf } from '../columns/index.ts';
import { listed, refuse } from '../faults/index.ts';

/** The options with the expected target, where the caller names none and the table has its column. */
export function withExpectedTarget(
  options: TableOptions,
  columns: Column[],
  expected: ExpectedColumns | null,
): TableOptions {
  if (expected === null || options.target !== undefined || options.layout === 'wide') return options;
  const found = columnWithName(columns, expected.target);
  return found === undefined ? options : { ...options, target: found.name };
}

/** The columns of expected covariates, whatever their case. */
export function expectedCovariates(
  columns: readonly Column[],
  expected: Pick<ExpectedColumns, 'covariates'> | null,
): Column[] {
  if (expected === null) return [];
  const names = new Set(expected.covariates.map((name) => name.toLowerCase()));
  return columns.filter((column) => names.has(labelOf(column).toLowerCase()));
}

/** The options with the id and the times of an export, where the caller does not state them.
 *  @param rows cells of the first rows */
export function withExportedTimes(
  options: TableOptions,
  columns: readonly Column[],
  rows: readonly string[][],
): TableOptions {
  const exported = exportedColumns(columns);
  if (exported === null || options.layout !== 'auto') return options;
  const { id, time } = exported;
  const hasIds = options.id_column !== undefined || options.id_columns !== undefined;
  const hasTimes = options.time_column !== undefined || options.time_columns !== undefined;
  // An export writes dates as 2024-01-31, so that integers are integers whatever dates they may be.
  const areIntegers = rows.every((cells) => /^-?\d+$/.test(cells[time.index] ?? ''));
  const time_format = options.time_format ?? (areIntegers ? 'integer' : undefined);
  return {
    ...options,
    ...(hasIds ? {} : { id_column: id.name }),
    ...(hasTimes ? {} : { time_column: time.name, time_format }),
  };
}

/** The options with the target of an export, where the caller does not say how its columns are read;
 *  null for other tables. */
export function withExportedTarget(options: TableOptions, columns: readonly Column[]): TableOptions | null {
  const { layout, target, covariates } = options;
  const exported = exportedColumns(columns);
  if (layout !== 'auto' || covariates !== undefined || exported === null) return null;
  const isOther = target !== undefined && columnWithName(columns, target) !== exported.target;
  return isOther ? null : { ...options, target: exported.target.name };
}

/** The first columns of an export; null if the table has others. */
function exportedColumns(columns: readonly Column[]): { id: Column; time: Column; target: Column } | null {
  const [id, time, target] = [0, 1, 2].map((at) => columns.find(({ index }) => index === at));
  if (id?.name !== 'unique_id' || time?.name !== 'ds' || target === undefined) return null;
  return { id, time, target };
}

/** The columns with one for the target behind them, if the rows are added to a dataset and have its covariates only.
 *  All cells of the target are then missing.
 *  @param valuesOf the columns of numbers where no target is named */
export function withMissingTarget(
  columns: Column[],
  options: TableOptions,
  expected: ExpectedColumns | null,
  width: number,
  valuesOf: () => Column[],
): Column[] {
  if (expected === null || !expected.isAppended || options.layout === 'wide') return columns;
  if (columnWithName(columns, expected.target) !== undefined) return columns;
  if (expectedCovariates(columns, expected).length === 0) return columns;
  const values = valuesOf();
  const known = expectedCovariates(values, expected);
  if (known.length === 0 || known.length < values.length) return columns;
  const { target } = expected;
  return [...columns, { index: width, name: target, key: keyOf(target) }];
}

/** @param candidates columns of numbers that are no covariates
 *  @throws AppError value_column_missing */
export function refuseWithoutTarget(candidates: readonly Column[], { target }: ExpectedColumns): never {
  const others =
    candidates.length === 0
      ? 'all columns of numbers are its covariates'
      : `it may be any of ${listed(candidates.map(labelOf))}`;
  return refuse('value_column_missing', {
    path: '?target',
    message: `no column is named ${JSON.stringify(target)}, the target of the model; ${others}`,
    accepted: `a column ${JSON.stringify(target)}, or in target the name of the column to forecast`,
  });
}
