/** Finds the columns of times from the header and the first rows. */

import type { CsvOptions } from '../../contracts/schemas/index.ts';
import {
  acceptedHeader,
  type Column,
  columnNamed,
  isMissing,
  isQuantity,
  labelOf,
  looksLikeData,
  namesTime,
  timeKeys,
} from '../columns/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';
import {
  indexNames,
  isDate,
  isSerialFormat,
  isTimeOfDate,
  labelsIn,
  mostlyFits,
  startOfInterval,
  statedForm,
  type TimeForm,
  timeFormOf,
  weekFormatOf,
} from '../times/index.ts';
import { type ClockRules, clockColumn, finerParts } from './clock-column.ts';
import { type Sample, splitTime, statedParts } from './split-times.ts';
import type { TimeColumns } from './time-cells.ts';
import { joinedTime, partOfKey, type TimePart } from './time-parts.ts';

export interface TimePlan extends TimeColumns {
  timeForm: TimeForm;
}

type CellsOf = (column: Column) => string[];

/** @throws AppError time_column_missing, column_unknown, request_invalid, reading_ambiguous */
export function timePlan(
  columns: Column[],
  sample: Sample,
  options: CsvOptions,
  clocks: ClockRules,
): TimePlan {
  const { time_column, time_columns } = options;
  if (time_columns === undefined) return foundPlan(columns, sample, options, clocks);
  if (time_column !== undefined)
    refuse('request_invalid', {
      path: '?time_columns',
      message: '`time_column` and `time_columns` are there together',
      accepted: 'one of them',
    });
  const parts = statedParts(columns, time_columns, sample.cellsOf);
  if (parts[0].part !== 'date') return splitPlan(parts, options);
  const { column } = parts[0];
  const form = timeFormOf(sample.cellsOf(column), column.key) ?? uncertain;
  return datedPlan({ time: column, form }, parts, sample, options);
}

function foundPlan(columns: Column[], sample: Sample, options: CsvOptions, clocks: ClockRules): TimePlan {
  const { cellsOf } = sample;
  const intervalsOf = intervalsIn(cellsOf);
  const startsOf = (column: Column) => intervalsOf(column) ?? cellsOf(column);
  const found = findTimeColumn(columns, sample, options, startsOf, clocks);
  if (Array.isArray(found)) return splitPlan(found, options);
  const { time } = found;
  if (options.time_column === undefined && isDate(time.name))
    refuseHeader(columns, 'the first line looks like data, not like column names: ');
  const arePeriods = intervalsOf(time) !== null;
  // A column that the caller names has the whole time.
  const isSought = !arePeriods && options.time_column === undefined;
  const clock = isSought ? clockColumn(columns, time, cellsOf(time), cellsOf, clocks) : null;
  if (clock !== null) {
    const finer = finerParts(columns, clock, cellsOf, clocks);
    return datedPlan(found, [{ part: 'date', column: time }, clock, ...finer], sample, options);
  }
  const { time_format } = options;
  const whole = isSought && time_format === undefined ? columnWithClock(columns, time, sample, clocks) : null;
  if (whole !== null) return whole;
  const timeForm = time_format === undefined ? found.form : statedForm(time_format, startsOf(time));
  return { time, parts: [], arePeriods, timeForm };
}

/** The column with the whole times of rows whose dates stand in another one too, such as `timestamp` beside `date`; null if there is
 *  none, or if no date repeats within a series. */
function columnWithClock(
  columns: Column[],
  date: Column,
  { rows, cellsOf }: Sample,
  { repeatInSeries, mayBeClock }: ClockRules,
): TimePlan | null {
  const others = columns.filter(
    // Another name, such as `updated_at`, may be the time of an event.
    (column) =>
      column !== date && namesTime(column.name) && mayBeClock(column) && hasWrittenDates(column, cellsOf),
  );
  const given = rows.filter((row) => !isMissing(row[date.index] ?? ''));
  const time = others.find((column) =>
    given.every((row) => isTimeOfDate(row[column.index] ?? '', row[date.index])),
  );
  if (time === undefined || !repeatInSeries([date]) || repeatInSeries([time])) return null;
  return { time, parts: [], arePeriods: false, timeForm: timeFormOf(cellsOf(time), time.key) ?? uncertain };
}

/** A date in one column, and its time of day in another. */
function datedPlan(
  { time, form }: FoundTimeColumn,
  parts: TimePart[],
  { rows }: Sample,
  { time_format }: CsvOptions,
): TimePlan {
  const cells = rows.flatMap((row) => {
    const joined = joinedTime(parts, row);
    return 'text' in joined && !isMissing(joined.text) ? [joined.text] : [];
  });
  const timeForm =
    time_format === undefined ? (timeFormOf(cells, time.key) ?? form) : statedForm(time_format, cells);
  return { time, parts, arePeriods: false, timeForm };
}

