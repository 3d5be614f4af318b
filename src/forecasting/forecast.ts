import assert from 'node:assert/strict';
import type { DatasetHeader, SeriesData } from '../contracts/dataset.ts';
import type { Fitted, SeriesForecast } from '../contracts/forecast.ts';
import type { ForecastTask } from '../contracts/ports.ts';
import { formatTime } from '../contracts/time.ts';
import { AppError, type Problem } from '../errors.ts';
import { nextTimes, withCalendar } from '../series/index.ts';
import { type Layout, observedNeeded, type ResolvedSpec } from './layout.ts';
import { oneStepForecasts } from './one-step.ts';
import { predict } from './prediction.ts';
import { meanScores, normalQuantile, quantileAt } from './quantiles.ts';
import { drawScores, pathCorrelation, pathRng } from './sample-paths.ts';
import { lowerBoundFor, observedCount, restored, targetValues, trailingGap, transformed } from './target.ts';
import type { LoadedNetwork } from './weights-file.ts';

export type SeriesAnswer = SeriesForecast | { series_id: string; problem: Problem };

/** Each series answers for itself, in the order of the task. */
export function forecastSeries(task: ForecastTask, loaded: LoadedNetwork, batchMax: number): SeriesAnswer[] {
  const { network, layout, spec } = loaded;
  assert(task.horizon >= 1 && task.horizon <= layout.horizon, 'the caller checks the horizon');
  const contexts = task.series.map((series) => readContext(series, spec, layout, task.header));
  const ready = contexts.filter((context) => context instanceof Float64Array);
  const windows = ready.map((values) => ({ values, origin: values.length }));
  const { usable, quantiles } = predict(network, layout, windows, batchMax);

  let window = 0;
  return contexts.map((context, i): SeriesAnswer => {
    const series = task.series[i];
    if (context instanceof AppError) return { series_id: series.id, problem: context.toProblem() };
    const first = window * layout.horizon * layout.quantiles;
    assert(usable[window++], 'what was read is enough');
    const frequency = withCalendar(task.header.frequency, spec.calendar);
    const last = series.times[series.times.length - 1];
    const times = nextTimes({ ...task.header, frequency }, last, task.horizon);
    if (times.length < task.horizon)
      return { series_id: series.id, problem: endOfTime(task, series, times.length).toProblem() };
    const bound = lowerBoundFor(
      spec.lower_bound,
      targetValues(series, spec.target, task.header).subarray(-layout.tail),
    );
    return {
      ...describe(task, series, spec, layout, quantiles, first, times, bound),
      ...(task.samples > 0
        ? { samples: samplePaths(task, series.id, context, spec, layout, quantiles, first, bound) }
        : {}),
      ...(task.fittedSteps > 0 ? { fitted: fittedOf(task, series, loaded, batchMax) } : {}),
    };
  });
}

/** The last transformed values of a series, or why it cannot be forecast. */
function readContext(
  series: SeriesData,
  spec: ResolvedSpec,
  layout: Layout,
  header: DatasetHeader,
): Float64Array | AppError {
  const raw = targetValues(series, spec.target, header).subarray(-layout.tail);
  const have = observedCount(raw.subarray(-layout.context));
  if (have < observedNeeded(layout, raw.length)) return tooShort(series.id, raw, layout);
  const outside = raw.find((value) => value <= 0);
  if (spec.transform === 'log' && outside !== undefined)
    return new AppError('value_out_of_domain', {
      detail: `Series "${series.id}" has the value ${outside} in what the forecast reads; the model was trained on values above 0.`,
      faults: [{ series_id: series.id, message: `has the value ${outside}`, accepted: 'values above 0' }],
    });
  return transformed(raw, spec.transform);
}

function tooShort(id: string, context: Float64Array, layout: Layout): AppError {
  const read = context.subarray(-layout.context);
  const have = observedCount(read);
  const needed = observedNeeded(layout, context.length);
  const gap = trailingGap(context);
  const missing =
    gap === 0 ? '' : `, and ${gap === context.length ? 'every one' : `the last ${gap}`} is missing`;
  return new AppError('series_too_short', {
    detail: `Series "${id}" has ${have} observations among its last ${read.length} steps${missing}; a forecast needs ${needed}.`,
    faults: [
      {
        series_id: id,
        message: `has ${have} observations in its last ${read.length} steps`,
        accepted: `at least ${needed}`,
      },
    ],
  });
}

