import type { BacktestOutcome, BacktestTask } from '../../contracts/ports/index.ts';
import {
  type BacktestPlan,
  type BacktestReport,
  type BacktestWindow,
  formatTime,
  limits,
  orNull,
} from '../../contracts/schemas/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { isSkippedTime } from '../../series/index.ts';
import { backtestProgress, type Supervision, stoppedBy } from '../../training/index.ts';
import { decodeHeldOut } from '../ensemble/index.ts';
import {
  compareForecasts,
  type EvaluatedSeries,
  type Evaluation,
  evaluate,
  type FoldForecasts,
  type ScoredWindow,
  scoredForecasts,
  scoredLevels,
  seriesMax,
  targetsMax,
} from '../evaluation/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { historiesOf, type SeriesHistory, sinceObserved } from '../history/index.ts';
import { forecastBatch } from '../network/index.ts';
import { seenObservations, type TrainedUntil, trainedUntil } from '../sampling/index.ts';
import { decimated, splitSeries } from '../statistics/index.ts';
import { refitForecasts } from './refits.ts';
import { atSteps } from './series/steps-ahead.ts';

/** Levels in the report of each window, beside the median. */
const reportedLevels = [0.025, 0.1, 0.9, 0.975];
const reportedPositions = reportedLevels.map((level) => scoredLevels.indexOf(level));
const medianAt = scoredLevels.indexOf(0.5);

