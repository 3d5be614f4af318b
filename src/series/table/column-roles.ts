/** Decides, when all rows are known, which columns are series, which is the target, and which are covariates. */

import type { ExpectedColumns, ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, Reading } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import {
  arePrices,
  type Column,
  closeKeys,
  columnByKey,
  columnByWord,
  columnNamed,
  columnsNamed,
  columnsWithout,
  describesDay,
  isNamedAsTime,
  isNumbered,
  labelOf,
  mayBeId,
  targetKeys,
} from '../columns/index.ts';
import { listed, quoted, refuse, type Warnings } from '../faults/index.ts';
import { expectedCovariates, refuseWithoutTarget } from './expected-columns.ts';
import type { RowGroup } from './groups.ts';
import type { ReadColumns } from './id-columns.ts';
import { dropFlag, type TablePlan } from './plan.ts';

/** Rows of the sample that decides the roles of the columns. */
export const sampleRowsMax = 1_000;

export interface Roles {
  layout: Reading['layout'];
  /** The wide layout: all series. Otherwise the target, then its covariates. */
  values: Column[];
}

/** Columns that are known before the table is read, and the options as the caller states them. */
interface KnownRoles {
  continues: Pick<NonNullable<ReadingOptions['continues']>, 'columns'> | null;
  expected: ExpectedColumns | null;
  stated: CsvOptions;
}

interface NumericColumns {
  /** Columns with numbers, or without any value. */
  columns: Column[];
  hasNumbers(column: Column): boolean;
  /** Whether a column has no other numbers than 0 and 1. */
  isFlag(column: Column): boolean;
  /** Whether a column has words for yes and no, and the caller does not name it. It is no series and no target. */
  hasWords(column: Column): boolean;
  /** Median of the absolute values of the first rows. */
  sizeOf(column: Column): number;
}

/** @param ids in the first parameter: the columns that are chosen
 *  @param known columns of the dataset that the rows continue, null for an upload; and the options of the caller
 *  @throws AppError value_column_missing, request_invalid */
export function rolesOfColumns(
  { rows, ids, options }: ReadColumns,
  plan: TablePlan,
  groups: readonly RowGroup[],
  { continues: continued, expected, stated }: KnownRoles,
  warnings: Warnings,
): Roles {
  const used = ids.map(({ column }) => column);
  const named = [...plan.named, ...expectedCovariates(plan.values, expected)];
  const places = new Map(plan.values.map((column, at) => [column, at]));
  const numbersOf = (column: Column) => rows.column(places.get(column)!);
  const isConstant = (column: Column) => {
    const values = numbersOf(column);
    return groups.every(({ rows: positions }) =>
      positions.every((row) => Object.is(values[row], values[positions[0]])),
    );
  };
  // A single row that is added has one value in each column.
  const ofDataset = new Set(continued?.columns?.map((known) => known.toLowerCase()));
  const isOfDataset = ({ name }: Column) => ofDataset.has(name.toLowerCase());
  const isAttribute = (column: Column) =>
    ids.length > 0 &&
    !isOfDataset(column) &&
    mayBeId(column) &&
    !named.includes(column) &&
    isConstant(column);
  const isKnown = (column: Column) => continued !== null || plan.named.includes(column);
  const isCode = (column: Column) =>
    !isKnown(column) && rows.length > 1 && mayBeId(column) && isNumbered(column) && isConstant(column);
  const isTime = (column: Column) =>
    !isKnown(column) && isNamedAsTime(column) && areEpochs(numbersOf(column));
  const unused = columnsWithout(plan.values, used);
  const own = unused.filter((column) => !isAttribute(column));
  const columns = own.filter((column) => !isCode(column) && !isTime(column));
  // A model names its covariates, and reads no others.
  if (expected === null || expected.isAppended)
    warnOfUnread(
      columnsWithout(unused.filter(isAttribute), [...plan.ignored]),
      'are named as ids and have one number in each series',
      warnings,
    );
  warnOfUnread(own.filter(isTime), 'have times of their own', warnings);
  if (ids.length === 0) warnOfUnread(own.filter(isCode), 'are named as ids and have one number', warnings);
  const hasNumbers = (column: Column) => !plan.undecided.has(column);
  const isFlag = (column: Column) => {
    const values = numbersOf(column);
    const areBits = values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
    return areBits && values.includes(0) && values.includes(1);
  };
  for (const column of plan.halfFlags) if (plan.flags.has(column) && !isFlag(column)) dropFlag(plan, column);
  const filled = columns.filter(hasNumbers);
  if (filled.length === 0 && continued === null) refuseNoValues(own, options);
  const kept = filled.length === 0 && continued !== null ? emptyColumns(plan, columns) : filled;
  const sizeOf = (column: Column) => usualSize(numbersOf(column));
  const hasWords = (column: Column) => plan.flags.has(column) && !plan.named.includes(column);
  const numeric = { columns: kept, hasNumbers, isFlag, hasWords, sizeOf };
  const roles = rolesOf(numeric, used, options, { expected, stated }, warnings);
  for (const column of columnsWithout(kept, roles.values)) if (hasWords(column)) plan.ignored.add(column);
  return roles;
}

