import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  csvOptionsSchema,
  datasetInSchema,
  datasetPageSchema,
  datasetSchema,
  pointsQuerySchema,
  seriesPageSchema,
  seriesPointsSchema,
} from '../../contracts/dataset.ts';
import { datasetIdSchema } from '../../contracts/ids.ts';
import { limits } from '../../contracts/limits.ts';
import { pageQuerySchema } from '../../contracts/page.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import type { AppDeps } from '../deps.ts';
import { openBody } from '../plugins/body.ts';
import { answer, bodyProblems, locationHeader, noContent, problems } from '../responses.ts';

const paramsSchema = z.object({ dataset_id: datasetIdSchema });
const seriesParamsSchema = paramsSchema.extend({
  series_id: z
    .string()
    .min(1)
    .max(limits.seriesIdLengthMax)
    .meta({ description: 'Id of a series of the dataset.' }),
});

const csvSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'string',
    description:
      'A table with a header, wide, long or OHLCV; comma, semicolon or tab. The query says how to read it.',
    example: 'date,close\n2024-01-02,4742.83\n2024-01-03,4704.81\n',
  });
const gzipSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({ type: 'string', format: 'binary', description: 'The same table, compressed.' });
const uploadBody = {
  content: {
    'application/json': { schema: datasetInSchema },
    'text/csv': { schema: csvSchema },
    'text/tab-separated-values': { schema: csvSchema },
    'application/gzip': { schema: gzipSchema },
  },
};

const uploadProblems: ErrorCode[] = [
  'csv_invalid',
  'time_column_missing',
  'value_column_missing',
  'column_unknown',
  'column_duplicate',
  'cell_invalid',
  'time_duplicate',
  'series_duplicate',
  'series_empty',
  'series_too_many',
  'points_too_many',
];

export const datasetRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, reader, settings }) => {
  app.addContentTypeParser(['text/csv', 'text/tab-separated-values'], async (request: FastifyRequest) =>
    openBody(request),
  );
  app.addContentTypeParser('application/gzip', async (request: FastifyRequest) =>
    openBody(request, { gzip: true }),
  );

  app.route({
    method: 'POST',
    url: '/datasets',
    bodyLimit: settings.uploadBytesMax,
    schema: {
      operationId: 'createDataset',
      summary: 'Upload time series',
      description:
        'JSON, or a CSV table, which is read while it arrives. Nothing is stored unless all of it is good.',
      tags: ['datasets'],
      querystring: csvOptionsSchema,
      body: uploadBody,
      response: {
        201: answer(
          datasetSchema,
          'The dataset, with warnings that say what was done to it.',
          locationHeader,
        ),
        ...problems(...bodyProblems, ...uploadProblems),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body, query } = request;
      const parsed =
        body instanceof Readable
          ? await readCsv(body, () => reader.csv(body, query))
          : reader.json(jsonUpload(request));
      const dataset = await store.datasets.create(tenant, parsed);
      return reply.code(201).header('location', `/v1/datasets/${dataset.id}`).send(dataset);
    },
  });

  app.route({
    method: 'GET',
    url: '/datasets',
    schema: {
      operationId: 'listDatasets',
      summary: 'List datasets, the newest first',
      tags: ['datasets'],
      querystring: pageQuerySchema,
      response: {
        200: answer(datasetPageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }) => store.datasets.list(tenant, query),
  });

  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id',
    schema: {
      operationId: 'getDataset',
      summary: 'Read a dataset',
      tags: ['datasets'],
      params: paramsSchema,
      response: {
        200: answer(datasetSchema, 'The dataset.'),
        ...problems('id_malformed', 'dataset_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.datasets.get(tenant, params.dataset_id),
  });

  app.route({
    method: 'DELETE',
    url: '/datasets/:dataset_id',
    schema: {
      operationId: 'deleteDataset',
      summary: 'Delete a dataset with its models',
      tags: ['datasets'],
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'dataset_not_found', 'dataset_in_use') },
    },
    handler: async ({ tenant, params }, reply) => {
      await store.datasets.delete(tenant, params.dataset_id);
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/series',
    schema: {
      operationId: 'listSeries',
      summary: 'List the series of a dataset, in the order of the upload',
      tags: ['datasets'],
      params: paramsSchema,
      querystring: pageQuerySchema,
      response: {
        200: answer(seriesPageSchema, 'A page.'),
        ...problems('id_malformed', 'request_invalid', 'cursor_invalid', 'dataset_not_found'),
      },
    },
    handler: ({ tenant, params, query }) => store.datasets.listSeries(tenant, params.dataset_id, query),
  });

  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/series/:series_id',
    schema: {
      operationId: 'getSeries',
      summary: 'Read the observations of a series',
      tags: ['datasets'],
      params: seriesParamsSchema,
      querystring: pointsQuerySchema,
      response: {
        200: answer(seriesPointsSchema, 'Observations in the order of time.'),
        ...problems(
          'id_malformed',
          'request_invalid',
          'cursor_invalid',
          'dataset_not_found',
          'series_not_found',
        ),
      },
    },
    handler: ({ tenant, params, query }) =>
      store.datasets.points(tenant, params.dataset_id, params.series_id, query),
  });
};

/** A body that breaks off or is too large counts as that, whatever the reader makes of its torn end. */
async function readCsv<T>(body: Readable, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw body.errored instanceof AppError ? body.errored : error;
  } finally {
    body.destroy(); // a reader that stops early leaves it open
  }
}

/** @throws AppError request_invalid where the query says how to read a table */
function jsonUpload(request: FastifyRequest): z.output<typeof datasetInSchema> {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const faults = [...searchParams.keys()].map((name) => ({
    path: `?${name}`,
    message: `query parameter \`${name}\` says how to read a table, and the body is JSON`,
    accepted: 'no query parameter beside a JSON body',
  }));
  if (faults.length > 0) throw new AppError('request_invalid', { detail: faults[0].message, faults });
  return request.body as z.output<typeof datasetInSchema>;
}
