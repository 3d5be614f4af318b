/** Finds times whose parts stand in several columns, such as `year` and `month`, by the names and the
 *  values of the columns. */

import { listedNames, listItem, type PartOfTime, partsOfTime } from '../../contracts/values/index.ts';
import { type Column, columnNamed, idKeys, labelOf, mayBeId, naming } from '../columns/index.ts';
import { alternatives, type FaultTexts, listed, quoted, refuse } from '../faults/index.ts';
import { namesFiscalYear } from '../frame/index.ts';
import { isDate, partValue } from '../times/index.ts';
import { type ClockRules, clockNotation, countsHours, refuseHours } from './clock-column.ts';
import {
  columnsOfPart,
  isYear,
  joinedTime,
  listedParts,
  partOfKey,
  possibleColumnsOfPart,
  type TimePart,
} from './part-columns.ts';
import { continuedRow } from './time-cells.ts';

type CellsOf = (column: Column) => string[];

export interface Sample {
  rows: string[][];
  /** Line of a row. */
  lineOf(row: number): number;
  cellsOf: CellsOf;
}

const acceptedColumns =
  'one column with the whole date, such as 2024-01 or 2024-01-31; or time_columns with a year and its months, quarters, weeks or days, such as time_columns=year,month';

/** Sets of parts that make a time, in this order. */
const datesOf: PartOfTime[][] = [
  ['date'],
  ['year', 'month', 'day'],
  ['year', 'dayofyear'],
  ['year', 'month'],
  ['year', 'quarter'],
  ['year', 'week'],
];
const clocksOf: PartOfTime[][] = [
  [],
  ['time'],
  ['hhmm'],
  ['hhmmss'],
  ['hour'],
  ['hour24'],
  ['hour', 'minute'],
  ['hour', 'minute', 'second'],
];

/** The parts in the order of `partsOfTime`; null if they do not make a time. */
function completeTime(parts: readonly TimePart[]): TimePart[] | null {
  const names = partsOfTime.filter((name) => parts.some(({ part }) => part === name));
  const areSets = datesOf.some((date, i) =>
    clocksOf.some(
      (clock) =>
        // A time of day needs a day.
        (clock.length === 0 || i <= 2) && [...date, ...clock].join() === names.join(),
    ),
  );
  if (names.length < parts.length || !areSets) return null;
  return names.map((name) => parts.find(({ part }) => part === name)!);
}

/** The columns of `time_columns`. A column without a stated part has the part that its name says.
 *  @throws AppError column_unknown, request_invalid */
export function statedParts(columns: Column[], list: string, cellsOf: CellsOf): TimePart[] {
  const named = listedNames(list).map((item) => statedPart(columns, item));
  const isDated = named.some(({ part }) => part === 'date');
  const hasYear = named.some(({ column, part }) => (part ?? partOfKey(column.key)) === 'year');
  const parts = named.map(({ column, part }, i): TimePart => {
    if (part !== null) return { column, part };
    if (!hasYear && !isDated && i === 0 && isDate((cellsOf(column)[0] ?? '').trim()))
      return { column, part: 'date' };
    const own = partOfKey(column.key);
    if (own === 'hour' || (!hasYear && own === null && i > 0))
      return { column, part: clockNotation(cellsOf(column), true) ?? own ?? 'time' };
    if (own === null) refuseList(`the name of ${quoted(labelOf(column))} does not say its part of the time`);
    const hasMonth = named.some((other) => (other.part ?? partOfKey(other.column.key)) === 'month');
    return { column, part: own === 'day' && !hasMonth ? 'dayofyear' : own };
  });
  const complete = completeTime(parts);
  if (complete !== null && complete.length > 1) return complete;
  return refuseList(
    complete === null
      ? `the parts ${listed(parts.map(({ part }) => part))} are no time`
      : 'there is one column, which `time_column` names',
  );
}

function statedPart(columns: Column[], item: string): { column: Column; part: PartOfTime | null } {
  const at = item.lastIndexOf(':');
  const part = partsOfTime.find((known) => known === item.slice(at + 1).trim());
  const isName = columns.some(({ name }) => name.toLowerCase() === item.trim().toLowerCase());
  if (at < 0 || part === undefined || isName)
    return { column: columnNamed(columns, item, 'time_columns'), part: null };
  return { column: columnNamed(columns, item.slice(0, at), 'time_columns'), part };
}

