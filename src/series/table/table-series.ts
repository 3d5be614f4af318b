/** Finds the series of a table, the roles of its columns and its times when its rows are read. */

import type { OtherThing } from '../../contracts/schemas/index.ts';
import { listItem, type TimeKind } from '../../contracts/values/index.ts';
import { aggregatesRepeats, refuseSkipped, warnOfSkipped } from '../dataset/index.ts';
import { alternatives, quoted, refuse, type Warnings } from '../faults/index.ts';
import type { SkippedRow } from '../frame/index.ts';
import {
  describeTimes,
  namesClock,
  refuseFiscalOrder,
  timeColumnsIn,
  warnOfOtherTimes,
} from '../time-columns/index.ts';
import { type Roles, rolesOfColumns } from './column-roles.ts';
import { positionOf, type RowGroup, rowGroups, withoutRows } from './groups.ts';
import type { CodedColumn } from './id-columns.ts';
import { warnOfNamedZone } from './named-zones.ts';
import { applyRoles } from './plan.ts';
import { explainRepeats } from './repeated-times.ts';
import type { RowReader } from './row-reader.ts';
import { requireFewSeries } from './sizes.ts';
import type { TableHead } from './table-head.ts';
import type { TableInput } from './table-input.ts';
import { describeRows, warnOfDebits } from './table-warnings.ts';

export interface TableSeries {
  /** The columns that name the series. */
  ids: readonly CodedColumn[];
  groups: RowGroup[];
  roles: Roles;
  timeKind: TimeKind;
  /** Notation of the times. */
  format: string;
  /** The only day of rows without a time of day, which is read as its midnight; null for other rows. */
  bareDay: OtherThing | null;
}

/** The series of all rows that a reader has so far.
 *  @param ids the columns that name the series
 *  @param titles rows before the header
 *  @throws AppError time_duplicate with the columns that tell the series apart, if there are such columns; those of
 *  cells, columns, sizes and times that only all rows show */
export function seriesOfTable(
  reader: RowReader,
  ids: CodedColumn[],
  head: TableHead,
  titles: readonly SkippedRow[],
  input: TableInput,
  warnings: Warnings,
): TableSeries {
  const { plan, rows, options, mayBeIds, texts, withoutTime } = reader;
  const groups = rowGroups(ids, rows, options.name ?? 'series');
  reader.held.settle(plan, mayBeIds, ids, groups);
  const roles = applyRolesOf(reader, ids, groups, input, warnings);
  if (roles.layout === 'wide') requireFewSeries(roles.values.length, rows.length);
  head.periods?.warn(input.stated, warnings);
  describeTimes(plan, reader.timeCells.continued, options, warnings);
  warnOfOtherTimes(plan, plan.otherTimes, warnings);
  const { expected = null } = input.context;
  const known = { plan, ids, mayBeIds, roles, expected, rowCount: rows.length };
  describeRows({ ...known, repeatedHeaders: head.repeatedAt, withoutTime }, options, warnings);
  if (input.context.continues === undefined) warnOfDebits(plan, rows, ids, roles.values, warnings);
  const { timeKind, format } = settleTimes(reader, groups, warnings);
  const bareDay = input.typedText === null ? bareDayOf(reader, groups, head, input) : null;
  if (timeKind === 'instant' && input.timeZone === null && !areInUtc(reader, format))
    warnOfNamedZone(timeColumnsIn(plan), [...mayBeIds, ...texts], titles, warnings);
  leaveOutSkipped(reader, groups, input.timeZone, warnings);
  const used = [...ids.map(({ column }) => column), ...(roles.layout === 'wide' ? [] : [roles.values[0]])];
  const numbers = plan.values
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => !used.includes(column));
  const { timeZone } = input;
  const times = { groups, rows, plan, timeKind, format, timeZone };
  const columns = { ids, texts: [...mayBeIds, ...texts], notCompared: plan.notCompared, numbers };
  explainRepeats({ ...times, ...columns, areAggregated: aggregatesRepeats(options) }, warnings);
  return { ids, groups, roles, timeKind, format, bareDay };
}

