import assert from 'node:assert/strict';
import type { SeriesTask } from '../../contracts/ports/index.ts';
import {
  type Explanation,
  type Fitted,
  formatTime,
  futureColumns,
  orNull,
  type SeriesData,
  type SeriesForecast,
} from '../../contracts/schemas/index.ts';
import { AppError, type Problem, refusal } from '../../errors.ts';
import { assumedCorrelation, drawScores, type Fan, oneStepForecasts, pathRng } from '../ensemble/index.ts';
import {
  type ForecastWindow,
  firstAtOrAfter,
  historyOf,
  knownFuture,
  notFinite,
  rowsWithStep,
  type SeriesHistory,
  targetValues,
  timeFeaturesAt,
  transformed,
  unmatchedWarnings,
  withCompanions,
} from '../history/index.ts';
import { normalQuantile } from '../statistics/index.ts';
import { createForecastFew, type ForecastFew } from './few-observations.ts';
import { isFiniteForecast } from './finite-forecast.ts';
import { warningsOf } from './series/forecast-warnings.ts';
import type { ForecastableSeries, ModelForServing } from './series/forecastable-series.ts';
import { historyRefusal, suitsPretrained } from './series/history-needs.ts';
import {
  explanationAtSteps,
  fanAtSteps,
  modelSteps,
  type StepsAhead,
  stepsAhead,
} from './series/steps-ahead.ts';

type Described = Omit<SeriesForecast, 'explanation'>;
export type SeriesAnswer<Explained = Explanation> =
  | (Described & { explanation?: Explained })
  | { series_id: string; problem: Problem };

/** A task, and the model that forecasts it. */
interface ServedTask {
  task: SeriesTask;
  model: ModelForServing;
  /** Largest number of windows that the model reads at a time. */
  windowsMax: number;
}

/** Makes functions that explain the first `steps` steps of the forecasts of whole series. */
export type Explain<Explained> = (histories: SeriesHistory[], steps: number) => (() => Explained)[];

/** Forecasts each series; a series that cannot be forecast gets a problem instead.
 *  @param windowsMax largest number of windows that the model reads at a time
 *  @param explain explains the forecasts of all series that can be forecast; null if that was not requested
 *  @param histories of the series as the model reads them, where the caller has them
 *  @returns answers in the order of the task */
export function forecastSeries<Explained = Explanation>(
  task: SeriesTask,
  model: ModelForServing,
  windowsMax: number,
  explain: Explain<Explained> | null = null,
  histories: readonly SeriesHistory[] = historiesFor(task, model),
): SeriesAnswer<Explained>[] {
  const prepared = prepareAll(task, model, histories, explain !== null);
  const fans = fansOf([prepared], model);
  return answersOf({ task, model, windowsMax }, prepared, fans, explain);
}

/** Forecasts the series of several tasks for the same model. Its networks read all of them at once, which costs less
 *  than one task after the other; the answers have the same numbers.
 *  @param windowsMax largest number of windows that the model reads at a time
 *  @returns answers by task, in the order of the tasks */
export function forecastTogether(
  tasks: readonly SeriesTask[],
  model: ModelForServing,
  windowsMax: number,
): SeriesAnswer[][] {
  const prepared = tasks.map((task) => prepareAll(task, model, historiesFor(task, model), false));
  const fans = fansOf(prepared, model);
  return tasks.map((task, i) => answersOf({ task, model, windowsMax }, prepared[i], fans, null));
}

function historiesFor({ series, header }: SeriesTask, { spec }: ModelForServing): SeriesHistory[] {
  return series.map((one) => historyOf(one, spec, header));
}

/** Prepares the forecast of each series of a task. Series that are forecast in the same way become companions. */
function prepareAll(
  task: SeriesTask,
  model: ModelForServing,
  histories: readonly SeriesHistory[],
  isExplained: boolean,
): (ForecastableSeries | AppError)[] {
  assert(task.horizon >= 1 && task.horizon <= model.horizon, 'the caller checks the horizon');
  const forecastFew = !isExplained && task.panel !== undefined ? createForecastFew(task, model) : null;
  const alone = histories.map((history, i) =>
    prepareOrRefuse(task, i, model, { history, isExplained, forecastFew }),
  );
  const beside = new Map(
    waysOfModel.flatMap((way) => besideCompanions(alone.filter((one) => isForecastBy(one, way)))),
  );
  return alone.map((one) => (isReady(one) ? (beside.get(one) ?? one) : one));
}

