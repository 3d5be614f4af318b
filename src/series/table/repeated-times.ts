/** Explains times that a series has twice: the table may have a column of series ids that was not recognised. */

import { formatTime, limits, listItem, type TimeKind } from '../../contracts/values/index.ts';
import type { Rows } from '../cells/index.ts';
import { type Column, labelOf, namesCoordinate, naming, timeKeys } from '../columns/index.ts';
import { alternatives, type FaultTexts, listed, quoted, refuse, type Warnings } from '../faults/index.ts';
import { listedParts, possiblePart, type TimePlan } from '../time-columns/index.ts';
import { distinctCount, isDate, repeatsOf } from '../times/index.ts';
import type { RowGroup } from './groups.ts';
import { CodedColumn, columnsThatSeparate, measuresCount, valuesPerRowMax } from './id-columns.ts';

/** A column of numbers with more values is not proposed. */
const proposedNumbersMax = limits.seriesPerDatasetMax;
/** Columns of numbers that are tried. */
const triedColumnsMax = 8;
/** Up to this share of rows with the time of another row, numbers tell them apart by chance where rows are aggregated,
 *  and columns that are not compared are no reason. */
const chanceShareMax = 0.25;

/** Names of columns that are rather a part of the time than the name of a series. */
const mayBeClock =
  /hour|stunde|heure|^he$|^hr$|time|zeit|period|interval|minute|slot|half|quarter|month|week|day/;

interface Repeat {
  id: string;
  time: number;
  firstLine: number;
  line: number;
}

interface Repeats {
  first: Repeat;
  /** Number of rows that have the time of another row. */
  count: number;
}

/** The rows of a table, and its columns that may tell them apart. */
export interface RepeatContext {
  groups: readonly RowGroup[];
  rows: Rows;
  /** The columns of times. */
  plan: TimePlan;
  timeKind: TimeKind;
  /** Notation of the times. */
  format: string;
  timeZone: string | null;
  /** Columns whose values name the series. */
  ids: readonly CodedColumn[];
  /** Other columns of text. */
  texts: readonly CodedColumn[];
  /** Other columns of text whose values are not compared. */
  notCompared: readonly Column[];
  /** Other columns of numbers, with their position in `rows`. */
  numbers: readonly { column: Column; at: number }[];
  /** Whether rows of one time are aggregated if no column tells them apart. */
  areAggregated: boolean;
}

/** @throws AppError time_duplicate with the columns that tell the series apart, and with another column of times, if
 *  there are such columns; with the columns that are not compared if many times repeat */
export function explainRepeats(context: RepeatContext, warnings: Warnings): void {
  const { rows, ids, plan, timeKind, timeZone, areAggregated } = context;
  const found = repeatsIn(context);
  if (found === null) return;
  const apart = separationIn(context);
  const other = apart?.isNamed && timeKeys.includes(plan.time.key) ? undefined : plan.otherTimes.at(0);
  const areFew = found.count <= chanceShareMax * rows.length;
  if (apart === null && other === undefined) {
    if (!areFew) tellNotCompared(context, found, warnings);
    return;
  }
  if (areAggregated && other === undefined && areFew) return;
  const ways = apart === null ? null : waysApart(apart.columns, context);
  const mayChangeClocks = timeKind === 'instant' && timeZone === null;
  refuse('time_duplicate', {
    ...placeOf(found, ids),
    message: `${describedIn(context, found)}: ${explanationOf(apart, other)}`,
    ...(other === undefined
      ? ways!
      : withTimes(other.column, { apart: ways, areNamed: apart?.isNamed === true, mayChangeClocks })),
  });
}

/** Columns with which no time repeats. */
interface Separation {
  /** With those that name the series already. */
  columns: readonly CodedColumn[];
  /** Whether all of them are columns of text. Numbers may tell rows apart by chance. */
  isNamed: boolean;
}

/** The fewest columns with which no time repeats; null if there are none. */
function separationIn({ rows, ids, texts, numbers }: RepeatContext): Separation | null {
  const times = rows.times();
  const rowsPerTime = rows.length / distinctCount(times);
  const named = texts.filter(
    ({ column, values }) => !measuresCount(column, values, rowsPerTime) && !values.every(isDate),
  );
  const counted = numbers
    .flatMap(({ column, at }) => codedNumbers(column, rows.column(at)) ?? [])
    // A number that measures something has many more values than there are rows of a time.
    .filter(({ values }) => values.length <= valuesPerRowMax * rowsPerTime)
    .slice(0, triedColumnsMax);
  const candidates = [...named, ...counted].filter(
    (column) => !ids.includes(column) && mayTellApart(column, rows.length),
  );
  const { columns, repeats } = columnsThatSeparate(ids, candidates, times);
  if (repeats > 0 || columns.length === ids.length) return null;
  return { columns, isNamed: columns.every((column) => ids.includes(column) || named.includes(column)) };
}

function mayTellApart({ values, isOverfull }: CodedColumn, rows: number): boolean {
  return !isOverfull && values.length > 1 && values.length <= rows / 2;
}

/** @param other another column of times */
function explanationOf(apart: Separation | null, other: TimePlan['otherTimes'][number] | undefined): string {
  const reasons: string[] = [];
  if (apart !== null) {
    const names = apart.columns.map(({ column }) => labelOf(column));
    reasons.push(
      `a column of series ids may be missing. Without repeated times the series are told apart by ${listed(names)}`,
    );
  }
  if (other !== undefined)
    reasons.push(
      `the times of ${quoted(labelOf(other.column))} do not repeat in the first rows, and may be meant`,
    );
  return reasons.join('. Or ');
}

/** Refuses repeated times, or warns of rows that are aggregated, if columns that may tell them apart are not compared.
 *  @throws AppError time_duplicate */
