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
import { isSkippedTime } from '../../series/index.ts';
import {
  assumedCorrelation,
  drawScores,
  type Fan,
  type FittedModel,
  type ObservationsNeed,
  oneStepForecasts,
  pathRng,
  type ServedSpec,
} from '../ensemble/index.ts';
import {
  covariateWarnings,
  type ForecastWindow,
  firstAtOrAfter,
  hasLeft,
  historyOf,
  knownFuture,
  notFinite,
  observedCount,
  rowsWithStep,
  type SeriesHistory,
  targetValues,
  timeFeaturesAt,
  trailingGap,
  transformed,
  unmatchedWarnings,
  withCompanions,
} from '../history/index.ts';
import { normalQuantile } from '../statistics/index.ts';
import { createForecastFew, type FewObservations, type ForecastFew } from './few-observations.ts';
import { isFiniteForecast } from './finite-forecast.ts';
import { explanationAtSteps, fanAtSteps, modelSteps, type StepsAhead, stepsAhead } from './steps-ahead.ts';

/** A model as forecasts use it. */
type ModelForServing = FittedModel<ServedSpec>;

type Described = Omit<SeriesForecast, 'explanation'>;
export type SeriesAnswer<Explained = Explanation> =
  | (Described & { explanation?: Explained })
  | { series_id: string; problem: Problem };

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
  const readings = readAll(task, model, histories, explain !== null);
  const fans = fansOf([readings], model);
  return answersOf({ task, model, windowsMax }, readings, fans, explain);
}

/** Forecasts the series of several tasks for the same model. Its networks read all of them at once, which costs less than one
 *  task after the other; the answers have the same numbers.
 *  @param windowsMax largest number of windows that the model reads at a time
 *  @returns answers by task, in the order of the tasks */
export function forecastTogether(
  tasks: readonly SeriesTask[],
  model: ModelForServing,
  windowsMax: number,
): SeriesAnswer[][] {
  const readings = tasks.map((task) => readAll(task, model, historiesFor(task, model), false));
  const fans = fansOf(readings, model);
  return tasks.map((task, i) => answersOf({ task, model, windowsMax }, readings[i], fans, null));
}

function historiesFor({ series, header }: SeriesTask, { spec }: ModelForServing): SeriesHistory[] {
  return series.map((one) => historyOf(one, spec, header));
}

function readAll(
  task: SeriesTask,
  model: ModelForServing,
  histories: readonly SeriesHistory[],
  isExplained: boolean,
): (Reading | AppError)[] {
  assert(task.horizon >= 1 && task.horizon <= model.horizon, 'the caller checks the horizon');
  const forecastFew = !isExplained && task.panel !== undefined ? createForecastFew(task, model) : null;
  const readings = histories.map((history, i) =>
    readOrRefuse(task, i, model, { history, isExplained, forecastFew }),
  );
  const beside = new Map(ofModel.flatMap((by) => besideCompanions(readings.filter((one) => isBy(one, by)))));
  return readings.map((reading) => (isReady(reading) ? (beside.get(reading) ?? reading) : reading));
}

/** Each reading, and the same one whose history has the others as its companions. */
function besideCompanions(group: readonly Reading[]): (readonly [Reading, Reading])[] {
  const histories = withCompanions(group.map(({ history }) => history));
  return group.map((reading, i) => [reading, { ...reading, history: histories[i] }]);
}

