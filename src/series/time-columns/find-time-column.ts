/** Finds the column of times, or the columns of their parts, by rules that are asked one after the other. */

import type { TableOptions } from '../../contracts/schemas/index.ts';
import {
  acceptedHeader,
  type Column,
  columnNamed,
  isQuantity,
  labelOf,
  looksLikeData,
  timeKeys,
} from '../columns/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';
import {
  abbreviatedZone,
  acceptedWithoutZone,
  indexNames,
  isSerialFormat,
  labelsIn,
  mostlyFits,
  statedForm,
  type TimeForm,
  timeFormOf,
} from '../times/index.ts';
import type { ClockRules } from './clock-column.ts';
import { refuseFiscalYears } from './fiscal-times.ts';
import { partOfKey, type TimePart } from './part-columns.ts';
import { type Sample, splitTime } from './split-times.ts';

type CellsOf = (column: Column) => string[];

export interface FoundTimeColumn {
  time: Column;
  form: TimeForm;
}

/** Ends of names of columns of periods, such as `Buchungsmonat`. */
const periodName =
  /(monat|month|mois|period|periode|week|woche|quartal|quarter|trimest(?:er|re)|semest(?:er|re)|halbjahr|half(?:year)?)$/;

/** The form of times that cannot be read: their cells are refused one by one. */
export const uncertain: TimeForm = { form: 'plain', offsets: false, format: null };

/** Facts that the rules share. */
interface TimeSearch {
  columns: Column[];
  sample: Sample;
  options: TableOptions;
  clocks: ClockRules;
  /** Cells of a column; of periods, their starts. */
  cellsOf: CellsOf;
  /** Notation of the times in a column; null if it has none. */
  formOf(column: Column): TimeForm | null;
  /** Columns with the name of times, the surest first. */
  byName: Column[];
}

/** The column of the times, or the columns of their parts.
 *  @param cellsOf cells of a column; of periods, their starts
 *  @throws AppError time_column_missing, column_unknown, request_invalid, reading_ambiguous */
export function findTimeColumn(
  columns: Column[],
  sample: Sample,
  options: TableOptions,
  cellsOf: CellsOf,
  clocks: ClockRules,
): FoundTimeColumn | TimePart[] {
  const forms = new Map<Column, TimeForm | null>();
  const formOf = (column: Column) => {
    if (!forms.has(column)) forms.set(column, timeFormOf(cellsOf(column), column.key));
    return forms.get(column)!;
  };
  const byName = [
    ...timeKeys.flatMap((key) =>
      columns.filter((column) => column.key === key && (key !== '' || column.index === 0)),
    ),
    ...columns.filter(({ key }) => /^(date|time)|(date|time|timestamp|datum)$/.test(key)),
  ];
  const search: TimeSearch = { columns, sample, options, clocks, cellsOf, formOf, byName };
  return (
    statedColumn(search) ??
    columnInStatedFormat(search) ??
    bestCandidate(search) ??
    splitTime(columns, sample, clocks) ??
    anyColumnOfDates(search) ??
    unreadableNamedColumn(search) ??
    refuseWithoutTimes(search)
  );
}

function statedColumn({ columns, options, formOf }: TimeSearch): FoundTimeColumn | null {
  if (options.time_column === undefined) return null;
  const time = columnNamed(columns, options.time_column, 'time_column');
  return { time, form: formOf(time) ?? uncertain };
}

/** A column whose cells have the notation that the caller states. */
function columnInStatedFormat({
  columns,
  options: { time_format },
  cellsOf,
  formOf,
  byName,
}: TimeSearch): FoundTimeColumn | null {
  if (time_format === undefined) return null;
  statedForm(time_format, []);
  const fitting = [...byName, ...columns].find((column) => mostlyFits(time_format, cellsOf(column)));
  if (fitting === undefined) return null;
  if (byName.includes(fitting) || !isSerialFormat(time_format)) return { time: fitting, form: uncertain };
  // Plain numbers fit any column of values. A column of times that cannot be read goes before it: its
  // cells are refused one by one.
  const unread = byName.find(
    (column) => column.key !== '' && formOf(column) === null && hasDigits(cellsOf(column)),
  );
  return { time: unread ?? fitting, form: uncertain };
}

/** Whether the integers of a column count rows by its name. */
function isRowIndex({ key }: Column): boolean {
  return indexNames.test(key);
}

/** The first column that has times, of those with the name of times and those with written dates. */
function bestCandidate(search: TimeSearch): FoundTimeColumn | TimePart[] | null {
  const { columns, sample, clocks, cellsOf, formOf, byName } = search;
  const named = byName.filter((column) => !isRowIndex(column));
  if (named.every((column) => formOf(column) === null) && looksLikeData(columns))
    refuseHeader(columns, 'the first line looks like data, not like column names: ');
  const candidates = candidatesOf(search, named);
  const unread = named.find((column) => formOf(column) === null && areUnreadDates(column, cellsOf));
  const time = candidates.find((column) => formOf(column) !== null);
  if (time === undefined) return null;
  // Row numbers are no times beside dates that cannot be read: these are refused one by one.
  if (unread !== undefined && isRowIndex(time)) return { time: unread, form: uncertain };
  const form = formOf(time)!;
  // The number of a year, a month or a day is a part of a time, if no column has the whole time.
  if (form.form !== 'serial' || partOfKey(time.key) === null) return { time, form };
  const whole = candidates.find((column) => isWhole(formOf(column)));
  if (whole !== undefined) return { time: whole, form: formOf(whole)! };
  return splitTime(columns, sample, clocks) ?? { time, form };
}

