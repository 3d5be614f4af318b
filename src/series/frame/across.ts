/** Refuses tables with years, months, days or dates across the columns whose rows have no time that completes them. */

import { monthOfName } from '../calendar/index.ts';
import { alternatives, quoted, refuse } from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
import { type CellTests, type FrameColumn, isYear } from './period-time.ts';

const acceptedRows =
  'one row for each time: with a column for each series (swap rows and columns), or with a column of ids (melt in pandas)';

/** Units that numbers count within a year, by the part of the time that names their column, with a
 *  time that is accepted. */
const counted: Record<string, { unit: string; example: string }> = {
  month: { unit: 'month', example: '2024-01' },
  quarter: { unit: 'quarter', example: '2024-Q1' },
  week: { unit: 'week', example: '2024-W05' },
  day: { unit: 'day', example: '2024-01-31' },
  dayofyear: { unit: 'day', example: '2024-01-31' },
};

/** Refuses periods across the columns whose rows count steps within them, such as years beside a column `Month`.
 *  @throws AppError csv_invalid */
function refuseSteps(
  across: string,
  periods: readonly FrameColumn[],
  { unit, example, by }: { unit: string; example: string; by: string },
): never {
  return refuse('csv_invalid', {
    line: 1,
    message: `the ${across} ${quoted(periods[0].name)} to ${quoted(periods.at(-1)!.name)} are across the columns, and ${by}`,
    accepted: `one row for each ${unit}, with its date, such as ${example} (unpivot the columns, melt in pandas); or layout=wide to read a series for each column`,
    alternatives: alternatives('layout', 'wide'),
  });
}

/** Questions about the first row of a table. */
class FirstRow {
  private readonly row: readonly string[];
  private readonly tests: CellTests;

  constructor(row: readonly string[], tests: CellTests) {
    this.row = row;
    this.tests = tests;
  }

  cellOf({ index }: FrameColumn): string {
    return plainCharacters((this.row[index] ?? '').trim());
  }

  isDated(column: FrameColumn): boolean {
    return this.tests.isDate(this.cellOf(column));
  }

  isText(column: FrameColumn): boolean {
    const cell = this.cellOf(column);
    return !/\d/.test(cell) || !(this.tests.isDate(cell) || /^[\d.,\s+-]+$/.test(cell));
  }

  /** Whether a column has numbers of series, such as `Store No`. */
  isId(column: FrameColumn): boolean {
    return this.tests.namesSeries(column) && !this.isDated(column);
  }

  /** Whether a column has the number of the row, which pandas writes without a name. */
  isRow(column: FrameColumn): boolean {
    return column.key === '' && /^[01]$/.test(this.cellOf(column));
  }

  /** The unit that a column counts, by its name and its cell; null if it counts nothing. */
  countedBy(column: FrameColumn): { unit: string; example: string } | null {
    const part = this.tests.partOf(column);
    return part === null || !/^\d{1,3}$/.test(this.cellOf(column)) ? null : (counted[part] ?? null);
  }
}

/** Refuses years across the columns, as the World Bank writes them: no other column has times.
 *  @throws AppError csv_invalid */
export function refuseYears(columns: FrameColumn[], row: string[], tests: CellTests): void {
  const years = columns.filter(({ name }) => isYear(name));
  const others = columns.filter(({ name }) => !isYear(name));
  const areConsecutive = years.every(
    ({ name }, i) => i === 0 || Math.abs(Number(name) - Number(years[i - 1].name)) === 1,
  );
  if (years.length < 2 || others.length === 0 || !areConsecutive) return;
  const first = new FirstRow(row, tests);
  const texts = others.filter((column) => first.isText(column) || first.isId(column));
  const left = others.filter(
    (column) => !texts.includes(column) && !(texts.length > 0 && first.isRow(column)),
  );
  const steps = left.map((column) => first.countedBy(column));
  if (steps.includes(null)) return;
  const step = steps.at(-1);
  if (step)
    refuseSteps('years', years, { ...step, by: `${quoted(left.at(-1)!.name)} counts the ${step.unit}s` });
  refuse('csv_invalid', {
    message: `the years ${quoted(years[0].name)} to ${quoted(years.at(-1)!.name)} are across the columns, and no column has times`,
    accepted: acceptedRows,
  });
}

