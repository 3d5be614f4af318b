/** Columns that name one thing, such as the store of all rows. A dataset notes their values, so that rows of another
 *  store do not replace its observations. */

import type { ReadContext } from '../../contracts/ports/index.ts';
import type { OtherThing, TableReading } from '../../contracts/schemas/index.ts';
import { limits, listItem, unstorableReason } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import {
  allFlagWords,
  type Column,
  changesWithFiles,
  columnsWithout,
  isChanging,
  isMissing,
  isNumber,
  labelOf,
  mayBeId,
  mayBeQuantity,
  namesThing,
  namesUnit,
  naming,
} from '../columns/index.ts';
import { alternatives, quoted, refuse } from '../faults/index.ts';
import { timeColumnsIn } from '../time-columns/index.ts';
import type { Roles } from './column-roles.ts';
import type { CodedColumn } from './id-columns.ts';
import type { TablePlan } from './plan.ts';

export type Constants = NonNullable<TableReading['constants']>;
type Continued = NonNullable<ReadContext['continues']>;

/** Columns that are watched while a table is read. Few of them turn out to be constant. */
const watchedMax = 64;
/** Longer values are texts, and name nothing. */
const valueLengthMax = 200;
/** A single row has one value in each column. */
const rowsMin = 2;

interface Watched {
  column: Column;
  /** The value of the dataset, or the first one of an upload; null before it. */
  value: string | null;
  /** Whether a row has this value. */
  isSeen: boolean;
  /** Whether a row has none. */
  hasMissing: boolean;
  /** The first other value. */
  other: { value: string; line: number } | null;
  /** The last cell. Most rows repeat it. */
  last: string | null;
}

export class ConstantColumns {
  private readonly all: readonly Watched[];
  /** The columns whose further rows may say more. */
  private open: readonly Watched[];
  private readonly missing: ReadonlySet<string>;
  /** Columns with ids of the dataset that the rows continue. */
  private readonly idColumns: ReadonlySet<string>;

  /** @param columns the columns that are read
   *  @param continued the dataset that the rows continue; null for an upload
   *  @param missing marks of missing values that the caller states */
  constructor(
    columns: readonly Column[],
    plan: TablePlan,
    continued: Pick<Continued, 'constants' | 'idColumns'> | null,
    missing: readonly string[],
  ) {
    const used = [...timeColumnsIn(plan), ...plan.statics, ...plan.named];
    const values = new Map(
      continued?.constants.map(({ column, value }) => [column.toLowerCase(), value]) ?? [],
    );
    const { undecided, flags } = plan;
    const numbers = new Set(plan.values.filter((column) => !undecided.has(column) && !flags.has(column)));
    const namesSurely = (column: Column) => namesThing(column) || plan.ids.includes(column);
    const mayName = (column: Column) =>
      column.name !== '' && !changesWithFiles(column) && (mayBeId(column) || !numbers.has(column));
    const left = columnsWithout(columns, used);
    const sure = left.filter(namesSurely);
    const watched =
      continued === null
        ? [...sure, ...columnsWithout(left, sure).filter(mayName)]
        : left.filter((column) => values.has(column.name.toLowerCase()));
    this.idColumns = new Set(continued?.idColumns.map((name) => name.toLowerCase()) ?? []);
    this.all = watched.slice(0, watchedMax).map((column) => ({
      column,
      value: values.get(column.name.toLowerCase()) ?? null,
      isSeen: false,
      hasMissing: false,
      other: null,
      last: null,
    }));
    this.open = this.all;
    this.missing = new Set(missing.map((mark) => mark.toLowerCase()));
  }

  /** @param nameOf a cell as it names something */
  add(cells: readonly string[], line: number, nameOf: (cell: string) => string): void {
    for (const watched of this.open) {
      const cell = cells[watched.column.index] ?? '';
      if (cell === watched.last) continue;
      watched.last = cell;
      const value = nameOf(cell).trim();
      if (isMissing(value) || this.missing.has(value.toLowerCase())) {
        watched.hasMissing = true;
        continue;
      }
      watched.value ??= value;
      if (isSame(value, watched.value, namesUnit(watched.column))) watched.isSeen = true;
      else watched.other ??= { value, line };
      if (watched.isSeen && watched.other !== null) this.open = this.open.filter((one) => one !== watched);
    }
  }

