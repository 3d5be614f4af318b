/** Reads the written time of each row, from one column or from several. */

import type { TableOptions } from '../../contracts/schemas/index.ts';
import { listItem } from '../../contracts/values/index.ts';
import { type Column, isMissing, labelOf, naming } from '../columns/index.ts';
import { alternatives, quoted, type Warnings } from '../faults/index.ts';
import { partValue } from '../times/index.ts';
import { namesClock } from './clock-column.ts';
import { type JoinedTime, joinedTime, listedParts, partOfKey, type TimePart } from './part-columns.ts';

export interface TimeColumns {
  /** The column of the times; if their parts have columns of their own, the first of them. */
  time: Column;
  /** Columns of the parts of a time; none if the times have one column. */
  parts: readonly TimePart[];
  /** The start of the period in a cell, null for another cell; null if the cells are no periods. */
  startOf: ((cell: string) => string | null) | null;
}

/** The column of the times, or those of their parts. */
export function timeColumnsIn({ time, parts }: TimeColumns): Column[] {
  return parts.length === 0 ? [time] : parts.map(({ column }) => column);
}

/** Whether a row has its date, or a part of it. Other rows are not read. */
export function hasTime({ time, parts }: TimeColumns, row: readonly string[]): boolean {
  if (parts.length === 0 || parts[0].part === 'date') return !isMissing(row[time.index]);
  return parts.some(({ column }) => !isMissing(row[column.index]));
}

/** Hours of a clock in the first rows, which may turn out to be counted from 1. */
interface OpenHours {
  hour: TimePart;
  /** Called once, when an hour 24 shows that the hours are counted from 1. */
  onFrom1(): void;
}

export class TimeCells {
  /** Rows whose first parts were empty and have those of the row before, as in merged cells. */
  readonly continued = { count: 0, line: 0 };
  private readonly columns: TimeColumns;
  private last: readonly string[] | null = null;
  /** Null if the hours are known to be counted from 0, or from 1, or if there are none. */
  private open: OpenHours | null;

  /** @param columns its parts are changed when an hour 24 shows that hours are counted from 1
   *  @param onFrom1 is called then: the hours of the rows before were read one too late */
  constructor(columns: TimeColumns, { time_columns }: TableOptions, onFrom1: () => void) {
    this.columns = columns;
    const last = columns.parts.at(-1);
    const isOpen = last?.part === 'hour' && !/:\s*hour\b/.test(time_columns ?? '');
    this.open = isOpen ? { hour: last, onFrom1 } : null;
  }

  /** Null if the row has no time. */
  read(row: string[], line: number): JoinedTime | null {
    const { time, parts, startOf } = this.columns;
    if (!hasTime(this.columns, row)) return null;
    if (parts.length === 0) {
      const cell = row[time.index];
      return { text: startOf?.(cell) ?? cell };
    }
    const cells = continuedRow(parts, row, this.last);
    const joined = this.joined(cells);
    if ('fault' in joined) return joined;
    if (cells !== row && this.continued.count++ === 0) this.continued.line = line;
    this.last = cells;
    return joined;
  }

  private joined(cells: readonly string[]): JoinedTime {
    if (this.open !== null) this.watchHour(this.open, cells[this.open.hour.column.index]);
    const { parts } = this.columns;
    const joined = joinedTime(parts, cells);
    if (!('fault' in joined) || joined.fault.part !== 'hour') return joined;
    const digits = partValue('hhmm', cells[joined.fault.column.index]);
    if (digits === null || digits <= 24) return joined;
    const names = listedParts(parts.map((one) => (one.part === 'hour' ? { ...one, part: 'hhmm' } : one)));
    const accepted = `${joined.accepted}; time_columns=${names} if 930 is 09:30`;
    return { ...joined, accepted, alternatives: alternatives('time_columns', names) };
  }

  /** The first rows of many series may have a few hours only. Hours are counted from 0 if there is an hour 0, and from
   *  1 if there is an hour 24. */
  private watchHour({ hour, onFrom1 }: OpenHours, cell: string): void {
    if (partValue('hour', cell) === 0) this.open = null;
    else if (partValue('hour24', cell) === 24) {
      this.open = null;
      const { columns } = this;
      columns.parts = columns.parts.map((part) => (part === hour ? { ...part, part: 'hour24' } : part));
      onFrom1();
    }
  }
}

/** The row with the first parts of the row before, where they are empty and the last part is not: a year that stands in
 *  the first of its months only. A date does not continue. */
export function continuedRow(
  parts: readonly TimePart[],
  row: string[],
  before: readonly string[] | null,
): string[] {
  const given = parts.findIndex(({ column }) => !isMissing(row[column.index]));
  if (given < 1 || before === null || parts[0].part === 'date') return row;
  const cells = [...row];
  for (const { column } of parts.slice(0, given)) cells[column.index] = before[column.index];
  return cells;
}

/** Tells what the cells do not prove: parts whose columns have other names, periods of which the start was read, weeks
 *  of ISO 8601, and parts that continue those of the row before. */
export function describeTimes(
  { time, parts, startOf }: TimeColumns,
  { count, line }: TimeCells['continued'],
  { time_columns }: TableOptions,
  warnings: Warnings,
): void {
  if (startOf !== null)
    warnings.add(
      'layout_assumed',
      `The times in ${quoted(labelOf(time))} are periods with a start and an end. The start was read.`,
    );
  if (count > 0)
    warnings.add(
      'layout_assumed',
      `${count} row${count === 1 ? ' has' : 's have'} no ${quoted(labelOf(time))}. That of the row before was read, as in merged cells. The first is on line ${line}.`,
      { line },
    );
  const hour = parts.find(({ part }) => part === 'hour24');
  if (hour !== undefined && !time_columns?.includes(':hour24')) {
    const names = listedParts(parts);
    warnings.add(
      'layout_assumed',
      `The hours in ${quoted(labelOf(hour.column))} go from 1 to 24. Hour 1 was read as the one that begins at 00:00, and hour 24 as the one that ends the day. Set time_columns=${names} to keep this reading without a warning.`,
      { alternatives: alternatives('time_columns', names) },
    );
  }
  if (time_columns !== undefined) return;
  const unnamed = parts.find(isKnownByCells);
  if (unnamed !== undefined) {
    const names = listedParts(parts);
    warnings.add(
      'layout_assumed',
      `The column ${quoted(labelOf(unnamed.column))} was read as a part of the time, because of its cells. Set time_columns=${names} to keep this reading without a warning. If the column names series, set id_column=${unnamed.column.name} instead.`,
      { alternatives: [...alternatives('time_columns', names), ...naming('id_column', unnamed.column)] },
    );
  }
  const week = parts.find(({ part }) => part === 'week');
  if (week === undefined) return;
  warnings.add(
    'layout_assumed',
    `The numbers in ${quoted(labelOf(week.column))} were read as weeks of ISO 8601, which begin on Monday. Set time_columns=${parts.map(({ column }) => listItem(column.name)).join(',')} to keep this reading without a warning. If the weeks are others, send the first day of each week.`,
    { alternatives: naming('time_columns', ...parts.map(({ column }) => column)) },
  );
}

/** Whether no name says that a column has this part of the time. */
function isKnownByCells({ part, column }: TimePart): boolean {
  if (part === 'time') return !namesClock(column) && partOfKey(column.key) !== 'hour';
  return (
    (part === 'month' || part === 'quarter') && partOfKey(column.key) !== part && column.key !== 'period'
  );
}
