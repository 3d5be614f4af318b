/** Decides the role of each column from the header and the first rows. */
import { type CsvOptions, limits } from '../../contracts/schemas/index.ts';
import { listed, refuse } from '../faults/index.ts';
import { acceptedHeader, type Column, columnByKey, columnNamed, labelOf, looksLikeData } from './columns.ts';
import { isMissing, type NumberStyle, numberStyleOf, readNumber } from './numbers.ts';
import type { Delimiter } from './records.ts';
import { type TimeForm, timeFormOf } from './time-column.ts';

export interface TablePlan {
  time: Column;
  /** Column with the time of day, if the date is in another column. */
  clock: Column | null;
  timeForm: TimeForm;
  /** Column with series ids, in the long layout. */
  id: Column | null;
  /** Wide layout: every value column is a series. Otherwise the first is the target, and the others are covariates. */
  isWide: boolean;
  values: Column[];
  /** Value columns without any value so far. If text appears in one of them, the column is ignored. */
  undecided: Set<Column>;
  ignored: Column[];
  /** Columns `static.NAME`: static attributes of the series. */
  statics: Column[];
  numberStyle: NumberStyle;
}

const idKeys = ['uniqueid', 'seriesid', 'id', 'symbol', 'ticker'];
const closeKeys = ['close', 'closelast'];
const targetKeys = [...closeKeys, 'y', 'value', 'target'];
const timeKeys = [
  'date',
  'ds',
  'datetime',
  'timestamp',
  'time',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'period',
  'utc',
  'epoch',
  'index',
  'step',
  't',
  'unnamed0',
  '',
];

type Content = 'numbers' | 'text' | 'empty';

/** @param sample cells of the first rows. @throws AppError time_column_missing, value_column_missing, column_unknown, request_invalid */
export function planTable(
  columns: Column[],
  sample: string[][],
  options: CsvOptions,
  delimiter: Delimiter,
): TablePlan {
  const cellsOf = ({ index }: Column) =>
    sample.map((row) => row[index] ?? '').filter((cell) => !isMissing(cell));
  const id = idColumn(columns, options, cellsOf);
  const unclaimed = columns.filter((column) => column !== id);
  const { time, form } = timeColumn(unclaimed, options, cellsOf);
  const clock = form.form === 'index' ? null : clockColumn(unclaimed, time, cellsOf);
  const isWide = id === null && isWideLayout(columns, options);
  const statics = isWide ? [] : unclaimed.filter((column) => attributeOf(column) !== null);
  const others = unclaimed.filter(
    (column) => column !== time && column !== clock && !statics.includes(column),
  );

  const numberStyle = numberStyleOf(
    others.flatMap((column) => cellsOf(column)),
    delimiter,
  );
  const contents = new Map(others.map((column) => [column, contentOf(column, cellsOf(column), numberStyle)]));
  const target = options.target === undefined ? undefined : columnNamed(others, options.target, 'target');
  const covariates = options.covariates
    ?.split(',')
    .filter((name) => name.trim() !== '')
    .map((name) => columnNamed(others, name, 'covariates'));
  const numeric = others.filter((column) => contents.get(column) !== 'text');
  if (!others.some((column) => contents.get(column) === 'numbers') && target === undefined) {
    refuse('value_column_missing', {
      message: `no column contains numbers except the times in ${JSON.stringify(labelOf(time))}; the columns are ${listed(columns.map(labelOf))}`,
      accepted: acceptedHeader,
    });
  }

  const values = isWide
    ? wideValues(numeric, target, covariates)
    : valuesOf(numeric, target, covariates, (column) => contents.get(column) === 'numbers');
  return {
    time,
    clock,
    timeForm: clock === null ? form : (timeFormOf(joined(sample, time, clock), time.key) ?? form),
    id,
    isWide,
    values,
    undecided: new Set(values.filter((column) => contents.get(column) === 'empty' && column !== target)),
    ignored: others.filter((column) => contents.get(column) === 'text' && !values.includes(column)),
    statics,
    numberStyle,
  };
}

/** Name of the attribute in a column `static.NAME`; null for other columns. */
export function attributeOf(column: Column): string | null {
  return /^static\.(.+)$/.exec(labelOf(column))?.[1] ?? null;
}

/** The time of a row: date and time of day are joined if they have separate columns. */
export function timeCell(row: string[], time: Column, clock: Column | null): string {
  return clock === null ? row[time.index] : `${row[time.index].trim()} ${row[clock.index].trim()}`;
}

function joined(sample: string[][], time: Column, clock: Column): string[] {
  return sample.map((row) => timeCell(row, time, clock)).filter((cell) => !isMissing(cell));
}

