/** Finds parts of a time by their cells, where the names of the columns do not say them. */

import type { PartOfTime } from '../../contracts/values/index.ts';
import { type Column, idKeys, isMissing, isNumber, isNumbered, mayBeId } from '../columns/index.ts';
import { dateAtMidnight, isDate, partValue } from '../times/index.ts';
import { type ClockRules, clockNotation, countsHours } from './clock-column.ts';
import { isYear, type TimePart } from './part-columns.ts';
import type { Sample } from './split-times.ts';

const dayMinutes = 1_440;
/** Fewer times of day show no step, and fewer names of months no year. */
const clocksMin = 4;
const monthsMin = 6;
const quarters = 4;
/** Rows that each number of a column has on average if the numbers name series. */
const rowsPerIdMin = 2;

/** The column whose texts are times of day beside dates that repeat, or months or quarters beside years that repeat;
 *  null if there is none, or if another column may name series. */
export function unnamedPart(
  columns: readonly Column[],
  time: Column,
  sample: Sample,
  { mayBeClock, repeatInSeries }: ClockRules,
): TimePart | null {
  const { cellsOf } = sample;
  const dates = cellsOf(time);
  const areYears = dates.every(isYear);
  if (!areYears && !isDay(dates[0] ?? '')) return null;
  const repeats = repeatInSeries([time]);
  if (!repeats && !areYears) return null;
  const partOf = (column: Column) => (areYears ? writtenPeriod : writtenClock)(cellsOf(column));
  const texts = columns.filter(
    (column) => column !== time && !isNamedId(column) && !cellsOf(column).every(isNumber),
  );
  const found = texts.find((column) => mayBeClock(column) && partOf(column) !== null);
  if (found === undefined || !(repeats || isMerged(time, found, sample))) return null;
  const others = texts.filter((column) => partOf(column) === null && variesBeside(time, column, sample));
  // Columns that the caller names as values name no series.
  const numbers = columns.filter(
    (column) => column !== time && mayBeClock(column) && mayNumberSeries(column, time, found, sample),
  );
  return others.length + numbers.length > 0 ? null : { part: partOf(found)!, column: found };
}

/** Whether integers name series: they vary within a date and come again, and their name says so, or
 *  each has one time of day. */
function mayNumberSeries(column: Column, time: Column, part: Column, sample: Sample): boolean {
  const cells = sample.cellsOf(column);
  if (cells.length === 0 || !cells.every((cell) => /^\d+(\.0*)?$/.test(cell.trim()))) return false;
  if (rowsPerIdMin * new Set(cells).size > cells.length || !variesBeside(time, column, sample)) return false;
  return isNumbered(column) || !variesBeside(column, part, sample);
}

/** Whether a cell is a date without a time of day other than midnight. */
function isDay(cell: string): boolean {
  return isDate(cell.trim()) && (!/\d:\d/.test(cell) || dateAtMidnight(cell) !== null);
}

/** The part of a time that a column of any name may have, by all of its different cells; null if it looks like none.
 *  Numbers are a part if they are nearly all hours of a day, all months or all quarters.
 *  @param areYears whether the column stands beside years, and not beside dates */
export function possiblePart(values: readonly string[], areYears: boolean): PartOfTime | null {
  const cells = values.filter((cell) => !isMissing(cell));
  if (!areYears) {
    const part = clockNotation(cells, true);
    return part === 'time' || countsHours(cells) ? part : null;
  }
  const found = (['quarter', 'month'] as const).find((part) =>
    cells.every((cell) => partValue(part, cell) !== null),
  );
  const count = new Set(cells.map((cell) => partValue(found ?? 'month', cell))).size;
  return found !== undefined && count === (found === 'quarter' ? 4 : 12) ? found : null;
}

/** Whether a year stands in the first of its rows only, as in merged cells. */
function isMerged(year: Column, part: Column, { rows }: Sample): boolean {
  return rows.some((row) => isMissing(row[year.index] ?? '') && !isMissing(row[part.index] ?? ''));
}

function isNamedId(column: Column): boolean {
  return idKeys.includes(column.key) || mayBeId(column);
}

/** `time` for times of day with one step between them; null for other cells. */
function writtenClock(cells: readonly string[]): PartOfTime | null {
  if (!cells.every((cell) => cell.includes(':') && partValue('time', cell) !== null)) return null;
  const minutes = [...new Set(cells.map(minuteOf))].toSorted((a, b) => a - b);
  const step = minutes[1] - minutes[0];
  const isEven = minutes.every((minute, i) => i === 0 || minute - minutes[i - 1] === step);
  return minutes.length >= clocksMin && isEven && dayMinutes % step === 0 ? 'time' : null;
}

/** Minute of the day of a time such as `09:30` or `9:30 pm`. */
function minuteOf(cell: string): number {
  const [, hour, minute, half] = /^(\d{1,2}):(\d\d)[^ap]*([ap])?/i.exec(cell.trim()) ?? [];
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return 60 * hours + Number(minute);
}

/** Words for a quarter, among the letters that cells of quarters may have. `T1` and `1st` may name something else. */
const quarterWord = /q|trimestre|분기|季度|四半期/i;

/** `month` for names of months, and `quarter` for the four quarters such as `Q1`; null for other cells. */
function writtenPeriod(cells: readonly string[]): PartOfTime | null {
  const areAll = (part: PartOfTime, letters: RegExp, countMin: number) =>
    cells.every((cell) => letters.test(cell.trim()) && partValue(part, cell) !== null) &&
    new Set(cells.map((cell) => partValue(part, cell))).size >= countMin;
  if (areAll('month', /^\D+$/, monthsMin)) return 'month';
  return areAll('quarter', quarterWord, quarters) ? 'quarter' : null;
}

/** Whether rows with one cell in the first column have different cells in the second one. */
function variesBeside({ index: time }: Column, { index }: Column, { rows }: Sample): boolean {
  const seen = new Map<string, string>();
  return rows.some((row) => {
    const [date, cell] = [row[time] ?? '', (row[index] ?? '').trim()];
    const first = seen.get(date);
    if (first === undefined) seen.set(date, cell);
    return first !== undefined && first !== cell;
  });
}
