/** The header of a table, and finding columns in it. */
import { closest } from 'fastest-levenshtein';
import { limits } from '../../contracts/schemas/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';
import { isMissing, readNumber } from './numbers.ts';
import { timeFormOf } from './time-column.ts';

export interface Column {
  /** Place in the row, from 0. */
  index: number;
  name: string;
  /** Letters and digits of the name in lower case: `Adj Close`, `adj_close` and `<ADJCLOSE>` are one. */
  key: string;
}

export const acceptedHeader =
  'a header of column names in the first line, such as date,value, with one column of times and one of numbers';

/** @throws AppError csv_invalid when it is no header, column_duplicate */
export function readHeader(cells: string[], line: number): Column[] {
  const columns = cells.map((cell, index) => ({ index, name: cell.trim(), key: keyOf(cell) }));
  while (columns.at(-1)?.name === '') columns.pop();
  const byName = new Map<string, Column>();
  for (const column of columns) {
    if (column.name.length > limits.seriesIdLengthMax) {
      refuse('csv_invalid', {
        line,
        message: `the name of column ${column.index + 1} has ${column.name.length} characters: ${quoted(column.name)}`,
        accepted: `names of at most ${limits.seriesIdLengthMax} characters`,
      });
    }
    const name = column.name.toLowerCase();
    const other = byName.get(name);
    if (other !== undefined && name !== '') {
      refuse('column_duplicate', {
        line,
        message: `columns ${other.index + 1} and ${column.index + 1} are both named ${quoted(column.name)}`,
        accepted: 'a name of its own for each column, in upper or lower case',
      });
    }
    byName.set(name, column);
  }
  return columns;
}

/** Whether a line is a row of a table without a header: no cell is a name. */
export function looksLikeData(columns: Column[]): boolean {
  return columns.every(
    ({ name }) =>
      isMissing(name) || readNumber(name, 'point') !== null || timeFormOf([name], 'time') !== null,
  );
}

/** The column that the caller names in a query parameter. @throws AppError column_unknown */
export function columnNamed(columns: Column[], name: string, parameter: string): Column {
  const wanted = name.trim().toLowerCase();
  const found =
    columns.find((column) => column.name.toLowerCase() === wanted) ??
    columns.find(({ key }) => key !== '' && key === keyOf(name));
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name).filter((known) => known !== '');
  const nearest = names.length === 0 ? '' : closest(name.slice(0, limits.seriesIdLengthMax), names);
  return refuse('column_unknown', {
    path: `?${parameter}`,
    message: `there is no column ${quoted(name)}`,
    accepted: `one of ${listed(names)}${nearest === '' ? '' : `; the nearest is ${quoted(nearest)}`}`,
  });
}

/** The first column that has one of the keys, in the order of the keys. */
export function columnByKey(columns: Column[], keys: string[]): Column | undefined {
  for (const key of keys) {
    const column = columns.find((candidate) => candidate.key === key);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** How the column is called in a message. */
export function labelOf({ name, index }: Column): string {
  return name === '' ? `column ${index + 1}` : name;
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