function warnOfUnread(columns: readonly Column[], what: string, warnings: Warnings): void {
  if (columns.length === 0) return;
  const names = listed(columns.map(labelOf));
  warnings.add(
    'columns_ignored',
    `Columns that ${what} were ignored: ${names}. Name them in covariates to read them.`,
  );
}

/** Refuses a table whose columns of numbers are all times, ids or attributes. @throws AppError value_column_missing */
function refuseNoValues(own: readonly Column[], { target }: CsvOptions): never {
  const names = own.length === 0 ? '' : `: ${listed(own.map(labelOf))}`;
  return refuse('value_column_missing', {
    path: '?target',
    message: `the table has no column of values: each column of numbers has times, ids or attributes of series${names}`,
    accepted:
      target === undefined && own.length > 0
        ? `a column of values, or target with the column to forecast, such as target=${labelOf(own[0])}`
        : 'a column of values besides the ids',
  });
}

/** Seconds since 1970 of the years 1990 to 2100. */
const epochs = { from: 631_152_000, to: 4_133_980_800 };

/** Whether all numbers are seconds, milliseconds, microseconds or nanoseconds since 1970. */
function areEpochs(values: Float64Array): boolean {
  const given = values.filter((value) => !Number.isNaN(value));
  return [1, 1e3, 1e6, 1e9].some(
    (unit) =>
      given.length > 0 && given.every((value) => value >= epochs.from * unit && value <= epochs.to * unit),
  );
}

/** Columns of a table that has missing values only: rows that are added to a dataset may have no others. */
function emptyColumns({ undecided, ignored }: TablePlan, columns: Column[]): Column[] {
  const empty = columns.filter((column) => !ignored.has(column));
  for (const column of empty) undecided.delete(column);
  return empty;
}

/** Median of the absolute values of the first rows; NaN if they are all missing. */
function usualSize(values: Float64Array): number {
  const sizes = values.subarray(0, sampleRowsMax).filter((value) => !Number.isNaN(value));
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(sizes[i]);
  return sizes.sort()[sizes.length >> 1] ?? Number.NaN;
}

/** @param ids columns whose values name series
 *  @throws AppError value_column_missing, request_invalid */
function rolesOf(
  numeric: NumericColumns,
  ids: readonly Column[],
  options: CsvOptions,
  { expected, stated }: Pick<KnownRoles, 'expected' | 'stated'>,
  warnings: Warnings,
): Roles {
  const { columns } = numeric;
  const target = options.target === undefined ? undefined : columnNamed(columns, options.target, 'target');
  const covariates =
    options.covariates === undefined ? undefined : columnsNamed(columns, options.covariates, 'covariates');
  const measured = columns.filter((column) => !numeric.hasWords(column));
  const others = expectedCovariates(columns, expected);
  if (options.layout === 'wide' && ids.length === 0) return wide(measured, target, covariates);
  const candidates = columnsWithout(measured, covariates ?? others);
  const found = target ?? foundTarget(candidates, numeric, expected);
  if (target === undefined) refuseWordsOfTarget(found, numeric);
  const isOpen = options.layout === 'auto' && stated.target === undefined && covariates === undefined;
  if (ids.length === 0 && isOpen && !arePrices(columns)) {
    const filled = columns.filter(numeric.hasNumbers);
    const isAlone = filled.length <= 1 && columnByKey(filled, closeKeys) === undefined;
    const mayBeWide = expected === null || (!expected.isTargetNamed && others.length === 0);
    if (found === undefined ? mayBeWide : isAlone) {
      if (!isAlone)
        warnOfWide(
          filled.filter((column) => !numeric.hasWords(column)),
          numeric,
          warnings,
        );
      return wide(measured, undefined, undefined);
    }
    if (found !== undefined && target === undefined && filled.length > 1)
      warnOfTarget(found, filled, warnings);
  }
  if (found === undefined) {
    const filled = candidates.filter(numeric.hasNumbers);
    if (expected !== null && !expected.isAppended) refuseWithoutTarget(filled, expected);
    return refuse('value_column_missing', {
      path: '?target',
      message: `no column is named close, y, value or target, and several contain numbers: ${listed(filled.map(labelOf))}`,
      accepted: 'the name of the column to forecast in target',
    });
  }
  if (ids.length > 0 && target === undefined && covariates === undefined && expected === null)
    warnOfOtherTargets(found, candidates.filter(numeric.hasNumbers), warnings);
  const beside = (covariates ?? (expected === null || expected.isAppended ? columns : others)).filter(
    (column) => column !== found,
  );
  if (beside.length > limits.covariatesMax) {
    refuse('request_invalid', {
      path: '?covariates',
      message: `the table has ${beside.length} columns of covariates`,
      accepted: `at most ${limits.covariatesMax}; name them in covariates`,
    });
  }
  const layout =
    ids.length > 0 ? 'long' : arePrices(columns) || options.layout === 'ohlcv' ? 'ohlcv' : 'single';
  return { layout, values: [found, ...beside] };
}

