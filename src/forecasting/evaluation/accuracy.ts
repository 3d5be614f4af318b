import type { AccuracyTask, ForecastSpan } from '../../contracts/ports/index.ts';
import {
  type Accuracy,
  type DatasetHeader,
  type Metrics,
  type ModelSpec,
  parseTime,
  type SeriesAccuracy,
  type SeriesData,
  type SeriesForecast,
  shareOf,
} from '../../contracts/schemas/index.ts';
import { firstAtOrAfter, targetValues, withExpectedRows } from '../history/index.ts';
import { insampleError } from '../statistics/index.ts';

/** A forecast of one series, with the observations of the series before and since. */
interface ScoredSeries {
  spec: Pick<ModelSpec, 'target' | 'season_length' | 'calendar' | 'family'>;
  header: DatasetHeader;
  forecast: SeriesForecast;
  /** Null if the series does not exist any more, or has no observation of the steps. */
  series: SeriesData | null;
}

/** First and last times of the series of a stored forecast, of which `contents` is the JSON. */
export function spansOfForecast({
  contents,
  header,
}: Pick<AccuracyTask, 'contents' | 'header'>): ForecastSpan[] {
  const timeOf = (time: string | number) => parseTime(time, header.time_kind, header.time_zone);
  return forecastsIn(contents).flatMap(({ series_id: id, times }) =>
    times.length === 0 ? [] : [{ id, start: timeOf(times[0]), end: timeOf(times[times.length - 1]) }],
  );
}

function forecastsIn(contents: Uint8Array): (SeriesForecast & { season_length?: number })[] {
  return JSON.parse(Buffer.from(contents).toString()).forecasts;
}

/** Scores a stored forecast against the observations that have arrived, by series and over all series. MASE over
 *  all is the mean over series, as in a backtest. */
export function scoreForecast({
  contents,
  spec,
  header,
  series: stored,
}: AccuracyTask): Pick<Accuracy, 'known_steps' | 'metrics' | 'series'> {
  const byId = new Map(stored.map((one) => [one.id, one]));
  const tasks = forecastsIn(contents).map((forecast): ScoredSeries => {
    const own = { target: header.target, season_length: forecast.season_length ?? 1, calendar: null };
    return { spec: spec ?? own, header, forecast, series: byId.get(forecast.series_id) ?? null };
  });
  const all = createSums();
  const series = tasks.map((task): SeriesAccuracy => {
    const ofSeries = createSums();
    addSeries(task, ofSeries);
    mergeInto(all, ofSeries);
    return { series_id: task.forecast.series_id, known_steps: ofSeries.count, metrics: metricsOf(ofSeries) };
  });
  return { known_steps: all.count, metrics: metricsOf(all), series };
}

interface Sums {
  count: number;
  /** Sum of the means over each series. */
  smape: number;
  series: number;
  absoluteTargets: number;
  pinball: number;
  quantiles: number;
  mase: number;
  maseSeries: number;
  covered: Map<string, number>;
}

function createSums(): Sums {
  return {
    count: 0,
    smape: 0,
    series: 0,
    absoluteTargets: 0,
    pinball: 0,
    quantiles: 0,
    mase: 0,
    maseSeries: 0,
    covered: new Map(),
  };
}

function addSeries({ spec, header, forecast, series: stored }: ScoredSeries, sums: Sums): void {
  if (stored === null || forecast.times.length === 0) return;
  const series = withExpectedRows(stored, spec, header);
  const observed = targetValues(stored, spec.target, header);
  const times = forecast.times.map((time) => parseTime(time, header.time_kind, header.time_zone));
  const valueAt = new Map<number, number>();
  for (let i = firstAtOrAfter(stored.times, times[0]); i < observed.length; i++)
    valueAt.set(stored.times[i], observed[i]);
  const raw = targetValues(series, spec.target, header);
  const unit = insampleError(raw, firstAtOrAfter(series.times, times[0]), spec.season_length ?? 1);
  let absoluteErrors = 0;
  let percents = 0;
  for (const [h, time] of times.entries()) {
    const y = valueAt.get(time);
    if (y === undefined || Number.isNaN(y)) continue;
    addStep(sums, y, h, forecast);
    const error = Math.abs(y - forecast.median[h]);
    absoluteErrors += error;
    percents += error === 0 ? 0 : (200 * error) / (Math.abs(y) + Math.abs(forecast.median[h]));
  }
  if (sums.count === 0) return;
  sums.smape = percents / sums.count;
  sums.series = 1;
  if (unit === null) return;
  sums.mase = absoluteErrors / sums.count / unit;
  sums.maseSeries = 1;
}

function addStep(sums: Sums, y: number, h: number, { quantiles, intervals }: SeriesForecast): void {
  sums.count++;
  sums.absoluteTargets += Math.abs(y);
  const levels = Object.entries(quantiles);
  sums.quantiles = levels.length;
  for (const [level, path] of levels) {
    const error = y - path[h];
    sums.pinball += error >= 0 ? Number(level) * error : (Number(level) - 1) * error;
  }
  for (const [level, { lower, upper }] of Object.entries(intervals)) {
    const share = String(shareOf(Number(level)));
    const isInside = y >= lower[h] && y <= upper[h] ? 1 : 0;
    sums.covered.set(share, (sums.covered.get(share) ?? 0) + isInside);
  }
}

function mergeInto(all: Sums, ofSeries: Sums): void {
  if (ofSeries.count === 0) return;
  all.count += ofSeries.count;
  all.smape += ofSeries.smape;
  all.series += ofSeries.series;
  all.absoluteTargets += ofSeries.absoluteTargets;
  all.pinball += ofSeries.pinball;
  all.quantiles = ofSeries.quantiles;
  all.mase += ofSeries.mase;
  all.maseSeries += ofSeries.maseSeries;
  for (const [level, covered] of ofSeries.covered)
    all.covered.set(level, (all.covered.get(level) ?? 0) + covered);
}

function metricsOf(sums: Sums): Metrics | null {
  const { count, smape, series, absoluteTargets, pinball, quantiles, mase, maseSeries, covered } = sums;
  if (count === 0) return null;
  return {
    smape: smape / series,
    mase: maseSeries === 0 ? null : mase / maseSeries,
    wql: absoluteTargets === 0 ? null : (2 * pinball) / absoluteTargets / quantiles,
    coverage: Object.fromEntries([...covered].map(([level, hits]) => [level, hits / count])),
  };
}