/** @throws AppError request_invalid if the caller states the notation of times that are put together */
function splitPlan(parts: TimePart[], { time_format = 'iso' }: CsvOptions): TimePlan {
  if (time_format !== 'iso')
    refuse('request_invalid', {
      path: '?time_format',
      message: `the time has the columns ${listed(parts.map(({ column }) => labelOf(column)))}, and \`time_format\` is the notation of one column`,
      accepted: 'no `time_format`, or `time_column` with the column that has the whole time',
    });
  return { time: parts[0].column, parts, arePeriods: false, timeForm: statedForm(time_format, []) };
}

/** The cells of a column with the starts of its periods; null if no more than half of them are periods. */
function intervalsIn(cellsOf: CellsOf): (column: Column) => string[] | null {
  const known = new Map<Column, string[] | null>();
  return (column) => {
    if (!known.has(column)) known.set(column, startsOfMost(cellsOf(column)));
    return known.get(column)!;
  };
}

function startsOfMost(cells: string[]): string[] | null {
  const starts: string[] = [];
  let others = 0;
  for (const cell of cells) {
    const start = startOfInterval(cell);
    if (start === null) others++;
    if (others >= cells.length / 2) return null;
    starts.push(start ?? cell);
  }
  return cells.length === 0 ? null : starts;
}

/** Ends of names of columns of periods, such as `Buchungsmonat`. */
const periodName =
  /(monat|month|mois|period|periode|week|woche|quartal|quarter|trimest(?:er|re)|semest(?:er|re)|halbjahr|half(?:year)?)$/;

const uncertain: TimeForm = { form: 'plain', offsets: false, format: null };

interface FoundTimeColumn {
  time: Column;
  form: TimeForm;
}

/** The column of the times, or the columns of their parts. */
function findTimeColumn(
  columns: Column[],
  sample: Sample,
  options: CsvOptions,
  cellsOf: CellsOf,
  clocks: ClockRules,
): FoundTimeColumn | TimePart[] {
  if (options.time_column !== undefined) {
    const time = columnNamed(columns, options.time_column, 'time_column');
    return { time, form: timeFormOf(cellsOf(time), time.key) ?? uncertain };
  }
  const { time_format } = options;
  if (time_format !== undefined) statedForm(time_format, []);
  const formOf = (column: Column) => timeFormOf(cellsOf(column), column.key);
  const byName = [
    ...timeKeys.flatMap((key) =>
      columns.filter((column) => column.key === key && (key !== '' || column.index === 0)),
    ),
    ...columns.filter(({ key }) => /^(date|time)|(date|time|timestamp|datum)$/.test(key)),
  ];
  if (time_format !== undefined) {
    const fitting = [...byName, ...columns].find((column) => mostlyFits(time_format, cellsOf(column)));
    if (fitting !== undefined && (byName.includes(fitting) || !isSerialFormat(time_format)))
      return { time: fitting, form: uncertain };
    // Plain numbers fit any column of values. A column of times that cannot be read goes before it: its cells are refused one by one.
    const unread = byName.find(
      (column) => column.key !== '' && formOf(column) === null && hasDigits(cellsOf(column)),
    );
    if (fitting !== undefined) return { time: unread ?? fitting, form: uncertain };
  }
  const counts = (column: Column) => indexNames.test(column.key);
  const named = byName.filter((column) => !counts(column));
  if (named.every((column) => formOf(column) === null) && looksLikeData(columns))
    refuseHeader(columns, 'the first line looks like data, not like column names: ');
  const varying = (column: Column) => new Set(cellsOf(column)).size > 1;
  const written = columns.filter((column) => hasWrittenDates(column, cellsOf));
  const labelled = written.map((column) => ({ column, labels: labelsIn(cellsOf(column)) }));
  const found = [
    ...named,
    ...labelled.filter(({ labels }) => labels === 'none').map(({ column }) => column),
    ...labelled.filter(({ labels }) => labels === 'possible').map(({ column }) => column),
    ...columns.filter((column) => periodName.test(column.key) && formOf(column)?.form === 'plain'),
  ];
  // A time that is the same in all rows, such as that of the export, goes behind one that changes.
  const hasVarying = found.some((column) => varying(column) && isWhole(formOf(column)));
  const candidates = [...found.filter((column) => varying(column) || !hasVarying), ...byName.filter(counts)];
  const unread = named.find((column) => formOf(column) === null && areUnreadDates(column, cellsOf));
  const whole = candidates.find((column) => isWhole(formOf(column)));
  for (const time of candidates) {
    const form = formOf(time);
    if (form === null) continue;
    // Row numbers are no times beside dates that cannot be read: these are refused one by one.
    if (unread !== undefined && counts(time)) return { time: unread, form: uncertain };
    // The number of a year, a month or a day is a part of a time, if no column has the whole time.
    if (form.form !== 'serial' || partOfKey(time.key) === null) return { time, form };
    if (whole !== undefined) return { time: whole, form: formOf(whole)! };
    return splitTime(columns, sample, clocks) ?? { time, form };
  }
  const parts = splitTime(columns, sample, clocks);
  if (parts !== null) return parts;
  for (const time of columns) {
    const cells = cellsOf(time);
    if (labelsIn(cells) === 'likely') continue;
    // Numbers with decimals may look like a month and its year.
    if (cells.every((cell) => /^\d+[.,]\d+$/.test(cell.trim()))) continue;
    const form = timeFormOf(cells, time.key);
    if (form !== null && isWhole(form)) return { time, form };
  }
  refuseFiscalYears(byName, cellsOf);
  // A column has the name of a time column, but its cells are not times: the cells are refused one by one.
  if (byName.length > 0 && byName[0].key !== '') return { time: byName[0], form: uncertain };
  refuseFiscalYears(columns, cellsOf);
  return refuseHeader(columns, 'no column contains times; the columns are ');
}

