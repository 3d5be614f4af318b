import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type CsvOptions,
  csvOptionsSchema,
  type Dataset,
  datasetIdSchema,
  datasetVersionPageSchema,
  type ObservationsIn,
  observationsAddedSchema,
  observationsInSchema,
  pageQuerySchema,
  requireDatasetKind,
  type TenantId,
} from '../../../contracts/schemas/index.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { JsonText } from '../../routing/json-text.ts';
import { bodyProblems, jsonResponse, problems } from '../../routing/responses.ts';
import { acceptTables, readTable, uploadBody, uploadProblems } from './uploads.ts';

/** Options for reading a table, without those that only an upload has. */
const querySchema = csvOptionsSchema.omit({ calendar: true, resample: true, aggregate: true });
const paramsSchema = z.object({ dataset_id: datasetIdSchema });

export const observationRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, reader, settings }) => {
  acceptTables(app);

  app.route({
    method: 'POST',
    url: '/datasets/:dataset_id/observations',
    bodyLimit: settings.uploadBytesMax,
    config: { readsJsonText: true },
    schema: {
      operationId: 'createObservations',
      summary: 'Add observations to a dataset, or replace some',
      description:
        'Observations are matched by time: an observation at a stored time replaces the stored one, column by column. Sending the same body twice changes nothing. New series are added. In JSON, null makes a stored value missing; an empty cell of a table does not change it. The frequency and the calendar do not change after the upload of the dataset. Each change makes a new version of the dataset. A running training continues with the version that it started with.',
      tags: ['datasets'],
      params: paramsSchema,
      querystring: querySchema,
      body: uploadBody(observationsInSchema),
      response: {
        200: jsonResponse(observationsAddedSchema, 'What has changed.'),
        ...problems(
          ...bodyProblems,
          ...uploadProblems,
          'id_malformed',
          'dataset_not_found',
          'dataset_kind_mismatch',
        ),
      },
    },
    handler: async (request) => {
      const { tenant, params, query } = request;
      const dataset = await store.datasets.get(tenant, params.dataset_id);
      requireDatasetKind(dataset, 'numeric', { symbols: 'a new dataset with the longer sequences' });
      const soleId = await soleSeries(tenant, dataset);
      const table = await readTable(request, reader, tableOptions(query, dataset, soleId), {
        allowsEmpty: true,
      });
      const observations =
        table === null ? await ofJson(request.body, dataset, soleId) : reader.observationsOf(table, dataset);
      return store.datasets.addObservations(tenant, dataset.id, observations, {
        missingReplaces: table === null,
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/versions',
    schema: {
      operationId: 'listDatasetVersions',
      summary: 'List the changes of a dataset, the newest first',
      description:
        'Only the data of the newest version can be read. The oldest entries of the list are deleted after some time.',
      tags: ['datasets'],
      params: paramsSchema,
      querystring: pageQuerySchema,
      response: {
        200: jsonResponse(datasetVersionPageSchema, 'A page.'),
        ...problems('id_malformed', 'request_invalid', 'cursor_invalid', 'dataset_not_found'),
      },
    },
    handler: ({ tenant, params, query }) => store.datasets.listVersions(tenant, params.dataset_id, query),
  });

  async function ofJson(body: unknown, dataset: Dataset, soleId: string | null) {
    if (body instanceof JsonText) return reader.jsonText.observations(body.bytes, dataset, soleId);
    return reader.observations((body as ObservationsIn).series, dataset, soleId);
  }

  /** The id of the only series of a dataset. */
  async function soleSeries(tenant: TenantId, dataset: Dataset): Promise<string | null> {
    if (dataset.series_count !== 1) return null;
    const { data } = await store.datasets.listSeries(tenant, dataset.id, { limit: 1 });
    return data[0].id;
  }
};

/** Reads a table like the dataset: with its target, its time zone, and its only series where rows name none. */
function tableOptions(query: CsvOptions, dataset: Dataset, soleId: string | null): CsvOptions {
  return {
    ...query,
    name: query.name ?? soleId ?? undefined,
    time_zone: query.time_zone ?? dataset.time_zone ?? undefined,
    // `value` is the name of a target that has no column of its own name.
    target: query.target ?? (dataset.target === 'value' ? undefined : dataset.target),
  };
}
