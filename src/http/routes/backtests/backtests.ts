import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { StoredBacktest } from '../../../contracts/ports/index.ts';
import {
  backtestCreatedSchema,
  backtestIdSchema,
  backtestInSchema,
  backtestPageSchema,
  backtestSchema,
  backtestsQuerySchema,
  backtestWindowPageSchema,
  formulasSchema,
  kindOf,
  pageQuerySchema,
} from '../../../contracts/schemas/index.ts';
import { keepCall } from '../../../sharing/index.ts';
import { requestKind } from '../../kinds/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { weakTagOf } from '../../routing/etag.ts';
import { respondIdempotently } from '../../routing/idempotent-response.ts';
import { callsFor } from '../../routing/model-calls.ts';
import { preferredType } from '../../routing/negotiation.ts';
import { preconditionOf } from '../../routing/preconditions.ts';
import {
  bodyProblems,
  fileHeaders,
  jobHeaders,
  jsonResponse,
  noContent,
  problems,
} from '../../routing/responses.ts';
import { enqueue, startedHeaders } from '../../routing/started-jobs.ts';
import { sendJson } from '../../routing/written-json.ts';
import { windowLines } from './backtest-csv.ts';

const paramsSchema = z.object({ backtest_id: backtestIdSchema });

const windowsQuerySchema = pageQuerySchema.extend({ formulas: formulasSchema });
const acceptSchema = z.looseObject({
  accept: z
    .string()
    .optional()
    .meta({ description: '`text/csv` gives all windows as a table, a line for each target or symbol.' }),
});
const csvSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'string',
    description:
      'Columns for a numeric model: series_id, origin, step, time, actual, median, the quantiles and the baselines. Columns for a model of symbols: series_id, position, symbol, bits and the best chain.',
  });
const tags = ['backtests'];

export const backtestRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  createBacktestRoute(app, deps);
  listBacktestsRoute(app, deps);
  deleteBacktestRoute(app, deps);
  getBacktestRoute(app, deps);
  listBacktestWindowsRoute(app, deps);
};

function createBacktestRoute(app: App, deps: AppDeps): void {
  const { store, queue } = deps;
  app.route({
    method: 'POST',
    url: '/backtests',
    config: { quota: 'bytes' },
    schema: {
      operationId: 'createBacktest',
      summary: 'Test a model in the background on data that its training did not use',
      description:
        'Tests the weights of the model at rolling origins in observations that its training did not use. With `refit`, it tests the settings of the model instead: they are trained again before each origin, on the data before it. If the data have fewer windows than requested, fewer are tested. A model of symbols is tested on the held-out sequences, or on another dataset.',
      tags,
      body: backtestInSchema,
      response: {
        202: jsonResponse(
          backtestCreatedSchema,
          'The backtest to come, and the job that runs it.',
          jobHeaders,
        ),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'model_not_found',
          'model_not_ready',
          'model_failed',
          'model_outdated',
          'model_kind_mismatch',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'dataset_empty',
          'horizon_too_long',
          'queue_full',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body, id: requestId, traceparent } = request;
      const model = await store.models.get(tenant, body.model_id);
      await callsFor(deps, model).requireReadable(tenant, model);
      const datasetOf = (id: string) => store.datasets.get(tenant, id);
      const { plan, datasetId } = await requestKind(kindOf(model)).readPlan(body, model, datasetOf);
      // Refuses an empty dataset.
      for (const id of new Set([model.dataset_id, datasetId])) await store.datasets.longestSeries(tenant, id);
      return respondIdempotently(
        request,
        reply,
        { status: 202, headers: startedHeaders },
        async (idempotentCall) => {
          await store.jobs.takePlace(tenant);
          const created = await store.backtests.create(
            tenant,
            { model, datasetId, plan, priority: body.priority, requestId, traceparent },
            idempotentCall,
          );
          await enqueue(queue, created.job, request);
          return created;
        },
      );
    },
  });
}

function listBacktestsRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/backtests',
    schema: {
      operationId: 'listBacktests',
      summary: 'List backtests, the newest first',
      tags,
      querystring: backtestsQuerySchema,
      response: {
        200: jsonResponse(backtestPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid', 'model_not_found'),
      },
    },
    handler: ({ tenant, query }) => store.backtests.list(tenant, query),
  });
}

function deleteBacktestRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/backtests/:backtest_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteBacktest',
      summary: 'Delete a backtest with its windows and its job',
      tags,
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'backtest_not_found', 'backtest_in_use') },
    },
    handler: async ({ tenant, params, headers }, reply) => {
      await store.backtests.delete(tenant, params.backtest_id, preconditionOf(headers, backtestTags));
      return reply.code(204).send();
    },
  });
}

function getBacktestRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/backtests/:backtest_id',
    schema: {
      operationId: 'getBacktest',
      summary: 'Read a backtest: metrics in total and by series, with those of the baselines',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(backtestSchema, 'The backtest.'),
        ...problems('id_malformed', 'backtest_not_found'),
      },
    },
    handler: async ({ tenant, params }, reply) => {
      return sendJson(reply, backtestJson(await store.backtests.get(tenant, params.backtest_id)));
    },
  });
}

function listBacktestWindowsRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/backtests/:backtest_id/windows',
    schema: {
      operationId: 'listBacktestWindows',
      summary: 'Read the forecasts of a backtest with the observed values',
      description:
        'The response is one page of JSON, or all windows as one CSV table with `Accept: text/csv`.',
      tags,
      params: paramsSchema,
      querystring: windowsQuerySchema,
      headers: acceptSchema,
      response: {
        200: {
          description: 'A page of windows, or a CSV table of all windows.',
          headers: fileHeaders,
          content: {
            'application/json': { schema: backtestWindowPageSchema },
            'text/csv': { schema: csvSchema },
          },
        },
        ...problems(
          'request_invalid',
          'id_malformed',
          'cursor_invalid',
          'backtest_not_found',
          'backtest_not_ready',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params } = request;
      const { formulas, ...query } = request.query;
      const read = (page: typeof query) => store.backtests.windows(tenant, params.backtest_id, page);
      const type = preferredType(request, ['application/json', 'text/csv']);
      if (type !== 'text/csv') return reply.send(await read(query));
      await read({ limit: 1 }); // refuses before the table begins
      const { model_id } = await store.backtests.get(tenant, params.backtest_id);
      const { windows: table } = requestKind(kindOf(await store.models.get(tenant, model_id)));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${params.backtest_id}.csv"`)
        .send(Readable.from(keepCall(windowLines(table, formulas, read))));
    },
  });
}

/** The report is sent as it is stored: it may be large. */
function backtestJson({ report, ...head }: StoredBacktest): string {
  return `${JSON.stringify(head).slice(0, -1)},"report":${report}}`;
}

function backtestTags(backtest: StoredBacktest): string[] {
  return [weakTagOf(backtestJson(backtest))];
}