function endOfTime({ header, horizon }: ForecastTask, { id, times }: SeriesData, steps: number): AppError {
  const last = formatTime(times[times.length - 1], header.time_kind, header.time_zone);
  const limit = header.time_kind === 'integer' ? 'the integers up to 2^53' : 'the year 9999';
  return new AppError('horizon_too_long', {
    detail: `Series "${id}" ends at ${last}; ${horizon} steps of ${header.frequency.step} lead past ${limit}.`,
    faults: [
      {
        series_id: id,
        message: `ends at ${last}`,
        accepted:
          steps === 0 ? `a last time well before the end of ${limit}` : `a horizon of at most ${steps}`,
      },
    ],
  });
}

/** Quantiles [K, Q] from `first` on, in the shape that callers meet. */
function describe(
  task: ForecastTask,
  series: SeriesData,
  spec: ResolvedSpec,
  layout: Layout,
  quantiles: Float64Array,
  first: number,
  times: Float64Array,
  bound: number | null,
): SeriesForecast {
  const { header, horizon } = task;
  const steps = Array.from({ length: horizon }, (_, h) => first + h * layout.quantiles);
  const at = (row: number, score: number) =>
    restored(quantileAt(layout.grid, quantiles, row, score), spec.transform, bound);
  const pathAt = (p: number) => {
    const score = normalQuantile(p);
    return steps.map((row) => at(row, score));
  };
  return {
    series_id: series.id,
    times: Array.from(times, (time) => formatTime(time, header.time_kind, header.time_zone)),
    mean: steps.map((row) => meanScores.reduce((sum, score) => sum + at(row, score), 0) / meanScores.length),
    median: pathAt(0.5),
    quantiles: Object.fromEntries(task.quantiles.map((p) => [String(p), pathAt(p)])),
    intervals: Object.fromEntries(
      task.levels.map((level) => [
        String(level),
        { lower: pathAt((1 - level / 100) / 2), upper: pathAt((1 + level / 100) / 2) },
      ]),
    ),
    warnings: warningsFor(series, spec, layout, header, bound),
  };
}

/** Futures whose values at each step have the quantiles of the forecast. */
function samplePaths(
  { samples, seed, horizon }: ForecastTask,
  seriesId: string,
  context: Float64Array,
  spec: ResolvedSpec,
  layout: Layout,
  quantiles: Float64Array,
  first: number,
  bound: number | null,
): number[][] {
  const rng = pathRng(seed, seriesId);
  const correlation = pathCorrelation(layout, context);
  return Array.from({ length: samples }, () =>
    Array.from(drawScores(rng, horizon, correlation), (score, h) =>
      restored(
        quantileAt(layout.grid, quantiles, first + h * layout.quantiles, score),
        spec.transform,
        bound,
      ),
    ),
  );
}

/** One-step medians of the last observations. */
function fittedOf(
  { header, fittedSteps }: ForecastTask,
  series: SeriesData,
  loaded: LoadedNetwork,
  batchMax: number,
): Fitted {
  const raw = targetValues(series, loaded.spec.target, header);
  const from = Math.max(0, raw.length - fittedSteps);
  const medians = oneStepForecasts(loaded, raw, from, raw.length, [0], batchMax);
  return {
    times: Array.from(series.times.subarray(from), (time) =>
      formatTime(time, header.time_kind, header.time_zone),
    ),
    values: Array.from(raw.subarray(from), (value) => (Number.isNaN(value) ? null : value)),
    median: medians.map((forecast) => forecast?.[0] ?? null),
  };
}

function warningsFor(
  series: SeriesData,
  spec: ResolvedSpec,
  layout: Layout,
  header: DatasetHeader,
  bound: number | null,
): string[] {
  const warnings: string[] = [];
  const values = targetValues(series, spec.target, header);
  const have = observedCount(values.subarray(-layout.context));
  if (have < layout.context)
    warnings.push(
      `Only ${have} of the ${layout.context} observations that the network reads are there; the rest counts as missing.`,
    );
  const gap = trailingGap(values);
  const last = gap === 1 ? 'The last value is missing' : `The last ${gap} values are missing`;
  const standIn =
    layout.season > 1
      ? 'the last season that is there stands in'
      : `the forecast starts from the one before ${gap === 1 ? 'it' : 'them'}`;
  if (gap > 0) warnings.push(`${last}; ${standIn}, and the fan is wider by the steps in between.`);
  if (typeof spec.lower_bound === 'number' && bound === null)
    warnings.push(
      `There are values below ${spec.lower_bound}, which training never saw; the forecast is not bounded either.`,
    );
  return warnings;
}