/** @param named columns with the name of times that do not count rows */
function candidatesOf({ columns, cellsOf, formOf, byName }: TimeSearch, named: Column[]): Column[] {
  const varies = (column: Column) => new Set(cellsOf(column)).size > 1;
  const written = columns.filter((column) => hasWrittenDates(column, cellsOf));
  const labelled = written.map((column) => ({ column, labels: labelsIn(cellsOf(column)) }));
  const found = [
    ...named,
    ...labelled.filter(({ labels }) => labels === 'none').map(({ column }) => column),
    ...labelled.filter(({ labels }) => labels === 'possible').map(({ column }) => column),
    ...columns.filter((column) => periodName.test(column.key) && formOf(column)?.form === 'plain'),
  ];
  // A time that is the same in all rows, such as that of the export, goes behind one that changes.
  const hasVarying = found.some((column) => varies(column) && isWhole(formOf(column)));
  return [...found.filter((column) => varies(column) || !hasVarying), ...byName.filter(isRowIndex)];
}

function anyColumnOfDates({ columns, cellsOf, formOf }: TimeSearch): FoundTimeColumn | null {
  for (const time of columns) {
    const cells = cellsOf(time);
    if (labelsIn(cells) === 'likely') continue;
    // Numbers with decimals may look like a month and its year.
    if (cells.every((cell) => /^\d+[.,]\d+$/.test(cell.trim()))) continue;
    const form = formOf(time);
    if (form !== null && isWhole(form)) return { time, form };
  }
  return null;
}

/** A column with the name of times whose cells are no times: the cells are refused one by one. */
function unreadableNamedColumn({ cellsOf, byName }: TimeSearch): FoundTimeColumn | null {
  refuseFiscalYears(byName, cellsOf);
  return byName.length > 0 && byName[0].key !== '' ? { time: byName[0], form: uncertain } : null;
}

function refuseWithoutTimes({ columns, sample, cellsOf }: TimeSearch): never {
  refuseFiscalYears(columns, cellsOf);
  refuseZonedTimes(columns, sample);
  return refuseHeader(columns, 'no column contains times; the columns are ');
}

/** @throws AppError cell_invalid for a column of times with the abbreviation of a zone behind each, such as
 *  `01/01/2024 00:00 (CET)` */
function refuseZonedTimes(columns: readonly Column[], { rows, lineOf, cellsOf }: Sample): void {
  const isZoned = (cell: string) => /\d:\d\d/.test(cell) && abbreviatedZone(cell) !== null;
  const zoned = columns.find((column) => {
    const cells = cellsOf(column);
    return cells.length > 0 && cells.every(isZoned);
  });
  if (zoned === undefined) return;
  const row = rows.findIndex((cells) => isZoned(cells[zoned.index] ?? ''));
  const cell = rows[row][zoned.index].trim();
  refuse('cell_invalid', {
    line: lineOf(row),
    message: `${quoted(cell)} has the abbreviation of a zone, ${abbreviatedZone(cell)} (column ${quoted(labelOf(zoned))})`,
    accepted: acceptedWithoutZone,
  });
}

function hasDigits(cells: string[]): boolean {
  return cells.some((cell) => /\d/.test(cell));
}

/** Whether the cells are dates by themselves: numbers such as 20200101 may also be values. */
export function hasWrittenDates(column: Column, cellsOf: CellsOf): boolean {
  const cells = cellsOf(column);
  if (
    cells.length === 0 ||
    cells.every((cell) => /^[\d.,+-]*$/.test(cell) && !/^\d+([-.])\d+\1\d+$/.test(cell))
  )
    return false;
  return isWhole(timeFormOf(cells, column.key));
}

/** Whether cells have digits beside letters or separators, as dates in a notation that is not known. A column whose
 *  name only ends like one of times may have quantities, such as `runtime` with `3.1 s`. */
function areUnreadDates(column: Column, cellsOf: CellsOf): boolean {
  const cells = cellsOf(column);
  if (!timeKeys.includes(column.key) && cells.every(isQuantity)) return false;
  return cells.length > 0 && cells.every((cell) => /\d/.test(cell) && /[^\d.,:+\s-]/.test(cell));
}

/** Whether the times are dates or date-times by themselves. */
function isWhole(form: TimeForm | null): boolean {
  return form?.form === 'plain' || form?.form === 'open';
}

/** @throws AppError time_column_missing */
export function refuseHeader(columns: Column[], found: string): never {
  return refuse('time_column_missing', {
    line: 1,
    message: found + listed(columns.map(labelOf)),
    accepted: `${acceptedHeader}; set time_column if the column of times has another name, time_columns if the time has several columns, and time_format if its notation is another one`,
  });
}
