/** Rows of a table that are not read as observations. */

import { AppError, type Fault } from '../../errors.ts';
import { type Column, isAmount, labelOf, naming } from '../columns/index.ts';
import { Faults, quoted, refuse, type Warnings } from '../faults/index.ts';
import { isRuler } from '../frame/index.ts';
import type { RowGroup } from './groups.ts';
import type { CodedColumn } from './id-columns.ts';
import { dropFlag, type TablePlan } from './plan.ts';

/** So many rows with values and without a time, and such a share of all rows, are no mistake of single rows. */
const lostRowsMin = 3;
const lostShareMin = 0.2;

/** Counts of the rows without a time, and the line of the first. */
export interface RowsWithoutTime {
  count: number;
  withValues: number;
  line: number;
}

/** Rows without a time are not read. If they are many and have values, a time is missing in merged cells.
 *  @param read number of rows with a time
 *  @throws AppError cell_invalid */
export function refuseLostRows(
  { time }: TablePlan,
  { count, withValues, line }: RowsWithoutTime,
  read: number,
): void {
  if (withValues < lostRowsMin || withValues < lostShareMin * (read + count)) return;
  refuse('cell_invalid', {
    line,
    message: `${withValues} rows have values, but no time (column ${quoted(labelOf(time))})`,
    accepted: 'a time in each row, also where cells are merged; or the file without these rows',
  });
}

export function isBlank(cells: string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Whether a row only separates others, as in lists of SAP and in tables of Markdown, or states the formats of RDB. */
export function areRulers(cells: string[]): boolean {
  return cells.some(isRuler) && cells.every((cell) => cell.trim() === '' || isRuler(cell));
}

/** Whether a row is one of those before each table of an annotated CSV of InfluxDB. */
export function isAnnotation([first]: readonly string[]): boolean {
  return first === '#group' || first === '#datatype' || first === '#default';
}

/** Faults of cells in columns that may name series. They count when all rows are known, if the
 *  column then has values. */
export class HeldFaults {
  private readonly columns: ReadonlySet<Column>;
  private readonly faults = new Map<Column, Faults>();
  private readonly errors = new Map<Column, AppError>();

  /** @param columns columns that may name series */
  constructor(columns: readonly Column[]) {
    this.columns = new Set(columns);
  }

  /** Whether the cells of a column may be ids. */
  has(column: Column): boolean {
    return this.columns.has(column);
  }

  /** The number that `read` gives; null if it refuses a cell that may be an id. */
  numberOf(column: Column, read: () => number | null): number | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!this.errors.has(column)) this.errors.set(column, error);
      return null;
    }
  }

  add(column: Column, fault: () => Fault): void {
    let held = this.faults.get(column);
    if (held === undefined) {
      held = new Faults('cell_invalid');
      this.faults.set(column, held);
    }
    held.add(() => {
      const made = fault();
      return {
        ...made,
        accepted: `${made.accepted}; id_column=${labelOf(column)} if it names series`,
        alternatives: [...(made.alternatives ?? []), ...naming('id_column', column)],
      };
    });
  }

  /** Columns that name the series have no faults. A column with one text for each series is one of text.
   *  @throws AppError of the first other column */
  settle(
    plan: TablePlan,
    mayBeIds: readonly CodedColumn[],
    ids: readonly CodedColumn[],
    groups: readonly RowGroup[],
  ): void {
    for (const [column, faults] of this.faults) {
      const coded = mayBeIds.find((one) => one.column === column);
      if (coded !== undefined && ids.includes(coded)) continue;
      if (ids.length === 0 || coded === undefined || !isSameInGroups(coded, groups))
        throw this.errors.get(column) ?? faults.error();
      dropFlag(plan, column);
    }
  }
}

/** Columns that begin after the sample with an amount that is no number of the table, such as `1200,5` or `2 h`. All
 *  rows show whether they have numbers in another notation, or text. */
export class LateAmounts {
  private readonly columns = new Map<
    Column,
    { cell: string; fault: Fault; amounts: number; texts: number }
  >();

  /** @param fault why the first cell of the column is no number */
  add(column: Column, cell: string, fault: Fault): void {
    this.columns.set(column, { cell, fault, amounts: 0, texts: 0 });
  }

  /** Counts a later cell. @returns whether the column is one of these */
  counts(column: Column, cell: string): boolean {
    const found = this.columns.get(column);
    if (found === undefined) return false;
    if (isAmount(cell)) found.amounts++;
    else found.texts++;
    return true;
  }

  /** Columns whose later cells mostly are texts are ignored.
   *  @param refuse takes the faults of the others */
  settle(plan: TablePlan, warnings: Warnings, refuse: (column: Column, fault: Fault) => void): void {
    for (const [column, { cell, fault, amounts, texts }] of this.columns) {
      if (texts <= amounts) {
        refuse(column, fault);
        continue;
      }
      plan.ignored.add(column);
      const message = `The column ${quoted(labelOf(column))} was read as text: it begins with ${quoted(cell)}, but most of its later cells are no numbers.`;
      warnings.add('columns_ignored', message, { line: fault.line });
    }
  }
}

function isSameInGroups(column: CodedColumn, groups: readonly RowGroup[]): boolean {
  if (column.isOverfull) return false;
  const codes = column.codes();
  return groups.every(({ rows }) => rows.every((row) => codes[row] === codes[rows[0]]));
}
