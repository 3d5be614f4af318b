/** Numbers that have a year of two digits and a period of that year, such as 2301 for January 2023 or for the first
 *  week of 2023. Their steps show it where a year ends: 2312 is followed by 2401. */
import { fullYear } from './dates.ts';

export interface CompactPeriod {
  name: 'month' | 'week' | 'quarter';
  /** The `time_format` that reads the numbers; null if there is none. */
  format: '%y%m' | '%m%y' | null;
  /** Year and number of the period; null if the number has another form. */
  parts(value: number): [year: number, number: number] | null;
  /** Numbers of the last period of a year. */
  lasts: readonly number[];
}

const numberBehind =
  (base: number, max: number): CompactPeriod['parts'] =>
  (value) => {
    const [year, number] = [Math.floor(value / base), value % base];
    return year <= 99 && number >= 1 && number <= max ? [fullYear(year), number] : null;
  };

const yearAndMonth: CompactPeriod = {
  name: 'month',
  format: '%y%m',
  lasts: [12],
  parts: numberBehind(100, 12),
};
const yearAndWeek: CompactPeriod = {
  name: 'week',
  format: null,
  lasts: [52, 53],
  parts: numberBehind(100, 53),
};
const yearAndQuarter: CompactPeriod = {
  name: 'quarter',
  format: null,
  lasts: [4],
  parts: numberBehind(10, 4),
};
const monthAndYear: CompactPeriod = {
  name: 'month',
  format: '%m%y',
  lasts: [12],
  parts: (value) => {
    const [month, year] = [Math.floor(value / 100), value % 100];
    return month >= 1 && month <= 12 ? [fullYear(year), month] : null;
  },
};

/** Fewer steps do not show that numbers are periods. */
const stepsMin = 3;

/** The periods that the steps of the numbers prove; null if they prove none. In every series each number is the period
 *  after or before the one above, and at least one step goes to another year.
 *  @param columns numbers of each series, in the order of the rows
 *  @param hasFourDigits whether each number is written with four digits */
export function provenPeriod(columns: readonly Float64Array[], hasFourDigits: boolean): CompactPeriod | null {
  const possible = hasFourDigits ? [yearAndMonth, yearAndWeek, monthAndYear] : [yearAndQuarter, monthAndYear];
  return possible.find((period) => isProven(columns, period)) ?? null;
}

function isProven(columns: readonly Float64Array[], period: CompactPeriod): boolean {
  let [steps, turns] = [0, 0];
  for (const numbers of columns)
    for (let i = 1; i < numbers.length; i++) {
      const [one, two] = [period.parts(numbers[i - 1]), period.parts(numbers[i])];
      if (one === null || two === null) return false;
      const turn = turnBetween(one, two, period) ?? turnBetween(two, one, period);
      if (turn === null) return false;
      steps++;
      turns += turn;
    }
  return steps >= stepsMin && turns > 0;
}

/** 1 if a period is the next one and in the next year, 0 if it is the next one of the year, null
 *  if it is another one. */
function turnBetween(
  [year, number]: [number, number],
  [nextYear, nextNumber]: [number, number],
  { lasts }: CompactPeriod,
): 0 | 1 | null {
  if (nextYear === year) return nextNumber === number + 1 ? 0 : null;
  return nextYear === year + 1 && nextNumber === 1 && lasts.includes(number) ? 1 : null;
}

/** The period that all numbers of four digits may be: the one that the column is named after, or a month if
 *  all fit one, or a week. */
export function possiblePeriod(
  columns: readonly Float64Array[],
  name: 'week' | 'quarter' | null,
): CompactPeriod | null {
  const possible = name === null ? [yearAndMonth, yearAndWeek] : name === 'week' ? [yearAndWeek] : [];
  const fits = ({ parts }: CompactPeriod) =>
    columns.every((numbers) => numbers.every((value) => parts(value) !== null));
  return possible.find(fits) ?? null;
}

/** The first day of a month of such numbers, in milliseconds. */
export function monthOf(value: number, { parts }: CompactPeriod): number {
  const [year, month] = parts(value)!;
  return Date.UTC(year, month - 1);
}