/** Writes the answers to a task from the fans of its series. */
function answersOf<Explained>(
  { task, model, windowsMax }: { task: SeriesTask; model: ModelForServing; windowsMax: number },
  readings: readonly (Reading | AppError)[],
  fans: ReadonlyMap<Reading, Fan>,
  explain: Explain<Explained> | null,
): SeriesAnswer<Explained>[] {
  const ready = readings.filter(isReady);
  const { season_lengths } = task.header.frequency;
  const stepsOf = (ahead: StepsAhead) => modelSteps(ahead, model, season_lengths);
  const explained = Math.max(
    task.horizon,
    ...ready.flatMap(({ ahead }) => (stepsOf(ahead) ?? []).map((step) => step + 1)),
  );
  const explanations = explain?.(
    ready.map(({ history }) => history),
    explained,
  );
  // Another series may need more steps.
  const firstSteps =
    explained > task.horizon ? Array.from({ length: task.horizon }, (_, step) => step) : null;
  let next = 0;
  return readings.map((reading, i): SeriesAnswer<Explained> => {
    if (!isReady(reading)) return { series_id: task.series[i].id, problem: reading.toProblem() };
    const explainOne = explanations?.[next++];
    const read = fans.get(reading);
    const { history, known, ahead } = reading;
    const steps = stepsOf(ahead);
    const few = reading.by === 'similar_series' ? reading.few : null;
    const fan = few?.fan ?? (read && fanAtSteps(read, steps));
    assert(fan !== undefined, 'the series was checked to have enough observations');
    const explanation =
      explainOne === undefined
        ? null
        : orRefusal(() => explanationAtSteps(explainOne(), steps ?? firstSteps));
    if (explanation instanceof AppError) return { series_id: history.id, problem: explanation.toProblem() };
    const answer = {
      ...describe(task, reading, model, fan),
      ...(known.length > 0 ? { future_covariates: futureByName(known, model) } : {}),
      ...(task.samples > 0
        ? { samples: samplePaths(task, history, { ...model, paths: few?.paths ?? model.paths }, fan) }
        : {}),
      ...(task.fittedSteps > 0 ? { fitted: fittedOf(task, task.series[i], history, model, windowsMax) } : {}),
      ...(explanation === null ? {} : { explanation }),
    };
    return isFiniteForecast(answer)
      ? answer
      : { series_id: history.id, problem: notFinite(history.id).toProblem() };
  });
}

function isReady(reading: Reading | AppError): reading is Reading {
  return !(reading instanceof AppError);
}

function isBy(reading: Reading | AppError, by: Reading['by']): reading is Reading {
  return isReady(reading) && reading.by === by;
}

/** A series that can be forecast, and what forecasts it. */
type Reading = CommonReading &
  (
    | {
        by: 'networks';
        /** Warnings about times of given covariates that are not forecast. */
        unmatched: string[];
      }
    /** There are too few observations for the networks: the pre-trained network forecasts alone. */
    | { by: 'pretrained' }
    /** There are too few observations for any network. */
    | { by: 'similar_series'; few: FewObservations }
  );

interface CommonReading {
  /** The series that the model forecasts in the same way are its companions. */
  history: SeriesHistory;
  ahead: StepsAhead;
  /** Known-future covariates and time features at the times that are forecast; empty if the forecast uses none. */
  known: Float64Array[]; // [F][K]
}

/** The ways in which the model forecasts many series at once. */
const forecasters = {
  networks: (model, windows) => model.forecast(windows),
  pretrained: (model, windows) => model.forecastNew?.(windows) ?? [],
} satisfies Partial<
  Record<Reading['by'], (model: ModelForServing, windows: ForecastWindow[]) => (Fan | null)[]>
>;
const ofModel = Object.keys(forecasters) as (keyof typeof forecasters)[];

/** Fewest observations of a series from which the pre-trained network forecasts. */
const newObservationsMin = 4;

/** Fans of the readings that the model forecasts. */
function fansOf(
  tasks: readonly (readonly (Reading | AppError)[])[],
  model: ModelForServing,
): ReadonlyMap<Reading, Fan> {
  const found = new Map<Reading, Fan>();
  for (const by of ofModel) {
    const group = tasks.flat().filter((reading) => isBy(reading, by));
    const windows = group.map(({ history }) => ({ series: history, origin: history.raw.length }));
    if (windows.length === 0) continue;
    const fans = forecasters[by](model, windows);
    for (const [i, reading] of group.entries()) {
      const fan = fans[i];
      if (fan) found.set(reading, fan);
    }
  }
  return found;
}

/** Reads what the forecast of series `i` needs.
 *  @param ways.history history of the series
 *  @param ways.forecastFew null: no series is forecast from others
 *  @returns an AppError if the series cannot be forecast */
