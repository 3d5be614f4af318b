import type { LatestForecast } from '../../contracts/schemas/index.ts';
import { timeInWords } from './time-axis.ts';

/** The level whose interval is named in words and at the end of the fan. */
const namedLevel = 80;

/** The interval that is named: the one nearest to `namedLevel`. */
export function namedBand({
  bands,
}: Pick<LatestForecast, 'bands'>): LatestForecast['bands'][number] | undefined {
  return bands.toSorted((a, b) => Math.abs(a.level - namedLevel) - Math.abs(b.level - namedLevel))[0];
}

/** The name of the model; the id of the series where the forecast has several. */
export function titleOf({ model_name, series_id, series_count }: LatestForecast): string {
  return series_count > 1 || model_name.trim() === '' ? series_id : model_name;
}

export function subtitleOf(forecast: LatestForecast): string {
  const { model_name, series_id, times, time_kind } = forecast;
  const title = titleOf(forecast);
  const other = [series_id, model_name].find((name) => name !== title && name.trim() !== '');
  const steps = times.length === 1 ? '' : `${times.length} steps, `;
  const until = `${steps}to ${timeInWords(time_kind, times[times.length - 1])}`;
  return other === undefined ? `Forecast of ${until}` : `${other}  ·  ${until}`;
}

/** Describes the picture for those who do not see it. */
export function inWords(forecast: LatestForecast, write: (value: number) => string): string {
  const { history, since, median, times, time_kind } = forecast;
  const end = times.length - 1;
  const band = namedBand(forecast);
  const before = lastKnown(history);
  const observed = before ?? lastKnown(since);
  const until = timeInWords(time_kind, times[end]);
  return [
    observed === null
      ? 'No observation is shown.'
      : `The last observed value${before === null ? '' : ' before the forecast'} is ${write(observed.value)} at ${timeInWords(time_kind, observed.time)}.`,
    band === undefined
      ? `The forecast for ${until} has the median ${write(median[end])}.`
      : `The forecast for ${until} has the median ${write(median[end])} and the ${band.level} % interval from ${write(band.lower[end])} to ${write(band.upper[end])}.`,
  ].join(' ');
}

function lastKnown({
  times,
  values,
}: LatestForecast['history']): { time: string | number; value: number } | null {
  const at = values.findLastIndex((value) => value !== null);
  return at < 0 ? null : { time: times[at], value: values[at]! };
}
