/** Compares the times of two columns before it is known which of them is read. */
import { dayMs } from '../calendar/index.ts';
import { plainCharacters } from '../text/index.ts';
import { type OpenDate, readPlainDate, splitOpenDate } from './dates.ts';
import { looksOpen, wallsOf } from './open-dates.ts';

/** Differences of the times in two columns, in milliseconds: those of `others` after those of `ones`, row by row. NaN
 *  if a cell cannot be read. Dates of three numbers have the first order that fits all of them. */
export function differencesOf(ones: readonly string[], others: readonly string[]): number[] {
  const walls = wallsIn([...ones, ...others]);
  return ones.map((_, i) => walls[ones.length + i] - walls[i]);
}

/** Whether the times in two columns have the same day in each row. */
export function areOnSameDays(ones: readonly string[], others: readonly string[]): boolean {
  const days = wallsIn([...ones, ...others]).map((wall) => Math.floor(wall / dayMs));
  return ones.every((_, i) => days[i] === days[ones.length + i]);
}

function wallsIn(written: readonly string[]): number[] {
  const cells = written.map((cell) => plainCharacters(cell.trim()));
  const dates = cells.map((cell) => {
    const date = splitOpenDate(cell);
    return looksOpen(date) ? date : null;
  });
  const open = wallsOf(dates.filter((date): date is OpenDate => date !== null));
  let read = 0;
  return cells.map((cell, i) => {
    if (dates[i] !== null) return open === null ? Number.NaN : open[read++];
    const reading = readPlainDate(cell);
    return reading === null ? Number.NaN : reading.wall - (reading.offsetMinutes ?? 0) * 60_000;
  });
}