function hasDigits(cells: string[]): boolean {
  return cells.some((cell) => /\d/.test(cell));
}

const fiscalYear =
  /^(?:(?:FY|GJ|fiscal year|season|saison)\s*'?(?:\d{4}|\d\d)\b.*|\d{4}\s*[-/]\s*(?:\d{4}|\d\d))$/i;

/** Whether a cell is like `2023-24`. */
function isSeason(cell: string): boolean {
  const [, year, next] = /^(\d{4})[-/](\d\d)$/.exec(cell.trim()) ?? [];
  return year !== undefined && (Number(year) + 1) % 100 === Number(next);
}

/** Years that need not begin in January, and weeks whose notation is that of months.
 *  @throws AppError time_column_missing, reading_ambiguous */
function refuseFiscalYears(columns: Column[], cellsOf: CellsOf): void {
  for (const column of columns) {
    const cells = cellsOf(column);
    if (cells.length === 0 || !cells.every((cell) => fiscalYear.test(cell.trim()))) continue;
    const weeks = cells.every(isSeason) ? null : weekFormatOf(cells);
    if (weeks !== null)
      refuse('reading_ambiguous', {
        path: '?time_format',
        message: `the cells of ${quoted(labelOf(column))}, such as ${quoted(cells[0])}, may be a year and a week, and nothing says how the weeks are counted`,
        accepted: `weeks such as 2024-W05, or time_format=${weeks} to read weeks of ISO 8601`,
      });
    refuse('time_column_missing', {
      line: 1,
      message: `the cells of ${quoted(labelOf(column))} are fiscal years or seasons, such as ${quoted(cells[0])}, and nothing says on which day they begin`,
      accepted: 'the first day of each period, such as 2024-07-01; or plain years such as 2024',
    });
  }
}

/** Whether the cells are dates by themselves: numbers such as 20200101 may also be values. */
function hasWrittenDates(column: Column, cellsOf: CellsOf): boolean {
  const cells = cellsOf(column);
  if (
    cells.length === 0 ||
    cells.every((cell) => /^[\d.,+-]*$/.test(cell) && !/^\d+([-.])\d+\1\d+$/.test(cell))
  )
    return false;
  return isWhole(timeFormOf(cells, column.key));
}

/** Whether cells have digits beside letters or separators, as dates in a notation that is not known. A column whose name only
 *  ends like one of times may have quantities, such as `runtime` with `3.1 s`. */
function areUnreadDates(column: Column, cellsOf: CellsOf): boolean {
  const cells = cellsOf(column);
  if (!timeKeys.includes(column.key) && cells.every(isQuantity)) return false;
  return cells.length > 0 && cells.every((cell) => /\d/.test(cell) && /[^\d.,:+\s-]/.test(cell));
}

/** Whether the times are dates or date-times by themselves. */
function isWhole(form: TimeForm | null): boolean {
  return form?.form === 'plain' || form?.form === 'open';
}

function refuseHeader(columns: Column[], found: string): never {
  return refuse('time_column_missing', {
    line: 1,
    message: found + listed(columns.map(labelOf)),
    accepted: `${acceptedHeader}; set time_column if the column of times has another name, time_columns if the time has several columns, and time_format if its notation is another one`,
  });
}
