/** Further columns of whole times beside the one that was chosen. Nothing but the caller says whose times are meant. */

import { type Column, isMissing, labelOf, naming, timeKeys } from '../columns/index.ts';
import { quoted, type Warnings } from '../faults/index.ts';
import { areOnSameDays, differencesOf, labelsIn } from '../times/index.ts';
import type { ClockRules } from './clock-column.ts';
import { hasWrittenDates } from './find-time-column.ts';
import type { Sample } from './split-times.ts';
import type { TimeColumns } from './time-cells.ts';

export interface OtherTimes {
  column: Column;
  /** Whether its times are on the days of the chosen column, or are those of that column, each moved by the same time:
   *  ends of periods, or times of another zone. */
  areNear: boolean;
}

/** Other columns are not looked for beyond so many. */
const othersMax = 8;

/** Names of columns that say when a row was written or published, or when something else comes, and of ends of periods.
 *  They are not the times of the values. */
const recordName =
  /^(?:last)?(?:updated?|modified|changed|created|inserted|loaded|ingested|imported|exported|extracted|fetched|retrieved|downloaded|processed|asof|realtime|published|released?|birth|expir|next|erstellt|ge(?:ä|ae)ndert|importiert|exportiert)/;
const endName =
  /^(?:to|until|stop|end|ende|bis|hasta|fin)(?:date|time|datetime|timestamp|datum|zeit|at)?$|(?:end|ende|bis|until)$|(?:ended|finish(?:ed)?|closed|completed|dropoff)(?:date|time|datetime|at)?$|^(?:valid|effective|date|week|month|period)to(?:date|time)?$/;

/** Whether a name says that a column has times of records, or ends of periods, and not those of the values. */
export function namesRecordOrEnd({ key }: Column): boolean {
  return recordName.test(key) || endName.test(key);
}

/** Columns whose times stand in all rows and do not repeat within a series, as far as the first rows show.
 *  @param time the column of times that was chosen */
export function otherTimesIn(
  columns: readonly Column[],
  time: Column,
  { rows, cellsOf }: Sample,
  { repeatInSeries, mayBeClock }: ClockRules,
): OtherTimes[] {
  const given = rows.filter((row) => !isMissing(row[time.index] ?? ''));
  const isOther = (column: Column) =>
    column !== time &&
    column.name !== '' &&
    !namesRecordOrEnd(column) &&
    mayBeClock(column) &&
    given.every((row) => !isMissing(row[column.index] ?? '')) &&
    hasWrittenDates(column, cellsOf) &&
    labelsIn(cellsOf(column)) === 'none';
  const found = columns.filter(isOther).slice(0, othersMax);
  const cellsIn = ({ index }: Column) => given.map((row) => row[index]);
  return found
    .filter((column) => !repeatInSeries([column]))
    .map((column) => ({ column, areNear: areNear(cellsIn(time), cellsIn(column)) }));
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Lengths of months, quarters and years differ by so much, and are not shorter. */
const periods = { spreadMaxMs: 3 * dayMs, lengthMinMs: 27 * dayMs };

/** Whether the days of all rows are the same, or all differences are the same, up to a clock change, or to the lengths
 *  of the periods of a calendar. */
export function areNear(ones: readonly string[], others: readonly string[]): boolean {
  if (areOnSameDays(ones, others)) return true;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const difference of differencesOf(ones, others)) {
    if (Number.isNaN(difference)) return false;
    [low, high] = [Math.min(low, difference), Math.max(high, difference)];
  }
  const shortest = Math.min(Math.abs(low), Math.abs(high));
  return high - low <= hourMs || (high - low <= periods.spreadMaxMs && shortest >= periods.lengthMinMs);
}

/** Warns of another column whose times are not those of the chosen one, if the name of the
 *  chosen one does not decide. */
export function warnOfOtherTimes(
  { time, parts }: TimeColumns,
  others: readonly OtherTimes[],
  warnings: Warnings,
): void {
  const other = others.find(({ areNear }) => !areNear)?.column;
  if (other === undefined || parts.length > 0 || timeKeys.includes(time.key)) return;
  warnings.add(
    'layout_assumed',
    `The times were read from ${quoted(labelOf(time))}. ${quoted(labelOf(other))} has times too. Set time_column=${labelOf(other)} to read these, or time_column=${labelOf(time)} to keep this reading without a warning.`,
    { alternatives: [...naming('time_column', other), ...naming('time_column', time)] },
  );
}