function idColumn(
  columns: Column[],
  options: CsvOptions,
  cellsOf: (column: Column) => string[],
): Column | null {
  if (options.id_column !== undefined) return columnNamed(columns, options.id_column, 'id_column');
  if (options.layout === 'wide' || options.layout === 'ohlcv') return null;
  const column = columnByKey(columns, idKeys);
  if (column === undefined) {
    if (options.layout !== 'long') return null;
    return refuse('column_unknown', {
      path: '?layout',
      message: `the long layout needs a column with series ids; the columns are ${listed(columns.map(labelOf))}`,
      accepted:
        'a column named unique_id, series_id, id, symbol or ticker, or the name of a column in id_column',
    });
  }
  // Different integers in all rows are row numbers, not series ids.
  const ids = cellsOf(column);
  const numbersRows =
    ids.length > 1 && new Set(ids).size === ids.length && ids.every((cell) => /^\d+$/.test(cell));
  return numbersRows && options.layout === 'auto' ? null : column;
}

function timeColumn(
  columns: Column[],
  options: CsvOptions,
  cellsOf: (column: Column) => string[],
): { time: Column; form: TimeForm } {
  if (options.time_column !== undefined) {
    const time = columnNamed(columns, options.time_column, 'time_column');
    return { time, form: timeFormOf(cellsOf(time), time.key) ?? { form: 'plain', offsets: false } };
  }
  const byName = [
    ...timeKeys.flatMap((key) =>
      columns.filter((column) => column.key === key && (key !== '' || column.index === 0)),
    ),
    ...columns.filter(({ key }) => /^(date|time)|(date|time)$/.test(key)),
  ];
  for (const time of byName) {
    const form = timeFormOf(cellsOf(time), time.key);
    if (form !== null) return { time, form };
  }
  if (looksLikeData(columns))
    refuseHeader(columns, 'the first line looks like data, not like column names: ');
  for (const time of columns) {
    const form = timeFormOf(cellsOf(time), time.key);
    if (form?.form === 'plain' || form?.form === 'open') return { time, form };
  }
  // A column has the name of a time column, but its cells are not times: the cells are refused one by one.
  if (byName.length > 0 && byName[0].key !== '')
    return { time: byName[0], form: { form: 'plain', offsets: false } };
  return refuseHeader(columns, 'no column contains times; the columns are ');
}

function refuseHeader(columns: Column[], found: string): never {
  return refuse('time_column_missing', {
    line: 1,
    message: found + listed(columns.map(labelOf)),
    accepted: `${acceptedHeader}; set time_column if the column of times has another name`,
  });
}

function clockColumn(columns: Column[], time: Column, cellsOf: (column: Column) => string[]): Column | null {
  const clock = columns.find((column) => column !== time && ['time', 'hour'].includes(column.key));
  if (clock === undefined) return null;
  const cells = cellsOf(clock);
  const areClocks =
    cells.length > 0 && cells.every((cell) => /^\d{1,2}:\d\d(:\d\d)?(\.\d+)?$/.test(cell.trim()));
  return areClocks && cellsOf(time).every((cell) => !cell.includes(':')) ? clock : null;
}

function isWideLayout(columns: Column[], options: CsvOptions): boolean {
  if (options.layout !== 'auto') return options.layout === 'wide';
  const namesValues = options.target !== undefined || options.covariates !== undefined;
  return !namesValues && columnByKey(columns, closeKeys) === undefined;
}

function wideValues(
  numeric: Column[],
  target: Column | undefined,
  covariates: Column[] | undefined,
): Column[] {
  if (covariates !== undefined) {
    refuse('request_invalid', {
      path: '?covariates',
      message: 'in the wide layout every column is a series, so there are no covariates',
      accepted: 'layout=ohlcv for one series with covariates, or no parameter covariates',
    });
  }
  return target === undefined ? numeric : [target];
}

/** The target, then its covariates. */
function valuesOf(
  numeric: Column[],
  named: Column | undefined,
  covariates: Column[] | undefined,
  hasNumbers: (column: Column) => boolean,
): Column[] {
  const candidates = numeric.filter((column) => !covariates?.includes(column));
  const filled = candidates.filter(hasNumbers);
  const target =
    named ?? columnByKey(candidates, targetKeys) ?? (filled.length === 1 ? filled[0] : undefined);
  if (target === undefined) {
    return refuse('value_column_missing', {
      path: '?target',
      message: `no column is named close, y, value or target, and several contain numbers: ${listed(filled.map(labelOf))}`,
      accepted: 'the name of the column to forecast in target',
    });
  }
  const beside = (covariates ?? numeric).filter((column) => column !== target);
  if (beside.length > limits.covariatesMax) {
    refuse('request_invalid', {
      path: '?covariates',
      message: `the table has ${beside.length} columns of covariates`,
      accepted: `at most ${limits.covariatesMax}; name them in covariates`,
    });
  }
  return [target, ...beside];
}

/** The content of a column. A column without a name is ignored like text, because nothing can refer to it. */
function contentOf({ name }: Column, cells: string[], style: NumberStyle): Content {
  if (name === '') return 'text';
  if (cells.length === 0) return 'empty';
  let numbers = 0;
  for (const cell of cells) if (readNumber(cell, style) !== null) numbers++;
  return numbers >= cells.length / 2 ? 'numbers' : 'text';
}
