/** Refuses columns with one name. */
import { quoted, refuse } from '../faults/index.ts';

interface NamedColumn {
  index: number;
  name: string;
  key: string;
}

/** Names of columns of times that two tables side by side share. */
const timeName =
  /^(?:date|time|datum|fecha|timestamp|zeit|day|month|week|year|ds)|(?:date|time|datum|timestamp)$/;

/** @throws AppError column_duplicate */
export function refuseDuplicates(columns: readonly NamedColumn[], line: number): void {
  const byName = new Map<string, NamedColumn>();
  for (const column of columns) {
    const name = column.name.toLowerCase();
    const other = byName.get(name);
    if (other !== undefined && name !== '') {
      const areApart = timeName.test(column.key) && column.index - other.index > 1;
      refuse('column_duplicate', {
        line,
        message: `columns ${other.index + 1} and ${column.index + 1} are both named ${quoted(column.name)}${areApart ? ': two tables may stand side by side' : ''}`,
        accepted: areApart
          ? 'one table below the other, with a column of ids that tells them apart; or a different name for each column'
          : 'a different name for each column; upper and lower case are the same',
      });
    }
    byName.set(name, column);
  }
}
