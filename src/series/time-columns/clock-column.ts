/** Finds the column with the time of day beside a column of dates. */

import type { PartOfTime } from '../../contracts/values/index.ts';
import { type Column, labelOf } from '../columns/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import {
  abbreviatedZone,
  acceptedWithoutZone,
  dateAtMidnight,
  isPointClock,
  mayBeDecimalHours,
  partValue,
} from '../times/index.ts';
import {
  columnsOfPart,
  hourKeys,
  partOfKey,
  pluralsOfHour,
  possibleColumnsOfPart,
  type TimePart,
} from './part-columns.ts';

/** Names of columns with the time of day. */
const clockKeys = [
  'time',
  'hour',
  'hr',
  'he',
  'hourending',
  'uhrzeit',
  'zeit',
  'stunde',
  'heure',
  'hora',
  'ora',
  'tijd',
  'timeofday',
  'clock',
  'tid',
  'startzeit',
  'anfangszeit',
  'orario',
  ...hourKeys,
  'čas',
  'kello',
  'время',
  'klokkeslett',
  'klockslag',
  '시간',
  '시각',
  '시',
  '時刻',
  '时间',
  '時間',
];
/** Names of the start of a period of the day, as meters write it beside its end. */
const startKeys = [
  'von',
  'from',
  'start',
  'begin',
  'beginn',
  'ab',
  'uhrzeitvon',
  'zeitvon',
  'timefrom',
  'starttime',
  'de',
  'desde',
  'anfang',
  'début',
  'debut',
  'inicio',
  'inizio',
];

/** Different hours of a day on which the clocks skip one. */
const hoursMin = 23;

/** Whether the name of a column says that it has times of day. */
export function namesClock({ key }: Column): boolean {
  return clockKeys.includes(key) || startKeys.includes(key) || pluralsOfHour.includes(key);
}

/** The notation of times of day; null if the cells are others.
 *  @param canBeDigits whether `9`, `930`, `093000` and `9.30` may be times of day */
export function clockNotation(cells: readonly string[], canBeDigits: boolean): PartOfTime | null {
  const areAll = (part: PartOfTime) => cells.every((cell) => partValue(part, cell) !== null);
  if (cells.length === 0) return null;
  const arePoints = cells.some(isPointClock);
  if (areAll('time') && (!arePoints || (canBeDigits && !mayBeDecimalHours(cells)))) return 'time';
  if (!canBeDigits) return null;
  if (areAll('hour')) return 'hour';
  // Without an hour 0, the hours of the day are counted from 1.
  if (areAll('hour24')) return 'hour24';
  const longest = Math.max(...cells.map((cell) => cell.trim().length));
  if (longest > 4) return areAll('hhmmss') ? 'hhmmss' : null;
  return longest > 2 && areAll('hhmm') ? 'hhmm' : null;
}

/** Whether numbers are nearly all hours of a day. Amounts of hours leave some out. */
export function countsHours(cells: readonly string[]): boolean {
  return new Set(cells.map((cell) => partValue('hhmm', cell))).size >= hoursMin;
}

/** Facts from the other columns of a table about a column that may have times of day. */
export interface ClockRules {
  /** Whether a column may have times of day. It has none if the caller says that it has values. */
  mayBeClock(column: Column): boolean;
  /** Whether dates repeat within a series. Numbers beside dates that do not repeat are values. */
  repeatInSeries(dates: readonly Column[]): boolean;
  /** Whether the times of the dataset that the rows continue have offsets from UTC; null if that is not known. */
  continuedOffsets: 'all' | 'none' | null;
}

/** @param dates cells of the column of dates
 *  @throws AppError cell_invalid for hours that are not counted from 0 to 23 or from 1 to 24 */
export function clockColumn(
  columns: readonly Column[],
  time: Column,
  dates: readonly string[],
  cellsOf: (column: Column) => string[],
  { mayBeClock, repeatInSeries }: ClockRules,
): TimePart | null {
  const others = columns.filter((column) => column !== time && mayBeClock(column));
  const clock =
    others.find(({ key }) => clockKeys.includes(key)) ??
    others.find(({ key }) => startKeys.includes(key)) ??
    possibleColumnsOfPart('hour', others).find((column) => countsHours(cellsOf(column)));
  const timed = dates.filter((cell) => /\d:\d/.test(cell));
  if (clock === undefined || timed.some((cell) => dateAtMidnight(cell) === null)) return null;
  const repeats = repeatInSeries([time]);
  const cells = cellsOf(clock);
  // Times at midnight may be whole times, if the other column is as constant as they are.
  if (timed.length > 0 && new Set(cells).size === 1) return null;
  refuseZones(clock, cells);
  const part = clockNotation(cells, repeats && !startKeys.includes(clock.key));
  if (part === null && repeats && partOfKey(clock.key) === 'hour') refuseHours(clock, cells);
  return part === null ? null : { part, column: clock };
}

/** The minute beside a column of hours, and the second beside a minute. */
export function finerParts(
  columns: readonly Column[],
  clock: TimePart,
  cellsOf: (column: Column) => string[],
  { mayBeClock }: Pick<ClockRules, 'mayBeClock'>,
): TimePart[] {
  if (clock.part !== 'hour') return [];
  const found: TimePart[] = [];
  for (const part of ['minute', 'second'] as const) {
    const fits = (column: Column) => cellsOf(column).every((cell) => partValue(part, cell) !== null);
    const column = columnsOfPart(part, columns).find((one) => mayBeClock(one) && fits(one));
    if (column === undefined) return found;
    found.push({ part, column });
  }
  return found;
}

/** @throws AppError cell_invalid for times of day with the abbreviation of a zone, such as `9 a.m. EST` */
function refuseZones(column: Column, cells: readonly string[]): void {
  const zoned = cells.find((cell) => abbreviatedZone(cell) !== null);
  if (zoned === undefined) return;
  refuse('cell_invalid', {
    message: `${quoted(zoned.trim())} has the abbreviation of a zone (column ${quoted(labelOf(column))})`,
    accepted: acceptedWithoutZone,
  });
}

/** @throws AppError cell_invalid for hours that go beyond 24, or from 0 to 24, and for other cells
 *  among hours, such as `2B` */
export function refuseHours(column: Column, cells: readonly string[]): void {
  if (column.key === 'time' || cells.length === 0) return;
  const isHour = (cell: string) => /^\d{1,2}(\.0*)?$/.test(cell.trim());
  const other = cells.find((cell) => !isHour(cell));
  if (other !== undefined) {
    if (cells.filter(isHour).length < cells.length / 2) return;
    refuse('cell_invalid', {
      message: `${quoted(other.trim())} is not an hour, as the other cells are (column ${quoted(labelOf(column))})`,
      accepted:
        'hours from 0 to 23 or from 1 to 24; or the whole time with its offset in one column, which tells the hour apart that clocks repeat',
    });
  }
  refuse('cell_invalid', {
    message: `the hours in ${quoted(labelOf(column))} go to ${Math.max(...cells.map(Number))}, and are counted neither from 0 to 23 nor from 1 to 24`,
    accepted: 'hours from 0 to 23 or from 1 to 24, or the whole time in one column',
  });
}