function wide(columns: Column[], target: Column | undefined, covariates: Column[] | undefined): Roles {
  if (covariates !== undefined) {
    refuse('request_invalid', {
      path: '?covariates',
      message: 'in the wide layout every column is a series, so there are no covariates',
      accepted: 'layout=single for one series with covariates, or no parameter covariates',
    });
  }
  return { layout: 'wide', values: target === undefined ? columns : [target] };
}

/** The column with a name that means the target, or the only one that is neither a flag nor describes the day. */
function foundTarget(
  candidates: Column[],
  { hasNumbers, isFlag }: NumericColumns,
  expected: ExpectedColumns | null,
): Column | undefined {
  const filled = candidates.filter(hasNumbers);
  // The name of another target says nothing.
  if (expected?.isTargetNamed) return filled.length === 1 ? filled[0] : undefined;
  const named = columnByKey(candidates, targetKeys);
  if (named !== undefined) return named;
  if (filled.length === 1) return filled[0];
  const withWord = columnByWord(filled);
  if (withWord !== undefined) return withWord;
  const measured = filled.filter((column) => !describesDay(column) && !isFlag(column) && !mayBeId(column));
  return measured.length === 1 ? measured[0] : undefined;
}

/** Refuses a table in which a column of words has the name of a target, and no column of numbers has one.
 *  @throws AppError reading_ambiguous */
function refuseWordsOfTarget(found: Column | undefined, { columns, hasWords }: NumericColumns): void {
  if (found !== undefined && targetKeys.includes(found.key)) return;
  const named = columnByKey(columns.filter(hasWords), targetKeys);
  if (named === undefined) return;
  refuse('reading_ambiguous', {
    line: 1,
    path: '?target',
    message: `${quoted(labelOf(named))} has the name of a target, and its cells are words for yes and no`,
    accepted: `target=${labelOf(named)} to forecast its words as 1 and 0, or ${found === undefined ? 'target with another column, or layout=wide' : `target=${labelOf(found)}`}`,
  });
}

/** Columns of one kind rarely differ in size by more. */
const sizeRatioMax = 100;

/** A sentence on the sizes of columns that are read as series; empty if there are not two sizes. */
function sizesOf(columns: Column[], { sizeOf }: NumericColumns): string {
  const sized = columns.map((column) => ({ column, size: sizeOf(column) })).filter(({ size }) => size > 0);
  if (sized.length < 2) return '';
  const [small, large] = [
    sized.reduce((a, b) => (b.size < a.size ? b : a)),
    sized.reduce((a, b) => (b.size > a.size ? b : a)),
  ];
  const range = `from ${written(small.size)} (${quoted(labelOf(small.column))}) to ${written(large.size)} (${quoted(labelOf(large.column))})`;
  return large.size <= sizeRatioMax * small.size
    ? ` Their usual values are of similar size, ${range}, as those of series of one kind are.`
    : ` Their usual values differ much, ${range}, so they may be different quantities.`;
}

function written(size: number): string {
  return String(Number(size.toPrecision(3)));
}

function warnOfWide(columns: Column[], numeric: NumericColumns, warnings: Warnings): void {
  warnings.add(
    'layout_assumed',
    `Each of the columns ${listed(columns.map(labelOf))} was read as a series, because none has a name that means the target.${sizesOf(columns, numeric)} If one is the target and the others are its covariates, set target=${labelOf(columns[0])}. Set layout=wide to keep this reading without a warning.`,
  );
}

/** Other columns may have the name of a target too, as in an export that another program has written again. */
function warnOfOtherTargets(target: Column, columns: Column[], warnings: Warnings): void {
  const others = columns.filter((column) => column !== target && targetKeys.includes(column.key));
  if (others.length === 0) return;
  const named = listed(others.map(labelOf));
  warnings.add(
    'layout_assumed',
    `The column ${quoted(labelOf(target))} was read as the target, and not ${named}, which may be meant too. Set target=${labelOf(others[0])} to forecast another column, or target=${labelOf(target)} to keep this reading without a warning.`,
  );
}

function warnOfTarget(target: Column, columns: Column[], warnings: Warnings): void {
  const others = columns.filter((column) => column !== target).map(labelOf);
  warnings.add(
    'layout_assumed',
    `The column ${quoted(labelOf(target))} was read as the target, and ${listed(others)} as its covariates. If each column is a series, set layout=wide. Set target=${labelOf(target)} to keep this reading without a warning.`,
  );
}