  /** The columns of an upload with one value, which the dataset notes.
   *  @param rows number of rows */
  of({ layout, values }: Roles, plan: TablePlan, rows: number): Constants {
    if (rows < rowsMin) return [];
    const series = layout === 'wide' ? values : values.slice(0, 1);
    const isNoted = ({ column, value, other, hasMissing }: Watched): boolean => {
      if (value === null || other !== null || hasMissing || series.includes(column)) return false;
      if (namesThing(column) || plan.ids.includes(column)) return namesOne(column, value);
      return !values.includes(column) && !plan.rowNumbers.includes(column) && mayNameOne(value);
    };
    return this.all
      .filter(isNoted)
      .map(({ column, value }) => ({ column: labelOf(column), value: value! }))
      .slice(0, limits.constantColumnsMax);
  }

  /** Values of columns that have another one in the dataset. Those of columns that surely name things are refused.
   *  Where ids tell the series apart, rows of new series may have others beside those of the dataset.
   *  @param ids columns that name the series
   *  @param roles columns that are read
   *  @param excluded names that the caller excludes
   *  @throws AppError cell_invalid */
  others(ids: readonly CodedColumn[], roles: Roles, excluded: readonly string[]): OtherThing[] {
    const named = ids.map(({ column }) => column);
    const found: OtherThing[] = [];
    for (const { column, value, other, isSeen } of this.all) {
      if (other === null || named.includes(column)) continue;
      if (named.length > 0 && isSeen) continue;
      const difference = `${quoted(other.value)} is another value than ${quoted(value!)}, which all rows of the upload have (column ${quoted(labelOf(column))}). The rows may belong to another series`;
      const remedy = { line: other.line, ...remedyFor(column, named, roles, excluded) };
      if (namesThing(column) || this.idColumns.has(column.name.toLowerCase()))
        refuse('cell_invalid', { message: difference, ...remedy });
      if (!mayNameOne(other.value) || (isFlag(other.value) && isFlag(value!))) continue;
      found.push({
        fault: { message: `${difference}, and they replace stored observations`, ...remedy },
        warning: `${difference}. Set ${remedy.accepted}.`,
        isEverywhere: !isSeen,
      });
    }
    return found;
  }
}

/** Remedies for rows that have another value in a column. */
function remedyFor(
  column: Column,
  ids: readonly Column[],
  { values }: Roles,
  excluded: readonly string[],
): Pick<Fault, 'accepted' | 'alternatives'> {
  const listOf = (names: readonly string[]) => names.map(listItem).join(',');
  const covariates = values.slice(1);
  const isRead = covariates.includes(column);
  const read = listOf(covariates.map(labelOf));
  const left = listOf([...excluded, labelOf(column)]);
  const apart =
    ids.length === 0
      ? `id_column=${labelOf(column)}`
      : `a new dataset with id_columns=${listOf([...ids, column].map(labelOf))}`;
  return {
    accepted: `${apart} if its values tell series apart, or exclude=${left} if the rows continue their series${isRead ? `, or covariates=${read} to read its numbers` : ''}`,
    alternatives: [
      ...(ids.length === 0 ? naming('id_column', column) : []),
      ...alternatives('exclude', left),
      ...(isRead ? alternatives('covariates', read) : []),
    ],
  };
}

/** Whether the only value of a column names something. A number may also count, or say that something is not there. */
function namesOne(column: Column, value: string): boolean {
  if (value.length > limits.seriesIdLengthMax || unstorableReason(value) !== null) return false;
  if (isNumber(value)) return Number(value) !== 0 && !mayBeQuantity(column);
  return !isFlag(value);
}

/** Whether a value may name something, in a column whose name does not say so. */
function mayNameOne(value: string): boolean {
  if (value.length > valueLengthMax || unstorableReason(value) !== null || isChanging(value)) return false;
  return Number(value) !== 0 && (value.length === 1 || !isFlag(value));
}

function isFlag(value: string): boolean {
  return allFlagWords.has(value.toLowerCase());
}

/** Whether two cells have the same text, whatever its case, or the same number: a workbook has 17 where a CSV has 017.
 *  The first letter of a unit may be a prefix: `mW` is no `MW`. */
function isSame(a: string, b: string, areUnits: boolean): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (areUnits && a[0] !== b[0] && 'mM'.includes(a[0])) return false;
  return a.toLowerCase() === b.toLowerCase();
}
