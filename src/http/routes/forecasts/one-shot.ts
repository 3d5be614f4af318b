import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  type DatasetStore,
  type InlineSeries,
  type InstantCall,
  retention,
  type StatedTimes,
  type StoredInstantCall,
} from '../../../contracts/ports/index.ts';
import {
  defaultOneShotMethod,
  limits,
  type ModelSpec,
  type NumericModel,
  numericForecastSchema,
  type OneShotIn,
  type OneShotOptions,
  oneShotInSchema,
  oneShotQuerySchema,
  oneShotStartedSchema,
  oneShotTag,
  type ParsedDataset,
  requireDatasetKind,
  requireModelKind,
  type TenantId,
  type Warning,
} from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { currentCall } from '../../../sharing/index.ts';
import { withFaultsAt } from '../../../validation/index.ts';
import { numericSpecOf } from '../../kinds/numeric-spec.ts';
import type { ForecastCall } from '../../kinds/request-kind.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import {
  forecastFormat,
  forecastResponse,
  partHeaders,
  sendForecast,
} from '../../routing/forecast-formats.ts';
import { respondIdempotently } from '../../routing/idempotent-response.ts';
import { JsonText } from '../../routing/json-text.ts';
import { bodyProblems, jobHeaders, jsonResponse, problems } from '../../routing/responses.ts';
import { startedHeaders } from '../../routing/started-jobs.ts';
import { acceptTables, readTable, uploadBody, uploadProblems } from '../datasets/uploads.ts';
import {
  expectedOf,
  forecastOf,
  inlineOf,
  modelOf,
  optionsOf,
  placeInQuery,
  placesInBody,
} from './one-shot-body.ts';
import { createOneShotTrainings, type OneShotTrainings, startedAnswer } from './one-shot-training.ts';

/** The options of a call; those about stored series only where it is JSON. */
type JsonOptions = OneShotOptions & Partial<Pick<OneShotIn, 'dataset_id' | 'series_ids' | 'cursor'>>;

/** A one-shot call as it is read from its body and its query. */
interface OneShotRequest {
  options: JsonOptions;
  /** The model of a call with a table; null for others. */
  model: NumericModel | null;
  /** The series of the call, as a trained model takes them. */
  inline: (model: NumericModel) => InlineSeries;
  data: ParsedDataset | null;
  /** Step and zone that a call for a model states; null where it has none, as a table. */
  stated: StatedTimes | null;
  /** Warnings about a table; null for JSON. */
  warnings: Warning[] | null;
}

/** The call that takes series and gives their forecasts at once. */
export const oneShotRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  acceptTables(app);
  const trainings = createOneShotTrainings(deps);
  app.addHook('preClose', async () => trainings.close());
  createOneShotForecastRoute(app, deps, trainings);
};

function createOneShotForecastRoute(app: App, deps: AppDeps, trainings: OneShotTrainings): void {
  app.route({
    method: 'POST',
    url: '/forecasts',
    config: {
      readsJsonText: true,
      jsonQuery: ['formulas'],
      tableQuery: ['horizon'],
      quota: 'asked',
    },
    schema: {
      operationId: 'createOneShotForecast',
      summary: 'Forecast series in one call',
      description: `Forecasts each series without training, and keeps nothing unless \`store\` is true. The series come with the call, or are those of a dataset: \`dataset_id\`. With \`model\`, that model makes the forecast. With \`method\` \`train\`, a small model is trained on the series of the call. If the training takes longer than \`timeout_seconds\`, it continues in the background and the response is 202 with its job. The series and the new model are stored as a dataset and a model with the tag \`${oneShotTag}\`. They are deleted ${retention.oneShotDays} days after the last forecast of the model, stored or not, and the last stored forecast of the dataset. They stay if observations were added, another model was trained, or the tag was removed. They also stay while the model has a schedule, an alias, an anomaly watch or an embed.`,
      tags: ['forecasts'],
      querystring: oneShotQuerySchema,
      body: uploadBody(oneShotInSchema),
      response: {
        200: forecastResponse('The forecasts.', numericForecastSchema, partHeaders),
        202: jsonResponse(oneShotStartedSchema, 'The model to come, and the job that trains it.', jobHeaders),
        ...problems(
          ...bodyProblems,
          ...uploadProblems,
          'id_malformed',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'dataset_empty',
          'cursor_invalid',
          'model_not_found',
          'model_not_ready',
          'model_failed',
          'model_outdated',
          'model_kind_mismatch',
          'series_too_short',
          'covariate_unknown',
          'horizon_too_long',
          'forecast_too_large',
          'explanation_too_large',
          'explanation_inexact',
          'all_series_failed',
          'training_diverged',
          'training_too_large',
          'queue_full',
          'worker_lost',
          'overloaded',
          'computation_too_slow',
          'accept_unsupported',
        ),
      },
    },
    handler: async (request, reply) => {
      const call = { request, reply, form: forecastFormat(request) };
      const oneShot = await readCall(deps, request);
      const placeOf = oneShot.warnings === null ? placesInBody(oneShot.options) : placeInQuery;
      return withFaultsAt(placeOf, () => forecastByMethod(app, deps, trainings, call, oneShot));
    },
  });
}

