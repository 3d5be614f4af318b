/** Forecasts as tables: CSV, and a line of JSON for each series. */
import { csvCell, type Formulas, type NumericForecast } from '../../contracts/schemas/index.ts';

/** The part of a forecast that a table has. */
export type TabularForecast = Pick<NumericForecast, 'forecasts' | 'errors' | 'request'>;

export function linesOfForecast({ forecasts, errors }: TabularForecast): string {
  return [...forecasts, ...errors].map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function csvOfForecast({ forecasts, errors, request }: TabularForecast, formulas: Formulas): string {
  const { quantiles, levels, samples } = request;
  const names = [
    ...['series_id', 'time', 'mean', 'median'],
    ...quantiles.map((p) => `q${p}`),
    ...levels.flatMap((level) => [`lower${level}`, `upper${level}`]),
    ...Array.from({ length: samples }, (_, i) => `sample${i}`),
  ];
  const rows = forecasts.flatMap((forecast) => rowsOf(forecast, formulas));
  const lines = errors.length === 0 ? [names, ...rows] : withErrors(names, rows, errors, formulas);
  return lines.map((cells) => `${cells.join(',')}\n`).join('');
}

type Row = (string | number)[];

/** The table with a column `error`, and a row for each series that could not be forecast. */
function withErrors(
  names: string[],
  rows: Row[],
  errors: NumericForecast['errors'],
  formulas: Formulas,
): Row[] {
  const empty = names.slice(1).map(() => '');
  return [
    [...names, 'error'],
    ...rows.map((row) => [...row, '']),
    ...errors.map(({ series_id, problem: { code, detail } }) => [
      csvCell(series_id, formulas),
      ...empty,
      csvCell(`${code}: ${detail}`, formulas),
    ]),
  ];
}

function rowsOf(forecast: NumericForecast['forecasts'][number], formulas: Formulas): Row[] {
  const { series_id, times, mean, median, quantiles, intervals, samples = [] } = forecast;
  const id = csvCell(series_id, formulas);
  return times.map((time, h) => [
    id,
    time,
    mean[h],
    median[h],
    // An object lists keys such as "80" in ascending order, and those such as "0.1" in the order in which they were set.
    ...Object.values(quantiles).map((path) => path[h]),
    ...Object.entries(intervals)
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([, { lower, upper }]) => [lower[h], upper[h]]),
    ...samples.map((path) => path[h]),
  ]);
}
