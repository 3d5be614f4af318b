/** Tables with the periods of one series across the columns: a row for each year with columns for its months or
 *  quarters, or a row for each day with columns for its hours or shorter intervals. */

import type { TableOptions } from '../../contracts/schemas/index.ts';
import { alternatives, listed, quoted, refuse, type Warnings } from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
import { refuseDates, refuseDays, refuseMonths, refuseYears } from './across.ts';
import { namesTotal } from './closing-rows.ts';
import { refuseFiscalColumns } from './fiscal-years.ts';
import { type PeriodKind, periodKinds, type RowKind, rowTimeOf } from './period-kinds.ts';
import {
  type CellTests,
  type DayCell,
  dayColumn,
  type FrameColumn,
  namesYear,
  yearColumn,
} from './period-time.ts';

type Column = FrameColumn;

/** Rows that are looked at to choose the column of the times. */
export const periodRowsMax = 64;

/** Whether a column beside the periods continues their numbers. */
function countsOn(column: Column | undefined, times: Column[], numbers: readonly number[]): boolean {
  if (column === undefined || times.includes(column)) return false;
  const number = /^\D{0,4}(\d{1,3})$/.exec(column.key)?.[1];
  return number !== undefined && numbers.includes(Number(number));
}

function labelOf({ name, index }: Column): string {
  return name === '' ? `column ${index + 1}` : name;
}

/** The columns of a 25th hour behind those of a day, if the first row has no value there; none for other columns. Only
 *  the day on which clocks repeat an hour has values.
 *  @param behind columns behind those of the day
 *  @param count number of periods of a day */
function emptyHour(
  behind: readonly Column[],
  count: number,
  times: Column[],
  row: string[],
  { isMissing }: CellTests,
): Column[] {
  const extra = behind.slice(0, count / 24);
  const goesOn = (column: Column | undefined, i: number) =>
    countsOn(column, times, [count + i, count + i + 1]);
  const isHour =
    extra.length === count / 24 && extra.every(goesOn) && !goesOn(behind[extra.length], extra.length);
  return isHour && extra.every(({ index }) => isMissing(row[index] ?? '')) ? extra : [];
}

/** Whether the time of a row is a time of day other than midnight, beside columns that are the periods of a day. */
function isWithinDay(cell: string, row: RowKind, { isDate, dayOf }: CellTests): boolean {
  return row === 'day' && isDate(cell) && dayOf(cell) === null;
}

/** @param first the column that is taken for the first period
 *  @param step step of the dataset that the columns continue
 *  @throws AppError reading_ambiguous if the column may be the second period of a day too */
function refuseUnsurePart(kind: PeriodKind, first: Column, step: string): void {
  if (kind.isSureFirst(first)) return;
  refuse('reading_ambiguous', {
    message: `${quoted(labelOf(first))} may be the start or the end of ${kind.count === 24 ? 'an hour' : 'an interval'} in a dataset with the step ${step}, and the columns are not those of a whole day`,
    accepted: `all ${kind.count} columns of the ${kind.name}, empty where nothing is known yet; or the column of the period that begins at midnight first, such as 00:00`,
  });
}

/** Periods across the columns of a header. */
export interface PeriodColumns {
  kind: PeriodKind;
  /** The columns of the periods, in the order of the header, and their positions in a year or a day. */
  found: Column[];
  periods: number[];
  /** Columns whose first cell may be the year or the day; there is at least one. */
  times: Column[];
  /** The columns of an hour that clocks repeat, without values. */
  extra: Column[];
}

/** Turns each row into one row for each period. */
export class PeriodRows {
  /** Columns of the new rows: those before the periods, and the value. */
  readonly columns: Column[];
  private readonly kind: PeriodKind;
  private readonly cellTests: CellTests;
  /** Positions of the columns that are kept. */
  private readonly kept: number[];
  /** Position of the time among the columns that are kept. */
  private readonly timeAt: number;
  /** Positions of the columns of the periods, in the order of the periods. */
  private readonly periods: number[];
  private readonly extra: readonly Column[];
  private readonly ignored: Column[];
  private readonly labels: [first: string, last: string];
  private readonly timeLabel: string;
  private readonly firstTime: DayCell;
  /** Rows without a value since the last row with one. They are rows of the table only if a later one has a value. */
  private blank: string[][] = [];
  /** Time of the row before. */
  private last = '';

