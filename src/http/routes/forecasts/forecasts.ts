import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ServedModel, StoredHead } from '../../../contracts/ports/index.ts';
import {
  accuracySchema,
  anomaliesInSchema,
  anomaliesSchema,
  forecastAnswerSchema,
  forecastIdSchema,
  forecastPageSchema,
  forecastRequestSchema,
  forecastsQuerySchema,
  kindOf,
  type Model,
  modelRefSchema,
  numericForecastSchema,
} from '../../../contracts/schemas/index.ts';
import type { ErrorCode } from '../../../errors.ts';
import { requestKind, requireBodyOfKind } from '../../kinds/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import {
  forecastFormat,
  forecastFormatQuery,
  forecastResponse,
  forecastTag,
  forecastTags,
  partHeaders,
} from '../../routing/forecast-formats.ts';
import { sentType } from '../../routing/idempotent-response.ts';
import { preconditionOf } from '../../routing/preconditions.ts';
import { bodyProblems, jsonResponse, noContent, problems } from '../../routing/responses.ts';
import { addHeaders } from '../../routing/vary.ts';
import { sendJson, writtenText } from '../../routing/written-json.ts';

/** The end of the contents of a forecast with its cursor, which has at most 500 characters. */
const cursorEndBytesMax = 2_048;

const modelParamsSchema = z.object({ model_id: modelRefSchema });
const paramsSchema = z.object({ forecast_id: forecastIdSchema });
const modelProblems: ErrorCode[] = [
  'id_malformed',
  'model_not_found',
  'model_not_ready',
  'model_failed',
  'model_outdated',
  'points_too_many',
  'all_series_failed',
  'dataset_empty',
  'overloaded',
  'computation_too_slow',
];

export const forecastRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  createForecastRoute(app, deps);
  listAnomaliesRoute(app, deps);
  listForecastsRoute(app, deps);
  getForecastRoute(app, deps);
  deleteForecastRoute(app, deps);
  getForecastAccuracyRoute(app, deps);
};

function createForecastRoute(app: App, { store, calls, served }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/models/:model_id/forecasts',
    config: { quota: 'asked' },
    schema: {
      operationId: 'createForecast',
      summary: 'Forecast the next steps of stored or inline series, or the next symbols of a sequence',
      description:
        'A series that cannot be forecast is listed in `errors`; the call fails only if every series fails. The forecast is stored unless `store` is false; the oldest forecasts are deleted when there are too many. A model of symbols takes a `context` and returns a `SymbolForecast` as JSON, which is not stored.',
      tags: ['forecasts'],
      params: modelParamsSchema,
      querystring: forecastFormatQuery,
      body: forecastRequestSchema,
      response: {
        200: forecastResponse('The forecasts.', forecastAnswerSchema),
        ...problems(
          ...bodyProblems,
          ...modelProblems,
          'model_kind_mismatch',
          'sequence_empty',
          'sequence_too_long',
          'covariate_unknown',
          'horizon_too_long',
          'forecast_too_large',
          'forecast_not_finite',
          'explanation_too_large',
          'explanation_inexact',
          'accept_unsupported',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params, body } = request;
      request.forecastsFrom = 'model';
      const form = forecastFormat(request);
      const compute = async (subject: ServedModel) => {
        requireBodyOfKind('forecast', subject.model, body);
        const { forecast } = requestKind(kindOf(subject.model));
        if (isStored(subject.model, body)) await store.usage.requireWithinQuota(tenant);
        return forecast.compute({ request, reply, form }, calls, subject, body);
      };
      if ('store' in body && body.store) return served.useAndEnd(tenant, params.model_id, compute);
      const end = await served.use(tenant, params.model_id, compute); // asks for the version beside the work
      return end.run(null);
    },
  });
}

