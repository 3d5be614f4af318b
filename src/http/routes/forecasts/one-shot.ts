import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type InstantCall, retention, type StoredInstantCall } from '../../../contracts/ports/index.ts';
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
  type SeriesIn,
  type TenantId,
  type Warning,
} from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { currentCall } from '../../../sharing/index.ts';
import { numericSpecOf } from '../../kinds/numeric-spec.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { forecastFormat, forecastResponse, sendForecast } from '../../routing/forecast-formats.ts';
import { respondIdempotently } from '../../routing/idempotent-response.ts';
import { JsonText } from '../../routing/json-text.ts';
import { bodyProblems, jobHeaders, jsonResponse, problems } from '../../routing/responses.ts';
import { startedHeaders } from '../../routing/started-jobs.ts';
import { acceptTables, readTable, uploadBody, uploadProblems } from '../datasets/uploads.ts';
import { forecastOf, inlineOf, modelOf, optionsOf } from './one-shot-body.ts';
import { createOneShotTrainings, startedAnswer } from './one-shot-training.ts';

/** The options of a call; those about stored series only where it is JSON. */
type JsonOptions = OneShotOptions & Partial<Pick<OneShotIn, 'dataset_id' | 'series_ids' | 'cursor'>>;

/** The call that takes series and gives their forecasts at once. */
export const oneShotRoutes: FastifyPluginAsyncZod<AppDeps> = async (
  app,
  { store, queue, feed, reader, calls },
) => {
  acceptTables(app);
  const trainings = createOneShotTrainings({ store, queue, feed });
  app.addHook('preClose', async () => trainings.close());

  app.route({
    method: 'POST',
    url: '/forecasts',
    config: {
      forecastsFrom: 'request',
      readsJsonText: true,
      jsonQuery: ['formulas'],
      tableQuery: ['horizon'],
      quota: 'asked',
    },
    schema: {
      operationId: 'createOneShotForecast',
      summary: 'Forecast series in one call',
      description: `Forecasts each series without training, and keeps nothing unless \`store\` is true. The series come with the call, or are those of a dataset: \`dataset_id\`. With \`model\`, that model makes the forecast. With \`method\` \`train\`, a small model is trained on the series of the call. If the training takes longer than \`timeout_seconds\`, it continues in the background and the response is 202 with its job. The series and the new model are stored as a dataset and a model with the tag \`${oneShotTag}\`. They are deleted ${retention.oneShotDays} days after the last forecast, unless observations, another model or a schedule were added.`,
      tags: ['forecasts'],
      querystring: oneShotQuerySchema,
      body: uploadBody(oneShotInSchema),
      response: {
        200: forecastResponse('The forecasts.', numericForecastSchema),
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
          'worker_lost',
          'overloaded',
          'computation_too_slow',
          'accept_unsupported',
        ),
      },
    },
    handler: async (request, reply) => {
      const form = forecastFormat(request);
      const { tenant } = request;
      const { options, inline, data, warnings } = await read(request);
      if (options.store) await store.usage.requireRoom(tenant);
      if (options.dataset_id !== undefined) {
        const call = await storedCall(tenant, options);
        return respondIdempotently(request, reply, form, (idempotentCall) =>
          calls.numeric.instant(tenant, call, form.text(), idempotentCall),
        );
      }
      if (options.model !== undefined) {
        const model = await store.models.get(tenant, options.model);
        requireModelKind(model, 'numeric', {
          symbols: `POST /v1/models/${model.id}/forecasts with a \`context\``,
        });
        const body = forecastOf(options, inline(model));
        return respondIdempotently(request, reply, form, (idempotentCall) =>
          calls.numeric.forecast(
            tenant,
            model,
            body,
            form.text(),
            idempotentCall,
            warnings && { choice: null, warnings },
          ),
        );
      }
      const { method = defaultOneShotMethod } = options;
      const call: InstantCall = {
        ...{ data: data!, spec: specFor(data!, options), options: forecastOf(options) },
        ...{ isStored: options.store ?? false, choice: null },
      };
      const choice = method === 'auto' ? await calls.numeric.choose(call) : null;
      if ((choice?.method ?? method) === 'instant')
        return respondIdempotently(request, reply, form, (idempotentCall) =>
          calls.numeric.instant(tenant, { ...call, choice }, form.text(), idempotentCall),
        );
      await store.usage.requireRoom(tenant);
      await store.usage.requirePoints(
        tenant,
        call.data.series.reduce((sum, { times }) => sum + times.length, 0),
      );
      const started = await trainings.start(request, reply, { ...call, choice });
      // A call with an idempotency key waits on for its repetition.
      const caller = request.heldKey === null ? currentCall().signal : null;
      const model = await app.apiKeys.whileValid(request.identity.keyId, (gone) =>
        trainings.finished(
          request,
          started,
          options.timeout_seconds,
          caller === null ? gone : AbortSignal.any([gone, caller]),
        ),
      );
      if (model !== null) {
        const origin = { choice, warnings: call.data.warnings };
        const forecast = await calls.numeric.forecast(tenant, model, call.options, form.text(), null, origin);
        return sendForecast(reply, form, forecast);
      }
      const job = await store.jobs.get(tenant, started.job.id);
      const answer = startedAnswer({ model: started.model, job }, { data: call.data, choice });
      return reply.code(202).headers(startedHeaders({ job })).send(answer);
    },
  });

  /** The call for the series of a dataset. @throws AppError dataset_not_found, dataset_kind_mismatch, covariate_unknown */
  async function storedCall(tenant: TenantId, body: JsonOptions): Promise<StoredInstantCall> {
    const dataset = await store.datasets.get(tenant, body.dataset_id!);
    requireDatasetKind(dataset, 'numeric', {
      symbols:
        'a model that POST /v1/models trains on it, and POST /v1/models/:model_id/forecasts with a `context`',
    });
    const settings = modelOf(body);
    const isAttributed = (settings.covariates?.static.length ?? 0) > 0;
    const attributes = isAttributed
      ? await store.datasets.attributes(tenant, dataset.id, dataset.version)
      : [];
    return {
      ...{ dataset, seriesIds: body.series_ids, cursor: body.cursor },
      ...{ spec: numericSpecOf(settings, dataset, attributes), options: forecastOf(body) },
      isStored: body.store ?? false,
    };
  }

  /** Reads the call. `warnings` are those of a table; null for JSON. */
  async function read(request: FastifyRequest): Promise<{
    options: JsonOptions;
    inline: (model: NumericModel) => SeriesIn[];
    data: ParsedDataset | null;
    warnings: Warning[] | null;
  }> {
    const query = request.query as Parameters<typeof optionsOf>[0];
    const allowsEmpty = query.model === undefined && query.method !== 'train';
    const table = await readTable(request, reader, query, { allowsEmpty });
    if (table === null) {
      const { body } = request;
      const { options, inline, data } =
        body instanceof JsonText
          ? await reader.jsonText.oneShot(body.bytes)
          : reader.oneShot(body as OneShotIn);
      return { options, inline: () => inline!, data, warnings: null };
    }
    return {
      options: optionsOf(query).options,
      inline: (model) => inlineOf(table, model),
      data: table,
      warnings: table.warnings,
    };
  }
};

/** The spec of a model for the series of the call. @throws AppError series_too_many, covariate_unknown, request_invalid */
function specFor({ header, series }: ParsedDataset, options: OneShotOptions): ModelSpec {
  if (series.length > limits.forecastSeriesMax) {
    throw new AppError('series_too_many', {
      detail: `The call has ${series.length} series; accepted: at most ${limits.forecastSeriesMax}, more as a dataset and a model.`,
    });
  }
  const attributes = [...new Set(series.flatMap((one) => Object.keys(one.static)))];
  return numericSpecOf(modelOf(options), header, attributes);
}