function readOrRefuse(
  task: SeriesTask,
  i: number,
  model: ModelForServing,
  {
    history,
    isExplained,
    forecastFew,
  }: { history: SeriesHistory; isExplained: boolean; forecastFew: ForecastFew | null },
): Reading | AppError {
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
      : { by: 'similar_series', history, ahead, known: [], few };
  }
  if (isForPretrained) return { by: 'pretrained', history, ahead, known: [] };
  return orRefusal(() => {
    const future = task.future?.[i] ?? { given: [], stored: [] };
    const columns = knownFuture(series.id, spec.covariates?.future ?? [], future, times, header);
    const read = [
      ...columns.map((column) => overSteps(column, ahead)),
      ...timeFeaturesAt(ahead.stepTimes, spec, header),
    ];
    const known = ahead.steps === null ? read : [...columns, ...timeFeaturesAt(times, spec, header)];
    const unmatched = unmatchedWarnings(future.given, times, header);
    return { by: 'networks', history: withFuture(history, read), ahead, known, unmatched };
  });
}

/** A column of the times that are forecast over all steps ahead; it is missing at closed days and at times that clocks skip. [S] */
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

/** The reason why the networks cannot forecast a series from its last values; null if they can.
 *  @param isExplained whether the networks are asked for, so that the pre-trained network cannot forecast alone */
export function historyRefusal(
  history: SeriesHistory,
  model: ModelForServing,
  isExplained: boolean,
): AppError | null {
  const unmet = unmetNeed(history, model);
  return unmet && tooShort(history, unmet, model, isExplained);
}

/** The first need of the networks that a series does not meet; null if it meets all. */
function unmetNeed({ raw }: SeriesHistory, model: ModelForServing): ObservationsNeed | null {
  return model.needs(raw.length).find((need) => !isMet(need, raw)) ?? null;
}

function isMet({ steps, observed }: ObservationsNeed, raw: Float64Array): boolean {
  return observedCount(raw.subarray(-steps)) >= observed;
}

/** Number of observations that a forecast of the series needs, and the sentence that says so. */
function needOf(
  raw: Float64Array,
  needed: number,
  model: ModelForServing,
  isExplained: boolean,
): { needed: number; need: string } {
  if (!hasBegun(raw, model) || needed <= newObservationsMin)
    return { needed, need: `a forecast needs ${needed}` };
  if (!isExplained) return { needed: newObservationsMin, need: `a forecast needs ${newObservationsMin}` };
  const alone = 'A forecast by the pre-trained network alone has no explanation';
  return { needed, need: `the networks need ${needed}. ${alone}` };
}

/** Whether the pre-trained network forecasts a series that the networks cannot. */
function suitsPretrained({ raw }: SeriesHistory, model: ModelForServing): boolean {
  return hasBegun(raw, model) && observedCount(raw.subarray(-model.tail)) >= newObservationsMin;
}

/** Whether a series has few observations because it began lately, or began again after a gap, and not because values are
 *  missing at its end. */
function hasBegun(raw: Float64Array, model: ModelForServing): boolean {
  return model.forecastNew !== null && trailingGap(raw) === 0;
}