/** Each series, and the same one whose history has the others as its companions. */
function besideCompanions(
  group: readonly ForecastableSeries[],
): (readonly [ForecastableSeries, ForecastableSeries])[] {
  const histories = withCompanions(group.map(({ history }) => history));
  return group.map((series, i) => [series, { ...series, history: histories[i] }]);
}

/** Writes the answers to a task from the fans of its series. */
function answersOf<Explained>(
  served: ServedTask,
  prepared: readonly (ForecastableSeries | AppError)[],
  fans: ReadonlyMap<ForecastableSeries, Fan>,
  explain: Explain<Explained> | null,
): SeriesAnswer<Explained>[] {
  const explanations = explain && explanationsOf(served, prepared.filter(isReady), explain);
  return prepared.map((series, i) => {
    const stored = served.task.series[i];
    if (!isReady(series)) return { series_id: stored.id, problem: series.toProblem() };
    return answerOf(served, series, { stored, fan: fans.get(series), explain: explanations?.get(series) });
  });
}

/** Functions that explain the forecast of each series, at the steps of its answer. */
function explanationsOf<Explained>(
  { task, model }: ServedTask,
  ready: readonly ForecastableSeries[],
  explain: Explain<Explained>,
): ReadonlyMap<ForecastableSeries, () => Explained> {
  const { horizon, header } = task;
  const steps = ready.map(({ ahead }) => modelSteps(ahead, model, header.frequency.season_lengths));
  const explained = Math.max(horizon, ...steps.flatMap((one) => (one ?? []).map((step) => step + 1)));
  // Another series may need more steps.
  const firstSteps = explained > horizon ? Array.from({ length: horizon }, (_, step) => step) : null;
  const explanations = explain(
    ready.map(({ history }) => history),
    explained,
  );
  return new Map(
    ready.map((series, i) => [series, () => explanationAtSteps(explanations[i](), steps[i] ?? firstSteps)]),
  );
}

/** Writes the answer for a series.
 *  @param parts.stored the series of the task
 *  @param parts.fan absent if the model does not forecast the series
 *  @param parts.explain absent if no explanation was requested */
function answerOf<Explained>(
  { task, model, windowsMax }: ServedTask,
  series: ForecastableSeries,
  parts: { stored: SeriesData; fan: Fan | undefined; explain: (() => Explained) | undefined },
): SeriesAnswer<Explained> {
  const { history, known, ahead } = series;
  const few = series.forecastBy === 'similar_series' ? series.few : null;
  const steps = modelSteps(ahead, model, task.header.frequency.season_lengths);
  const fan = few?.fan ?? (parts.fan && fanAtSteps(parts.fan, steps));
  assert(fan !== undefined, 'the series was checked to have enough observations');
  const explanation = parts.explain === undefined ? null : orRefusal(parts.explain);
  if (explanation instanceof AppError) return { series_id: history.id, problem: explanation.toProblem() };
  const answer = {
    ...describe(task, series, model, fan),
    ...(known.length > 0 ? { future_covariates: futureByName(known, model) } : {}),
    ...(task.samples > 0
      ? { samples: samplePaths(task, history, { ...model, paths: few?.paths ?? model.paths }, fan) }
      : {}),
    ...(task.fittedSteps > 0 ? { fitted: fittedOf(task, parts.stored, history, model, windowsMax) } : {}),
    ...(explanation === null ? {} : { explanation }),
  };
  return isFiniteForecast(answer)
    ? answer
    : { series_id: history.id, problem: notFinite(history.id).toProblem() };
}

function isReady(prepared: ForecastableSeries | AppError): prepared is ForecastableSeries {
  return !(prepared instanceof AppError);
}

