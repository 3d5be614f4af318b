/** Finds the columns whose values together tell series apart. */

import type { TableOptions } from '../../contracts/schemas/index.ts';
import { grown, grownLength, type Rows, roomMin } from '../cells/index.ts';
import {
  type Column,
  idRank,
  isMissing,
  isNumber,
  isNumbered,
  namesCount,
  rowKeysMin,
} from '../columns/index.ts';
import { distinctCount } from '../times/index.ts';

/** Joins the values of several id columns to the id of a series. */
export const idSeparator = '|';
/** Rows that are compared for each set of columns. Of larger tables, all rows of some times are compared. */
const comparedRowsMax = 100_000;

/** Values of a column of numbers that names series, relative to the rows of a time. One that measures
 *  something has many more. */
export const valuesPerRowMax = 4;
/** Share of rows with a repeated time from which on a column may be missing that names series: two series
 *  repeat half of the times. */
const repeatedShareMin = 0.25;
/** Fewer rows for each series are no series: few of the numbers of the column repeat. */
const rowsPerCountMin = 2;

/** Two bytes for each row, as long as there are few values. */
export type Codes = Uint16Array | Uint32Array;
const shortCodesMax = 2 ** 16;

/** The values of a column as codes from 0, in the order of their first row. */
export class CodedColumn {
  readonly column: Column;
  readonly values: string[] = [];
  private readonly valuesMax: number;
  private readonly codeByValue = new Map<string, number>();
  private codeArray: Codes = new Uint16Array(roomMin); // there may be many columns
  private length = 0;
  private last: string | null = null;
  private lastCode = 0;
  /** Whether there were more values than the maximum. The column is then no longer read, and has no values. */
  isOverfull = false;

  constructor(column: Column, valuesMax: number) {
    this.column = column;
    this.valuesMax = valuesMax;
  }

  add(cell: string): void {
    if (this.isOverfull) return;
    if (cell !== this.last) {
      const value = cell.trim();
      let code = this.codeByValue.get(value);
      if (code === undefined) {
        code = this.values.length;
        if (code === this.valuesMax) {
          this.release();
          return;
        }
        if (code === shortCodesMax) this.codeArray = new Uint32Array(this.codeArray);
        const kept = detached(value);
        this.codeByValue.set(kept, code);
        this.values.push(kept);
      }
      this.last = cell;
      this.lastCode = code;
    }
    if (this.length === this.codeArray.length)
      this.codeArray = grown(this.codeArray, grownLength(this.length));
    this.codeArray[this.length++] = this.lastCode;
  }

  /** Frees the memory of a column with too many values. */
  private release(): void {
    this.isOverfull = true;
    this.values.length = 0;
    this.codeByValue.clear();
    this.codeArray = new Uint16Array();
    this.length = 0;
  }

  codes(): Codes {
    return this.codeArray.subarray(0, this.length);
  }
}

/** The first rows of a table, as the choice of compared columns sees them. */
interface ComparedSample {
  /** Cells of a column that are not blank. */
  idsOf(column: Column): readonly string[];
  /** Share of rows with the time of another row. */
  repeated: number;
}

/** Columns whose values are not compared, because there are too many columns: first those whose values in the first
 *  rows tell no series apart, and then those whose names say least.
 *  @param comparedMax number of columns whose values are compared */
export function columnsBeyond(
  columns: readonly Column[],
  { idsOf, repeated }: ComparedSample,
  comparedMax: number,
): Column[] {
  if (columns.length <= comparedMax) return [];
  // The first rows may be of one series. A column that names it has one value, too.
  const namesNone = repeated < repeatedShareMin ? changesWithinSeries : isConstant;
  return columns
    .map((column) => ({ column, rank: idRank(column), isLast: namesNone(idsOf(column)) }))
    .toSorted((a, b) => Number(a.isLast) - Number(b.isLast) || a.rank - b.rank)
    .slice(comparedMax)
    .map(({ column }) => column);
}

function isConstant(cells: readonly string[]): boolean {
  return new Set(cells).size <= 1;
}

/** Whether a column has values that come back, or few rows for each value. In a table that is sorted by series it names
 *  none. */
function changesWithinSeries(cells: readonly string[]): boolean {
  const values = new Set(cells).size;
  const runs = cells.filter((cell, i) => i === 0 || cell !== cells[i - 1]).length;
  return runs > values || rowsPerCountMin * values > cells.length;
}

/** A copy of a text. A part of a text keeps all of it in memory. */
function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