function refuseList(message: string): never {
  return refuse('request_invalid', {
    path: '?time_columns',
    message,
    accepted:
      'a year with a month, with a month and a day, or with a quarter, a week or a day of the year; a date, or a day of a year, also with a time of day; the part behind the name where the name does not say it, such as a:year,b:month',
  });
}

/** The columns that together are the times; null if no columns are named and filled so.
 *  @throws AppError reading_ambiguous if the columns can be read in several ways; time_column_missing if
 *  the parts make no time */
export function splitTime(columns: Column[], sample: Sample, clocks: ClockRules): TimePart[] | null {
  const { cellsOf } = sample;
  const fitting = (part: PartOfTime) =>
    columnsOfPart(part, columns).find((column) => fits(part, cellsOf(column))) ??
    columns.find((column) => column.key === 'period' && areNamedPeriods(part, cellsOf(column))) ??
    null;
  const year = fitting('year');
  if (year === null) {
    refuseShortYears(columns, fitting, cellsOf);
    refuseFiscalParts(columns, fitting, sample);
    return null;
  }
  const chains = chainsOf(year, fitting, columns, cellsOf, clocks);
  const possible = chains.length === 0 ? possibleTime(year, fitting, columns, sample, clocks) : null;
  if (possible !== null) return possible;
  const parts = new Set(chains.flat().map(({ column }) => column));
  for (const column of columnsOfPart('day', columns))
    if (cellsOf(column).every((cell) => /^\d+$/.test(cell.trim()))) parts.add(column);
  if (parts.size === 0) return null;
  parts.add(year);
  const all = [...parts].toSorted((a, b) => a.index - b.index);
  const complete = chains.filter((chain) => !isIncomplete(chain, all, sample));
  const chain = chosenChain(complete, sample);
  if (chain === null) {
    if (new Set(cellsOf(year)).size === cellsOf(year).length) return null;
    return refuse('time_column_missing', {
      line: 1,
      message: `the date is split over the columns ${listed(all.map(labelOf))}`,
      accepted: acceptedColumns,
    });
  }
  refuseYears(chain, columns, sample);
  return chain;
}

/** The time that a year makes with a column such as `weeks`, which may also hold amounts. Years repeat within a series,
 *  and the whole times do not. Null if no column or several columns fit. */
function possibleTime(
  year: Column,
  fitting: (part: PartOfTime) => Column | null,
  columns: readonly Column[],
  { cellsOf }: Sample,
  clocks: ClockRules,
): TimePart[] | null {
  const fittingOrPossible = (part: PartOfTime) =>
    fitting(part) ??
    possibleColumnsOfPart(part, columns).find((column) => fits(part, cellsOf(column))) ??
    null;
  const chains = chainsOf(year, fittingOrPossible, columns, cellsOf, clocks);
  if (chains.length === 0 || !clocks.repeatInSeries([year])) return null;
  const whole = chains.filter((chain) => !clocks.repeatInSeries(chain.map(({ column }) => column)));
  return whole.length === 1 ? whole[0] : null;
}

