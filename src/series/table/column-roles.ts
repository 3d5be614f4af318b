/** Decides, when all rows are known, which columns are series, which is the target, and which are covariates. */

import type { ExpectedColumns } from '../../contracts/ports/index.ts';
import type { TableOptions, TableReading } from '../../contracts/schemas/index.ts';
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
  labelOf,
  mayBeId,
  naming,
  targetKeys,
} from '../columns/index.ts';
import { alternatives, listed, quoted, refuse, type Warnings } from '../faults/index.ts';
import { classifyColumns, columnsOfKind, type KnownKinds } from './column-kinds.ts';
import { expectedCovariates, refuseWithoutTarget } from './expected-columns.ts';
import type { RowGroup } from './groups.ts';
import { mayNumberSeries, type ReadColumns } from './id-columns.ts';
import type { TablePlan } from './plan.ts';
import { warnOfKinds, warnOfOtherTargets, warnOfTarget, warnOfWide } from './role-warnings.ts';

/** Rows of the sample that decides the roles of the columns. */
export const sampleRowsMax = 1_000;

export interface Roles {
  layout: TableReading['layout'];
  /** The wide layout: all series. Otherwise the target, then its covariates. */
  values: Column[];
}

/** The roles, and what they change in the plan of the table. */
interface ChosenRoles {
  roles: Roles;
  /** Columns whose only word is not one for yes or no. They are text. */
  droppedFlags: Column[];
  /** Columns without any value that are read nevertheless. */
  decided: Column[];
  /** Columns of words that have no role. */
  ignored: Column[];
}

/** Columns that are known before the table is read, and the options as the caller states them. */
interface KnownRoles extends KnownKinds {
  stated: TableOptions;
}

interface NumericColumns {
  /** Columns with numbers; if none has any, those without any value. */
  columns: Column[];
  /** Columns that may name series where no time repeats. The warning about them says how these are read. */
  unusedIds: Column[];
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
  { rows, ids, mayBeIds, options }: ReadColumns,
  plan: TablePlan,
  groups: readonly RowGroup[],
  { continues: continued, expected, stated }: KnownRoles,
  warnings: Warnings,
): ChosenRoles {
  const used = ids.map(({ column }) => column);
  const places = new Map(plan.values.map((column, at) => [column, at]));
  const numbersOf = (column: Column) => rows.column(places.get(column)!);
  const kinds = classifyColumns({ rows, ids }, plan, groups, { continues: continued, expected });
  warnOfKinds(kinds, plan, { hasIds: ids.length > 0, expected }, warnings);
  const isFlag = (column: Column) => {
    const values = numbersOf(column);
    const areBits = values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
    return areBits && values.includes(0) && values.includes(1);
  };
  const droppedFlags = [...plan.halfFlags].filter((column) => plan.flags.has(column) && !isFlag(column));
  const read = columnsWithout(columnsOfKind(kinds, 'value'), droppedFlags);
  const filled = read.filter((column) => !plan.undecided.has(column));
  const isEmpty = filled.length === 0;
  if (isEmpty && continued === null)
    refuseNoValues(columnsWithout([...kinds.keys()], columnsOfKind(kinds, 'attribute')), options);
  // Rows that are added to a dataset may have missing values only.
  const columns = isEmpty ? columnsWithout(read, [...plan.ignored]) : filled;
  const hasWords = (column: Column) =>
    plan.flags.has(column) && !droppedFlags.includes(column) && !plan.named.has(column);
  const numeric = {
    columns,
    unusedIds: mayBeIds.filter((column) => mayNumberSeries(column, rows.length)).map(({ column }) => column),
    isFlag,
    hasWords,
    sizeOf: (column: Column) => usualSize(numbersOf(column)),
  };
  const roles = rolesOf(numeric, used, options, { expected, stated }, warnings);
  return {
    roles,
    droppedFlags,
    decided: isEmpty ? columns : [],
    ignored: columnsWithout(columns, roles.values).filter(hasWords),
  };
}

/** Refuses a table whose columns of numbers are all times, ids or attributes. @throws AppError value_column_missing */
function refuseNoValues(own: readonly Column[], { target }: TableOptions): never {
  const names = own.length === 0 ? '' : `: ${listed(own.map(labelOf))}`;
  return refuse('value_column_missing', {
    path: '?target',
    message: `the table has no column of values: each column of numbers has times, ids or attributes of series${names}`,
    accepted:
      target === undefined && own.length > 0
        ? `a column of values, or target with the column to forecast, such as target=${labelOf(own[0])}`
        : 'a column of values besides the ids',
    alternatives: target === undefined ? own.slice(0, 1).flatMap((column) => naming('target', column)) : [],
  });
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
  options: TableOptions,
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
    const isAlone = columns.length <= 1 && columnByKey(columns, closeKeys) === undefined;
    const mayBeWide = expected === null || (!expected.isTargetNamed && others.length === 0);
    if (found === undefined ? mayBeWide : isAlone) {
      const [measure = measured[0]] = columnsWithout(measured, numeric.unusedIds);
      if (!isAlone) warnOfWide(measured, measure, numeric.sizeOf, warnings);
      return wide(measured, undefined, undefined);
    }
    const measures = columns.filter((column) => column === found || !numeric.unusedIds.includes(column));
    if (found !== undefined && target === undefined && measures.length > 1)
      warnOfTarget(found, measures, warnings);
  }
  if (found === undefined) {
    if (expected !== null && !expected.isAppended) refuseWithoutTarget(candidates, expected);
    return refuse('value_column_missing', {
      path: '?target',
      message: `no column is named close, y, value or target, and several contain numbers: ${listed(candidates.map(labelOf))}`,
      accepted: 'the name of the column to forecast in target',
    });
  }
  if (ids.length > 0 && target === undefined && covariates === undefined && expected === null)
    warnOfOtherTargets(found, candidates, warnings);
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
      alternatives: alternatives('layout', 'single'),
    });
  }
  return { layout: 'wide', values: target === undefined ? columns : [target] };
}

/** The column with a name that means the target, or the only one that is neither a flag nor describes the day. */
function foundTarget(
  candidates: Column[],
  { isFlag }: NumericColumns,
  expected: ExpectedColumns | null,
): Column | undefined {
  // The name of another target says nothing.
  if (expected?.isTargetNamed) return candidates.length === 1 ? candidates[0] : undefined;
  const named = columnByKey(candidates, targetKeys);
  if (named !== undefined) return named;
  if (candidates.length === 1) return candidates[0];
  const withWord = columnByWord(candidates);
  if (withWord !== undefined) return withWord;
  const measured = candidates.filter(
    (column) => !describesDay(column) && !isFlag(column) && !mayBeId(column),
  );
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
    alternatives: [
      ...naming('target', named),
      ...(found === undefined ? alternatives('layout', 'wide') : naming('target', found)),
    ],
  });
}