function isForecastBy(
  prepared: ForecastableSeries | AppError,
  way: ForecastableSeries['forecastBy'],
): prepared is ForecastableSeries {
  return isReady(prepared) && prepared.forecastBy === way;
}

/** The ways in which the model forecasts many series at once. */
const forecasters = {
  networks: (model, windows) => model.forecast(windows),
  pretrained: (model, windows) => model.forecastNew?.(windows) ?? [],
} satisfies Partial<
  Record<
    ForecastableSeries['forecastBy'],
    (model: ModelForServing, windows: ForecastWindow[]) => (Fan | null)[]
  >
>;
const waysOfModel = Object.keys(forecasters) as (keyof typeof forecasters)[];

/** Fans of the series that the model forecasts. */
function fansOf(
  tasks: readonly (readonly (ForecastableSeries | AppError)[])[],
  model: ModelForServing,
): ReadonlyMap<ForecastableSeries, Fan> {
  const found = new Map<ForecastableSeries, Fan>();
  for (const way of waysOfModel) {
    const group = tasks.flat().filter((one) => isForecastBy(one, way));
    const windows = group.map(({ history }) => ({ series: history, origin: history.raw.length }));
    if (windows.length === 0) continue;
    const fans = forecasters[way](model, windows);
    for (const [i, series] of group.entries()) {
      const fan = fans[i];
      if (fan) found.set(series, fan);
    }
  }
  return found;
}

/** Prepares the forecast of series `i`.
 *  @param ways.history history of the series
 *  @param ways.forecastFew null: no series is forecast from others
 *  @returns an AppError if the series cannot be forecast */
function prepareOrRefuse(
  task: SeriesTask,
  i: number,
  model: ModelForServing,
  {
    history,
    isExplained,
    forecastFew,
  }: { history: SeriesHistory; isExplained: boolean; forecastFew: ForecastFew | null },
): ForecastableSeries | AppError {
  const { header, horizon } = task;
  const { spec } = model;
  const series = task.series[i];
  const refused = historyRefusal(history, model, isExplained);
  const isNew = refused !== null && task.newIds?.includes(series.id) === true;
  const isForSimilar = isNew && forecastFew !== null;
  const isForPretrained = refused !== null && !isExplained && suitsPretrained(history, model);
  if (refused !== null && !isForPretrained && !isForSimilar) return refused;
  const ahead = stepsAhead(history.times, series.start, horizon, header, spec);
  const { times } = ahead;
  if (times.length < horizon) return endOfTime(task, history, times.length);
  if (isForSimilar) {
    const few = forecastFew(series, history, times);
    return few === null
      ? withoutSimilar(series.id)
      : { forecastBy: 'similar_series', history, ahead, known: [], few };
  }
  if (isForPretrained) return { forecastBy: 'pretrained', history, ahead, known: [] };
  return orRefusal(() => {
    const future = task.future?.[i] ?? { given: [], stored: [] };
    const columns = knownFuture(series.id, spec.covariates?.future ?? [], future, times, header);
    const read = [
      ...columns.map((column) => overSteps(column, ahead)),
      ...timeFeaturesAt(ahead.stepTimes, spec, header),
    ];
    const known = ahead.steps === null ? read : [...columns, ...timeFeaturesAt(times, spec, header)];
    const unmatched = unmatchedWarnings(future.given, times, header);
    return { forecastBy: 'networks', history: withFuture(history, read), ahead, known, unmatched };
  });
}

/** A column of the times that are forecast over all steps ahead; it is missing at closed days and at times
 *  that clocks skip. [S] */
function overSteps(column: Float64Array, { times, steps, stepTimes }: StepsAhead): Float64Array {
  if (steps === null) return column;
  const spread = new Float64Array(stepTimes.length).fill(Number.NaN);
  for (const [h, step] of steps.entries()) if (times[h] === stepTimes[step]) spread[step] = column[h];
  return spread;
}

function withoutSimilar(id: string): AppError {
  const message = 'has no observations, and the dataset has too few other series to forecast it from';
  return refusal(
    'series_too_short',
    { series_id: id, message, accepted: 'at least one observation' },
    `Series "${id}" ${message}.`,
  );
}