interface Grouping {
  /** Group of each row, from 0 in the order of the first rows. */
  groups: Codes;
  /** First row of each group. */
  firstRows: number[];
}

/** Groups rows by the values of columns together. No column: one group. */
export function groupedBy(columns: readonly CodedColumn[], rows: number): Grouping {
  let groups: Codes = new Uint16Array(rows);
  let firstRows = rows === 0 ? [] : [0];
  columns.forEach((column, i) => {
    const codes = column.codes();
    if (i === 0) {
      groups = columns.length === 1 ? codes.subarray(0, rows) : new Uint32Array(codes.subarray(0, rows));
      firstRows = firstOf(groups, column.values.length);
      return;
    }
    const known = new Map<number, number>();
    const before = firstRows.length;
    firstRows = [];
    for (let row = 0; row < rows; row++) {
      const key = codes[row] * before + groups[row];
      let group = known.get(key);
      if (group === undefined) {
        group = firstRows.length;
        known.set(key, group);
        firstRows.push(row);
      }
      groups[row] = group;
    }
  });
  return { groups, firstRows };
}

function firstOf(groups: Codes, count: number): number[] {
  const firstRows: number[] = [];
  for (let row = 0; firstRows.length < count; row++)
    if (groups[row] === firstRows.length) firstRows.push(row);
  return firstRows;
}

/** Rows in groups: the group of each compared row, and the number of groups. */
interface Partition {
  groups: Uint32Array;
  count: number;
}

/** @param keyOf the same number for rows of one group, given their places among the compared rows */
function partitionBy(length: number, keyOf: (i: number) => number): Partition {
  const known = new Map<number, number>();
  const groups = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const key = keyOf(i);
    let group = known.get(key);
    if (group === undefined) {
      group = known.size;
      known.set(key, group);
    }
    groups[i] = group;
  }
  return { groups, count: known.size };
}

/** Splits the groups by the values of a further column. */
function refined({ groups }: Partition, column: CodedColumn, compared: Uint32Array): Partition {
  const codes = column.codes();
  return partitionBy(compared.length, (i) => groups[i] * column.values.length + codes[compared[i]]);
}

/** Groups of rows that have one time and the same values in the columns. The other rows of a group
 *  repeat its first one. */
function partitionOf(columns: readonly CodedColumn[], times: Float64Array, compared: Uint32Array): Partition {
  const byTime = partitionBy(compared.length, (i) => times[compared[i]]);
  return columns.reduce((partition, column) => refined(partition, column, compared), byTime);
}

/** Share of rows whose time another row of the same series has, if all columns together name the series. */
export function repeatedShare(columns: readonly CodedColumn[], times: Float64Array): number {
  const compared = comparedRows(times);
  const repeats = compared.length - partitionOf(columns, times, compared).count;
  return repeats / Math.max(1, compared.length);
}

/** All rows, or in large tables all rows of some times. */
function comparedRows(times: Float64Array): Uint32Array {
  const share = comparedRowsMax / times.length;
  const rows: number[] = [];
  for (let row = 0; row < times.length; row++) {
    // Multiples of the golden ratio spread evenly between 0 and 1.
    if (share >= 1 || ((times[row] / 1_000) * 0.618_033_988_749_895) % 1 < share) rows.push(row);
  }
  return Uint32Array.from(rows);
}

interface ChosenColumns {
  columns: CodedColumn[];
  /** Rows whose time another row of the same series has. */
  repeats: number;
}

/** The fewest columns with which the times of a series repeat least.
 *  @param always columns that are chosen in any case
 *  @param candidates columns that are chosen if times repeat less with them, the surest first */
export function columnsThatSeparate(
  always: readonly CodedColumn[],
  candidates: readonly CodedColumn[],
  times: Float64Array,
): ChosenColumns {
  const compared = comparedRows(times);
  let chosen: CodedColumn[] = [];
  let partition = partitionOf(always, times, compared);
  while (partition.count < compared.length) {
    let best: { column: CodedColumn; partition: Partition } | null = null;
    for (const column of candidates) {
      if (chosen.includes(column)) continue;
      const split = refined(partition, column, compared);
      if (split.count > (best?.partition ?? partition).count) best = { column, partition: split };
    }
    if (best === null) break;
    chosen.push(best.column);
    partition = best.partition;
  }
  for (const column of [...chosen]) {
    const without = chosen.filter((other) => other !== column);
    if (partitionOf([...always, ...without], times, compared).count === partition.count) chosen = without;
  }
  const inOrder = [...always, ...chosen].toSorted((a, b) => a.column.index - b.column.index);
  return { columns: inOrder, repeats: compared.length - partition.count };
}

