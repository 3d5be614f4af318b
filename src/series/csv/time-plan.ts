/** Finds the columns of times from the header and the first rows. */
import type { CsvOptions } from '../../contracts/schemas/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';
import {
  indexNames,
  mostlyFits,
  startOfInterval,
  statedForm,
  type TimeForm,
  timeFormOf,
} from '../times/index.ts';
import { timeKeys } from './column-names.ts';
import { acceptedHeader, type Column, columnNamed, labelOf, looksLikeData } from './columns.ts';
import { isMissing } from './numbers.ts';

export interface TimePlan {
  time: Column;
  /** Column with the time of day, if the date is in another column. */
  clock: Column | null;
  timeForm: TimeForm;
  /** Whether the cells are periods, of which the start is read. */
  arePeriods: boolean;
}

type CellsOf = (column: Column) => string[];

/** @throws AppError time_column_missing, column_unknown, request_invalid */
export function timePlan(
  columns: Column[],
  sample: string[][],
  options: CsvOptions,
  cellsOf: CellsOf,
): TimePlan {
  const startsOf = (column: Column) => startsIn(cellsOf(column)) ?? cellsOf(column);
  const found = timeColumn(columns, options, startsOf);
  const { time } = found;
  const arePeriods = startsIn(cellsOf(time)) !== null;
  const clock = arePeriods ? null : clockColumn(columns, time, cellsOf);
  const cells = clock === null ? startsOf(time) : joined(sample, time, clock);
  const { time_format } = options;
  if (time_format !== undefined) return { time, clock, arePeriods, timeForm: statedForm(time_format, cells) };
  const timeForm = clock === null ? found.form : (timeFormOf(cells, time.key) ?? found.form);
  return { time, clock, arePeriods, timeForm };
}

/** The starts of periods; null if the cells are no periods. */
function startsIn(cells: string[]): string[] | null {
  if (cells.length === 0 || startOfInterval(cells[0]) === null) return null;
  const starts = cells.map(startOfInterval);
  return starts.includes(null) ? null : (starts as string[]);
}

/** The time of a row: date and time of day are joined if they have separate columns. Of a period, the start is read. */
export function timeCell(row: string[], { time, clock, arePeriods }: Omit<TimePlan, 'timeForm'>): string {
  if (arePeriods) return startOfInterval(row[time.index]) ?? row[time.index];
  if (clock === null) return row[time.index];
  const hour = row[clock.index].trim();
  return `${row[time.index].trim()} ${/^\d+$/.test(hour) ? `${hour}:00` : hour}`;
}

function joined(sample: string[][], time: Column, clock: Column): string[] {
  return sample
    .map((row) => timeCell(row, { time, clock, arePeriods: false }))
    .filter((cell) => !isMissing(cell));
}

/** Ends of names of columns of periods, such as `Buchungsmonat`. */
const periodName = /(monat|month|mois|period|periode|week|woche|quartal|quarter)$/;

const uncertain: TimeForm = { form: 'plain', offsets: false, format: null };

function timeColumn(
  columns: Column[],
  options: CsvOptions,
  cellsOf: CellsOf,
): { time: Column; form: TimeForm } {
  if (options.time_column !== undefined) {
    const time = columnNamed(columns, options.time_column, 'time_column');
    return { time, form: timeFormOf(cellsOf(time), time.key) ?? uncertain };
  }
  const { time_format } = options;
  if (time_format !== undefined) statedForm(time_format, []);
  const byName = [
    ...timeKeys.flatMap((key) =>
      columns.filter((column) => column.key === key && (key !== '' || column.index === 0)),
    ),
    ...columns.filter(({ key }) => /^(date|time)|(date|time|timestamp|datum)$/.test(key)),
  ];
  if (time_format !== undefined) {
    const fitting = [...byName, ...columns].find((column) => mostlyFits(time_format, cellsOf(column)));
    if (fitting !== undefined) return { time: fitting, form: uncertain };
  }
  const formOf = (column: Column) => timeFormOf(cellsOf(column), column.key);
  const counts = (column: Column) => indexNames.test(column.key);
  const named = byName.filter((column) => !counts(column));
  if (named.every((column) => formOf(column) === null) && looksLikeData(columns))
    refuseHeader(columns, 'the first line looks like data, not like column names: ');
  const candidates = [
    ...named,
    ...columns.filter((column) => hasWrittenDates(column, cellsOf)),
    ...columns.filter((column) => periodName.test(column.key) && formOf(column)?.form === 'plain'),
    ...byName.filter(counts),
  ];
  for (const time of candidates) {
    const form = formOf(time);
    if (form === null) continue;
    checkSplit(columns, time, form, cellsOf);
    return { time, form };
  }
  for (const time of columns) {
    const cells = cellsOf(time);
    // Numbers with decimals may look like a month and its year.
    if (cells.every((cell) => /^\d+[.,]\d+$/.test(cell.trim()))) continue;
    const form = timeFormOf(cells, time.key);
    if (form?.form === 'plain' || form?.form === 'open') return { time, form };
  }
  refuseFiscalYears(byName, cellsOf);
  // A column has the name of a time column, but its cells are not times: the cells are refused one by one.
  if (byName.length > 0 && byName[0].key !== '') return { time: byName[0], form: uncertain };
  refuseFiscalYears(columns, cellsOf);
  return refuseHeader(columns, 'no column contains times; the columns are ');
}