function orRefusal<T>(work: () => T): T | AppError {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function withFuture(history: SeriesHistory, known: readonly Float64Array[]): SeriesHistory {
  const { covariates, raw } = history;
  const future = covariates.future.map((column, c) => {
    const longer = new Float64Array(raw.length + known[c].length);
    longer.set(column.subarray(0, raw.length));
    longer.set(known[c], raw.length);
    return longer;
  });
  return { ...history, covariates: { ...covariates, future } };
}

function futureByName(
  known: readonly Float64Array[],
  { spec }: ModelForServing,
): SeriesForecast['future_covariates'] {
  return Object.fromEntries(futureColumns(spec.covariates).map((name, c) => [name, orNull(known[c])]));
}

function endOfTime({ header, horizon }: SeriesTask, { id, times }: SeriesHistory, steps: number): AppError {
  const last =
    times.length === 0
      ? 'its start'
      : formatTime(times[times.length - 1], header.time_kind, header.time_zone);
  const limit = header.time_kind === 'integer' ? 'the integers up to 2^53' : 'the year 9999';
  return refusal(
    'horizon_too_long',
    {
      series_id: id,
      message: `ends at ${last}`,
      accepted: steps === 0 ? `a last time well before the end of ${limit}` : `a horizon of at most ${steps}`,
    },
    `Series "${id}" ends at ${last}; ${horizon} steps of ${header.frequency.step} lead past ${limit}.`,
  );
}

/** Formats a fan as the API returns it. */
function describe(
  { header, horizon, quantiles, levels }: SeriesTask,
  series: ForecastableSeries,
  model: ModelForServing,
  fan: Fan,
): Described {
  const { history, ahead } = series;
  const pathAt = (p: number) => fan.path(normalQuantile(p), horizon);
  return {
    series_id: history.id,
    times: Array.from(ahead.times, (time) => formatTime(time, header.time_kind, header.time_zone)),
    mean: fan.mean(horizon),
    median: pathAt(0.5),
    quantiles: Object.fromEntries(quantiles.map((p) => [String(p), pathAt(p)])),
    intervals: Object.fromEntries(
      levels.map((level) => [
        String(level),
        { lower: pathAt((1 - level / 100) / 2), upper: pathAt((1 + level / 100) / 2) },
      ]),
    ),
    warnings: warningsOf(series, model, header.frequency.season_lengths),
  };
}

/** Draws paths whose values at each step have the quantiles of the forecast. */
function samplePaths(
  { samples, seed, horizon }: SeriesTask,
  { id, raw }: SeriesHistory,
  { season, tail, spec, paths }: ModelForServing,
  fan: Fan,
): number[][] {
  const rng = pathRng(seed, id);
  const correlation = paths ?? assumedCorrelation(season, transformed(raw.subarray(-tail), spec.transform));
  return Array.from({ length: samples }, () =>
    Array.from(drawScores(rng, horizon, correlation), (score, h) => fan.quantileAt(h, score)),
  );
}

/** One-step medians of the last observations.
 *  @param stored the series of the history, which may have other rows */
function fittedOf(
  { header, fittedSteps }: SeriesTask,
  stored: SeriesData,
  history: SeriesHistory,
  model: ModelForServing,
  windowsMax: number,
): Fitted {
  const { times } = stored;
  const values = targetValues(stored, model.spec.target, header);
  const end = firstAtOrAfter(times, (history.times.at(-1) ?? Number.NEGATIVE_INFINITY) + 1);
  const rows = rowsWithStep(times, Math.max(0, end - fittedSteps), end, history, header);
  const steps = rows.map(({ step }) => step);
  const medians = oneStepForecasts(model, history, steps, [0], windowsMax);
  return {
    times: rows.map(({ row }) => formatTime(times[row], header.time_kind, header.time_zone)),
    values: orNull(rows.map(({ row }) => values[row])),
    median: medians.map((median) => median?.[0] ?? null),
  };
}