const datesAcrossMin = 3;

/** Refuses dates across the columns, as in `Product,2024-01,2024-02,2024-03`. @throws AppError csv_invalid */
export function refuseDates(columns: FrameColumn[], row: string[], { isDate, namesSeries }: CellTests): void {
  const dates = columns.filter(({ name }) => isDate(name));
  const others = columns.filter(({ name }) => !isDate(name));
  // Digits of an id may look like a month, as 202001 does.
  const hasTimes = others.some((column) => {
    const cell = (row[column.index] ?? '').trim();
    return isDate(cell) && !(namesSeries(column) && /^\d+$/.test(cell));
  });
  if (dates.length < datesAcrossMin || dates.length < columns.length / 2 || hasTimes) return;
  if (others.length === 0) return;
  refuse('csv_invalid', {
    line: 1,
    message: `the times ${quoted(dates[0].name)} to ${quoted(dates.at(-1)!.name)} are across the columns, and no column has times`,
    accepted: acceptedRows,
  });
}

const monthsAcrossMin = 3;

/** Refuses months across the columns beside numbers of days or weeks, as in `Day,Jan,Feb,Mar`.
 *  @throws AppError csv_invalid */
export function refuseMonths(columns: FrameColumn[], row: string[], tests: CellTests): void {
  const first = new FirstRow(row, tests);
  const step = columns.find((column) => ['day', 'week'].includes(first.countedBy(column)?.unit ?? ''));
  if (step === undefined) return;
  const numbers = columns.map(({ name }) => monthOfName(name));
  const months = columns.filter((_, i) => numbers[i] !== null);
  const found = numbers.filter((number) => number !== null);
  const areConsecutive = found.every((number, i) => i === 0 || (number - found[i - 1] + 12) % 12 === 1);
  if (months.length < monthsAcrossMin || !areConsecutive) return;
  const isOther = (column: FrameColumn) => column !== step && !months.includes(column);
  const hasNoTime = (column: FrameColumn) =>
    first.isText(column) || first.isId(column) || isYear(first.cellOf(column));
  if (!columns.filter(isOther).every(hasNoTime)) return;
  const { unit, example } = first.countedBy(step)!;
  refuseSteps('months', months, { unit, example, by: `${quoted(step.name)} counts the ${unit}s` });
}

const dayName = /^(?:day|d|tag|jour|dia)?0?([1-9]|[12]\d|3[01])(?:일|日)?$/;
const daysOfMonth = 31;
/** `2024-01`, `01/2024`, `202401` and `Jan 2024`, among dates. */
const monthCell = /^(?:\d{4}[-/.]?\d\d?|\d\d?[-/.]\d{4}|\p{L}+\.?[-\s/]*\d{2,4})$/u;

/** Refuses the days 1 to 31 of a month across the columns, as in `Year,Month,1,2,3`. Other counts of
 *  columns may be numbered series.
 *  @throws AppError csv_invalid */
export function refuseDays(columns: FrameColumn[], row: string[], tests: CellTests): void {
  const days = columns.filter(({ key }) => dayName.test(key));
  const areDays = days.every(({ key }, i) => Number(dayName.exec(key)![1]) === i + 1);
  if (days.length !== daysOfMonth || !areDays) return;
  const first = new FirstRow(row, tests);
  const others = columns.filter((column) => !days.includes(column));
  const isMonth = (column: FrameColumn) =>
    first.isDated(column) ? monthCell.test(first.cellOf(column)) : tests.partOf(column) === 'month';
  const month = others.find(isMonth);
  if (month === undefined || others.some((column) => first.isDated(column) && column !== month)) return;
  refuseSteps('days', days, {
    ...counted.day,
    by: `${quoted(month.name)} has the month of a row`,
  });
}