/** Tests a model at rolling origins in the held-out part, and compares it with statistical methods. */
export async function rollingBacktest(
  task: BacktestTask,
  supervision: Supervision,
): Promise<BacktestOutcome> {
  try {
    return task.plan.refit ? await testSettings(task, supervision) : testWeights(task, supervision);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

/** Tests the settings: trains a model before the origins of each fold. */
async function testSettings(task: BacktestTask, supervision: Supervision): Promise<BacktestOutcome> {
  const forecasted = await refitForecasts(task, supervision);
  return forecasted.status === 'finished' ? report(task, supervision, forecasted) : forecasted;
}

/** Tests the held-out networks on the part of each series that they were not trained on. */
function testWeights(task: BacktestTask, supervision: Supervision): BacktestOutcome {
  const { plan } = task;
  const kernel = selectKernel(task.kernel ?? undefined);
  const { model, ...heldOut } = decodeHeldOut(task.weights.bytes, kernel, forecastBatch);
  const { spec } = model;
  const ends = task.isTrainedVersion ? null : (heldOut.trainedUntil ?? endsOfTraining(task, spec));
  const seen = ends === null ? () => 0 : seenObservations(ends);
  const tested = decimated(
    historiesOf(sinceObserved(task.series, spec, task.header), spec, task.header)
      .map((one) => heldOutOrigins(one, spec, plan, seen(one)))
      .filter(({ folds: [{ origins }] }) => origins.length > 0),
    seriesMax,
  );
  if (tested.length === 0) throw nothingHeldOut(plan);
  const originsMax = Math.max(1, Math.floor(targetsMax / plan.horizon / tested.length));
  const series = tested.map((one) => ({
    ...one,
    folds: [{ ...one.folds[0], origins: decimated(one.folds[0].origins, originsMax) }],
  }));
  return report(task, supervision, {
    series,
    spec,
    forecastsOf: (s, _, origins) => scoredForecasts(model, series[s], origins, plan.horizon),
    shareBefore: 0,
  });
}

type Tested = EvaluatedSeries & SeriesHistory;

/** How far a model of an earlier version of the service has seen the series; null if the data of its
 *  training are not kept. */
function endsOfTraining({ trainedOn, header }: BacktestTask, spec: ResolvedSpec): TrainedUntil | null {
  if (trainedOn === undefined || trainedOn === null) return null;
  return trainedUntil(
    historiesOf(sinceObserved(trainedOn, spec, header), spec, header).map((one) => ({
      ...one,
      split: splitOf(one, spec),
    })),
  );
}

function splitOf({ raw }: SeriesHistory, { horizon, validation }: ResolvedSpec) {
  return splitSeries(raw.length, { horizon, ...validation });
}

/** Plans the origins of one series: they begin where its held-out part does, and after what the model has seen.
 *  @param seen number of observations that are not later than the training data */
function heldOutOrigins(
  history: SeriesHistory,
  spec: ResolvedSpec,
  plan: BacktestPlan,
  seen: number,
): Tested {
  const { length } = history.raw;
  const trainEnd = Math.max(seen, splitOf(history, spec).trainEnd);
  const origins: number[] = [];
  for (let origin = length - plan.horizon; origin >= trainEnd; origin -= plan.step) {
    if (origins.length === plan.windows) break;
    origins.unshift(origin);
  }
  return { ...history, trainEnd, folds: [{ fitEnd: trainEnd, origins }] };
}

interface Forecasted {
  series: readonly Tested[];
  spec: ResolvedSpec;
  /** Forecasts from some origins of a fold. */
  forecastsOf: (series: number, fold: number, origins: readonly number[]) => FoldForecasts;
  /** Share of the job that was done before the scoring. */
  shareBefore: number;
}

/** Scores the forecasts and those of the baselines, and reports windows and figures. */
function report(
  { plan, header, kernel }: BacktestTask,
  supervision: Supervision,
  { series, spec, forecastsOf, shareBefore }: Forecasted,
): BacktestOutcome {
  const windows: BacktestWindow[] = [];
  const windowOf = ({ series: s, origin, quantiles, points }: ScoredWindow): BacktestWindow => {
    const { id, times, raw } = series[s];
    const at = (t: number) => formatTime(times[t], header.time_kind, header.time_zone);
    const steps = Array.from({ length: plan.horizon }, (_, h) => h).filter(
      (h) => !isSkippedTime(times[origin + h]),
    );
    const last = times.subarray(0, origin).findLastIndex((time) => !isSkippedTime(time));
    const path = (position: number) => steps.map((h) => quantiles[h * scoredLevels.length + position]);
    return {
      series_id: id,
      origin: at(last),
      times: steps.map((h) => at(origin + h)),
      actual: orNull(steps.map((h) => raw[origin + h])),
      median: path(medianAt),
      quantiles: Object.fromEntries(
        reportedLevels.map((level, i) => [String(level), path(reportedPositions[i])]),
      ),
      baselines: Object.fromEntries(
        Object.entries(points).map(([name, point]) => [name, atSteps([...point], steps)]),
      ),
    };
  };
  const progressAt = (share: number) => backtestProgress(supervision, share, series.length, shareBefore);
  const comparisonTask = {
    horizon: plan.horizon,
    season: spec.season_length,
    seasons: spec.seasons,
    year: spec.year_length,
    preset: spec.preset,
    bounds: spec.bounds,
    kernel: selectKernel(kernel ?? undefined).name,
  };
  const comparison = compareForecasts(series, forecastsOf, comparisonTask);
  const evaluation =
    comparison &&
    evaluate(series, comparison, comparison.forecastsOf, {
      ...comparisonTask,
      step: plan.step,
      seed: spec.seed,
      judgesMedian: spec.location !== 'fixed',
      proceed(share) {
        supervision.progress(() => progressAt(share), share === 0);
        return supervision.order() === 'run';
      },
      report: (window) => windows.push(windowOf(window)),
    });
  if (supervision.order() !== 'run') return stoppedBy(supervision);
  if (evaluation === null) throw nothingHeldOut(plan);
  supervision.progress(() => progressAt(1), true);
  return { status: 'succeeded', report: reportOf(evaluation, spec), windows };
}

function reportOf(
  { summary, metrics, skill, leads, comparisons, series, steps }: Evaluation,
  { season_length }: ResolvedSpec,
): BacktestReport {
  const listed = series.slice(0, limits.backtestSeriesListed);
  return { summary, season_length, metrics, skill, leads, comparisons, series: listed, steps };
}

function nothingHeldOut({ horizon }: BacktestPlan): AppError {
  return new AppError('series_too_short', {
    detail: `No series has ${horizon} observations after what the model was trained on; accepted: a shorter horizon, or a model that was trained with a longer validation part.`,
  });
}