function listAnomaliesRoute(app: App, { store, calls }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/models/:model_id/anomalies',
    schema: {
      operationId: 'listAnomalies',
      summary: 'Find observations outside their forecast interval',
      description:
        'Each observation is compared with the one-step forecast that the model makes from the observations before it.',
      tags: ['forecasts'],
      params: modelParamsSchema,
      body: anomaliesInSchema,
      response: {
        200: jsonResponse(anomaliesSchema, 'The anomalies, series by series in the order of time.'),
        ...problems(...bodyProblems, ...modelProblems, 'model_kind_mismatch', 'forecast_too_large'),
      },
    },
    handler: async ({ tenant, params, body }) => {
      const model = await store.models.get(tenant, params.model_id);
      return calls.numeric.anomalies(tenant, model, body);
    },
  });
}

function listForecastsRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/forecasts',
    schema: {
      operationId: 'listForecasts',
      summary: 'List stored forecasts, the newest first',
      tags: ['forecasts'],
      querystring: forecastsQuerySchema,
      response: {
        200: jsonResponse(forecastPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid', 'model_not_found'),
      },
    },
    handler: ({ tenant, query }) => store.forecasts.list(tenant, query),
  });
}

function getForecastRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/forecasts/:forecast_id',
    schema: {
      operationId: 'getForecast',
      summary: 'Read a stored forecast',
      tags: ['forecasts'],
      params: paramsSchema,
      querystring: forecastFormatQuery,
      response: {
        200: forecastResponse('The forecast as it was given.', numericForecastSchema, partHeaders),
        ...problems('id_malformed', 'request_invalid', 'forecast_not_found', 'accept_unsupported'),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params } = request;
      const form = forecastFormat(request);
      const { head, contents } = await store.forecasts.get(tenant, params.forecast_id);
      addHeaders(
        reply.type(sentType(form.type)),
        form.headers({ id: head.id, next_cursor: nextCursorOf(contents) }),
      );
      reply.header('etag', forecastTag(head.id, form.name));
      if (form.type === 'application/json') return sendJson(reply, wholeJson(head, contents));
      const task = { contents, request: head.request, formulas: form.tableFormulas };
      return reply.send(await writtenText('storedTable', task, contents.length));
    },
  });
}

function deleteForecastRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/forecasts/:forecast_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteForecast',
      summary: 'Delete a stored forecast',
      tags: ['forecasts'],
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'forecast_not_found') },
    },
    handler: async ({ tenant, params, headers }, reply) => {
      await store.forecasts.delete(tenant, params.forecast_id, preconditionOf(headers, forecastTags));
      return reply.code(204).send();
    },
  });
}

function getForecastAccuracyRoute(app: App, { calls, store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/forecasts/:forecast_id/accuracy',
    schema: {
      operationId: 'getForecastAccuracy',
      summary: 'Score a stored forecast against later observations',
      description:
        'If the forecast used inline series, only those are scored whose ids are in the dataset of the model. An instant forecast of the series of a call has no dataset and is not scored.',
      tags: ['forecasts'],
      params: paramsSchema,
      response: {
        200: jsonResponse(accuracySchema, 'The scores, and how many steps are known.'),
        ...problems(
          'id_malformed',
          'forecast_not_found',
          'forecast_without_dataset',
          'forecast_not_finite',
          'overloaded',
          'computation_too_slow',
        ),
      },
    },
    handler: async ({ tenant, params }) => {
      return calls.numeric.accuracy(tenant, await store.forecasts.get(tenant, params.forecast_id));
    },
  });
}

function isStored(model: Model, body: object): boolean {
  return (
    kindOf(model) === 'numeric' && model.status === 'ready' && !('store' in body && body.store === false)
  );
}

/** The JSON of a forecast, from the stored text of its contents. */
function wholeJson(head: StoredHead, contents: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head).slice(0, -1)},`), contents.subarray(1)]);
}

/** `next_cursor` of a stored forecast, from the end of the text of its contents; null if it has none. */
function nextCursorOf(contents: Uint8Array): string | null {
  const end = Buffer.from(contents.subarray(-cursorEndBytesMax)).toString();
  return /"next_cursor":"([^"]*)"\}$/.exec(end)?.[1] ?? null;
}