async function forecastByMethod(
  app: App,
  deps: AppDeps,
  trainings: OneShotTrainings,
  call: ForecastCall,
  oneShot: OneShotRequest,
): Promise<FastifyReply> {
  const { tenant } = call.request;
  const { options, data } = oneShot;
  if (options.store) await deps.store.usage.requireWithinQuota(tenant);
  if (options.dataset_id !== undefined)
    return forecastInstantly(deps, call, await storedCall(deps.store.datasets, tenant, options));
  if (options.model !== undefined) {
    const model = oneShot.model ?? (await modelNamed(deps.store, tenant, options.model));
    return forecastByModel(deps, call, model, oneShot);
  }
  const { method = defaultOneShotMethod } = options;
  const instant: InstantCall = {
    data: data!,
    spec: specFor(data!, options),
    options: forecastOf(options),
    isStored: options.store ?? false,
    choice: null,
  };
  const choice = method === 'auto' ? await deps.calls.numeric.choose(instant) : null;
  return (choice?.method ?? method) === 'instant'
    ? forecastInstantly(deps, call, { ...instant, choice })
    : forecastByTraining(app, deps, trainings, call, { ...instant, choice }, options.timeout_seconds);
}

async function readCall({ store, reader }: AppDeps, request: FastifyRequest): Promise<OneShotRequest> {
  const query = request.query as Parameters<typeof optionsOf>[0];
  const { body } = request;
  const ofTable = body instanceof Readable ? optionsOf(query).options : null;
  // The reader of a table looks for the columns of the model.
  const model = ofTable?.model === undefined ? null : await modelNamed(store, request.tenant, ofTable.model);
  const table = await readTable(request, reader, query, {
    allowsEmpty: query.model === undefined && query.method !== 'train',
    expected: model === null ? undefined : expectedOf(model),
  });
  if (ofTable === null || table === null) {
    const { options, inline, data, stated } =
      body instanceof JsonText
        ? await reader.jsonText.oneShot(body.bytes)
        : reader.oneShot(body as OneShotIn);
    return { options, model, inline: () => inline!, data, stated, warnings: null };
  }
  return {
    options: ofTable,
    model,
    inline: (model) => inlineOf(table, model),
    data: table,
    stated: null,
    warnings: table.warnings,
  };
}

/** The call for the series of a dataset. @throws AppError dataset_not_found,
 *  dataset_kind_mismatch, covariate_unknown */
async function storedCall(
  store: DatasetStore,
  tenant: TenantId,
  body: JsonOptions,
): Promise<StoredInstantCall> {
  const dataset = await store.get(tenant, body.dataset_id!);
  requireDatasetKind(dataset, 'numeric', {
    symbols:
      'a model that POST /v1/models trains on it, and POST /v1/models/:model_id/forecasts with a `context`',
  });
  const settings = modelOf(body);
  const isAttributed = (settings.covariates?.static.length ?? 0) > 0;
  const attributes = isAttributed ? await store.attributes(tenant, dataset.id, dataset.version) : [];
  return {
    dataset,
    seriesIds: body.series_ids,
    cursor: body.cursor,
    spec: numericSpecOf(settings, dataset, attributes),
    options: forecastOf(body),
    isStored: body.store ?? false,
  };
}