/** @throws AppError time_column_missing for years such as `23` beside months, quarters, weeks or days of the year */
function refuseShortYears(
  columns: Column[],
  fitting: (part: PartOfTime) => Column | null,
  cellsOf: CellsOf,
): void {
  const year = columnsOfPart('year', columns).find((column) => {
    const cells = cellsOf(column);
    return cells.length > 0 && cells.every((cell) => /^'?\d\d$/.test(cell.trim()));
  });
  if (year === undefined) return;
  const part = (['month', 'quarter', 'week', 'dayofyear'] as const).find((one) => fitting(one) !== null);
  if (part === undefined) return;
  refuse('time_column_missing', {
    line: 1,
    message: `the years in ${quoted(labelOf(year))} have two digits, such as ${quoted(cellsOf(year)[0])}, and are a part of the time beside ${quoted(labelOf(fitting(part)!))}`,
    accepted: 'years of four digits, such as 2023',
  });
}

/** Refuses years that need not begin in January beside months, quarters or weeks. @throws AppError reading_ambiguous */
function refuseFiscalParts(
  columns: Column[],
  fitting: (part: PartOfTime) => Column | null,
  { cellsOf, lineOf }: Sample,
): void {
  const areYears = (cells: string[]) => cells.length > 0 && cells.every((cell) => /\d{2}/.test(cell));
  const year = columns.find((column) => namesFiscalYear(column.key) && areYears(cellsOf(column)));
  if (year === undefined) return;
  const part = (['month', 'quarter', 'week'] as const).find((one) => fitting(one) !== null);
  if (part === undefined) return;
  const column = fitting(part)!;
  const parts = listedParts([
    { column: year, part: 'year' },
    { column, part },
  ]);
  refuse('reading_ambiguous', {
    line: lineOf(0),
    path: '?time_columns',
    message: `${quoted(labelOf(year))} is the name of a fiscal year, and nothing says in which month it begins, and which calendar year the ${part}s in ${quoted(labelOf(column))} belong to`,
    accepted: `the calendar year of each row in a column Year; or time_columns=${parts} if each year begins in January`,
    alternatives: alternatives('time_columns', parts),
  });
}

/** Whether most cells can be such a part. */
function fits(part: PartOfTime, cells: readonly string[]): boolean {
  const isValid = (cell: string) => (part === 'year' ? isYear(cell) : partValue(part, cell) !== null);
  const valid = cells.filter(isValid).length;
  return valid > 0 && valid >= cells.length / 2;
}

const namedPeriods: Partial<Record<PartOfTime, RegExp>> = {
  month: /^M(0[1-9]|1[0-3])$/,
  quarter: /^Q0?[1-5]$/,
};

/** Whether the cells of a column `period` say what they count, such as `M01`. */
function areNamedPeriods(part: PartOfTime, cells: readonly string[]): boolean {
  const pattern = namedPeriods[part];
  return pattern !== undefined && cells.length > 0 && cells.every((cell) => pattern.test(cell.trim()));
}

/** The times that a year and other columns make. */
function chainsOf(
  year: Column,
  fitting: (part: PartOfTime) => Column | null,
  columns: readonly Column[],
  cellsOf: CellsOf,
  { mayBeClock, repeatInSeries }: ClockRules,
): TimePart[][] {
  const [quarter, month, week] = [fitting('quarter'), fitting('month'), fitting('week')];
  const chain = (...parts: [PartOfTime, Column | null][]): TimePart[] =>
    [['year', year] as const, ...parts].flatMap(([part, column]) =>
      column === null ? [] : [{ part, column }],
    );
  const possible = columns.filter(mayBeClock);
  const withClock = (date: TimePart[]) => {
    const canBeDigits = repeatInSeries(date.map(({ column }) => column));
    return [...date, ...clockOf(date, possible, fitting, cellsOf, canBeDigits)];
  };
  const chains: TimePart[][] = [];
  if (month !== null) {
    const day = fitting('day');
    const dated = chain(['month', month], ['day', day]);
    chains.push(day === null ? dated : withClock(dated));
  }
  if (quarter !== null) chains.push(chain(['quarter', quarter]));
  if (week !== null) chains.push(chain(['week', week]));
  const dayOfYear = fitting('dayofyear') ?? (month === null ? countedDays(columns, cellsOf) : null);
  if (dayOfYear !== null && chains.every((others) => others.every(({ part }) => part !== 'day')))
    chains.push(withClock(chain(['dayofyear', dayOfYear])));
  return chains;
}

/** A column of days that go beyond those of a month. */
function countedDays(columns: readonly Column[], cellsOf: CellsOf): Column | null {
  const found = columnsOfPart('day', columns).find((column) => {
    const days = cellsOf(column).map((cell) => partValue('dayofyear', cell));
    return !days.includes(null) && days.some((day) => day! > 31);
  });
  return found ?? null;
}

function clockOf(
  date: readonly TimePart[],
  columns: readonly Column[],
  fitting: (part: PartOfTime) => Column | null,
  cellsOf: CellsOf,
  canBeDigits: boolean,
): TimePart[] {
  const others = columns.filter((column) => date.every((part) => part.column !== column));
  const hour =
    columnsOfPart('hour', others).at(0) ??
    possibleColumnsOfPart('hour', others).find((column) => countsHours(cellsOf(column)));
  if (hour === undefined) return [];
  const part = clockNotation(cellsOf(hour), canBeDigits);
  if (part === null && canBeDigits) refuseHours(hour, cellsOf(hour));
  if (part === null) return [];
  const clock: TimePart[] = [{ part, column: hour }];
  const minute = part === 'hour' ? fitting('minute') : null;
  if (minute === null) return clock;
  clock.push({ part: 'minute', column: minute });
  const second = fitting('second');
  return second === null ? clock : [...clock, { part: 'second', column: second }];
}

/** The times that repeat least. @throws AppError reading_ambiguous */
function chosenChain(chains: TimePart[][], sample: Sample): TimePart[] | null {
  const counts = chains.map((chain) => differentTimes(chain, sample));
  const most = Math.max(...counts);
  const best = chains.filter((_, i) => counts[i] === most);
  if (best.length <= 1) return best[0] ?? null;
  const days = best.find((chain) => chain.some(({ part }) => part === 'day' || part === 'dayofyear'));
  if (days !== undefined) return days;
  const months = best.find((chain) => chain[1].part === 'month');
  if (months !== undefined && best.every((chain) => chain === months || isOfMonths(chain, months, sample)))
    return months;
  const [one, other] = best;
  const others = datedRows(other, sample);
  const at = Math.max(
    0,
    datedRows(one, sample).findIndex(({ text }, i) => text !== others[i]?.text),
  );
  const shown: Sample = { ...sample, rows: sample.rows.slice(at), lineOf: (row) => sample.lineOf(at + row) };
  return refuseBoth(one, shown, `${textOf(other, shown)} by ${namesOf(other)}`, optionOf(other, shown));
}

/** Whether each row has the quarter of its month. */
function isOfMonths(chain: TimePart[], months: TimePart[], { rows }: Sample): boolean {
  if (chain[1].part !== 'quarter') return false;
  return rows.every((row) => {
    const quarter = partValue('quarter', row[chain[1].column.index] ?? '');
    const month = partValue('month', row[months[1].column.index] ?? '');
    return quarter === null || month === null || quarter === Math.ceil(month / 3);
  });
}

/** Refuses a table with one row for each year: the other columns may be parts of the time or values.
 *  @throws AppError reading_ambiguous */
function refuseYears(chain: TimePart[], columns: Column[], sample: Sample): void {
  const ids = columns.filter((column) => {
    if (!idKeys.includes(column.key) && !mayBeId(column)) return false;
    const cells = sample.cellsOf(column);
    return new Set(cells).size < cells.length;
  });
  const [year] = chain;
  const rows = datedRows(chain, sample);
  if (differentCells(rows, [...ids, year.column]) < rows.length) return;
  const value = rows[0].cells[year.column.index].trim();
  const name = labelOf(year.column);
  refuseBoth(chain, sample, `the year ${value}, because no year repeats`, {
    accepted: `time_column=${name} to read ${value}`,
    alternatives: naming('time_column', year.column),
  });
}

type Way = Pick<Required<FaultTexts>, 'accepted' | 'alternatives'>;

function refuseBoth(chain: TimePart[], sample: Sample, other: string, option: Way): never {
  const own = optionOf(chain, sample);
  return refuse('reading_ambiguous', {
    line: sample.lineOf(0),
    path: '?time_columns',
    message: `the time of the row is ${textOf(chain, sample)} by ${namesOf(chain)}, or ${other}`,
    accepted: `${own.accepted}, or ${option.accepted}`,
    alternatives: [...own.alternatives, ...option.alternatives],
  });
}

function optionOf(chain: TimePart[], sample: Sample): Way {
  const columns = chain.map(({ column }) => column);
  return {
    accepted: `time_columns=${columns.map(({ name }) => listItem(name)).join(',')} to read ${textOf(chain, sample)}`,
    alternatives: naming('time_columns', ...columns),
  };
}

function namesOf(chain: TimePart[]): string {
  return listed(chain.map(({ column }) => labelOf(column)));
}

function textOf(chain: TimePart[], sample: Sample): string {
  return datedRows(chain, sample)[0]?.text ?? 'unknown';
}

interface DatedRow {
  cells: string[];
  text: string;
}

/** The rows whose parts make a time. */
function datedRows(chain: readonly TimePart[], { rows }: Sample): DatedRow[] {
  let before: string[] | null = null;
  return rows.flatMap((row) => {
    const cells = continuedRow(chain, row, before);
    const joined = joinedTime(chain, cells);
    if (!('text' in joined)) return [];
    before = cells;
    return [{ cells, text: joined.text }];
  });
}

function differentTimes(chain: TimePart[], sample: Sample): number {
  return new Set(datedRows(chain, sample).map(({ text }) => text)).size;
}

/** Whether further parts tell rows apart that have the same time. */
function isIncomplete(chain: TimePart[], all: readonly Column[], sample: Sample): boolean {
  const rows = datedRows(chain, sample);
  return differentCells(rows, all) > new Set(rows.map(({ text }) => text)).size;
}

function differentCells(rows: readonly DatedRow[], columns: readonly Column[]): number {
  return new Set(rows.map(({ cells }) => columns.map(({ index }) => cells[index].trim()).join('\0'))).size;
}