function tellNotCompared(context: RepeatContext, found: Repeats, warnings: Warnings): void {
  const { ids, notCompared, areAggregated } = context;
  if (notCompared.length === 0) return;
  const names = listed(notCompared.map(labelOf));
  const message = `${describedIn(context, found)}. The table has many columns of text, and these were not compared: ${names}`;
  const accepted = 'id_column or id_columns with the columns that tell the series apart';
  if (areAggregated) {
    warnings.add(
      'values_suspected',
      `Rows of one time were aggregated: ${message}. Set ${accepted}, if there are such columns.`,
      {
        line: found.first.line,
      },
    );
    return;
  }
  refuse('time_duplicate', {
    ...placeOf(found, ids),
    message,
    accepted: `${accepted}, or one row for each time of a series`,
  });
}

function placeOf({ first: { line, id } }: Repeats, ids: readonly CodedColumn[]) {
  return { line, ...(ids.length > 0 ? { series_id: id } : {}) };
}

function describedIn({ timeKind, timeZone }: RepeatContext, { first, count }: Repeats): string {
  const time = formatTime(first.time, timeKind, timeZone);
  return `the time ${time} is on lines ${first.firstLine} and ${first.line}, and ${count} row${count === 1 ? ' has' : 's have'} the time of another row`;
}

type Way = Pick<Required<FaultTexts>, 'accepted' | 'alternatives'>;

/** @param apart the ways to tell series apart; null if there is none
 *  @param areNamed whether the columns that tell series apart have names of things, and so go first
 *  @param mayChangeClocks whether the times may be those of a zone that the caller has not given */
function withTimes(
  other: Column,
  { apart, areNamed, mayChangeClocks }: { apart: Way | null; areNamed: boolean; mayChangeClocks: boolean },
): Way {
  const zone = mayChangeClocks ? ['time_zone with the zone of the times if clocks repeat an hour'] : [];
  const asTimes: Way = {
    accepted: [`time_column=${labelOf(other)}`, ...zone].join('; '),
    alternatives: naming('time_column', other),
  };
  if (apart === null)
    return { ...asTimes, accepted: `${asTimes.accepted}; or one row for each time of a series` };
  const [first, second] = areNamed ? [apart, asTimes] : [asTimes, apart];
  return {
    accepted: `${first.accepted}; ${second.accepted}`,
    alternatives: [...first.alternatives, ...second.alternatives],
  };
}

/** The ways to read columns that tell rows of one time apart. */
function waysApart(columns: readonly CodedColumn[], { ids, plan, timeKind, format }: RepeatContext): Way {
  const isWhole = timeKind === 'date' && plan.parts.length === 0;
  return acceptedFor(
    columns.filter((column) => !ids.includes(column)),
    isWhole ? { time: plan.time, areYears: format === 'year' } : null,
    idsOption(columns.map(({ column }) => column)),
  );
}

/** The option that makes ids of the columns. */
function idsOption(columns: readonly Column[]): Way {
  const names = columns.map(labelOf);
  const isOne = names.length === 1;
  return {
    accepted: isOne ? `id_column=${names[0]}` : `id_columns=${names.map(listItem).join(',')}`,
    alternatives: naming(isOne ? 'id_column' : 'id_columns', ...columns),
  };
}

/** @param columns columns that tell the rows of a time apart
 *  @param whole the column of the times, if a further part may stand beside it
 *  @param ids the option that makes ids of the columns */
function acceptedFor(
  columns: readonly CodedColumn[],
  whole: { time: Column; areYears: boolean } | null,
  ids: Way,
): Way {
  if (whole !== null && whole.time.name !== '')
    for (const { column, values } of columns) {
      const part = column.name === '' ? null : possiblePart(values, whole.areYears);
      if (part === null) continue;
      const parts = listedParts([
        { column: whole.time, part: whole.areYears ? 'year' : 'date' },
        { column, part },
      ]);
      return {
        accepted: `time_columns=${parts} to read ${quoted(labelOf(column))} as a part of the time; ${ids.accepted} to read series of their own`,
        alternatives: [...alternatives('time_columns', parts), ...ids.alternatives],
      };
    }
  const clock = columns.find(({ column }) => mayBeClock.test(column.key));
  return {
    accepted:
      clock === undefined
        ? `${ids.accepted}, or one row for each time of a series`
        : `a column with the whole time, or times of day such as 09:30, if ${quoted(labelOf(clock.column))} is a part of the time, such as ${quoted(clock.values[0])}; ${ids.accepted} if it names series`,
    alternatives: ids.alternatives,
  };
}

/** The rows whose time their series has before; null if there are none. */
function repeatsIn({ groups, rows }: RepeatContext): Repeats | null {
  let first: Repeat | null = null;
  let count = 0;
  for (const { id, times, rows: positions } of groups) {
    if (times.every((time, i) => i === 0 || time > times[i - 1])) continue;
    for (const { row, firstRow } of repeatsOf(times)) {
      count++;
      const [firstLine, line] = [rows.lineOf(positions[firstRow]), rows.lineOf(positions[row])];
      first ??= { id, time: times[row], firstLine, line };
    }
  }
  return first === null ? null : { first, count };
}

/** Codes of whole numbers and of coordinates; null if there are other numbers, or too many. */
function codedNumbers(column: Column, values: Float64Array): CodedColumn | null {
  const coded = new CodedColumn(column, proposedNumbersMax);
  for (const value of values) {
    if (!Number.isInteger(value) && !(namesCoordinate(column) && Number.isFinite(value))) return null;
    coded.add(String(value));
    if (coded.isOverfull) return null;
  }
  return coded;
}
