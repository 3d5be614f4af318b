/** Columns that a table has by their names, because a model forecasts it or a dataset continues with it. */

import type { ExpectedColumns } from '../../contracts/ports/index.ts';
import type { CsvOptions } from '../../contracts/schemas/index.ts';
import { type Column, columnWithName, labelOf } from '../columns/index.ts';
import { listed, refuse } from '../faults/index.ts';

/** The options with the expected target, where the caller names none and the table has its column. */
export function withExpectedTarget(
  options: CsvOptions,
  columns: Column[],
  expected: ExpectedColumns | null,
): CsvOptions {
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
