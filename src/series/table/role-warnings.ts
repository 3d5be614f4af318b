/** Warnings about the roles of columns that the table does not prove. */

import type { ExpectedColumns } from '../../contracts/ports/index.ts';
import { type Column, columnsWithout, labelOf, naming, targetKeys } from '../columns/index.ts';
import { alternatives, listed, quoted, type Warnings } from '../faults/index.ts';
import { type ColumnKind, columnsOfKind } from './column-kinds.ts';
import type { TablePlan } from './plan.ts';

/** Median of the absolute values of a column; NaN if it has none. */
type SizeOf = (column: Column) => number;

/** Tells which columns of numbers are not read. */
export function warnOfKinds(
  kinds: ReadonlyMap<Column, ColumnKind>,
  { ignored }: Pick<TablePlan, 'ignored'>,
  { hasIds, expected }: { hasIds: boolean; expected: ExpectedColumns | null },
  warnings: Warnings,
): void {
  // A model names its covariates, and reads no others.
  if (expected === null || expected.isAppended)
    warnOfUnread(
      columnsWithout(columnsOfKind(kinds, 'attribute'), [...ignored]),
      'are named as ids and have one number in each series',
      warnings,
    );
  warnOfUnread(columnsOfKind(kinds, 'epoch'), 'have times of their own', warnings);
  if (!hasIds) warnOfUnread(columnsOfKind(kinds, 'code'), 'are named as ids and have one number', warnings);
  warnOfUnread(
    columnsOfKind(kinds, 'label'),
    'are named as things, places or records and have one number',
    warnings,
  );
}

function warnOfUnread(columns: readonly Column[], what: string, warnings: Warnings): void {
  if (columns.length === 0) return;
  const names = listed(columns.map(labelOf));
  warnings.add(
    'columns_ignored',
    `Columns that ${what} were ignored: ${names}. Name them in covariates to read them.`,
  );
}

/** Columns of one kind rarely differ in size by more. */
const sizeRatioMax = 100;

/** A sentence on the sizes of columns that are read as series; empty if there are not two sizes. */
function sizesOf(columns: Column[], sizeOf: SizeOf): string {
  const sized = columns.map((column) => ({ column, size: sizeOf(column) })).filter(({ size }) => size > 0);
  if (sized.length < 2) return '';
  const [small, large] = [
    sized.reduce((a, b) => (b.size < a.size ? b : a)),
    sized.reduce((a, b) => (b.size > a.size ? b : a)),
  ];
  const range = `from ${written(small.size)} (${quoted(labelOf(small.column))}) to ${written(large.size)} (${quoted(labelOf(large.column))})`;
  return large.size <= sizeRatioMax * small.size
    ? ` Their usual values are of similar size, ${range}, as those of series of one kind are.`
    : ` Their usual values differ much, ${range}, so they may be different quantities.`;
}

function written(size: number): string {
  return String(Number(size.toPrecision(3)));
}

/** @param measure a column that names no series */
export function warnOfWide(columns: Column[], measure: Column, sizeOf: SizeOf, warnings: Warnings): void {
  warnings.add(
    'layout_assumed',
    `Each of the columns ${listed(columns.map(labelOf))} was read as a series, because none has a name that means the target.${sizesOf(columns, sizeOf)} If one is the target and the others are its covariates, set target=${labelOf(measure)}. Set layout=wide to keep this reading without a warning.`,
    { alternatives: [...naming('target', measure), ...alternatives('layout', 'wide')] },
  );
}

/** Other columns may have the name of a target too, as in an export that another program has written again. */
export function warnOfOtherTargets(target: Column, columns: Column[], warnings: Warnings): void {
  const others = columns.filter((column) => column !== target && targetKeys.includes(column.key));
  if (others.length === 0) return;
  const named = listed(others.map(labelOf));
  warnings.add(
    'layout_assumed',
    `The column ${quoted(labelOf(target))} was read as the target, and not ${named}, which may be meant too. Set target=${labelOf(others[0])} to forecast another column, or target=${labelOf(target)} to keep this reading without a warning.`,
    { alternatives: [...naming('target', others[0]), ...naming('target', target)] },
  );
}

export function warnOfTarget(target: Column, columns: Column[], warnings: Warnings): void {
  const others = columns.filter((column) => column !== target).map(labelOf);
  warnings.add(
    'layout_assumed',
    `The column ${quoted(labelOf(target))} was read as the target, and ${listed(others)} as its covariates. If each column is a series, set layout=wide. Set target=${labelOf(target)} to keep this reading without a warning.`,
    { alternatives: [...alternatives('layout', 'wide'), ...naming('target', target)] },
  );
}
