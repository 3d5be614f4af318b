import { limits } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import { NumberReader, Rows, typedName } from '../cells/index.ts';
import {
  type Column,
  columnsWithout,
  flagFault,
  isAmount,
  isMissing,
  numberFault,
} from '../columns/index.ts';
import { aggregatesRepeats } from '../dataset/index.ts';
import type { Warnings } from '../faults/index.ts';
import type { SkippedRow } from '../frame/index.ts';
import { type JoinedTime, TimeCells, timeColumnsIn } from '../time-columns/index.ts';
import { TimeReader } from '../times/index.ts';
import { ConstantColumns } from './constant-columns.ts';
import { refuseSeries } from './groups.ts';
import { CodedColumn, chosenIds, repeatedShare } from './id-columns.ts';
import { dropFlag, type TablePlan } from './plan.ts';
import type { PlannedTable } from './plan-sample.ts';
import type { RefusedRows } from './refused-rows.ts';
import { HeldFaults, isBlank, LateAmounts, type RowsWithoutTime } from './row-checks.ts';
import { requireFewPoints } from './sizes.ts';
import type { TableInput } from './table-input.ts';

/** Values of a column of text that are kept. */
const textValuesMax = 10_000;
/** Rows after which repeated times are looked for while a table arrives, and again when the
 *  number of rows has doubled. */
const repeatsExaminedMin = 65_536;
/** Share of rows with a repeated time that no table has by mistake, or by an hour that clocks repeat. */
const repeatedShareMax = 0.25;

const hourMs = 3_600_000;

/** Reads the rows of a table by its plan: their times, their numbers, and texts that may name or describe series. The
 *  plan follows what later rows show about its columns. */
export class RowReader {
  readonly plan: TablePlan;
  readonly options: PlannedTable['options'];
  readonly rows: Rows;
  readonly times: TimeReader;
  readonly timeCells: TimeCells;
  readonly numbers: NumberReader;
  readonly held: HeldFaults;
  /** Columns that name series in any case, and others that may. */
  readonly ids: readonly CodedColumn[];
  readonly mayBeIds: readonly CodedColumn[];
  readonly texts: readonly CodedColumn[];
  readonly statics: readonly CodedColumn[];
  readonly constants: ConstantColumns;
  readonly withoutTime: RowsWithoutTime = { count: 0, withValues: 0, line: 0 };
  /** A cell as it names something. */
  private readonly isTyped: boolean;
  private readonly nameOf: (cell: string) => string;
  private readonly refused: RefusedRows;
  private readonly lateAmounts = new LateAmounts();
  /** By column of values: whether it may name series. */
  private readonly mayNameSeries: readonly boolean[];
  private repeatsExaminedAt = repeatsExaminedMin;

  /** @param isFrom1904 whether serial numbers count days from 1904-01-01
   *  @param refused takes the faults of rows and cells */
  constructor(
    { plan, columns, options }: PlannedTable,
    input: TableInput,
    isFrom1904: boolean,
    refused: RefusedRows,
  ) {
    const { values, mayBeIds } = plan;
    const { timeZone, typedText, missing } = input;
    this.plan = plan;
    this.options = options;
    this.isTyped = typedText !== null;
    this.nameOf = typedText === null ? (cell) => cell : typedName;
    this.refused = refused;
    this.rows = new Rows(values.length);
    this.timeCells = new TimeCells(plan, options, () => this.rows.shiftTimes(-hourMs));
    const { continues } = input.context;
    this.times = new TimeReader(plan.timeForm, plan.time.key, options, timeZone, continues, isFrom1904);
    this.numbers = new NumberReader(values, this.rows, {
      style: plan.decimal,
      isAssumed: input.delimiter === ',' && !plan.isDecimalStated,
      missing,
      units: plan.units,
      flags: plan.flags,
      typedText,
      mayBeIds,
    });
    this.held = new HeldFaults(mayBeIds);
    this.mayNameSeries = values.map((column) => this.held.has(column));
    this.ids = coded(plan.ids, limits.seriesPerDatasetMax);
    this.mayBeIds = coded(columnsWithout(mayBeIds, plan.notCompared), limits.seriesPerDatasetMax);
    this.statics = coded(plan.statics, Number.POSITIVE_INFINITY);
    this.constants = new ConstantColumns(columns, plan, continues ?? null, missing);
    this.texts = coded(columnsWithout(plan.texts, plan.notCompared), textValuesMax);
  }