function tooShort(
  { id, raw }: SeriesHistory,
  { steps, observed }: ObservationsNeed,
  model: ModelForServing,
  isExplained: boolean,
): AppError {
  const read = raw.subarray(-steps);
  const have = observedCount(read);
  const { needed, need } = needOf(raw, observed, model, isExplained);
  const gap = trailingGap(read);
  const missing =
    gap === 0 ? '' : `, and ${gap === read.length ? 'every one' : `the last ${gap}`} is missing`;
  return refusal(
    'series_too_short',
    {
      series_id: id,
      message: `has ${have} observations in its last ${read.length} steps`,
      accepted: `at least ${needed}`,
    },
    `Series "${id}" has ${have} observations among its last ${read.length} steps${missing}; ${need}.`,
  );
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
  reading: Reading,
  model: ModelForServing,
  fan: Fan,
): Described {
  const { history, ahead } = reading;
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
    warnings: warningsOf(reading, model, header.frequency.season_lengths),
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

function warningsOf(reading: Reading, model: ModelForServing, seasons: readonly number[]): string[] {
  const { history } = reading;
  if (reading.by === 'similar_series') return reading.few.warnings;
  const beyond = beyondHorizon(reading, model, seasons);
  if (reading.by === 'pretrained') return [pretrainedWarning(history, model), ...beyond];
  return [...networksWarnings(history, model), ...reading.unmatched, ...beyond];
}

/** Warns about times that closed days, or times that clocks skip, move beyond the horizon of the model. */
function beyondHorizon(
  { ahead, known }: Reading,
  model: ModelForServing,
  seasons: readonly number[],
): string[] {
  const { horizon, season } = model;
  const { steps } = ahead;
  const read = modelSteps(ahead, model, seasons);
  if (steps === null || read === null) return [];
  const beyond = [...steps.keys()].filter((h) => steps[h] >= horizon);
  if (beyond.length === 0) return [];
  const isOne = beyond.length === 1;
  const isInPhase = beyond.every((h) => (steps[h] - read[h]) % season === 0);
  const inSeason = isInPhase ? 'that of a season before' : 'at another phase of the season';
  const origin = season === 1 ? 'that of the last step of the model' : inSeason;
  const withoutEffect = ` Covariates of ${isOne ? 'that time' : 'these times'} have no effect.`;
  const longer = ` A model with a horizon of ${Math.max(...steps) + 1} steps forecasts ${isOne ? 'it' : 'them'}.`;
  return [
    `${stepsWithoutTime(ahead, steps)} move the last ${isOne ? 'time' : `${beyond.length} times`} beyond the horizon of the model: the forecast there is ${origin}.${known.length === 0 ? '' : withoutEffect}${isInPhase ? '' : longer}`,
  ];
}

/** Names the kinds of steps ahead that are no time of the forecast. */
function stepsWithoutTime({ stepTimes }: StepsAhead, steps: readonly number[]): string {
  const skipped = stepTimes.filter(isSkippedTime).length;
  if (skipped === 0) return 'Closed days';
  const closed = stepTimes.length - new Set(steps).size - skipped;
  return closed === 0 ? 'Times that clocks skip' : 'Closed days and times that clocks skip';
}

function pretrainedWarning(history: SeriesHistory, model: ModelForServing): string {
  const { raw } = history;
  const { steps, observed } = unmetNeed(history, model)!;
  const among = steps < raw.length ? ` among its last ${steps} steps` : '';
  return `The series has ${observedCount(raw.subarray(-steps))} observations${among}, and the networks need ${observed}: the pre-trained network forecasts it alone, without covariates, and the intervals are not calibrated.`;
}

function networksWarnings(history: SeriesHistory, model: ModelForServing): string[] {
  const { context, tail, season, spec } = model;
  const { raw } = history;
  const warnings = model.warnings(history);
  const gap = trailingGap(raw);
  const last = gap === 1 ? 'The last value is missing' : `The last ${gap} values are missing`;
  const substitute =
    season > 1
      ? 'the forecast starts from the last observed season'
      : 'the forecast starts from the last observed value';
  if (gap > 0) warnings.push(`${last}; ${substitute}, and the fan is wider because of the gap.`);
  const { lower_bound: trainedLower, bounds } = spec;
  const { lower, upper } = bounds ?? { lower: null, upper: null };
  const read = raw.subarray(-tail);
  if (lower === null && hasLeft(trainedLower, read))
    warnings.push(
      `There are values below ${trainedLower}, the smallest value in training: the forecast has no lower bound.`,
    );
  if (areBeyond(read, lower ?? Number.NEGATIVE_INFINITY, upper ?? Number.POSITIVE_INFINITY))
    warnings.push('There are values outside the bounds; the forecast stays within them.');
  return [...warnings, ...covariateWarnings(history, spec, context)];
}

function areBeyond(values: Float64Array, lower: number, upper: number): boolean {
  for (let t = 0; t < values.length; t++) if (values[t] < lower || values[t] > upper) return true;
  return false;
}
