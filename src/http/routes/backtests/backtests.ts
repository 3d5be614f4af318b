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
  type PageQuery,
  pageQuerySchema,
} from '../../../contracts/schemas/index.ts';
import { requestKind } from '../../kinds/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { isKnown, weakTagOf } from '../../routing/etag.ts';
import { respondIdempotently, sentType } from '../../routing/idempotent-response.ts';
import { callsFor } from '../../routing/model-calls.ts';
import { negotiated } from '../../routing/negotiation.ts';
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
import { addVary } from '../../routing/vary.ts';
import { sendPieces } from '../../routing/when-closed.ts';
import { sendJson } from '../../routing/written-json.ts';
import { windowLines } from './backtest-csv.ts';

const paramsSchema = z.object({ backtest_id: backtestIdSchema });

/** Bytes after which a page of windows ends, and a part of a table. */
const pageBytesMax = 4 * 1024 ** 2;
const tablePartBytesMax = 1024 ** 2;
/** A page is held as texts and as their joint; a part of a table as texts, as values in a thread, and as lines. */
const pageCopies = 2;
const tableCopies = 4;

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
      await store.datasets.longestSeriesOf(tenant, model);
      if (datasetId !== model.dataset_id) await store.datasets.longestSeries(tenant, datasetId);
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
        'The response is one page of JSON, or all windows as one CSV table with `Accept: text/csv`. A page of large windows ends after 4 MiB, before it has `limit` windows.',
      tags,
      params: paramsSchema,
      querystring: windowsQuerySchema,
      headers: acceptSchema,
      response: {
        200: {
          description: 'A page of windows, or a CSV table of all windows.',
          headers: {
            ...fileHeaders,
            Vary: { type: 'string', description: 'The response depends on `Accept`.' },
          },
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
          'backtest_failed',
          'accept_unsupported',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params, memory } = request;
      const { formulas, ...query } = request.query;
      const { windows } = store.backtests;
      const type = negotiated(request, ['application/json', 'text/csv']);
      addVary(reply, 'accept');
      if (type === 'application/json') {
        const expect = (bytes: number) => memory.expect(pageCopies * bytes);
        const size = { bytesMax: pageBytesMax, expect };
        const { texts, next_cursor } = await windows(tenant, params.backtest_id, query, size);
        return sendJson(reply, `{"data":[${texts.join(',')}],"next_cursor":${JSON.stringify(next_cursor)}}`);
      }
      const read = (page: PageQuery) =>
        windows(tenant, params.backtest_id, page, { bytesMax: tablePartBytesMax, expect: () => {} });
      await read({ limit: 1 }); // refuses before the table begins
      const { model_id, ready_at } = await store.backtests.get(tenant, params.backtest_id);
      const etag = `W/"${params.backtest_id}-${ready_at}-csv-${formulas}"`;
      reply
        .type(sentType(type))
        .header('etag', etag)
        .header('content-disposition', `attachment; filename="${params.backtest_id}.csv"`);
      if (request.method === 'HEAD' || isKnown(request.headers['if-none-match'], etag))
        return reply.send(Readable.from([]));
      const kind = kindOf(await store.models.get(tenant, model_id));
      memory.expect(tableCopies * tablePartBytesMax); // for all parts, of which there is one at a time
      return sendPieces(app.apiKeys, request, reply, windowLines(kind, formulas, read));
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