  private constructor(
    columns: Column[],
    {
      time,
      firstTime,
      kind,
      found,
      periods,
      extra,
      cellTests,
    }: {
      time: Column;
      firstTime: DayCell;
      kind: PeriodKind;
      found: Column[];
      periods: number[];
      extra: readonly Column[];
      cellTests: CellTests;
    },
  ) {
    this.extra = extra;
    this.firstTime = firstTime;
    this.timeLabel = time.name === '' ? labelOf(time) : quoted(time.name);
    this.cellTests = cellTests;
    this.kind = kind;
    const byPeriod = found.map((column, i) => ({ column, period: periods[i] }));
    byPeriod.sort((a, b) => a.period - b.period);
    this.periods = byPeriod.map(({ column }) => column.index);
    const firstIndex = Math.min(...this.periods);
    const isKept = (column: Column) =>
      column === time || (column.index < firstIndex && !namesTotal(column.name) && column.name !== '');
    const ofPeriods = new Set(found);
    const others = columns.filter((column) => !ofPeriods.has(column) && !extra.includes(column));
    const kept = others.filter(isKept);
    this.ignored = others.filter((column) => !isKept(column));
    this.kept = kept.map(({ index }) => index);
    this.timeAt = kept.indexOf(time);
    this.columns = [
      ...kept.map((column, index) => ({ ...column, index })),
      { index: kept.length, name: 'value', key: 'value' },
    ];
    this.labels = [labelOf(byPeriod[0].column), labelOf(byPeriod.at(-1)!.column)];
  }

  /** Null if the columns are no periods, or the caller states another layout.
   *  @param row the first row of the table
   *  @param stated the column of times that the caller names
   *  @param continuedStep step of a dataset with this layout that the rows continue: they may
   *  have the first periods only
   *  @throws AppError request_invalid if the caller states this layout, and the columns are no periods;
   *  reading_ambiguous if they continue a dataset and do not show with which period they begin */
  static find(
    columns: Column[],
    row: string[],
    options: TableOptions,
    stated: Column | null,
    cellTests: CellTests,
    continuedStep: string | null = null,
  ): PeriodColumns | null {
    const { layout, target, covariates } = options;
    if (layout !== 'auto' && layout !== 'periods') return null;
    if (layout === 'auto' && (target !== undefined || covariates !== undefined)) return null;
    const timesOf = (kind: RowKind) =>
      (stated === null ? columns : [stated]).filter(
        ({ index }) => rowTimeOf(kind, plainCharacters((row[index] ?? '').trim()), cellTests) !== null,
      );
    const timesBy = { year: timesOf('year'), day: timesOf('day') };
    for (const kind of periodKinds) {
      const times = timesBy[kind.row];
      if (times.length === 0) continue;
      const first = stated === null ? columns.indexOf(times[0]) + 1 : 0;
      const countMin = kind.step === continuedStep ? 1 : kind.count;
      const mayBeFirst = columns.map((column) => countMin === 1 && kind.periodsOf([column]) !== null);
      for (let count = Math.min(kind.count, columns.length); count >= countMin; count--)
        for (let from = first; from + count <= columns.length; from++) {
          // The first periods begin or end with the first one, so that few places of many columns are tried.
          if (count < kind.count && !mayBeFirst[from] && !mayBeFirst[from + count - 1]) continue;
          const found = columns.slice(from, from + count);
          if (stated !== null && found.includes(stated)) continue;
          const periods = kind.periodsOf(found);
          if (periods === null) continue;
          const before = stated === null ? times.filter(({ index }) => index < found[0].index) : times;
          // Bare numbers may name anything, so the rows must be named as years.
          const areBare = kind.name === 'months' && found.every(({ key }) => /^\d+$/.test(key));
          const behind = columns.slice(from + count);
          const isWholeDay = kind.row === 'day' && count === kind.count;
          const extra = isWholeDay ? emptyHour(behind, count, before, row, cellTests) : [];
          // Days of a month and weeks of a year count on.
          const isPart =
            countsOn(columns[from - 1], before, [0]) ||
            (extra.length === 0 && countsOn(behind[0], before, [count, count + 1]));
          if (isPart || (areBare && !before.some(namesYear))) continue;
          if (count < kind.count) refuseUnsurePart(kind, found[periods.indexOf(0)], continuedStep!);
          return { kind, found, periods, times: before, extra };
        }
    }
    if (layout === 'auto') {
      if (options.time_format === undefined) {
        refuseYears(columns, row, cellTests);
        refuseDates(columns, row, cellTests);
        refuseMonths(columns, row, cellTests);
        refuseDays(columns, row, cellTests);
      }
      return null;
    }
    const times = (stated === null ? columns : [stated]).map(({ index }) => (row[index] ?? '').trim());
    const within = times.find((cell) => isWithinDay(plainCharacters(cell), 'day', cellTests));
    const isTime = within !== undefined && timesBy.year.length + timesBy.day.length === 0;
    return refuse('request_invalid', {
      path: '?layout',
      message: isTime
        ? `${quoted(within)} is neither a year nor a day: a day is a date, or a midnight in UTC or without an offset`
        : `the columns ${listed(columns.map(labelOf))} are no periods of a year or of a day`,
      accepted:
        'a column of years before 12 columns of months or 4 of quarters, or a column of dates before 24 columns of hours, 48 of half hours or 96 of quarter hours',
    });
  }