/** Whether the times are instants whatever the zone. */
export function areInUtc({ times }: RowReader, format: string): boolean {
  return times.hasOffsets === true || format.startsWith('unix');
}

/** Chooses the roles of the columns, and notes in the plan what they say about these. */
function applyRolesOf(
  { plan, rows, mayBeIds, options }: RowReader,
  ids: readonly CodedColumn[],
  groups: readonly RowGroup[],
  { context, stated }: TableInput,
  warnings: Warnings,
): Roles {
  const { continues = null, expected = null } = context;
  const columns = { rows, ids, mayBeIds, options };
  const known = { continues, expected, stated };
  const { roles, ...changes } = rolesOfColumns(columns, plan, groups, known, warnings);
  applyRoles(plan, changes);
  return roles;
}

function settleTimes(
  { plan, rows, times }: RowReader,
  groups: readonly RowGroup[],
  warnings: Warnings,
): Pick<TableSeries, 'timeKind' | 'format'> {
  const timed = groups.map(({ times, rows: at }) => ({
    times,
    lineOf: (row: number) => rows.lineOf(at[row]),
  }));
  refuseFiscalOrder(plan.parts, timed);
  const { kind: timeKind, format } = times.settle(
    groups.map(({ times }) => times),
    warnings,
    (group, row) => rows.hasValue(positionOf(groups[group], row)),
  );
  return { timeKind, format };
}

/** A day without a time of day that continues a dataset with a shorter step; null if there is none. Programs that drop
 *  the clock of a midnight write one such day. Each of several days would replace the observation at its midnight.
 *  @throws AppError cell_invalid for several days, and with the column of times of day if one is named so */
function bareDayOf(
  { plan, rows, times }: RowReader,
  groups: readonly RowGroup[],
  head: TableHead,
  { context }: TableInput,
): OtherThing | null {
  const day = times.bareDay;
  if (day === null) return null;
  const column = timeColumnsIn(plan)[0];
  const clock =
    plan.parts.length > 0 ? undefined : head.columns.find((one) => one !== column && namesClock(one));
  const both = clock === undefined ? null : [`${column.name}:date`, clock.name].map(listItem).join(',');
  const { step } = context.continues!;
  const fault = {
    line: rows.lineOf(0),
    message: `${quoted(day)} is a day, but the dataset has the step ${step}, and no row has a time of day`,
    accepted: `${both === null ? '' : `time_columns=${both} if the times of day stand in ${quoted(clock!.name)}, or `}times such as 2024-01-31 00:00`,
    alternatives: alternatives('time_columns', ...(both === null ? [] : [both])),
  };
  const [first] = groups[0].times;
  const isOneDay = groups.every(({ times }) => times.every((time) => time === first));
  if (both !== null || !isOneDay) refuse('cell_invalid', fault);
  const warning = `${quoted(day)} has no time of day, and the dataset has the step ${step}. The day was read as its midnight. Send times such as 2024-01-31 00:00 to keep this reading without a warning.`;
  return { fault, warning, isEverywhere: true };
}

/** Leaves out rows without a value at times that clocks skip, as of a day with 24 columns of hours: the times that they
 *  are read as have rows of their own. Warns about skipped times with a value.
 *  @throws AppError time_skipped if such a time then has two rows */
function leaveOutSkipped(
  { times, rows }: RowReader,
  groups: RowGroup[],
  timeZone: string | null,
  warnings: Warnings,
): void {
  const { skipped } = times;
  const line = skipped === null ? 0 : rows.lineOf(positionOf(groups[skipped.column], skipped.row));
  const byGroup = Map.groupBy(times.emptySkipped, ({ column }) => column);
  for (const [at, found] of byGroup)
    groups[at] = withoutRows(groups[at], new Set(found.map(({ row }) => row)));
  if (skipped === null) return;
  const { times: kept } = groups[skipped.column];
  if (kept.indexOf(skipped.instant) !== kept.lastIndexOf(skipped.instant))
    refuseSkipped({ ...skipped, line }, timeZone!);
  warnOfSkipped({ ...skipped, line }, timeZone!, warnings);
}