/** @throws AppError model_not_found, model_kind_mismatch */
async function modelNamed({ models }: AppDeps['store'], tenant: TenantId, id: string): Promise<NumericModel> {
  const model = await models.get(tenant, id);
  requireModelKind(model, 'numeric', {
    symbols: `POST /v1/models/${model.id}/forecasts with a \`context\``,
  });
  return model;
}

async function forecastByModel(
  { calls, reader, store }: AppDeps,
  { request, reply, form }: ForecastCall,
  model: NumericModel,
  { options, inline, stated, warnings }: OneShotRequest,
): Promise<FastifyReply> {
  const { tenant } = request;
  request.forecastsFrom = 'model';
  if (stated !== null && (stated.frequency !== 'auto' || stated.timeZone !== null)) {
    reader.requireStatedTimes(stated, await store.datasets.get(tenant, model.dataset_id));
  }
  const body = { ...forecastOf(options), series: inline(model) };
  const origin = warnings && { choice: null, warnings };
  return respondIdempotently(request, reply, form, (idempotentCall) =>
    calls.numeric.forecast(tenant, model, body, form.text(), { idempotentCall, origin }),
  );
}

function forecastInstantly(
  { calls }: AppDeps,
  { request, reply, form }: ForecastCall,
  instant: InstantCall | StoredInstantCall,
): Promise<FastifyReply> {
  request.forecastsFrom = 'dataset' in instant ? 'dataset' : 'request';
  return respondIdempotently(request, reply, form, (idempotentCall) =>
    calls.numeric.instant(request.tenant, instant, form.text(), idempotentCall),
  );
}

/** Trains a model, and forecasts with it; answers with the job if the training takes longer than `timeoutSeconds`. */
async function forecastByTraining(
  app: App,
  { store, calls }: AppDeps,
  trainings: OneShotTrainings,
  { request, reply, form }: ForecastCall,
  training: InstantCall,
  timeoutSeconds: number,
): Promise<FastifyReply> {
  const { tenant } = request;
  const { data, choice, options } = training;
  await store.usage.requireWithinQuota(tenant);
  await store.usage.requirePoints(
    tenant,
    data.series.reduce((sum, { times }) => sum + times.length, 0),
  );
  const started = await trainings.start(request, reply, training);
  // A call with an idempotency key waits on for its repetition.
  const caller = request.heldKey === null ? currentCall().signal : null;
  const model = await app.apiKeys.whileValid(request.identity.keyId, (gone) =>
    trainings.finished(
      request,
      started,
      timeoutSeconds,
      caller === null ? gone : AbortSignal.any([gone, caller]),
    ),
  );
  if (model !== null) {
    const origin = { choice, warnings: data.warnings };
    const forecast = await calls.numeric.forecast(tenant, model, options, form.text(), { origin });
    return sendForecast(reply, form, forecast);
  }
  const job = await store.jobs.get(tenant, started.job.id);
  const answer = startedAnswer({ model: started.model, job }, { data, choice });
  return reply.code(202).headers(startedHeaders({ job })).send(answer);
}

/** The spec of a model for the series of the call. @throws AppError series_too_many,
 *  covariate_unknown, request_invalid */
function specFor({ header, series }: ParsedDataset, options: OneShotOptions): ModelSpec {
  if (series.length > limits.forecastSeriesMax) {
    throw new AppError('series_too_many', {
      detail: `The call has ${series.length} series; accepted: at most ${limits.forecastSeriesMax}, more as a dataset and a model.`,
    });
  }
  const attributes = [...new Set(series.flatMap((one) => Object.keys(one.static)))];
  return numericSpecOf(modelOf(options), header, attributes);
}
