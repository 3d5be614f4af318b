import { AppError } from '../../errors.ts';
import { typedName } from '../cells/index.ts';
import {
  type Column,
  columnNamed,
  isMissing,
  isNumbered,
  mayBeId,
  namesTime,
  readHeader,
} from '../columns/index.ts';
import { PeriodHead, type PeriodRows } from '../frame/index.ts';
import { partOfKey } from '../time-columns/index.ts';
import { dateAtMidnight, isDate } from '../times/index.ts';
import type { TableInput } from './table-input.ts';

/** The header of a table, and the periods across its columns. The first rows wait here until they show
 *  whether there are any. */
export class TableHead {
  /** Cells of the header. */
  readonly cells: readonly string[];
  readonly line: number;
  /** Number of columns of the header. */
  readonly width: number;
  /** The error of a header with equal names, whose columns have numbers for names; null if all differ. */
  readonly duplicate: AppError | null;
  /** Lines with the header again, as in files that were put together. */
  readonly repeatedAt: number[] = [];
  /** The columns of a row after its periods are taken apart. */
  columns: readonly Column[];
  /** The periods across the columns; null if there are none, undefined while they are not known. */
  periods: PeriodRows | null | undefined;
  private readonly input: TableInput;
  private readonly take: (cells: string[], line: number) => void;
  private waiting: PeriodHead | null = null;

  /** @param take receives the rows of the table, with a time in each. @throws AppError csv_invalid */
  constructor(cells: string[], line: number, input: TableInput, take: TableHead['take']) {
    const { columns, duplicate } = columnsOf(input.typedText === null ? cells : cells.map(typedName), line);
    this.cells = cells;
    this.line = line;
    this.columns = columns;
    this.width = columns.length;
    this.duplicate = duplicate;
    this.input = input;
    this.take = take;
  }

  isRepeatedBy(cells: readonly string[]): boolean {
    if (cells[0] !== this.cells[0] || cells.length !== this.cells.length) return false;
    return cells.every((cell, i) => cell === this.cells[i]);
  }

  /** @throws AppError as `PeriodHead`, and as `take` */
  add(cells: string[], line: number): void {
    if (this.periods !== undefined) {
      this.pass(cells, line);
      return;
    }
    this.waiting ??= this.openPeriods();
    if (this.waiting.add({ cells, line })) this.finish();
  }

  /** Passes on the rows that wait. @throws AppError as `add` */
  finish(): void {
    if (this.periods !== undefined) return;
    const { periods, rows } = this.waiting?.end() ?? { periods: null, rows: [] };
    this.periods = periods;
    this.waiting = null;
    if (periods !== null) this.columns = periods.columns;
    for (const row of rows) this.pass(row.cells, row.line);
  }

  private pass(cells: string[], line: number): void {
    if (this.periods) for (const row of this.periods.rowsOf(cells, line)) this.take(row, line);
    else this.take(cells, line);
  }

  private openPeriods(): PeriodHead {
    const columns = [...this.columns];
    const { stated, context } = this.input;
    const { time_column } = stated;
    const time = time_column === undefined ? null : columnNamed(columns, time_column, 'time_column');
    const namesSeries = (column: Column) => mayBeId(column) || isNumbered(column);
    const partOf = ({ key }: Column) => partOfKey(key);
    const tests = { isDate, dayOf, isMissing, namesTime, namesSeries, partOf };
    const continuedStep = context.continues?.arePeriods ? context.continues.step : null;
    return new PeriodHead(columns, stated, time, tests, continuedStep);
  }
}

/** The day of a date without a time of day other than midnight, and the zone behind the midnight;
 *  null for other cells. */
function dayOf(cell: string): { date: string; zone: string } | null {
  if (!isDate(cell)) return null;
  return cell.includes(':') ? dateAtMidnight(cell) : { date: cell, zone: '' };
}

/** The columns of a header. Names that are there twice are refused when the next rows show whether they are names. */
function columnsOf(names: string[], line: number): { columns: Column[]; duplicate: AppError | null } {
  try {
    return { columns: readHeader(names, line), duplicate: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'column_duplicate') throw error;
    const numbered = names.map((_, i) => `column ${i + 1}`);
    return { columns: readHeader(numbered, line), duplicate: error };
  }
}
