import type { SymbolOptions } from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import {
  type Column,
  columnByKey,
  columnNamed,
  isDate,
  readMoment,
  statedForm,
  TimeReader,
  timeFormOf,
} from '../../series/index.ts';

/** Normalised names of the columns, in the order of preference. `case:concept:name`, `concept:name` and
 *  `time:timestamp` are those of XES. */
const sequenceKeys = [
  'sequenceid',
  'sequence',
  'caseid',
  'case',
  'caseconceptname',
  'sessionid',
  'session',
  'traceid',
  'uniqueid',
  'id',
];
const timeKeys = ['time', 'timestamp', 'datetime', 'date', 'ds', 'position', 'step'];
/** Columns that have the times only if each row has a date. */
const likelyTimeKeys = [
  'timetimestamp',
  'eventtime',
  'eventtimestamp',
  'eventdate',
  'starttime',
  'starttimestamp',
  'startdate',
  'createdat',
  'occurredat',
  'completetime',
  'completetimestamp',
  'endtime',
  'endtimestamp',
  'enddate',
];
/** Often the number of the row in an export, so it counts only where there are no dates. */
const rowKeys = ['index'];
const symbolKeys = ['symbol', 'event', 'activity', 'conceptname', 'eventtype', 'action', 'state', 'token'];
export const acceptedColumns =
  'columns sequence_id, time (optional: else the order of the rows counts) and symbol';

export interface EventColumns {
  sequence: Column;
  symbol: Column;
  /** Null if no column is named as the time. */
  time: Column | null;
  /** Orders the events if no column has dates. */
  position: Column | null;
}

/** The columns that the caller names, or that are found by their names. @throws AppError column_unknown */
export function eventColumnsOf(header: Column[], options: SymbolOptions): EventColumns {
  const { sequence_column, time_column, symbol_column } = options;
  const find = (named: string | undefined, keys: string[], parameter: string) =>
    named === undefined ? columnByKey(header, keys) : columnNamed(header, named, parameter);
  const symbol = find(symbol_column, symbolKeys, 'symbol_column');
  const time = find(time_column, timeKeys, 'time_column') ?? null;
  const sequence = find(sequence_column, sequenceKeys, 'sequence_column');
  if (sequence !== undefined && symbol !== undefined) {
    const used = [sequence, symbol, ...(time === null ? [] : [time])].map(({ index }) => index);
    if (new Set(used).size < used.length)
      throw new AppError('column_unknown', {
        detail: `One column cannot hold two things; accepted: ${acceptedColumns}, each in a column of its own.`,
      });
    return { sequence, symbol, time, position: columnByKey(header, rowKeys) ?? null };
  }
  const missing = sequence === undefined ? 'the ids of the sequences' : 'the symbols';
  refuse(
    'column_unknown',
    { line: 1, message: `no column holds ${missing}`, accepted: acceptedColumns },
    `No column holds ${missing}; accepted: ${acceptedColumns}, or others that \`sequence_column\`, \`time_column\` and \`symbol_column\` name.`,
  );
}

/** Reader of times whose notation shows in all rows, as `13.01.2026`, or is stated. Null if each
 *  time can be read by itself.
 *  @param cells those of the first rows
 *  @throws AppError request_invalid */
export function eventTimesOf(
  column: Column,
  { time_format, date_order = 'auto' }: SymbolOptions,
  cells: readonly string[],
): TimeReader | null {
  const written = cells.filter((cell) => cell !== '');
  if (
    time_format === undefined &&
    date_order === 'auto' &&
    written.every((cell) => readMoment(cell) !== null)
  )
    return null;
  const form = time_format === undefined ? timeFormOf(written, column.key) : statedForm(time_format, written);
  if (form === null || (time_format === undefined && form.form !== 'open')) return null;
  return new TimeReader(form, column.key, { date_order, time_format }, null);
}

/** Refuses a notation of times where no column is named as the time. @throws AppError request_invalid */
export function requireNoNotation({ time_format, date_order = 'auto' }: SymbolOptions): void {
  const option = time_format !== undefined ? 'time_format' : date_order !== 'auto' ? 'date_order' : null;
  if (option === null) return;
  refuse('request_invalid', {
    path: `?${option}`,
    message: `\`${option}\` says how times are written, and no column is named as the time`,
    accepted: '`time_column` with the column of the times',
  });
}

/** A column whose cells are dates. */
export interface DatedColumn {
  column: Column;
  /** Whether its dates order the events: each row has one, and each can be read by itself. */
  isOrdering: boolean;
}

/** Other columns whose cells are dates, as far as they have any.
 *  @param rows cells of the first rows */
export function columnsOfDates(
  header: readonly Column[],
  { sequence, symbol }: EventColumns,
  rows: readonly string[][],
): DatedColumn[] {
  return header.flatMap((column) => {
    if (column.name === '' || column === sequence || column === symbol) return [];
    const cells = rows.map((row) => (row[column.index] ?? '').trim());
    const written = cells.filter((cell) => cell !== '');
    if (written.length === 0 || !written.every((cell) => isDate(cell) && !/^\d+$/.test(cell))) return [];
    const isReadable = written.every((cell) => readMoment(cell)?.kind === 'date');
    return [{ column, isOrdering: isReadable && written.length === cells.length }];
  });
}

/** Whether the name of a column of dates says that they are times. */
export function isTimeName(column: Column): boolean {
  return columnByKey([column], likelyTimeKeys) !== undefined;
}

/** The column of dates that orders the events: one with the name of a time, or the only one. Null if that is open. */
export function likelyTime(dated: readonly DatedColumn[]): Column | null {
  const named = columnByKey(
    dated.filter(({ isOrdering }) => isOrdering).map(({ column }) => column),
    likelyTimeKeys,
  );
  if (named !== undefined) return named;
  return dated.length === 1 && dated[0].isOrdering ? dated[0].column : null;
}
