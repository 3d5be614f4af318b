/** Refuses first lines of a table that are no header, or no table, and names of columns that JSON loses. */
import { listItem, lostName } from '../../contracts/values/index.ts';
import {
  acceptedHeader,
  type Column,
  isMissing,
  labelOf,
  looksLikeData,
  naming,
  readNumber,
} from '../columns/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';
import { isDate, timeFormOf } from '../times/index.ts';
import { attributeOf } from './attributes.ts';

/** Cells of a line that is a whole table rather than a header. */
const cellsOfTableMin = 6;
/** Further lines of a header that are looked for. */
const furtherHeadersMax = 3;

/** Refuses a table without a header, whose first line has a value twice. A header of dates has dates twice, and
 *  no numbers beside them. */
export function refuseDataAsHeader(cells: readonly string[]): void {
  const names = cells.map((cell) => cell.trim());
  const seen = new Set(['']);
  const repeated = names.filter((name) => name !== '' && (seen.has(name) || !seen.add(name)));
  const isRow = names.some(isDate) && repeated.every((name) => isValue(name) && !isDate(name));
  if (!isRow && !looksLikeData(names.map((name) => ({ name })))) return;
  refuse('time_column_missing', {
    line: 1,
    message: `the first line looks like data, not like column names: ${listed(names)}`,
    accepted: `${acceptedHeader}; a first line with a name for each column has to be added`,
  });
}

export function refuseWithoutRows(): never {
  refuse('series_empty', {
    line: 1,
    message: 'there is no row with a time after the header',
    accepted: 'one row for each time',
  });
}

/** Refuses a table of one line, unless it looks like a row of data, which is refused later. */
export function refuseSoleLine(columns: readonly Column[]): void {
  const values = columns.filter(({ name }) => isValue(name)).length;
  if (columns.length >= cellsOfTableMin && values >= columns.length / 3) {
    refuse('csv_invalid', {
      line: 1,
      message: `the body is one line of ${columns.length} cells, and ${values} of them are times or numbers: the line breaks are missing`,
      accepted: `${acceptedHeader}, and a line break at the end of each row`,
    });
  }
  if (!looksLikeData([...columns])) refuseWithoutRows();
}

/** Refuses a table whose first rows are further lines of a header, as yfinance and pandas write them for a header of
 *  several levels: they have no time and no number, and the rows after them do. */
export function refuseFurtherHeaders(sample: readonly { cells: string[]; line: number }[]): void {
  const isHeader = ({ cells }: { cells: string[] }) =>
    !cells.some(isValue) && !cells.every((cell) => isMissing(cell));
  const end = sample.findIndex((row) => !isHeader(row));
  if (end < 1 || end > furtherHeadersMax) return;
  const [first, last] = [sample[0].line, sample[end - 1].line];
  const found = sample[0].cells.find((cell) => cell.trim() !== '') ?? '';
  refuse('csv_invalid', {
    line: first,
    message: `${first === last ? `line ${first} looks like a further line` : `lines ${first} to ${last} look like further lines`} of the header: no cell is a time or a number (${quoted(found)})`,
    accepted: 'one line with the names of the columns; in pandas join the levels of the header before to_csv',
  });
}

/** Refuses an annotated CSV of InfluxDB whose tables have different columns. */
export function refuseOtherHeader(line: number, header: readonly string[], other: readonly string[]): never {
  const [had, has] = [new Set(header), new Set(other)];
  const [added, left] = [[...has.difference(had)], [...had.difference(has)]];
  const found = added.length > 0 ? `has ${listed(added)}` : `lacks ${listed(left)}`;
  refuse('csv_invalid', {
    line,
    message: `the annotations of InfluxDB on line ${line} begin another table, whose header ${found}`,
    accepted: 'tables with the same columns, or each table in a file of its own',
  });
}

/** Answers have values and attributes by name, in objects. @param columns those whose names are kept
 *  @throws AppError request_invalid for a name that an object loses */
export function requireKeptNames(columns: readonly Column[], headerLine: number): void {
  const lost = columns.find((column) => (attributeOf(column) ?? labelOf(column)) === lostName);
  if (lost === undefined) return;
  refuse('request_invalid', {
    line: headerLine,
    message: `the column ${quoted(labelOf(lost))} has the name \`${lostName}\`, which gets lost in JSON`,
    accepted: `another name: rename the column; or leave it out with exclude=${listItem(labelOf(lost))}`,
    alternatives: naming('exclude', lost),
  });
}

/** Whether a cell is a time or a number. */
export function isValue(cell: string): boolean {
  if (isMissing(cell)) return false;
  return (
    readNumber(cell, 'point') !== null ||
    readNumber(cell, 'comma') !== null ||
    timeFormOf([cell.trim()], 'time') !== null
  );
}
