/** Tasks of a forecast of a model: a call is checked and read in batches of series, each of which becomes one task. */
import type {
  DatasetStore,
  Forecaster,
  ForecastTask,
  ModelForecastIn,
  NewForecast,
  OneShotOrigin,
  ServedModel,
} from '../contracts/ports/index.ts';
import {
  futureColumns,
  horizonOf,
  limits,
  type Model,
  type NumericModel,
  requireModelKind,
  requireReady,
  type SeriesError,
  type TenantId,
  type Warning,
} from '../contracts/schemas/index.ts';
import { requireContributions, type TaskOptions, taskOptions } from './forecast-options.ts';
import {
  type ForecastCallContext,
  type ForecastSeriesDeps,
  futureOfModel,
  pointsRead,
  seriesAtOrigin,
} from './forecast-series.ts';
import { timeAt } from './inputs/histories.ts';
import type { WeightsReader } from './inputs/model-weights.ts';
import { pastObservationsMax, requireSeriesOperations } from './inputs/operations.ts';
import { futureOf, type Given, readFuture, requireKnownSeries } from './known-future.ts';
import { panelFor } from './panel.ts';
import { storedIdsOf } from './series-of-call.ts';
import type { PanelCandidates } from './served/panel-candidates.ts';
import { storedBatches } from './stored-batches.ts';

export interface ForecastTaskDeps extends ForecastSeriesDeps {
  store: { datasets: Pick<DatasetStore, 'read' | 'countsBefore' | 'similarSeries'> };
  forecaster: Pick<Forecaster, 'tailPoints' | 'methodOperations'>;
  weightsOf: WeightsReader;
  candidates: PanelCandidates;
}

/** A call for forecasts of a model. */
export interface ModelForecastCall {
  tenant: TenantId;
  served: ServedModel;
  body: ModelForecastIn;
  /** Null or absent: the call is not a one-shot call. */
  origin?: OneShotOrigin | null;
  /** Series of the whole call, if this is only a part of it; default: those of `body`. */
  seriesOfCall?: number;
}

/** Series of a call that are read and forecast at once. */
interface SeriesBatch {
  /** The call with the series of the batch. */
  body: ModelForecastIn;
  /** Series of the whole call, if this is only one of its batches. */
  seriesOfCall: number;
  /** Future covariates of the whole call. Absent: those of `body` are read. */
  given?: Given[];
}

/** A batch whose series are read. */
export interface BatchTask {
  head: ForecastHead;
  /** Null if no series could be read. */
  task: Omit<ForecastTask, 'explain'> | null;
  errors: SeriesError[];
  warnings: Warning[] | null;
}
export type ForecastHead = Omit<NewForecast, 'forecasts' | 'errors' | 'warnings'>;

/** The tasks of a call, one at a time: each holds the series that are read at once. All have the same head.
 *  @throws AppError model_not_ready, model_failed, horizon_too_long, points_too_many, forecast_too_large,
 *  explanation_too_large, overloaded */
export async function* batchTasks(
  deps: ForecastTaskDeps,
  { tenant, served, body: asked, origin = null, seriesOfCall = 0 }: ModelForecastCall,
): AsyncGenerator<BatchTask> {
  const { model, dataset } = served;
  requireModelKind(model, 'numeric', { symbols: symbolForecastsWork(model) });
  requireReady(model, instantMeanwhile(model));
  const horizon = horizonOf(asked, model);
  const body = { ...asked, series_ids: storedIdsOf(served, asked) };
  const until = timeAt(body.as_of, '/as_of', dataset);
  const call = { tenant, model, dataset, horizon, until };
  const { series, series_ids: wanted } = body;
  const batches =
    series === undefined
      ? await storedBatches(deps.store.datasets, tenant, dataset, {
          wanted,
          points: pointsRead(deps.forecaster, model, body),
        })
      : null;
  if (batches === null) return yield batchTask(deps, call, { body, seriesOfCall }, origin);
  const ids = batches.flat();
  const given = await readFuture(body.future_covariates, futureOfModel(model), horizon, dataset);
  requireKnownSeries(given, ids);
  const count = Math.max(seriesOfCall, ids.length);
  for (const series_ids of batches)
    yield batchTask(deps, call, { body: { ...body, series_ids }, seriesOfCall: count, given }, origin);
}

