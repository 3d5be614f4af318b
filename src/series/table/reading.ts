/** Describes how a table was read. Later tables of its dataset are read in the same way. */

import type { TableOptions, TableReading } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import type { NumberReader } from '../cells/index.ts';
import { type Column, columnsWithout, labelOf, type NumberStyle } from '../columns/index.ts';
import { timeColumnsIn, timeColumnsOf } from '../time-columns/index.ts';
import type { Roles } from './column-roles.ts';
import type { Constants } from './constant-columns.ts';
import type { CodedColumn } from './id-columns.ts';
import type { TablePlan } from './plan.ts';

interface TableRead {
  /** All columns, without those that the caller excludes. */
  columns: readonly Column[];
  plan: TablePlan;
  roles: Roles;
  ids: readonly CodedColumn[];
  /** Notation of the times. */
  format: string;
  options: TableOptions;
  timeZone: string | null;
  missing: string[];
  numbers: NumberReader;
  typedText: NumberStyle | 'open' | null;
  excluded: readonly string[];
  constants: Constants;
  isPeriods: boolean;
  hasOffsets: boolean | null;
}

export function readingOf(table: TableRead): TableReading {
  const { plan, roles, ids, format, options, numbers, excluded, constants, isPeriods, hasOffsets } = table;
  const [target, ...covariates] = roles.layout === 'wide' || isPeriods ? [null] : roles.values.map(labelOf);
  const { knownStyle: style } = numbers;
  const units = numbers.units.of(roles.values);
  const ignored = unreadNames(table);
  const booleans = roles.values.filter((column) => plan.flags.has(column)).map(labelOf);
  return {
    layout: isPeriods ? 'periods' : roles.layout,
    time_column: plan.time.name,
    clock_column: plan.parts[0]?.part === 'date' ? plan.parts[1].column.name : null,
    ...timeColumnsOf(plan.parts),
    time_format: format,
    time_zone: table.timeZone,
    ...(hasOffsets === null ? {} : { offsets: hasOffsets }),
    id_columns: ids.map(({ column }) => column.name),
    target,
    covariates: covariates.filter((name) => name !== null),
    decimal: style === null ? null : style === 'comma' || table.typedText === 'comma' ? ',' : '.',
    missing: table.missing,
    ...(Object.keys(units).length > 0 ? { units } : {}),
    ...(booleans.length > 0 ? { booleans } : {}),
    ...(excluded.length > 0 ? { exclude: [...excluded] } : {}),
    ...(ignored.length > 0 ? { ignored } : {}),
    ...(constants.length > 0 ? { constants } : {}),
    // Rows for a resampled dataset have its longer steps, to which no jitter moves them.
    ...(options.snap && options.resample === undefined ? { snap: true } : {}),
  };
}

/** Names of the columns that were not read. Those with numbers come first, because later tables read them most easily.
 *  A column without any value is none of them: it may get values. */
function unreadNames({ columns, plan, roles, ids }: TableRead): string[] {
  const used = [...timeColumnsIn(plan), ...ids.map(({ column }) => column), ...roles.values, ...plan.statics];
  const empty = [...plan.undecided].filter((column) => !plan.ignored.has(column));
  const unread = columnsWithout(columns, used, empty).filter(({ name }) => name !== '');
  const values = new Set(plan.values);
  const numbers = unread.filter((column) => values.has(column));
  return [...numbers, ...columnsWithout(unread, numbers)].slice(0, limits.ignoredColumnsMax).map(labelOf);
}
