/** Tells columns of values from numbers that describe a series, name a record, or are times. */

import type { ExpectedColumns, ReadContext } from '../../contracts/ports/index.ts';
import {
  type Column,
  columnsWithout,
  describesRows,
  isNamedAsJulian,
  isNamedAsTime,
  isNumbered,
  mayBeId,
  namesRecords,
} from '../columns/index.ts';
import { expectedCovariates } from './expected-columns.ts';
import type { RowGroup } from './groups.ts';
import type { ReadColumns } from './id-columns.ts';
import type { TablePlan } from './plan.ts';

/** `attribute`: named as an id, with one number in each series. `code`: named as an id, with one number. `label`: named
 *  as a thing, a place or a record, with one number, beside columns of values. `epoch`: a further time since 1970, a
 *  Julian date, or a year with decimals. */
export type ColumnKind = 'value' | 'attribute' | 'code' | 'label' | 'epoch';

/** Columns that are known before the table is read: those of the dataset that the rows continue,
 *  and those of a model. */
export interface KnownKinds {
  continues: Pick<NonNullable<ReadContext['continues']>, 'columns'> | null;
  expected: ExpectedColumns | null;
}

/** The kinds of the columns of numbers that name no series, in the order of the plan. */
export function classifyColumns(
  { rows, ids }: Pick<ReadColumns, 'rows' | 'ids'>,
  plan: TablePlan,
  groups: readonly RowGroup[],
  { continues, expected }: KnownKinds,
): Map<Column, ColumnKind> {
  const named = new Set([...plan.named, ...expectedCovariates(plan.values, expected)]);
  // A single row that is added has one value in each column.
  const ofDataset = new Set(continues?.columns?.map((known) => known.toLowerCase()));
  const kindOf = (column: Column, values: Float64Array): ColumnKind => {
    const isConstant = () =>
      groups.every(({ rows: positions }) =>
        positions.every((row) => Object.is(values[row], values[positions[0]])),
      );
    if (values.every(Number.isNaN)) return 'value';
    const isOfDataset = ofDataset.has(column.name.toLowerCase());
    const isId = mayBeId(column) || namesRecords(column);
    if (ids.length > 0 && !isOfDataset && isId && !named.has(column) && isConstant()) return 'attribute';
    if (continues !== null || plan.named.has(column)) return 'value';
    if (isNamedAsTime(column) && areEpochs(values)) return 'epoch';
    const areTimes = () => areJulian(column, values) && areInOrder(values, groups);
    if (isNamedAsJulian(column) && areTimes()) return 'epoch';
    if (rows.length <= 1) return 'value';
    if (mayBeId(column) && isNumbered(column)) return isConstant() ? 'code' : 'value';
    const mayBeLabel = ids.length === 0 && !plan.flags.has(column) && describesRows(column, values[0]);
    return mayBeLabel && isConstant() ? 'label' : 'value';
  };
  const places = new Map(plan.values.map((column, at) => [column, at]));
  const used = ids.map(({ column }) => column);
  const kinds = new Map(
    columnsWithout(plan.values, used).map((column) => [
      column,
      kindOf(column, rows.column(places.get(column)!)),
    ]),
  );
  const isMeasured = (column: Column) => !plan.undecided.has(column) && !plan.flags.has(column);
  if (!columnsOfKind(kinds, 'value').some(isMeasured))
    for (const column of columnsOfKind(kinds, 'label')) kinds.set(column, 'value');
  return kinds;
}

export function columnsOfKind(kinds: ReadonlyMap<Column, ColumnKind>, kind: ColumnKind): Column[] {
  return [...kinds.keys()].filter((column) => kinds.get(column) === kind);
}

/** Numbers of Julian dates, of years and of modified Julian dates since 1941. */
const julians = [
  { from: 2_400_000, to: 2_500_000 },
  { from: 1_500, to: 2_200 },
  { from: 30_000, to: 80_000 },
];

/** Whether all given numbers may be years with decimals, or Julian dates. A column `jd` has Julian dates or prices. */
function areJulian({ key }: Column, values: Float64Array): boolean {
  const ranges = key === 'jd' ? julians.slice(0, 1) : julians;
  return ranges.some(({ from, to }) =>
    values.every((value) => Number.isNaN(value) || (value >= from && value <= to)),
  );
}

/** Fewer values are in order by chance. */
const orderedMin = 3;

/** Whether the given values of each series rise from row to row, or fall, as times do, and one series has
 *  enough of them to show it. */
function areInOrder(values: Float64Array, groups: readonly RowGroup[]): boolean {
  let longest = 0;
  for (const { rows } of groups) {
    const given = Array.from(rows, (row) => values[row]).filter((value) => !Number.isNaN(value));
    const isRising = given[1] > given[0];
    const isNext = (value: number, i: number) =>
      i === 0 || (isRising ? value > given[i - 1] : value < given[i - 1]);
    if (!given.every(isNext)) return false;
    longest = Math.max(longest, given.length);
  }
  return longest >= orderedMin;
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