  /** @throws AppError points_too_many, series_too_many */
  add(cells: string[], line: number): void {
    const written = this.timeCells.read(cells, line);
    if (written === null) {
      this.passOver(cells, line);
      return;
    }
    const time = 'text' in written ? this.times.read(written.text, line) : null;
    if (time === null) {
      this.refuseTime({ cells, line }, written);
      return;
    }
    this.rows.add(time, line);
    requireFewPoints(this.plan, this.rows.length, this.options.layout === 'wide');
    for (const id of this.ids) {
      id.add(this.nameIn(cells, id));
      if (id.isOverfull) refuseSeries(line);
    }
    for (const others of [this.mayBeIds, this.texts, this.statics])
      for (const other of others) other.add(this.nameIn(cells, other));
    this.constants.add(cells, line, this.nameOf);
    for (let i = 0; i < this.plan.values.length; i++) this.readValue(i, cells, line);
  }

  /** Whether so many rows have the time of another row, whatever columns name the series, that the rest of the table
   *  need not be read. The rows are examined now and then. Events that are aggregated may have any times. */
  repeatsTimes(): boolean {
    if (this.rows.length !== this.repeatsExaminedAt || aggregatesRepeats(this.options)) return false;
    this.repeatsExaminedAt *= 2;
    const ids = [...this.ids, ...this.mayBeIds].filter(({ isOverfull }) => !isOverfull);
    return repeatedShare(ids, this.rows.times()) > repeatedShareMax;
  }

  /** The columns whose values name the series, by the rows so far; none if there are no rows. */
  chosenIds(): CodedColumn[] {
    const { rows, ids, mayBeIds, options } = this;
    return rows.length === 0 ? [] : chosenIds({ rows, ids, mayBeIds, options });
  }

  /** @throws AppError csv_invalid, cell_invalid with the faults of all rows */
  finish(warnings: Warnings): void {
    const { rows, refused } = this;
    refused.finishRows(rows.length === 0 ? 0 : rows.lineOf(rows.length - 1), warnings);
    this.lateAmounts.settle(this.plan, warnings, (column, fault) => this.addFault(column, () => fault));
    refused.throwIfCells();
  }

  /** Counts a row without a time, which is not read. */
  private passOver(cells: string[], line: number): void {
    if (isBlank(cells)) return;
    if (this.withoutTime.count++ === 0) this.withoutTime.line = line;
    if (this.plan.values.some(({ index }) => !isMissing(cells[index] ?? ''))) this.withoutTime.withValues++;
  }

  /** Refuses a row whose time cannot be read, unless it turns out to be a total or a note after the table. */
  private refuseTime(row: SkippedRow, written: JoinedTime): void {
    const times = timeColumnsIn(this.plan);
    if ('fault' in written) this.refused.addTime(row, times, [written.fault.column], written);
    else this.refused.addTime(row, times, times, this.times.fault(written.text, this.isTyped));
  }

  /** The cell of a column that names series or attributes. */
  private nameIn(cells: string[], { column }: CodedColumn): string {
    return this.nameOf(cells[column.index]);
  }

  private readValue(i: number, cells: string[], line: number): void {
    const { plan } = this;
    const column = plan.values[i];
    const cell = cells[column.index] ?? '';
    if (cell === '') return;
    const value = this.mayNameSeries[i]
      ? this.held.numberOf(column, () => this.numbers.read(cell, i, line))
      : this.numbers.read(cell, i, line);
    const isOpen = plan.undecided.has(column) && !plan.ignored.has(column);
    if (value !== null && Math.abs(value) <= limits.valueMagnitudeMax) {
      this.rows.set(i, value);
      if (isOpen && !this.lateAmounts.counts(column, cell)) plan.undecided.delete(column);
      return;
    }
    if (value !== null && Number.isNaN(value)) return;
    const words = plan.flags.get(column);
    if (words !== undefined && !plan.named.has(column)) {
      dropFlag(plan, column);
      return;
    }
    if (isOpen && this.lateAmounts.counts(column, cell)) return;
    const { style } = this.numbers;
    const fault = () =>
      words === undefined
        ? numberFault(cell, value, column, line, style)
        : flagFault(cell, words, column, line);
    // A first value in another notation makes no column of text by itself.
    if (!plan.undecided.has(column)) this.addFault(column, fault);
    else if (isOpen && isAmount(cell)) this.lateAmounts.add(column, cell, fault());
    else plan.ignored.add(column);
  }

  /** Notes a fault of a cell. Those of columns that may name series count when all rows are known. */
  private addFault(column: Column, fault: () => Fault): void {
    if (this.held.has(column)) this.held.add(column, fault);
    else this.refused.addCell(fault);
  }
}

function coded(columns: readonly Column[], valuesMax: number): CodedColumn[] {
  return columns.map((column) => new CodedColumn(column, valuesMax));
}
