/** Forecasts as tables: CSV, and a line of JSON for each series. */
import { csvCell, type Formulas } from './csv-cell.ts';

/** The part of a forecast that a table has. */
interface TabularForecast {
  forecasts: readonly TabularSeries[];
  errors: readonly TabularError[];
  request: TabularRequest;
}

/** The forecast of one series. */
interface TabularSeries {
  series_id: string;
  times: readonly (string | number)[];
  mean: readonly number[];
  median: readonly number[];
  quantiles: Readonly<Record<string, readonly number[]>>;
  intervals: Readonly<Record<string, { lower: readonly number[]; upper: readonly number[] }>>;
  samples?: readonly (readonly number[])[];
}

/** A series that could not be forecast. */
interface TabularError {
  series_id: string;
  problem: { code: string; detail: string };
}

/** The numbers of each step. */
export interface TabularRequest {
  quantiles: readonly number[];
  levels: readonly number[];
  samples: number;
}

/** A line of JSON for each forecast or error. */
export function linesOf(answers: readonly object[]): string {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
}

export function csvOfForecast({ forecasts, errors, request }: TabularForecast, formulas: Formulas): string {
  const hasErrors = errors.length > 0;
  const rows = forecasts.map((forecast) => csvRowsOf(forecast, formulas, hasErrors)).join('');
  return `${csvHeadOf(request, hasErrors)}${rows}${csvErrorsOf(request, errors, formulas)}`;
}

/** @param hasErrors whether series could not be forecast: then there is a last column `error` */
export function csvHeadOf(request: TabularRequest, hasErrors: boolean): string {
  return `${[...namesOf(request), ...(hasErrors ? ['error'] : [])].join(',')}\n`;
}

/** A row for each step of a series. */
export function csvRowsOf(
  { series_id, times, mean, median, quantiles, intervals, samples = [] }: TabularSeries,
  formulas: Formulas,
  hasErrors: boolean,
): string {
  const id = csvCell(series_id, formulas);
  const end = hasErrors ? ',\n' : '\n';
  // An object lists keys such as "80" in ascending order, and those such as "0.1" in the order in which they were set.
  const paths = [
    mean,
    median,
    ...Object.values(quantiles),
    ...Object.entries(intervals)
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([, { lower, upper }]) => [lower, upper]),
    ...samples,
  ];
  return times.map((time, h) => `${[id, time, ...paths.map((path) => path[h])].join(',')}${end}`).join('');
}

/** A row for each series that could not be forecast. */
export function csvErrorsOf(
  request: TabularRequest,
  errors: readonly TabularError[],
  formulas: Formulas,
): string {
  const empty = namesOf(request)
    .slice(1)
    .map(() => '');
  return errors
    .map(({ series_id, problem: { code, detail } }) =>
      [csvCell(series_id, formulas), ...empty, csvCell(`${code}: ${detail}`, formulas)].join(','),
    )
    .map((row) => `${row}\n`)
    .join('');
}

function namesOf({ quantiles, levels, samples }: TabularRequest): string[] {
  return [
    'series_id',
    'time',
    'mean',
    'median',
    ...quantiles.map((p) => `q${p}`),
    ...levels.flatMap((level) => [`lower${level}`, `upper${level}`]),
    ...Array.from({ length: samples }, (_, i) => `sample${i}`),
  ];
}

const [quote, comma, newline] = [0x22, 0x2c, 0x0a];

/** Rows of CSV as UTF-8, each with one more cell, which is empty: the column `error` where other series
 *  could not be forecast. */
export function withEmptyCells(rows: Uint8Array): Uint8Array<ArrayBuffer> {
  const ends: number[] = [];
  let isQuoted = false;
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] === quote) isQuoted = !isQuoted;
    else if (rows[i] === newline && !isQuoted) ends.push(i);
  }
  const longer = new Uint8Array(rows.length + ends.length);
  let from = 0;
  for (const [added, end] of ends.entries()) {
    longer.set(rows.subarray(from, end), from + added);
    longer[end + added] = comma;
    from = end;
  }
  longer.set(rows.subarray(from), from + ends.length);
  return longer;
}
