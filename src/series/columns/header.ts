/** Reads the header of a table, and finds columns by name. */
import { limits, listedNames, listItem, nearest, unstorableReason } from '../../contracts/values/index.ts';
import type { Alternative } from '../../errors.ts';
import { alternatives, listed, quoted, refuse } from '../faults/index.ts';
import { timeFormOf } from '../times/index.ts';
import { refuseDuplicates } from './duplicate-names.ts';
import { isMissing, readNumber } from './numbers.ts';

export interface Column {
  /** Position in the row, from 0. */
  index: number;
  name: string;
  /** Letters and digits of the name in lower case: `Adj Close`, `adj_close` and `<ADJCLOSE>` have the same key. */
  key: string;
}

export const acceptedHeader =
  'a header of column names in the first line, such as date,value, with a column of times and a column of numbers';

/** @throws AppError csv_invalid if a name is too long or cannot be stored or the names are too
 *  many, column_duplicate */
export function readHeader(cells: string[], line: number): Column[] {
  const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  if (width > limits.columnsMax)
    refuse('csv_invalid', {
      line,
      message: `the header has ${width} columns`,
      accepted: `at most ${limits.columnsMax} columns; a table with more series has them in its rows, with their ids in a column`,
    });
  const columns = cells
    .slice(0, width)
    .map((cell, index) => ({ index, name: cell.trim(), key: keyOf(cell) }));
  for (const column of columns) {
    if (column.name.length > limits.seriesIdLengthMax) {
      refuse('csv_invalid', {
        line,
        message: `the name of column ${column.index + 1} has ${column.name.length} characters: ${quoted(column.name)}`,
        accepted: `names of at most ${limits.seriesIdLengthMax} characters`,
      });
    }
    const reason = unstorableReason(column.name);
    if (reason !== null) {
      refuse('csv_invalid', {
        line,
        message: `the name of column ${column.index + 1} contains ${reason}, which cannot be stored: ${quoted(column.name)}`,
        accepted: 'a name without it',
      });
    }
  }
  refuseDuplicates(columns, line);
  return columns;
}

/** Whether the first line looks like a row of data instead of a header: no cell is a name. pandas writes `,0,1` for
 *  columns that have no names. */
export function looksLikeData(columns: readonly Pick<Column, 'name'>[]): boolean {
  const isCounted = columns.slice(1).every(({ name }, i) => name === String(i));
  if (columns.length > 1 && columns[0].name === '' && isCounted) return false;
  return columns.every(
    ({ name }) =>
      isMissing(name) || readNumber(name, 'point') !== null || timeFormOf([name], 'time') !== null,
  );
}

/** The column that the caller or the dataset names. @throws AppError column_unknown; time_column_missing if
 *  the table has no header */
export function columnNamed(columns: Column[], name: string, parameter: string): Column {
  const found = columnWithName(columns, name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name).filter((known) => known !== '');
  if (looksLikeData(columns))
    refuse('time_column_missing', {
      line: 1,
      message: `the first line looks like data, not like column names: ${listed(names)}`,
      accepted: `a header of column names in the first line, with ${quoted(name)} as one of them`,
    });
  const similar = nearest(name, names);
  return refuse('column_unknown', {
    path: `?${parameter}`,
    message: `there is no column ${quoted(name)}`,
    accepted: `one of ${listed(names)}${similar === null ? '' : `; the nearest is ${quoted(similar)}`}`,
  });
}

/** The column with a name, whatever its case; else the one with the same letters and digits. */
export function columnWithName(columns: readonly Column[], name: string): Column | undefined {
  return columnFinder(columns)(name);
}

/** Returns `columnWithName` for many names: it looks at each column once. */
export function columnFinder(columns: readonly Column[]): (name: string) => Column | undefined {
  const byName = new Map<string, Column>();
  const byKey = new Map<string, Column>();
  for (const column of columns.toReversed()) {
    byName.set(column.name.toLowerCase(), column);
    if (column.key !== '') byKey.set(column.key, column);
  }
  return (name) => byName.get(name.trim().toLowerCase()) ?? byKey.get(keyOf(name));
}

/** The columns of a list of names. Commas separate the names; a name with a comma stands in quotes.
 *  @throws AppError column_unknown */
export function columnsNamed(columns: Column[], names: string, parameter: string): Column[] {
  const find = columnFinder(columns);
  const found = listedNames(names).map((name) => find(name) ?? columnNamed(columns, name, parameter));
  return [...new Set(found)];
}

/** The column with the first key that any column has. */
export function columnByKey(columns: Column[], keys: string[]): Column | undefined {
  for (const key of keys) {
    const column = columns.find((candidate) => candidate.key === key);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** Name of the column in messages. */
export function labelOf({ name, index }: Column): string {
  return name === '' ? `column ${index + 1}` : name;
}

/** An option that names columns, as an alternative of a message: none if a column has no name.
 *  @param option takes one name, or a list of names if its name is `exclude` or a plural */
export function naming(
  option: 'target' | 'exclude' | 'time_column' | 'time_columns' | 'id_column' | 'id_columns',
  ...columns: readonly Column[]
): Alternative[] {
  if (columns.some(({ name }) => name === '')) return [];
  const isList = option === 'exclude' || option.endsWith('s');
  return alternatives(option, columns.map(({ name }) => (isList ? listItem(name) : name)).join(','));
}

/** How a message says that a column may be left out: empty for a column without a name. */
export function leftOut({ name }: Column): string {
  return name === '' ? '' : `; exclude=${listItem(name)} leaves the column out`;
}

/** Letters and digits of a name in lower case. */
export function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
