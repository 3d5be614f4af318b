/** Warnings about what was left out of a table, and about what its rows only suggest. */

import type { ExpectedColumns } from '../../contracts/ports/index.ts';
import type { TableOptions } from '../../contracts/schemas/index.ts';
import { listItem } from '../../contracts/values/index.ts';
import type { Rows } from '../cells/index.ts';
import { type Column, columnsWithout, labelOf, naming } from '../columns/index.ts';
import { alternatives, listed, quoted, type Warnings } from '../faults/index.ts';
import type { LineBreaks } from '../text/index.ts';
import type { Roles } from './column-roles.ts';
import { expectedCovariates } from './expected-columns.ts';
import { type CodedColumn, idSeparator, mayNumberSeries } from './id-columns.ts';
import type { TablePlan } from './plan.ts';

export function describeBreaks(breaks: LineBreaks, warnings: Warnings): void {
  if (!breaks.isFinished) {
    const message =
      'The last line does not end in a line break. It was read as it is. If the file was cut off, the rest is missing.';
    warnings.add('last_line_unfinished', message, { line: breaks.lines });
  }
  if (breaks.mixedLine !== null) {
    const message = `From line ${breaks.mixedLine} on, lines have different line breaks. Each line break was read as the end of a row.`;
    warnings.add('line_breaks_mixed', message, { line: breaks.mixedLine });
  }
}

interface ReadTable {
  plan: TablePlan;
  roles: Roles;
  /** Columns that a model or the dataset that continues has; null for an upload. */
  expected: ExpectedColumns | null;
  /** Columns whose values name the series. */
  ids: readonly CodedColumn[];
  /** Columns that could name series. */
  mayBeIds: readonly CodedColumn[];
  /** Number of rows. */
  rowCount: number;
  /** Lines with the header again. */
  repeatedHeaders: readonly number[];
  /** Rows without a time, and the line of the first. */
  withoutTime: { count: number; line: number };
}

export function describeRows(table: ReadTable, options: TableOptions, warnings: Warnings): void {
  const { plan, ids, repeatedHeaders: again, withoutTime } = table;
  if (again.length > 0) {
    const message = `${again.length === 1 ? `Line ${again[0]} repeats the header and was` : `${again.length} lines, the first on line ${again[0]}, repeat the header and were`} not read.`;
    warnings.add('lines_skipped', message, { line: again[0] });
  }
  const { count, line } = withoutTime;
  if (count > 0) {
    const message = `${count} row${count === 1 ? ' has' : 's have'} no time and ${count === 1 ? 'was' : 'were'} ignored. The first is on line ${line}.`;
    warnings.add('rows_without_time', message, { line });
  }
  const used = ids.map(({ column }) => column);
  describeColumns(plan, used, warnings);
  if (used.length > 1 && options.id_column === undefined && options.id_columns === undefined) {
    const names = used.map(labelOf);
    const list = names.map(listItem).join(',');
    warnings.add(
      'layout_assumed',
      `The values of ${listed(names)} together name the series, because times repeat without them. The id of a series joins them with ${idSeparator}. Set id_columns=${list} to keep this reading without a warning.`,
      { alternatives: naming('id_columns', ...used) },
    );
  }
  if (ids.length === 0) describeUnusedIds(table, warnings);
}

/** Warns of a column that may tell debits from credits and is not read, beside numbers without signs.
 *  @param values columns that are series, or the target and its covariates */
export function warnOfDebits(
  plan: TablePlan,
  rows: Rows,
  ids: readonly CodedColumn[],
  values: readonly Column[],
  warnings: Warnings,
): void {
  const used = ids.map(({ column }) => column);
  const [unread] = columnsWithout(plan.debits, used);
  if (unread === undefined) return;
  const isSigned = (column: Column) => rows.column(plan.values.indexOf(column)).some((value) => value < 0);
  if (values.some(isSigned)) return;
  warnings.add(
    'values_suspected',
    `The column ${quoted(labelOf(unread))} may tell debits from credits and was ignored, and no number is negative. If the amounts lack their signs, upload them with signs.`,
  );
}

const remedyOfText =
  'A text becomes a covariate as one column of 0 and 1 for each of its values, and static.NAME is a text of a series.';

function describeColumns(plan: TablePlan, used: TablePlan['ids'], warnings: Warnings): void {
  const unread = columnsWithout(plan.unread, used).map(labelOf);
  if (unread.length > 0)
    warnings.add('columns_ignored', `Columns that the upload ignored were ignored again: ${listed(unread)}.`);
  const text = columnsWithout([...plan.ignored], used, plan.unread).map(labelOf);
  if (text.length > 0)
    warnings.add('columns_ignored', `Columns without numbers were ignored: ${listed(text)}. ${remedyOfText}`);
  const empty = [...plan.undecided].filter((column) => !plan.ignored.has(column)).map(labelOf);
  if (empty.length > 0)
    warnings.add('columns_ignored', `Columns without any value were ignored: ${listed(empty)}.`);
  const numbering = columnsWithout(plan.rowNumbers, used).map(labelOf);
  if (numbering.length > 0)
    warnings.add('columns_ignored', `Columns that number the rows were ignored: ${listed(numbering)}.`);
}

/** Columns of numbers that may name series, although no time repeats: neither the target, nor columns that a model or a
 *  dataset has. None if the table then has no values. */
function numbersOfSeries({ mayBeIds, roles, rowCount, expected }: ReadTable): Column[] {
  if (expected?.isAppended) return [];
  const numbered = mayBeIds.filter((column) => mayNumberSeries(column, rowCount)).map(({ column }) => column);
  const target = roles.layout === 'wide' ? [] : roles.values.slice(0, 1);
  const found = columnsWithout(numbered, target, expectedCovariates(numbered, expected));
  return columnsWithout(roles.values, found).length === 0 ? [] : found;
}

function describeUnusedIds(table: ReadTable, warnings: Warnings): void {
  const { plan, mayBeIds, roles } = table;
  const isText = ({ column, values, isOverfull }: CodedColumn) =>
    values.length > 1 && !isOverfull && plan.ignored.has(column);
  const numbers = numbersOfSeries(table);
  const unused = mayBeIds.filter((column) => isText(column) || numbers.includes(column.column));
  if (unused.length === 0) return;
  const columns = unused.map(({ column }) => column);
  const names = columns.map(labelOf);
  const covariates = roles.layout === 'wide' ? [] : numbers.filter((column) => roles.values.includes(column));
  const [verb, role] = covariates.length === 1 ? ['was', 'a covariate'] : ['were', 'covariates'];
  const kept =
    covariates.length === 0
      ? ''
      : ` ${listed(covariates.map(labelOf))} ${verb} read as ${role}. Set layout=single to keep this reading without a warning.`;
  warnings.add(
    'layout_assumed',
    `No column was read as the ids of series, because no time repeats, although ${listed(names)} may name series. Set id_columns=${names.map(listItem).join(',')} to read a series for each value.${kept}`,
    {
      alternatives: [
        ...naming('id_columns', ...columns),
        ...(kept === '' ? [] : alternatives('layout', 'single')),
      ],
    },
  );
}
