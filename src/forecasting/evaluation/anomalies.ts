import type { AnomalyTask } from '../../contracts/ports/index.ts';
import { type Anomaly, formatTime, type SeriesError } from '../../contracts/schemas/index.ts';
import { type AppError, refusal } from '../../errors.ts';
import { type FittedModel, oneStepForecasts } from '../ensemble/index.ts';
import { firstAtOrAfter, historiesOf, notFinite } from '../history/index.ts';
import { areFinite, normalQuantile } from '../statistics/index.ts';

export type SeriesAnomalies = { series_id: string; tested: number; anomalies: Anomaly[] } | SeriesError;

/** Finds observations outside the interval of their one-step forecast. A series that cannot be tested gets a
 *  problem of its own. */
export function findAnomalies(task: AnomalyTask, model: FittedModel, windowsMax: number): SeriesAnomalies[] {
  const { header, level, from, to } = task;
  const upperScore = normalQuantile((1 + level / 100) / 2);
  return historiesOf(task.series, model.spec, header).map((series): SeriesAnomalies => {
    const { raw } = series;
    const first = firstAtOrAfter(series.times, from);
    const end = firstAtOrAfter(series.times, to + 1);
    const places: number[] = [];
    for (let t = first; t < end; t++) if (!Number.isNaN(raw[t])) places.push(t);
    const forecasts = oneStepForecasts(model, series, places, [-upperScore, 0, upperScore], windowsMax);
    const anomalies: Anomaly[] = [];
    let tested = 0;
    for (const [i, forecast] of forecasts.entries()) {
      if (forecast === null) continue;
      if (!areFinite(forecast)) return { series_id: series.id, problem: notFinite(series.id).toProblem() };
      tested++;
      const value = raw[places[i]];
      const [lower, median, upper] = forecast;
      if (value >= lower && value <= upper) continue;
      const time = formatTime(series.times[places[i]], header.time_kind, header.time_zone);
      anomalies.push({
        series_id: series.id,
        time,
        value,
        lower,
        upper,
        score: scoreOf(value, lower, median, upper),
      });
    }
    return tested === 0
      ? {
          series_id: series.id,
          problem: nothingTested(series.id, places.length).toProblem(),
        }
      : { series_id: series.id, tested, anomalies };
  });
}

/** Largest score. The interval of a constant series has no width, and its score would be infinite. */
const scoreMax = 1e6;

function scoreOf(value: number, lower: number, median: number, upper: number): number {
  const width = value < median ? median - lower : upper - median;
  return Math.min(scoreMax, Math.abs(value - median) / width);
}

function nothingTested(id: string, observations: number): AppError {
  const message =
    observations === 0
      ? 'has no observations between `from` and `to`'
      : `has ${observations} observations there, none with enough before it to be forecast`;
  return refusal('series_too_short', { series_id: id, message }, `Series "${id}" ${message}.`);
}