async function batchTask(
  deps: ForecastTaskDeps,
  call: ForecastCallContext,
  batch: SeriesBatch,
  origin: OneShotOrigin | null,
): Promise<BatchTask> {
  const { tenant, model, dataset, horizon, until } = call;
  const { body } = batch;
  const { header, atOrigin, errors, warnings } = await seriesAtOrigin(deps, call, body);
  const series = atOrigin.map(({ history }) => history);
  const given =
    batch.given ?? (await readFuture(body.future_covariates, futureOfModel(model), horizon, header));
  if (batch.given === undefined)
    requireKnownSeries(given, [...series.map(({ id }) => id), ...errors.map(({ series_id }) => series_id)]);
  const options = batchOptions(deps, call, batch, series.length);
  const head = headOf(call, body, options, origin);
  const rest = { head, errors, warnings: origin?.warnings ?? warnings };
  if (series.length === 0) return { ...rest, task: null };
  const task = {
    weights: await deps.weightsOf(tenant, model),
    spec: model.spec,
    header,
    series,
    future: atOrigin.map(({ history, futureRows }) => futureOf(given, history.id, futureRows)),
    horizon,
    ...(await panelFor(
      { datasets: deps.store.datasets, candidates: deps.candidates },
      tenant,
      dataset,
      model,
      { atOrigin, horizon, until },
    )),
    ...options,
  };
  return { ...rest, task };
}

/** Reads the options of a batch, and checks its work and the size of the answer.
 *  @param count number of series of the batch that could be read
 *  @throws AppError points_too_many, forecast_too_large, explanation_too_large, overloaded */
function batchOptions(
  { forecaster }: Pick<ForecastTaskDeps, 'forecaster'>,
  { model, horizon }: ForecastCallContext,
  { body, seriesOfCall }: SeriesBatch,
  count: number,
): TaskOptions {
  const { spec } = model;
  const ofCall = Math.max(count, seriesOfCall);
  if (body.explain) requireExplainable(ofCall, horizon, model);
  const columns = futureColumns(spec.covariates).length;
  const pastMost = pastObservationsMax(spec, forecaster.methodOperations(spec));
  const options = taskOptions(body, { count, horizon, columns, ofCall, fittedPoints: pastMost - ofCall });
  requireSeriesOperations(spec, ofCall * (1 + options.fittedSteps), {
    explained: body.explain ? ofCall : 0,
    horizon,
  });
  return options;
}

function headOf(
  { model, dataset, horizon }: ForecastCallContext,
  body: ModelForecastIn,
  { quantiles, levels, samples, seed }: TaskOptions,
  origin: OneShotOrigin | null,
): ForecastHead {
  return {
    model_id: model.id,
    dataset_id: dataset.id,
    dataset_version: dataset.version,
    horizon,
    request: {
      history: body.series === undefined ? 'stored' : 'inline',
      quantiles,
      levels,
      samples,
      seed,
      as_of: body.as_of ?? null,
      fitted: body.fitted,
      explain: body.explain,
      ...(origin === null || origin.choice === null ? {} : { choice: origin.choice }),
    },
  };
}

/** Remedy while a model is in training. */
function instantMeanwhile({ id }: Model): string {
  return `POST /v1/models/${id}/forecasts with \`"while_training": "instant"\` gives the instant forecast until then.`;
}

/** The call that forecasts with a model of symbols, for refusals. */
export function symbolForecastsWork({ id }: Model): string {
  return `POST /v1/models/${id}/forecasts with a \`context\``;
}

/** @param count number of series. @throws AppError explanation_too_large */
function requireExplainable(count: number, horizon: number, { spec }: NumericModel): void {
  const context = spec.context_length ?? limits.contextLengthMax;
  const networks = spec.members ?? 1;
  requireContributions(
    count * horizon * context * networks,
    `${count} series over ${horizon} steps from ${context} observations by ${networks} networks`,
  );
}
