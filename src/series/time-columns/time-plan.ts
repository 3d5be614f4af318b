/** Finds the columns of times from the header and the first rows. */

import type { TableOptions } from '../../contracts/schemas/index.ts';
import { type Column, isMissing, labelOf, namesTime } from '../columns/index.ts';
import { listed, refuse } from '../faults/index.ts';
import {
  areClockRanges,
  isDate,
  isTimeOfDate,
  startOfInterval,
  statedForm,
  type TimeForm,
  timeFormOf,
} from '../times/index.ts';
import { type ClockRules, clockColumn, finerParts } from './clock-column.ts';
import {
  type FoundTimeColumn,
  findTimeColumn,
  hasWrittenDates,
  refuseHeader,
  uncertain,
} from './find-time-column.ts';
import { type OtherTimes, otherTimesIn } from './other-times.ts';
import { joinedTime, type TimePart } from './part-columns.ts';
import { refuseSideBySide } from './side-by-side.ts';
import { type Sample, statedParts } from './split-times.ts';
import type { TimeColumns } from './time-cells.ts';
import { unnamedPart } from './unnamed-parts.ts';

export interface TimePlan extends TimeColumns {
  timeForm: TimeForm;
  /** Further columns of whole times that may be meant; none if the caller names the columns of times. */
  otherTimes: readonly OtherTimes[];
}

type ChosenTimes = Omit<TimePlan, 'otherTimes'>;

type CellsOf = (column: Column) => string[];

/** @throws AppError time_column_missing, column_unknown, request_invalid, reading_ambiguous */
export function timePlan(
  columns: Column[],
  sample: Sample,
  options: TableOptions,
  clocks: ClockRules,
): TimePlan {
  const { time_column, time_columns } = options;
  if (time_columns === undefined) {
    const chosen = foundPlan(columns, sample, options, clocks);
    const isStated = time_column !== undefined;
    if (!isStated && chosen.parts.length === 0) refuseSideBySide(columns, chosen.time, sample);
    return { ...chosen, otherTimes: isStated ? [] : otherTimesIn(columns, chosen.time, sample, clocks) };
  }
  if (time_column !== undefined)
    refuse('request_invalid', {
      path: '?time_columns',
      message: '`time_column` and `time_columns` are there together',
      accepted: 'one of them',
    });
  const parts = statedParts(columns, time_columns, sample.cellsOf);
  if (parts[0].part !== 'date') return { ...splitPlan(parts, options), otherTimes: [] };
  const { column } = parts[0];
  const form = timeFormOf(sample.cellsOf(column), column.key) ?? uncertain;
  return { ...datedPlan({ time: column, form }, parts, sample, options), otherTimes: [] };
}

function foundPlan(
  columns: Column[],
  sample: Sample,
  options: TableOptions,
  clocks: ClockRules,
): ChosenTimes {
  const { cellsOf } = sample;
  const periodsOf = periodsIn(cellsOf, clocks, options);
  const startsOf = (column: Column) => periodsOf(column)?.starts ?? cellsOf(column);
  const found = findTimeColumn(columns, sample, options, startsOf, clocks);
  if (Array.isArray(found)) return splitPlan(found, options);
  const { time } = found;
  if (options.time_column === undefined && isDate(time.name))
    refuseHeader(columns, 'the first line looks like data, not like column names: ');
  const startOf = periodsOf(time)?.startOf ?? null;
  // A column that the caller names has the whole time.
  const isSought = startOf === null && options.time_column === undefined;
  const clock = isSought ? clockColumn(columns, time, cellsOf(time), cellsOf, clocks) : null;
  if (clock !== null) {
    const finer = finerParts(columns, clock, cellsOf, clocks);
    return datedPlan(found, [{ part: 'date', column: time }, clock, ...finer], sample, options);
  }
  const { time_format } = options;
  const part = isSought && time_format === undefined ? unnamedPart(columns, time, sample, clocks) : null;
  if (part?.part === 'time') return datedPlan(found, [{ part: 'date', column: time }, part], sample, options);
  if (part !== null) return splitPlan([{ part: 'year', column: time }, part], options);
  const whole = isSought && time_format === undefined ? columnWithClock(columns, time, sample, clocks) : null;
  if (whole !== null) return whole;
  const timeForm = time_format === undefined ? found.form : statedForm(time_format, startsOf(time));
  return { time, parts: [], startOf, timeForm };
}

/** The column with the whole times of rows whose dates stand in another one too, such as `timestamp` beside `date`;
 *  null if there is none, or if no date repeats within a series. */
function columnWithClock(
  columns: Column[],
  date: Column,
  { rows, cellsOf }: Sample,
  { repeatInSeries, mayBeClock }: ClockRules,
): ChosenTimes | null {
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
  return { time, parts: [], startOf: null, timeForm: timeFormOf(cellsOf(time), time.key) ?? uncertain };
}

/** A date in one column, and its time of day in another. */
function datedPlan(
  { time, form }: FoundTimeColumn,
  parts: TimePart[],
  { rows }: Sample,
  { time_format }: TableOptions,
): ChosenTimes {
  const cells = rows.flatMap((row) => {
    const joined = joinedTime(parts, row);
    return 'text' in joined && !isMissing(joined.text) ? [joined.text] : [];
  });
  const timeForm =
    time_format === undefined ? (timeFormOf(cells, time.key) ?? form) : statedForm(time_format, cells);
  return { time, parts, startOf: null, timeForm };
}

/** @throws AppError request_invalid if the caller states the notation of times that are put together */
function splitPlan(parts: TimePart[], { time_format = 'iso' }: TableOptions): ChosenTimes {
  if (time_format !== 'iso')
    refuse('request_invalid', {
      path: '?time_format',
      message: `the time has the columns ${listed(parts.map(({ column }) => labelOf(column)))}, and \`time_format\` is the notation of one column`,
      accepted: 'no `time_format`, or `time_column` with the column that has the whole time',
    });
  return { time: parts[0].column, parts, startOf: null, timeForm: statedForm(time_format, []) };
}

interface Periods extends Pick<TimeColumns, 'startOf'> {
  /** The cells, with the starts of their periods. */
  starts: string[];
}

/** The periods of a column; null if no more than half of its cells are periods. */
function periodsIn(
  cellsOf: CellsOf,
  { continuedOffsets }: ClockRules,
  { time_format }: TableOptions,
): (column: Column) => Periods | null {
  const offsets = time_format?.includes('%z') ? 'all' : continuedOffsets;
  const known = new Map<Column, Periods | null>();
  return (column) => {
    if (!known.has(column)) known.set(column, periodsOf(cellsOf(column), offsets));
    return known.get(column)!;
  };
}

function periodsOf(cells: string[], offsets: ClockRules['continuedOffsets']): Periods | null {
  const areRanges = areClockRanges(cells, offsets);
  const startOf = (cell: string) => startOfInterval(cell, areRanges);
  const starts: string[] = [];
  let others = 0;
  for (const cell of cells) {
    const start = startOf(cell);
    if (start === null) others++;
    if (others >= cells.length / 2) return null;
    starts.push(start ?? cell);
  }
  return cells.length === 0 ? null : { starts, startOf };
}
