/** Kinds of periods that stand across the columns of a table: the months and quarters of a year, and
 *  the intervals of a day. */

import { monthOfName, monthOfNames } from '../calendar/index.ts';
import { type CellTests, type DayCell, type FrameColumn, isYear } from './period-time.ts';

/** The time that each row of a table names. */
export type RowKind = 'year' | 'day';

export interface PeriodKind {
  name: string;
  unit: string;
  series: string;
  row: RowKind;
  /** Step of the series. */
  step: string;
  count: number;
  /** A period for each column, counted from 0 without a gap; null if the columns are others. */
  periodsOf(columns: readonly FrameColumn[]): number[] | null;
  /** Whether a column that `periodsOf` takes for the first period can be no other one. `01:00` and `1` may be the end
   *  of the first or the start of the second. */
  isSureFirst(column: FrameColumn): boolean;
  written(row: DayCell, period: number): string;
}

const two = (number: number) => String(number).padStart(2, '0');
const dayMinutes = 1_440;

/** The year or the day that a cell names; null for other cells. */
export function rowTimeOf(row: RowKind, cell: string, { dayOf }: CellTests): DayCell | null {
  if (row === 'day') return dayOf(cell);
  return isYear(cell) ? { date: cell, zone: '' } : null;
}

const months: PeriodKind = {
  name: 'months',
  unit: 'month',
  series: 'monthly',
  row: 'year',
  step: 'P1M',
  count: 12,
  periodsOf: (columns) =>
    monthOfNames(columns.map(({ name }) => name)) ??
    counted(columns, /^m?0*(\d{1,2})$/, 1) ??
    firstMonths(columns),
  isSureFirst: () => true,
  written: ({ date }, month) => `${date}-${two(month + 1)}`,
};

const quarters: PeriodKind = {
  name: 'quarters',
  unit: 'quarter',
  series: 'quarterly',
  row: 'year',
  step: 'P3M',
  count: 4,
  periodsOf: (columns) =>
    counted(columns, /^(?:q|qtr|quarter|quartal|trimestre|t)0?([1-4])$/, 1) ??
    counted(columns, /^0?([1-4])(?:q|st|nd|rd|th)?(?:quarter|quartal|trimestre|qtr|q|t|분기)$/, 1),
  isSureFirst: () => true,
  written: ({ date }, quarter) => `${date}-Q${quarter + 1}`,
};

/** @param minutes length of a period
 *  @param number pattern of the key of a numbered column */
function intervals(
  [name, unit, series]: [name: string, unit: string, series: string],
  minutes: number,
  number: RegExp | null,
): PeriodKind {
  return {
    name,
    unit,
    series,
    row: 'day',
    step: minutes === 60 ? 'PT1H' : `PT${minutes}M`,
    count: dayMinutes / minutes,
    periodsOf: (columns) =>
      clockEnds(columns, minutes) ??
      (number === null ? null : (counted(columns, number, 0) ?? counted(columns, number, 1))) ??
      clocks(columns, minutes),
    isSureFirst: ({ name, key }) =>
      minuteOf(name) === 0 || countsFromOne.test(key) || Number(number?.exec(key)?.[1]) === 0,
    written: ({ date, zone }, period) => {
      const minute = period * minutes;
      return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}${zone}`;
    },
  };
}

/** Ends of hours, British half hours and settlement periods, and quarter hours are counted from 1 on. */
const countsFromOne = /^(?:he|hh|sp|qh)\d+$/;

const hourNumber = /^(?:hour|hr|he|h|stunde|std|heure)?0?(\d{1,2})(?:(?:00){0,2}(?:h|hr|uhr|시)?|00\d\d00)$/;

export const periodKinds: readonly PeriodKind[] = [
  months,
  quarters,
  intervals(['hours', 'hour', 'hourly'], 60, hourNumber),
  // British meters number half hours, also as settlement periods.
  intervals(['half hours', 'half hour', 'half-hourly'], 30, /^(?:hh|sp)0?(\d{1,2})$/),
  intervals(['quarter hours', 'quarter hour', 'quarter-hourly'], 15, /^qh0?(\d{1,2})$/),
  intervals(['intervals of 10 minutes', 'interval', '10-minute'], 10, null),
  intervals(['intervals of 5 minutes', 'interval', '5-minute'], 5, null),
];

/** The numbers in the names of columns, if they are all different and none is missing from the first one on. */
function counted(columns: readonly FrameColumn[], pattern: RegExp, first: number): number[] | null {
  return complete(columns, first, ({ key }) => Number(pattern.exec(key)?.[1] ?? Number.NaN));
}

/** The first months of a year by their names; null for all twelve, whose names are of one language. */
function firstMonths(columns: readonly FrameColumn[]): number[] | null {
  if (columns.length === 12) return null;
  return complete(columns, 1, ({ name }) => monthOfName(name) ?? Number.NaN);
}

/** The intervals of a day whose ends are in the names of columns, from the first one to a midnight that is written
 *  `00:00`. Null for others. */
function clockEnds(columns: readonly FrameColumn[], minutes: number): number[] | null {
  const last = columns.length - 1;
  const isEnd = ({ name }: FrameColumn, i: number) =>
    !rangeEnd.test(name) && minuteOf(name) === (i === last ? 0 : (i + 1) * minutes);
  return columns.length === dayMinutes / minutes && columns.every(isEnd) ? [...columns.keys()] : null;
}

/** The intervals whose start, or whose end, is in the names of columns. */
function clocks(columns: readonly FrameColumn[], minutes: number): number[] | null {
  const intervalOf = ({ name }: FrameColumn) => minuteOf(name) / minutes;
  return complete(columns, 0, intervalOf) ?? complete(columns, 1, intervalOf);
}

function complete(
  columns: readonly FrameColumn[],
  first: number,
  numberOf: (column: FrameColumn) => number,
): number[] | null {
  const numbers = new Set<number>();
  for (const column of columns) {
    const number = numberOf(column) - first;
    if (!Number.isInteger(number) || number < 0 || number >= columns.length || numbers.has(number))
      return null;
    numbers.add(number);
  }
  return [...numbers];
}

/** `00:30`, `0:30:00`, `0030`, `00h30`, `12:30 AM`, `T00:30`, and the start of `00:30-01:00`. */
const clockName =
  /^(?:[a-z]{1,4}[ _.]?)?(\d{1,2})[:.h]?([0-5]\d)(?:[:.]00)?(?:\s?([ap])\.?m\.?)?(?:\s?[-–—]\s?\d.*)?$/i;
/** The end behind the start in the name of an interval. */
const rangeEnd = /[-–—]/;

/** Minutes from midnight to the time of day in a name, 1440 for `24:00`; NaN for other names. */
function minuteOf(name: string): number {
  const [, hour, minute, half] = clockName.exec(name.trim()) ?? [];
  if (hour === undefined) return Number.NaN;
  if (half === undefined) {
    const minutes = 60 * Number(hour) + Number(minute);
    return minutes <= dayMinutes ? minutes : Number.NaN;
  }
  if (Number(hour) < 1 || Number(hour) > 12) return Number.NaN;
  return 60 * ((Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)) + Number(minute);
}