export interface ReadColumns {
  rows: Rows;
  /** Columns that name series in any case. */
  ids: readonly CodedColumn[];
  /** Columns that name series if times repeat without them. */
  mayBeIds: readonly CodedColumn[];
  options: TableOptions;
}

/** Whether dates repeat within a series of the first rows.
 *  @param dates columns that together have the date
 *  @param possible columns that name series if the dates then do not repeat, and the series have several rows */
export function repeatInSeries(
  cells: readonly string[][],
  dates: readonly Column[],
  ids: readonly Column[],
  possible: readonly Column[],
): boolean {
  const rows = cells.filter((row) => dates.every(({ index }) => !isMissing(row[index] ?? '')));
  const different = (columns: readonly Column[]) =>
    new Set(rows.map((row) => columns.map(({ index }) => (row[index] ?? '').trim()).join('\0'))).size;
  if (different([...dates, ...ids]) === rows.length) return false;
  const rowsPerTime = rows.length / different(dates);
  const valuesOf = ({ index }: Column) => [...new Set(rows.map((row) => (row[index] ?? '').trim()))];
  const others = possible.filter(
    (column) => different([column]) < rows.length && !measuresCount(column, valuesOf(column), rowsPerTime),
  );
  const all = [...ids, ...others];
  return 2 * different(all) > rows.length || different([...dates, ...all]) < rows.length;
}

/** The columns whose values name the series. */
export function chosenIds({ ids, mayBeIds, rows, options }: ReadColumns): CodedColumn[] {
  if (ids.length > 0 && mayBeIds.length === 0) return [...ids];
  const candidates = mayBeIds.filter((column) => !column.isOverfull && !namesRows(column, rows));
  const counts = candidates.filter(isCount);
  const others = candidates.filter((column) => !counts.includes(column));
  const columns = withCounts(ids, columnsThatSeparate(ids, others, rows.times()).columns, counts, rows);
  const isLong = options.layout === 'long' && columns.length === 0;
  return isLong ? [...others, ...counts].slice(0, 1) : columns;
}

/** Adds columns such as `units` and `customers` to those that name the series, if many times repeat without them and
 *  they do not count something.
 *  @param chosen columns that name series, with those of `ids` */
function withCounts(
  ids: readonly CodedColumn[],
  chosen: CodedColumn[],
  counts: readonly CodedColumn[],
  rows: Rows,
): CodedColumn[] {
  const times = rows.times();
  if (counts.length === 0 || repeatedShare(chosen, times) < repeatedShareMin) return chosen;
  const rowsPerTime = rows.length / distinctCount(times);
  const few = counts.filter(({ column, values }) => !measuresCount(column, values, rowsPerTime));
  const before = chosen.filter((column) => !ids.includes(column));
  const { columns } = columnsThatSeparate(ids, [...before, ...few], times);
  const series = groupedBy(columns, rows.length).firstRows.length;
  return rowsPerCountMin * series > rows.length ? chosen : columns;
}

function isCount({ column, values }: CodedColumn): boolean {
  return namesCount(column) && areNumbers(values);
}

/** Whether a column such as `units` has so many different numbers that it counts something, instead of naming series.
 *  @param rowsPerTime rows for each time, on average */
export function measuresCount(column: Column, values: readonly string[], rowsPerTime: number): boolean {
  return namesCount(column) && values.length > valuesPerRowMax * rowsPerTime && areNumbers(values);
}

/** Whether a column such as `sensor_id` has few whole numbers, each in several rows. It may name series
 *  also where no time repeats.
 *  @param rows number of rows of the table */
export function mayNumberSeries({ column, values, isOverfull }: CodedColumn, rows: number): boolean {
  const areFew = !isOverfull && values.length > 1 && rowsPerCountMin * values.length <= rows;
  if (!areFew || !isNumbered(column)) return false;
  return values.every((value) => isMissing(value) || /^\d+(?:\.0*)?$/.test(value));
}

function areNumbers(values: readonly string[]): boolean {
  return values.every((value) => isMissing(value) || isNumber(value));
}

/** Whether a column has another value in each row, and the rows have several times: it names rows instead of series. */
function namesRows({ values }: CodedColumn, rows: Rows): boolean {
  if (values.length < rows.length || rows.length < rowKeysMin) return false;
  const times = rows.times();
  return times.some((time) => time !== times[0]);
}
