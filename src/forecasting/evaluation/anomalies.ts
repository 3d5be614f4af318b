import type { AnomalyTask } from '../../contracts/ports/index.ts';
import { type Anomaly, formatTime, type SeriesError } from '../../contracts/schemas/index.ts';
import { type AppError, refusal } from '../../errors.ts';
import { type FittedModel, oneStepForecasts } from '../ensemble/index.ts';
import {
  firstAtOrAfter,
  historiesOf,
  notFinite,
  observedCount,
  rowsWithStep,
  targetValues,
} from '../history/index.ts';
import { areFinite, normalQuantile } from '../statistics/index.ts';

export type SeriesAnomalies = { series_id: string; tested: number; anomalies: Anomaly[] } | SeriesError;

/** Finds observations outside the interval of their one-step forecast. A series that cannot be tested gets a
 *  problem of its own. */
export function findAnomalies(task: AnomalyTask, model: FittedModel, windowsMax: number): SeriesAnomalies[] {
  const { header, level, from, to } = task;
  const upperScore = normalQuantile((1 + level / 100) / 2);
  return historiesOf(task.series, model.spec, header).map((series, s): SeriesAnomalies => {
    const { times } = task.series[s];
    const values = targetValues(task.series[s], model.spec.target, header);
    const [begin, end] = [firstAtOrAfter(times, from), firstAtOrAfter(times, to + 1)];
    const rows = rowsWithStep(times, begin, end, series, header).filter(
      ({ row }) => !Number.isNaN(values[row]),
    );
    const steps = rows.map(({ step }) => step);
    const forecasts = oneStepForecasts(model, series, steps, [-upperScore, 0, upperScore], windowsMax);
    const anomalies: Anomaly[] = [];
    let tested = 0;
    for (const [i, forecast] of forecasts.entries()) {
      if (forecast === null) continue;
      if (!areFinite(forecast)) return { series_id: series.id, problem: notFinite(series.id).toProblem() };
      tested++;
      const value = values[rows[i].row];
      const [lower, median, upper] = forecast;
      if (value >= lower && value <= upper) continue;
      const time = formatTime(times[rows[i].row], header.time_kind, header.time_zone);
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
          problem: nothingTested(series.id, observedCount(values.subarray(begin, end))).toProblem(),
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
