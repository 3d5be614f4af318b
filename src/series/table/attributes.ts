/** Static attributes of series, from the columns `static.NAME` of a table. */

import type { SeriesData } from '../../contracts/schemas/index.ts';
import { unstorableReason } from '../../contracts/values/index.ts';
import type { Rows } from '../cells/index.ts';
import { type Column, labelOf } from '../columns/index.ts';
import { Faults, quoted } from '../faults/index.ts';
import type { RowGroup } from './groups.ts';
import type { CodedColumn } from './id-columns.ts';

/** Name of the attribute in a column `static.NAME`; null for other columns. */
export function attributeOf(column: Column): string | null {
  return /^static\.(.+)$/s.exec(labelOf(column))?.[1] ?? null;
}

/** The attributes of each group. They do not change in time: a second value is refused.
 *  @param texts names of columns whose values stay texts
 *  @throws AppError cell_invalid */
export function attributesOf(
  groups: readonly RowGroup[],
  statics: readonly CodedColumn[],
  rows: Rows,
  texts: ReadonlySet<string>,
): SeriesData['static'][] {
  const faults = new Faults('cell_invalid');
  const attributes = groups.map(({ rows: positions }) => {
    const known: [string, string | number | boolean][] = [];
    for (const column of statics) {
      const codes = column.codes();
      let before: string | null = null;
      for (const row of positions) {
        const value = column.values[codes[row]];
        if (value === '' || value === before) continue;
        if (before === null) {
          before = value;
          const reason = unstorableReason(value);
          if (reason === null) continue;
          faults.add({
            line: rows.lineOf(row),
            message: `${quoted(value)} contains ${reason}, which cannot be stored (column ${quoted(labelOf(column.column))})`,
            accepted: 'a text without it',
          });
        } else {
          faults.add({
            line: rows.lineOf(row),
            message: `${quoted(value)} differs from the earlier value ${quoted(before)} (column ${quoted(labelOf(column.column))})`,
            accepted: 'the same value in all rows of a series',
          });
        }
      }
      if (before === null) continue;
      const value = texts.has(column.column.name) ? before : attributeValue(before);
      known.push([attributeOf(column.column)!, value]);
    }
    return Object.fromEntries(known);
  });
  faults.throwIfAny();
  return attributes;
}

/** Reads `true`, `false` and plain numbers as JSON does; any other text stays a text. */
export function attributeValue(cell: string): string | number | boolean {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  const number = Number(cell);
  return Number.isFinite(number) && String(number) === cell ? number : cell;
}