  /** Null if no column is the time of the rows, or if the times of some rows are within a day.
   *  @param rows the first rows of the table
   *  @throws AppError reading_ambiguous if the year of the rows is not certain */
  static of(
    columns: Column[],
    { kind, found, periods, times, extra }: PeriodColumns,
    rows: string[][],
    options: TableOptions,
    stated: Column | null,
    cellTests: CellTests,
  ): PeriodRows | null {
    const labels = found.map(labelOf);
    const others = columns.filter((column) => !found.includes(column));
    const time =
      stated ??
      (kind.row === 'day' ? dayColumn(times, cellTests) : yearColumn(times, rows, others, labels, cellTests));
    if (time === null) return null;
    const cells = rows.map((row) => plainCharacters((row[time.index] ?? '').trim()));
    if (options.layout === 'auto' && cells.some((cell) => isWithinDay(cell, kind.row, cellTests)))
      return null;
    refuseFiscalColumns(time, kind, periods, labels, options.layout === 'periods');
    return new PeriodRows(columns, {
      time,
      firstTime: rowTimeOf(kind.row, cells[0], cellTests)!,
      kind,
      found,
      periods,
      extra,
      cellTests,
    });
  }

  /** The rows for the periods of a row. A row without a time stays one row.
   *  @throws AppError csv_invalid for a value in the hour that clocks repeat, and for a time within a day */
  rowsOf(cells: string[], line: number): string[][] {
    const before = this.kept.map((index) => cells[index]);
    const time = plainCharacters(before[this.timeAt].trim());
    const rowTime = rowTimeOf(this.kind.row, time, this.cellTests);
    if (rowTime === null) {
      if (isWithinDay(time, this.kind.row, this.cellTests)) this.refuseClock(time, line);
      return [[...before, '']];
    }
    this.refuseExtra(cells, line);
    const rows = this.periods.map((index, period) => [
      ...before.with(this.timeAt, this.kind.written(rowTime, period)),
      cells[index],
    ]);
    // An empty cell is a missing value if it is between two values, and no observation before the
    // first and after the last.
    const isLater = this.last !== '' && this.last < time;
    const all = isLater ? [...this.blank, ...rows] : rows;
    this.last = time;
    const filled = (row: string[]) => !this.cellTests.isMissing(row.at(-1)!);
    const from = isLater ? 0 : Math.max(0, all.findIndex(filled));
    const to = all.findLastIndex(filled) + 1;
    this.blank = isLater || to > 0 ? all.slice(to) : [];
    if (to === 0 && !isLater) this.last = '';
    return all.slice(from, to);
  }

  private refuseExtra(cells: string[], line: number): void {
    const filled = this.extra.find(({ index }) => !this.cellTests.isMissing(cells[index] ?? ''));
    if (filled === undefined) return;
    refuse('csv_invalid', {
      line,
      message: `the day has a value in ${quoted(labelOf(filled))} beside those of 24 hours, and nothing says which hour clocks repeat`,
      accepted: 'one row for each hour, with its offset from UTC, such as 2024-10-27T02:00:00+01:00',
    });
  }

  private refuseClock(time: string, line: number): never {
    const { name } = this.kind;
    return refuse('csv_invalid', {
      line,
      message: `${quoted(time)} is a time within a day, and the columns ${this.labels.map(quoted).join(' to ')} are the ${name} of a day`,
      accepted: 'a date in each row; or layout=wide to read a series for each column',
      alternatives: alternatives('layout', 'wide'),
    });
  }

  warn({ layout }: TableOptions, warnings: Warnings): void {
    if (this.ignored.length > 0)
      warnings.add(
        'columns_ignored',
        `Columns beside the ${this.kind.name} were ignored: ${listed(this.ignored.map(labelOf))}.`,
      );
    if (layout === 'periods') return;
    const [first, last] = this.labels;
    const example = `The column ${quoted(first)} is the time ${this.kind.written(this.firstTime, 0)} in the first row, by ${this.timeLabel}.`;
    warnings.add(
      'layout_assumed',
      `The columns ${quoted(first)} to ${quoted(last)} were read as the ${this.kind.name} of one ${this.kind.series} series, because each row is a ${this.kind.row}. ${example} Set layout=wide to read a series for each column. Set layout=periods to keep this reading without a warning.`,
      { alternatives: alternatives('layout', 'wide', 'periods') },
    );
  }
}
