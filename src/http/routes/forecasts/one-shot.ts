import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type ModelCreated, retention } from '../../../contracts/ports/index.ts';
import {
  limits,
  type Model,
  modelCreatedSchema,
  type NumericModel,
  type OneShotIn,
  type OneShotOptions,
  oneShotInSchema,
  oneShotQuerySchema,
  oneShotTag,
  type ParsedDataset,
  requireModelKind,
  type TenantId,
} from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { numericSpecOf, requirePoints } from '../../kinds/numeric-spec.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { forecastFormat, forecastResponse, sendForecast } from '../../routing/forecast-formats.ts';
import { idempotentCallFor, respondIdempotently } from '../../routing/idempotent-response.ts';
import { bodyProblems, jobHeaders, jsonResponse, problems } from '../../routing/responses.ts';
import { enqueue, startedHeaders } from '../../routing/started-jobs.ts';
import { acceptTables, readTable, uploadBody, uploadProblems } from '../datasets/uploads.ts';
import { datasetOf, forecastOf, inlineOf, modelOf, optionsOf } from './one-shot-body.ts';

/** Calls that may wait for their training at a time. A further call gets its job at once. */
const waitsMax = 200;
const pollMs = 100;

/** The call that takes series and gives their forecasts at once. */
export const oneShotRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, queue, reader, calls }) => {
  acceptTables(app);
  let waits = 0;
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });

  app.route({
    method: 'POST',
    url: '/forecasts',
    schema: {
      operationId: 'createOneShotForecast',
      summary: 'Forecast series in one call',
      description: `Trains a small model on the series of the call, or uses the model that the call names, and forecasts each series. If the training takes longer than \`timeout_seconds\`, it continues in the background and the response is 202 with its job. The series and the new model are stored as a dataset and a model with the tag \`${oneShotTag}\`. They are deleted ${retention.oneShotDays} days after the last forecast, unless observations, another model or a schedule were added.`,
      tags: ['forecasts'],
      querystring: oneShotQuerySchema,
      body: uploadBody(oneShotInSchema),
      response: {
        200: forecastResponse('The forecasts.'),
        202: jsonResponse(modelCreatedSchema, 'The model to come, and the job that trains it.', jobHeaders),
        ...problems(
          ...bodyProblems,
          ...uploadProblems,
          'id_malformed',
          'model_not_found',
          'model_not_ready',
          'model_failed',
          'model_outdated',
          'model_kind_mismatch',
          'series_too_short',
          'covariate_unknown',
          'horizon_too_long',
          'forecast_too_large',
          'all_series_failed',
          'training_diverged',
          'training_too_large',
          'worker_lost',
          'overloaded',
          'accept_unsupported',
        ),
      },
    },
    handler: async (request, reply) => {
      const form = forecastFormat(request);
      const { tenant } = request;
      const { options, inline, parsed } = await read(request);
      if (options.model !== undefined) {
        const model = await store.models.get(tenant, options.model);
        requireModelKind(model, 'numeric', {
          symbols: `POST /v1/models/${model.id}/forecasts with a \`context\``,
        });
        const body = forecastOf(options, inline(model));
        return respondIdempotently(request, reply, form, (idempotentCall) =>
          calls.numeric.forecast(tenant, model, body, idempotentCall),
        );
      }
      const started = await train(request, reply, parsed(), options);
      await enqueue(queue, started.job, request);
      const model = await trained(tenant, started, options.timeout_seconds);
      if (model !== null) {
        const forecast = await calls.numeric.forecast(tenant, model, forecastOf(options));
        return sendForecast(reply, form, forecast);
      }
      const job = await store.jobs.get(tenant, started.job.id);
      return reply.code(202).headers(startedHeaders({ job })).send({ model: started.model, job });
    },
  });

  async function read(request: Parameters<typeof readTable>[0] & { query: unknown }) {
    const query = request.query as Parameters<typeof optionsOf>[0];
    const table = await readTable(request, reader, query);
    if (table === null) {
      const body = request.body as OneShotIn;
      const dataset = datasetOf(body);
      return { options: body, inline: (_: Model) => dataset.series, parsed: () => reader.json(dataset) };
    }
    const { options } = optionsOf(query);
    return { options, inline: (model: NumericModel) => inlineOf(table, model), parsed: () => table };
  }

  /** Begins a training; refuses before anything is stored. A repeated call with the same `Idempotency-Key` gets the job
   *  of the first call, also while that one waits or after its process died.
   *  @throws AppError series_too_short, series_too_many */
  async function train(
    request: FastifyRequest,
    reply: FastifyReply,
    parsed: ParsedDataset,
    options: OneShotOptions,
  ): Promise<ModelCreated> {
    const { series } = parsed;
    if (series.length > limits.forecastSeriesMax) {
      throw new AppError('series_too_many', {
        detail: `The call has ${series.length} series; accepted: at most ${limits.forecastSeriesMax}, more as a dataset and a model.`,
      });
    }
    const longest = series.reduce((a, b) => (b.times.length > a.times.length ? b : a));
    requirePoints(
      { horizon: options.horizon, context_length: null },
      { id: longest.id, point_count: longest.times.length },
    );
    const attributes = [...new Set(series.flatMap((one) => Object.keys(one.static)))];
    const body = modelOf(options);
    const spec = numericSpecOf(body, parsed.header, attributes);
    const idempotentCall = idempotentCallFor<ModelCreated>(request, reply, {
      status: 202,
      headers: startedHeaders,
      isProvisional: true,
    });
    const { tenant, id: requestId } = request;
    return store.models.createWithDataset(
      tenant,
      parsed,
      ({ name }) => ({ name, tags: body.tags, spec, requestId }),
      idempotentCall,
    );
  }

  /** Waits for a training: the model, or null after `seconds`. @throws AppError with the error of a failed training */
  async function trained(
    tenant: TenantId,
    { model, job }: ModelCreated,
    seconds: number,
  ): Promise<Model | null> {
    if (waits >= waitsMax) return null;
    waits++;
    try {
      for (const until = Date.now() + seconds * 1_000; Date.now() < until && !closing; await sleep(pollMs)) {
        const { status, error } = await store.jobs.get(tenant, job.id);
        if (status === 'succeeded') return await store.models.get(tenant, model.id);
        const headers = { location: job.links.self };
        if (status === 'failed' && error !== null)
          throw new AppError(error.code, { detail: error.detail, faults: error.errors, headers });
        if (status === 'cancelled')
          throw new AppError('model_failed', { detail: `Job ${job.id} was cancelled.`, headers });
      }
      return null;
    } finally {
      waits--;
    }
  }
};
