/** Tables of observations: they are read as the dataset was. */
import type { ExpectedColumns, ReadContext } from '../../../contracts/ports/index.ts';
import {
  type Dataset,
  listItem,
  type ParsedDataset,
  type TableOptions,
  type TableReading,
  unnamedTarget,
} from '../../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../../errors.ts';

/** How a table of observations is read: as the upload of the dataset was, unless the call says otherwise.
 *  @param soleId the id of the only series; null if there are several, or none */
export function appendContextOf(query: TableOptions, dataset: Dataset, soleId: string | null): ReadContext {
  const { reading } = dataset;
  return {
    allowsEmpty: true,
    textNotation: notationOf(query, dataset),
    continues: { ...continuedOf(dataset), ...(namesSeries(query, reading) ? { constants: [] } : {}) },
    expected: expectedOf(query, dataset),
    units: reading === null ? undefined : (reading.units ?? {}),
    targetWithUnit: reading?.target ?? soleId,
  };
}

/** Notation of times and numbers in a table of text: that of the dataset, unless the call says otherwise. Times and
 *  numbers of workbooks and Parquet have types instead. */
function notationOf(query: TableOptions, { reading }: Dataset): ReadContext['textNotation'] {
  if (reading === null) return {};
  return {
    decimal: query.decimal ?? reading.decimal ?? undefined,
    time_format: query.time_format ?? (statesNotation(query) ? undefined : reading.time_format),
  };
}

/** Whether the call says that its times are written in another way: in another order, or in several columns. */
function statesNotation({ date_order, time_columns }: TableOptions): boolean {
  return date_order !== 'auto' || time_columns !== undefined;
}

/** The step and the offsets that the times of a table must fit, and the columns of the upload: those of words for yes
 *  and no, those that were read, and those that were not. */
export function continuedOf(dataset: Dataset): NonNullable<ReadContext['continues']> {
  const { time_kind, time_zone, frequency, point_count, reading, warnings } = dataset;
  const areInUtc = time_kind === 'instant' && time_zone === null;
  // The warning tells of times with offsets other than zero.
  const hasOffsets = warnings.some(({ code }) => code === 'time_zone_unknown');
  const offsets = !areInUtc ? null : hasOffsets ? 'all' : reading?.offsets === false ? 'none' : null;
  const step = point_count === 0 ? null : frequency.step;
  const isWide = reading === null || reading.layout === 'wide' || reading.layout === 'periods';
  const columns = isWide ? null : [reading.target ?? dataset.target, ...reading.covariates];
  const arePeriods = reading?.layout === 'periods';
  const { booleans = [], ignored = [], constants = [], id_columns: idColumns = [] } = reading ?? {};
  return {
    ...{ time_kind, time_zone, step, offsets, arePeriods },
    ...{ booleans, columns, ignored, constants, idColumns },
  };
}

/** Whether the call says which series all rows belong to. Columns that are series have names of their own. */
function namesSeries({ name }: TableOptions, reading: TableReading | null): boolean {
  return name !== undefined && reading?.layout !== 'wide' && reading?.layout !== 'periods';
}

/** The columns of a dataset that rows may have; undefined if the call names the target, or each column is a series. */
function expectedOf({ target }: TableOptions, dataset: Dataset): ExpectedColumns | undefined {
  const { reading } = dataset;
  if (target !== undefined) return undefined;
  if (reading === null) {
    const { target, covariates } = dataset;
    return { target, covariates, isTargetNamed: target !== unnamedTarget, isAppended: true };
  }
  if (reading.target === null) return undefined;
  return { target: reading.target, covariates: reading.covariates, isTargetNamed: true, isAppended: true };
}

/** Options for a table of observations: those of the call, and else the reading of the dataset. */
export function appendOptionsOf(query: TableOptions, dataset: Dataset, soleId: string | null): TableOptions {
  const { reading } = dataset;
  const options: TableOptions = {
    ...query,
    name: query.name ?? soleId ?? undefined,
    time_zone: query.time_zone ?? dataset.time_zone ?? undefined,
    target: query.target ?? (dataset.target === unnamedTarget ? undefined : dataset.target),
  };
  if (reading === null) return options;
  options.target = query.target ?? reading.target ?? undefined;
  if (query.time_column === undefined && query.time_columns === undefined) {
    options.time_columns = timeColumnsOf(reading);
    if (options.time_columns === undefined) options.time_column = named(reading.time_column);
  }
  options.missing ??= reading.missing.length > 0 ? reading.missing.map(listItem).join(',') : undefined;
  options.exclude ??= reading.exclude?.map(listItem).join(',');
  // Rows of the only series need no id. Of a single series, the layout is found again: other
  // series may have been added.
  if (soleId !== null || query.name !== undefined || query.layout !== 'auto') return options;
  if (reading.layout === 'wide') options.layout = 'wide';
  if (query.id_column !== undefined || query.id_columns !== undefined) return options;
  if (reading.id_columns.length > 1) options.id_columns = reading.id_columns.map(listItem).join(',');
  else options.id_column = named(reading.id_columns[0] ?? '');
  return options;
}

/** The series of a table. One column of numbers is the only series of a dataset that came as
 *  JSON, whatever its name. */
export function withSoleId(table: ParsedDataset, dataset: Dataset, soleId: string | null): ParsedDataset {
  const isOneColumn = table.reading?.layout === 'wide' && table.series.length === 1;
  if (soleId === null || dataset.reading !== null || !isOneColumn) return table;
  return { ...table, series: [{ ...table.series[0], id: soleId }] };
}

/** Refuses rows without ids if the dataset has several series, because it is not clear which one they belong to.
 *  @throws AppError series_id_missing */
export function requireIds(options: TableOptions, hasIds: boolean, someIds: string[]): void {
  if (hasIds || options.name !== undefined || someIds.length < 2) return;
  refuseWithoutIds(someIds);
}

/** The error of a table that lacks the id column of the dataset, in the terms of the dataset. */
export function asMissingIds(error: unknown, query: TableOptions, someIds: string[]): unknown {
  const isStated = query.id_column !== undefined || query.id_columns !== undefined;
  if (isStated || someIds.length < 2 || !(error instanceof AppError) || error.code !== 'column_unknown')
    return error;
  const path = error.details.faults?.[0].path ?? '';
  if (!path.startsWith('?id_column')) return error;
  try {
    return refuseWithoutIds(someIds);
  } catch (refused) {
    return refused;
  }
}

function refuseWithoutIds(someIds: string[]): never {
  refuse('series_id_missing', {
    message: `the rows have no series id, and the dataset has several series, such as ${someIds.map((id) => JSON.stringify(id)).join(', ')}`,
    accepted:
      'a column with the id of each row (id_column names it), or name=ID if all rows belong to one series',
  });
}

/** The option for times whose parts stand in several columns; undefined for others. */
function timeColumnsOf({ time_column, time_columns, clock_column }: TableReading): string | undefined {
  if (time_columns !== undefined)
    return time_columns.map(({ column, part }) => listItem(`${column}:${part}`)).join(',');
  // Readings of earlier versions name the column of the time of day only.
  return clock_column === null ? undefined : [`${time_column}:date`, clock_column].map(listItem).join(',');
}

function named(column: string): string | undefined {
  return column === '' ? undefined : column;
}
