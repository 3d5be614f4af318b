/** Chooses the column that says the year, or the day, of each row of a table with periods across the columns. */
import { quoted, refuse } from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
import { namesFiscalYear } from './fiscal-years.ts';

/** A column of the header. The key has the letters and digits of the name in lower case. */
export interface FrameColumn {
  index: number;
  name: string;
  key: string;
}

/** A cell that names a year or a day. */
export interface DayCell {
  date: string;
  /** The zone of a midnight that is written behind the date; empty if there is none. */
  zone: string;
}

export interface CellTests {
  isDate(cell: string): boolean;
  /** The day of a date without a time of day other than midnight; null for other cells. */
  dayOf(cell: string): DayCell | null;
  isMissing(cell: string): boolean;
  /** Whether a column is named as one that tells series apart, such as `Branch` and `Account No`. */
  namesSeries(column: FrameColumn): boolean;
  namesTime(name: string): boolean;
  /** The part of a time that the name of a column says, such as `month`; null if it says none. */
  partOf(column: FrameColumn): string | null;
}

const yearCell = /^(1[5-9]|20|21)\d\d$/;
export const isYear = (cell: string) => yearCell.test(cell);

const yearKey = /^((calendar)?years?|yr|jahre?|ann[eé]e|an|a[nñ]o|anno|ano|연도|년도|년|年|年份|年度|)$/;
/** `Sales year`, `Berichtsjahr`. */
const yearEnd = /(?:year|jahr|연도|년도|年度)$/;

/** Whether a column is named as a calendar year, and nothing else. */
export function namesYear({ key }: FrameColumn): boolean {
  return yearKey.test(key);
}

/** Years in a column whose name does not say so. Other numbers of four digits are codes. */
const unnamedYears = { from: 1900, to: 2100 };

/** Whether cells are years of which none is left out. */
function countOn(cells: readonly string[]): boolean {
  if (!cells.every(isYear)) return false;
  const years = [...new Set(cells.map(Number))].toSorted((a, b) => a - b);
  const [first, last] = [years[0], years.at(-1)!];
  return first >= unnamedYears.from && last <= unnamedYears.to && last - first === years.length - 1;
}

/** The column of years. One that is named as such goes first. Another one has years without a gap.
 *  @param found columns whose first cell may be a year, in their order; there is at least one
 *  @param rows the first rows
 *  @param periods the first and the last column of the periods
 *  @returns null if other columns have dates
 *  @throws AppError reading_ambiguous */
export function yearColumn(
  found: readonly FrameColumn[],
  rows: readonly string[][],
  others: readonly FrameColumn[],
  periods: readonly string[],
  { isDate, isMissing, namesSeries }: CellTests,
): FrameColumn | null {
  const named =
    found.find((column) => column.key !== '' && namesYear(column) && !namesFiscalYear(column.key)) ??
    found.find(({ key }) => namesFiscalYear(key)) ??
    found.find(({ key }) => yearEnd.test(key));
  if (named !== undefined) return named;
  if (others.some(({ index }) => isDate((rows[0][index] ?? '').trim()))) return null;
  const cellsOf = ({ index }: FrameColumn) =>
    rows
      .map((row) => plainCharacters((row[index] ?? '').trim()))
      .filter((cell) => !isMissing(cell) && /^\d/.test(cell));
  const plausible = found.filter((column) => !namesSeries(column) && countOn(cellsOf(column)));
  if (plausible.length === 1) return plausible[0];
  const [column] = plausible.length > 1 ? plausible : found;
  const across = `${quoted(periods[0])} to ${quoted(periods.at(-1)!)} are periods of a year`;
  return refuse('reading_ambiguous', {
    line: 1,
    path: '?time_column',
    message:
      plausible.length > 1
        ? `${across}, and both ${quoted(column.name)} and ${quoted(plausible[1].name)} may be the year of a row`
        : `${across}, and no column is named as their year; the numbers in ${quoted(column.name)}, such as ${cellsOf(column)[0]}, may be codes`,
    accepted: 'a column Year with the year of each row; or time_column with the column that has the years',
  });
}

/** The column of days: one that is named as a time goes first, and one that is named as an id last. */
export function dayColumn(found: readonly FrameColumn[], { namesTime, namesSeries }: CellTests): FrameColumn {
  return (
    found.find(({ name }) => namesTime(name)) ?? found.find((column) => !namesSeries(column)) ?? found[0]
  );
}
