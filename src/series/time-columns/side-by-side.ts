/** Refuses two tables side by side, each with its own column of times. One row has one time. */

import { listItem } from '../../contracts/values/index.ts';
import { type Column, isMissing, isNumber, labelOf, naming, timeKeys } from '../columns/index.ts';
import { alternatives, quoted, refuse } from '../faults/index.ts';
import { differencesOf } from '../times/index.ts';
import { hasWrittenDates } from './find-time-column.ts';
import { areNear, namesRecordOrEnd } from './other-times.ts';
import type { Sample } from './split-times.ts';

/** Fewer rows do not show that the times of a table have an order. */
const rowsMin = 3;

const dayMs = 86_400_000;

/** Refuses a second column of times that has numbers of its own behind it, and other times than the first one. Ends of
 *  the periods of the first one, and its times in another zone, are none.
 *  @param time the column of times that was chosen
 *  @throws AppError csv_invalid */
export function refuseSideBySide(all: readonly Column[], time: Column, sample: Sample): void {
  // An empty column may part the tables.
  const columns = all.filter((column) => column === time || sample.cellsOf(column).length > 0);
  const at = columns.indexOf(time);
  const other = columns.findIndex((_, i) => areSideBySide(columns, Math.min(i, at), Math.max(i, at), sample));
  if (other < 0) return;
  const [first, second] = [Math.min(other, at), Math.max(other, at)];
  const behind = columns.slice(second).flatMap(({ name }) => (name === '' ? [] : [listItem(name)]));
  const exclude = behind.join(',');
  refuse('csv_invalid', {
    line: 1,
    message: `two tables stand side by side: the columns behind ${quoted(labelOf(columns[second]))} have times of their own, which differ from those of ${quoted(labelOf(columns[first]))}`,
    accepted: `one table below the other, with a column of ids that tells them apart; or exclude=${exclude} to read the first one only; or time_column=${labelOf(time)} if all numbers have its times`,
    alternatives: [...alternatives('exclude', exclude), ...naming('time_column', time)],
  });
}

/** Whether two columns have times, each with numbers directly behind it.
 *  @param first position of the first of them among the columns */
function areSideBySide(
  columns: readonly Column[],
  first: number,
  second: number,
  { rows, cellsOf }: Sample,
): boolean {
  const hasNumbers = (column: Column | undefined) => {
    const cells = column === undefined ? [] : cellsOf(column);
    return cells.length > 0 && cells.every(isNumber) && !hasWrittenDates(column!, cellsOf);
  };
  if (second - first < 2 || !areAlike(columns[first], columns[second])) return false;
  if ([first, second].some((place) => namesRecordOrEnd(columns[place]))) return false;
  if (![first + 1, second - 1, second + 1].every((place) => hasNumbers(columns[place]))) return false;
  if (![first, second].every((place) => hasWrittenDates(columns[place], cellsOf))) return false;
  const cellsAt = (place: number) => rows.map((row) => row[columns[place].index] ?? '');
  const [ones, others] = [cellsAt(first), cellsAt(second)];
  const both = rows.map((_, i) => i).filter((i) => !isMissing(ones[i]) && !isMissing(others[i]));
  const isLonger = others.some((cell, i) => !isMissing(cell) && isMissing(ones[i]));
  const [given, further] = [ones, others].map((cells) => cells.filter((cell) => !isMissing(cell)));
  if (further.length < rowsMin || !areInOrder(given) || !areInOrder(further)) return false;
  return (
    isLonger ||
    !areOfOneTable(
      both.map((i) => ones[i]),
      both.map((i) => others[i]),
    )
  );
}

/** Whether the times of each row are on one day, or at a fixed distance that is shorter than a day or than the longest
 *  step between rows. */
function areOfOneTable(ones: readonly string[], others: readonly string[]): boolean {
  const longest = (differences: readonly number[]) =>
    differences.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0);
  const step = longest(differencesOf(ones.slice(0, -1), ones.slice(1)));
  return areNear(ones, others) && longest(differencesOf(ones, others)) < Math.max(dayMs, step);
}

/** Whether a name is that of another column with a further word or number, such as `date_2`, or any name
 *  of a column of times. */
function areAlike({ key: one }: Column, { key: other }: Column): boolean {
  const stem = one.replace(/\d{1,9}$/, '');
  return (stem !== '' && other.startsWith(stem)) || (timeKeys.includes(other) && !/^\d*$/.test(other));
}

/** Whether each time is later than the one before, or each is earlier. */
function areInOrder(cells: readonly string[]): boolean {
  const steps = differencesOf(cells.slice(0, -1), cells.slice(1));
  return steps.every((step) => step > 0) || steps.every((step) => step < 0);
}