const fiscalYear =
  /^(?:(?:FY|GJ|fiscal year|season|saison)\s*'?(?:\d{4}|\d\d)\b.*|\d{4}\s*[-/]\s*(?:\d{4}|\d\d))$/i;

/** Years that need not begin in January. @throws AppError time_column_missing */
function refuseFiscalYears(columns: Column[], cellsOf: CellsOf): void {
  for (const column of columns) {
    const cells = cellsOf(column);
    if (cells.length === 0 || !cells.every((cell) => fiscalYear.test(cell.trim()))) continue;
    refuse('time_column_missing', {
      line: 1,
      message: `the cells of ${quoted(labelOf(column))} are fiscal years or seasons, such as ${quoted(cells[0])}, and nothing says on which day they begin`,
      accepted: 'the first day of each period, such as 2024-07-01; or plain years such as 2024',
    });
  }
}

/** Whether the cells are dates by themselves: numbers such as 20200101 may also be values. */
function hasWrittenDates(column: Column, cellsOf: CellsOf): boolean {
  const cells = cellsOf(column);
  if (
    cells.length === 0 ||
    cells.every((cell) => /^[\d.,+-]*$/.test(cell) && !/^\d+([-.])\d+\1\d+$/.test(cell))
  )
    return false;
  const form = timeFormOf(cells, column.key)?.form;
  return form === 'plain' || form === 'open';
}

const yearKeys = ['year', 'yr', 'jahr', 'année', 'annee', 'año', 'anno', 'ano', '연도', '년'];
const partKeys = [
  ...yearKeys,
  ...['quarter', 'month', 'week', 'day', 'dayofmonth', 'weekofyear'],
  ...[
    'quartal',
    'monat',
    'woche',
    'kw',
    'tag',
    'trimestre',
    'mois',
    'semaine',
    'jour',
    'mes',
    'semana',
    'día',
    'dia',
  ],
  ...['mese', 'settimana', 'giorno', '분기', '월', '주', '일'],
];

/** Parts of a date. @throws AppError time_column_missing if the date is split over several columns */
function checkSplit(columns: Column[], time: Column, form: TimeForm, cellsOf: CellsOf): void {
  if (form.form !== 'serial' || !partKeys.includes(time.key)) return;
  const split = columns.filter(({ key }) => partKeys.includes(key));
  const hasYear = split.some(({ key }) => yearKeys.includes(key));
  const repeats = new Set(cellsOf(time)).size < cellsOf(time).length;
  // A month, a week or a day without its year is no time.
  if (split.length < 2 || !hasYear || (yearKeys.includes(time.key) && !repeats)) return;
  refuse('time_column_missing', {
    line: 1,
    message: `the date is split over the columns ${listed(split.map(labelOf))}`,
    accepted: 'one column with the whole date, such as 2024-01 or 2024-01-31',
  });
}

function refuseHeader(columns: Column[], found: string): never {
  return refuse('time_column_missing', {
    line: 1,
    message: found + listed(columns.map(labelOf)),
    accepted: `${acceptedHeader}; set time_column if the column of times has another name, and time_format if its notation is another one`,
  });
}

const clockKeys = ['time', 'hour', 'hr', 'uhrzeit', 'zeit', 'stunde', 'heure', 'hora', '시간', '시각'];
/** Names of the start of a period of the day, as meters write it beside its end. */
const startKeys = [
  'von',
  'from',
  'start',
  'begin',
  'beginn',
  'ab',
  'uhrzeitvon',
  'zeitvon',
  'timefrom',
  'starttime',
  'de',
  'desde',
];

function clockColumn(columns: Column[], time: Column, cellsOf: CellsOf): Column | null {
  const clock =
    columns.find((column) => column !== time && clockKeys.includes(column.key)) ??
    columns.find((column) => column !== time && startKeys.includes(column.key));
  if (clock === undefined) return null;
  const cells = cellsOf(clock).map((cell) => cell.trim());
  const dates = cellsOf(time);
  if (cells.length === 0 || dates.some((cell) => cell.includes(':'))) return null;
  if (cells.every((cell) => /^\d{1,2}:\d\d(:\d\d)?(\.\d+)?(\s*[ap]\.?m\.?)?$/i.test(cell))) return clock;
  const repeats = new Set(dates).size < dates.length;
  if (
    ['time', 'zeit', 'uhrzeit', ...startKeys].includes(clock.key) ||
    !repeats ||
    !cells.every((cell) => /^\d{1,2}$/.test(cell))
  )
    return null;
  if (cells.some((cell) => Number(cell) > 23)) {
    refuse('cell_invalid', {
      message: `the hours in ${quoted(labelOf(clock))} go to ${Math.max(...cells.map(Number))}`,
      accepted: 'hours from 0 to 23, or the whole time in one column',
    });
  }
  return clock;
}
