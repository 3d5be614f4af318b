import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DatasetStore, PackedDataset, SeriesReader } from '../../../contracts/ports/index.ts';
import {
  type Dataset,
  type DatasetIn,
  datasetChangeSchema,
  datasetPageSchema,
  datasetPreviewSchema,
  datasetSchema,
  datasetsQuerySchema,
  dependentsQuerySchema,
  dryRunField,
  formulasSchema,
  orNull,
  type Page,
  pageQuerySchema,
  pointsQuerySchema,
  recentField,
  requireDatasetKind,
  type SeriesData,
  type SeriesSummary,
  seriesPageSchema,
  seriesPointsSchema,
  type TenantId,
  uploadQuerySchema,
  versionField,
} from '../../../contracts/schemas/index.ts';
import { AppError, type ErrorCode } from '../../../errors.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { isKnown } from '../../routing/etag.ts';
import { respondIdempotently, sentType } from '../../routing/idempotent-response.ts';
import { JsonText } from '../../routing/json-text.ts';
import { plainJson } from '../../routing/plain-json.ts';
import { preconditionOf } from '../../routing/preconditions.ts';
import {
  bodyProblems,
  bytesSchema,
  fileHeaders,
  jsonResponse,
  locationHeader,
  noContent,
  problems,
} from '../../routing/responses.ts';
import { createSharedAnswers } from '../../routing/shared-answers.ts';
import { sendPieces } from '../../routing/when-closed.ts';
import { sendJson, writtenText } from '../../routing/written-json.ts';
import { datasetParamsSchema, seriesParamsSchema } from './params.ts';
import { previewOfSeries, previewOfSymbols } from './previews.ts';
import {
  acceptTexts,
  readSymbols,
  symbolProblems,
  tableOptionsOf,
  uploadWithSymbols,
} from './symbol-uploads.ts';
import { datasetTags } from './tags.ts';
import { acceptTables, readPackedTable, uploadProblems } from './uploads.ts';

/** Times that the newest version is looked up for an export, if it always expires at once. */
const exportOpeningsMax = 3;
/** Most bytes of a time or a number in JSON, about. */
const bytesPerNumber = 24;

const versionProblems: ErrorCode[] = ['version_not_found', 'version_expired'];

const exportQuerySchema = z.strictObject({
  ...versionField,
  formulas: formulasSchema,
  format: z.enum(['csv', 'parquet']).default('csv').meta({ description: 'Of the table.' }),
});
const exportCsvSchema = z.string().meta({ description: 'A row per observation; an empty cell is missing.' });

export const datasetRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  acceptTables(app);
  acceptTexts(app);
  createDatasetRoute(app, deps);
  listDatasetsRoute(app, deps);
  getDatasetRoute(app, deps);
  updateDatasetRoute(app, deps);
  deleteDatasetRoute(app, deps);
  listSeriesRoute(app, deps);
  getSeriesRoute(app, deps);
  getDatasetExportRoute(app, deps);
};

function createDatasetRoute(app: App, { settings, symbolReader, store, reader }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/datasets',
    bodyLimit: settings.uploadBytesMax,
    config: { readsJsonText: true, jsonQuery: Object.keys(dryRunField), quota: 'points', hasDryRun: true },
    schema: {
      operationId: 'createDataset',
      summary: 'Upload time series, or sequences of symbols',
      description:
        'Time series are JSON, CSV or Parquet. Symbols are JSON with `kind: "symbols"`, the lines of a text, or an event log: CSV with `kind=symbols` in the query and a row `sequence_id,time,symbol` for each event. If any part of the upload is invalid, nothing is stored. With `dry_run=true` nothing is stored either, and the answer says what was read.',
      tags: ['datasets'],
      querystring: uploadQuerySchema.extend(dryRunField),
      body: uploadWithSymbols,
      response: {
        200: jsonResponse(datasetPreviewSchema, 'A dry run: the dataset that the upload would make.'),
        201: jsonResponse(
          datasetSchema,
          'The dataset, with a warning for each repair that was made to the data.',
          locationHeader,
        ),
        ...problems(...bodyProblems, ...uploadProblems, ...symbolProblems),
      },
    },
    handler: async (request, reply) => {
      const created = { status: 201, headers: ({ id }: Dataset) => ({ location: `/v1/datasets/${id}` }) };
      const { dry_run, ...query } = request.query;
      const symbols = await readSymbols(request, symbolReader, query);
      if (symbols !== null) {
        if (dry_run) return reply.code(200).send(previewOfSymbols(symbols));
        await store.usage.requirePoints(
          request.tenant,
          sumOf(symbols.sequences, ({ codes }) => codes.length),
        );
        return respondIdempotently(request, reply, created, (idempotentCall) =>
          store.sequences.create(request.tenant, symbols, idempotentCall),
        );
      }
      const table = await readPackedTable(request, reader, tableOptionsOf(query));
      const parsed = table ?? (await readJson(reader, request.body));
      if (dry_run) return reply.code(200).send(previewOfSeries(parsed));
      await store.usage.requirePoints(
        request.tenant,
        sumOf(parsed.series, ({ point_count }) => point_count),
      );
      return respondIdempotently(request, reply, created, (idempotentCall) =>
        store.datasets.create(request.tenant, parsed, idempotentCall),
      );
    },
  });
}

