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
import { percentageError, pinballLoss, type ScoreSums } from './metrics.ts';

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
  const scores = tasks.map(seriesScore);
  const all = scores.reduce(sumOfSeries, noScore);
  const series = scores.map(
    (score, i): SeriesAccuracy => ({
      series_id: tasks[i].forecast.series_id,
      known_steps: score.targets,
      metrics: accuracyOf(score),
    }),
  );
  return { known_steps: all.targets, metrics: accuracyOf(all), series };
}

/** Sums over the targets of a series, or of several. The levels are those of the stored forecast. */
interface ForecastScore
  extends Pick<
    ScoreSums,
    'targets' | 'smape' | 'series' | 'absoluteTargets' | 'pinball' | 'mase' | 'scaledSeries'
  > {
  /** Number of quantiles of each step. */
  levels: number;
  /** Targets inside the central interval of each share. */
  covered: ReadonlyMap<string, number>;
}

const noScore: ForecastScore = {
  targets: 0,
  smape: 0,
  series: 0,
  absoluteTargets: 0,
  pinball: 0,
  levels: 0,
  mase: 0,
  scaledSeries: 0,
  covered: new Map(),
};

function seriesScore({ spec, header, forecast, series: stored }: ScoredSeries): ForecastScore {
  if (stored === null || forecast.times.length === 0) return noScore;
  const series = withExpectedRows(stored, spec, header);
  const observed = targetValues(stored, spec.target, header);
  const times = forecast.times.map((time) => parseTime(time, header.time_kind, header.time_zone));
  const valueAt = new Map<number, number>();
  for (let i = firstAtOrAfter(stored.times, times[0]); i < observed.length; i++)
    valueAt.set(stored.times[i], observed[i]);
  const raw = targetValues(series, spec.target, header);
  const unit = insampleError(raw, firstAtOrAfter(series.times, times[0]), spec.season_length ?? 1);
  const quantiles = Object.entries(forecast.quantiles);
  const covered = new Map<string, number>();
  let targets = 0;
  let absoluteTargets = 0;
  let pinball = 0;
  let percents = 0;
  let absoluteErrors = 0;
  for (const [h, time] of times.entries()) {
    const y = valueAt.get(time);
    if (y === undefined || Number.isNaN(y)) continue;
    targets++;
    absoluteTargets += Math.abs(y);
    for (const [level, path] of quantiles) pinball += pinballLoss(Number(level), y - path[h]);
    for (const [level, { lower, upper }] of Object.entries(forecast.intervals)) {
      const share = String(shareOf(Number(level)));
      covered.set(share, (covered.get(share) ?? 0) + (y >= lower[h] && y <= upper[h] ? 1 : 0));
    }
    percents += percentageError(y, forecast.median[h]);
    absoluteErrors += Math.abs(y - forecast.median[h]);
  }
  if (targets === 0) return noScore;
  return {
    targets,
    smape: percents / targets,
    series: 1,
    absoluteTargets,
    pinball,
    levels: quantiles.length,
    mase: unit === null ? 0 : absoluteErrors / targets / unit,
    scaledSeries: unit === null ? 0 : 1,
    covered,
  };
}

function sumOfSeries(a: ForecastScore, b: ForecastScore): ForecastScore {
  const covered = new Map(a.covered);
  for (const [share, count] of b.covered) covered.set(share, (covered.get(share) ?? 0) + count);
  return {
    targets: a.targets + b.targets,
    smape: a.smape + b.smape,
    series: a.series + b.series,
    absoluteTargets: a.absoluteTargets + b.absoluteTargets,
    pinball: a.pinball + b.pinball,
    levels: Math.max(a.levels, b.levels),
    mase: a.mase + b.mase,
    scaledSeries: a.scaledSeries + b.scaledSeries,
    covered,
  };
}

/** Metrics of a stored forecast; null without targets. */
function accuracyOf(score: ForecastScore): Metrics | null {
  const { targets, smape, series, absoluteTargets, pinball, levels, mase, scaledSeries, covered } = score;
  if (targets === 0) return null;
  return {
    smape: smape / series,
    mase: scaledSeries === 0 ? null : mase / scaledSeries,
    wql: absoluteTargets === 0 ? null : (2 * pinball) / absoluteTargets / levels,
    coverage: Object.fromEntries([...covered].map(([share, count]) => [share, count / targets])),
  };
}