function listDatasetsRoute(app: App, { store }: AppDeps): void {
  const answers = createSharedAnswers();
  app.route({
    method: 'GET',
    url: '/datasets',
    serializerCompiler: plainJson,
    schema: {
      operationId: 'listDatasets',
      summary: 'List datasets, the newest first',
      tags: ['datasets'],
      querystring: datasetsQuerySchema,
      response: {
        200: jsonResponse(datasetPageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }, reply) =>
      answers(reply, ['datasets', query], () => store.datasets.list(tenant, query)),
  });
}

function getDatasetRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id',
    schema: {
      operationId: 'getDataset',
      summary: 'Read a dataset',
      tags: ['datasets'],
      params: datasetParamsSchema,
      response: {
        200: jsonResponse(datasetSchema, 'The dataset.'),
        ...problems('id_malformed', 'dataset_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.datasets.get(tenant, params.dataset_id),
  });
}

function updateDatasetRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'PATCH',
    url: '/datasets/:dataset_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'updateDataset',
      summary: 'Rename a dataset',
      description: 'The version does not change, because the data do not.',
      tags: ['datasets'],
      params: datasetParamsSchema,
      body: datasetChangeSchema,
      response: {
        200: jsonResponse(datasetSchema, 'The dataset.'),
        ...problems(...bodyProblems, 'id_malformed', 'dataset_not_found'),
      },
    },
    handler: ({ tenant, params, body, headers }) =>
      store.datasets.update(tenant, params.dataset_id, body, preconditionOf(headers, datasetTags)),
  });
}

function deleteDatasetRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/datasets/:dataset_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteDataset',
      summary: 'Delete a dataset with its models',
      tags: ['datasets'],
      params: datasetParamsSchema,
      querystring: dependentsQuerySchema,
      response: {
        204: noContent,
        ...problems(
          'id_malformed',
          'dataset_not_found',
          'dataset_in_use',
          'request_invalid',
          'dependents_exist',
        ),
      },
    },
    handler: async ({ tenant, params, query, headers }, reply) => {
      const precondition = preconditionOf(headers, datasetTags);
      await store.datasets.delete(tenant, params.dataset_id, query.dependents, precondition);
      return reply.code(204).send();
    },
  });
}

function listSeriesRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/series',
    schema: {
      operationId: 'listSeries',
      summary: 'List the series of a dataset, in the order of the upload',
      tags: ['datasets'],
      params: datasetParamsSchema,
      querystring: pageQuerySchema.extend(versionField).extend(recentField),
      response: {
        200: jsonResponse(seriesPageSchema, 'A page.'),
        ...problems(
          'id_malformed',
          'request_invalid',
          'cursor_invalid',
          'dataset_not_found',
          ...versionProblems,
        ),
      },
    },
    handler: async ({ tenant, params: { dataset_id }, query: { recent, ...query } }) => {
      const page = await store.datasets.listSeries(tenant, dataset_id, query);
      if (recent === 0) return page;
      const { kind } = await store.datasets.get(tenant, dataset_id);
      if (kind === 'symbols') return page;
      const tails = await store.datasets.read(tenant, dataset_id, {
        seriesIds: page.data.map(({ id }) => id),
        tailPoints: recent,
        version: query.version,
        leavesOutCovariates: true,
      });
      return withRecent(page, tails);
    },
  });
}

function withRecent(page: Page<SeriesSummary>, tails: readonly SeriesData[]): Page<SeriesSummary> {
  const recent = new Map(tails.map(({ id, values }) => [id, orNull(values)]));
  return { ...page, data: page.data.map((series) => ({ ...series, recent: recent.get(series.id) ?? [] })) };
}

function getSeriesRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/series/:series_id',
    schema: {
      operationId: 'getSeries',
      summary: 'Read the observations of a series',
      tags: ['datasets'],
      params: seriesParamsSchema,
      querystring: pointsQuerySchema.extend(versionField),
      response: {
        200: jsonResponse(seriesPointsSchema, 'Observations in the order of time.'),
        ...problems(
          'id_malformed',
          'request_invalid',
          'cursor_invalid',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'series_not_found',
          ...versionProblems,
        ),
      },
    },
    handler: async ({ tenant, params, query }, reply) => {
      const page = await store.datasets.points(tenant, params.dataset_id, params.series_id, query);
      const columns = 2 + Object.keys(page.covariates).length;
      return sendJson(reply, await writtenText('points', page, page.times.length * columns * bytesPerNumber));
    },
  });
}

function getDatasetExportRoute(app: App, { store, writer }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/export',
    schema: {
      operationId: 'getDatasetExport',
      summary: 'Download all observations as a table',
      description:
        'A table in the long layout: `unique_id`, `ds`, the target, the covariates, and `static.NAME` for each static attribute. An upload of the table finds the same target and covariates. It is streamed, and it is one version of the dataset, also if observations are added meanwhile.',
      tags: ['datasets'],
      params: datasetParamsSchema,
      querystring: exportQuerySchema,
      response: {
        200: {
          description: 'The table.',
          headers: fileHeaders,
          content: {
            'text/csv': { schema: exportCsvSchema },
            'application/vnd.apache.parquet': { schema: bytesSchema },
          },
        },
        ...problems(
          'id_malformed',
          'request_invalid',
          'dataset_not_found',
          'dataset_kind_mismatch',
          ...versionProblems,
        ),
      },
    },
    handler: async ({ method, headers, tenant, params, query, identity }, reply) => {
      const { dataset, version, attributes, parts } = await openExport(
        store.datasets,
        tenant,
        params.dataset_id,
        query.version,
      );
      const isCsv = query.format === 'csv';
      const form = isCsv ? `csv-${query.formulas}` : 'parquet';
      const etag = `W/"${dataset.id}-${version}-${form}"`;
      reply
        .type(sentType(isCsv ? 'text/csv' : 'application/vnd.apache.parquet'))
        .header('etag', etag)
        .header('content-disposition', `attachment; filename="${dataset.id}.${query.format}"`);
      if (method === 'HEAD' || isKnown(headers['if-none-match'], etag)) {
        await parts.return();
        return reply.send(Readable.from([]) as never);
      }
      const pieces = isCsv
        ? writer.csv(dataset, attributes, parts, query.formulas)
        : writer.parquet(dataset, attributes, parts);
      return sendPieces(app.apiKeys, { identity }, reply as never, pieces);
    },
  });
}

/** Opens the parts of one version, and the columns that it has. The newest version is read anew if it expires before
 *  its first part is read: then many changes came in between.
 *  @throws AppError dataset_not_found, dataset_kind_mismatch, version_not_found, version_expired */
async function openExport(store: DatasetStore, tenant: TenantId, id: string, asked: number | undefined) {
  for (let opening = 1; ; opening++) {
    const dataset = await store.get(tenant, id);
    requireDatasetKind(dataset, 'numeric', {
      symbols: `GET /v1/datasets/${dataset.id}/sequences/:series_id`,
    });
    const version = asked ?? dataset.version;
    try {
      const attributes = await store.attributeTypes(tenant, dataset.id, version);
      const parts = await begun(store.readParts(tenant, dataset.id, version));
      return { dataset, version, attributes, parts };
    } catch (error) {
      const hasExpired = error instanceof AppError && error.code === 'version_expired';
      if (!hasExpired || asked !== undefined || opening === exportOpeningsMax) throw error;
    }
  }
}

/** The same items, of which the first is there. `return` ends their reading, also before the first was taken. */
async function begun<Item>(
  items: AsyncIterable<Item>,
): Promise<AsyncIterable<Item> & { return(): Promise<void> }> {
  const iterator = items[Symbol.asyncIterator]();
  const first = await iterator.next();
  return {
    async *[Symbol.asyncIterator]() {
      if (first.done) return;
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => iterator };
    },
    async return() {
      await iterator.return?.();
    },
  };
}

async function readJson(reader: SeriesReader, body: unknown): Promise<PackedDataset> {
  if (body instanceof JsonText) return reader.jsonText.dataset(body.bytes);
  return reader.packed(reader.json(body as DatasetIn));
}

function sumOf<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
