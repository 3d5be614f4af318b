import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type {
  AppendOptions,
  AppendTarget,
  DatasetStore,
  Observations,
  SeriesReader,
} from '../../../contracts/ports/index.ts';
import {
  appendQueryFields,
  comparedNamesMax,
  type Dataset,
  deletionQuerySchema,
  deletionSchema,
  dryRunField,
  limits,
  type ObservationsAdded,
  type ObservationsIn,
  observationsAddedSchema,
  observationsInSchema,
  requireDatasetKind,
  type TableOptions,
  type TableReading,
  type TenantId,
  tableOptionsSchema,
} from '../../../contracts/schemas/index.ts';
import { type ErrorCode, refuse } from '../../../errors.ts';
import { throwIfAbandoned } from '../../../sharing/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { JsonText } from '../../routing/json-text.ts';
import { preconditionOf } from '../../routing/preconditions.ts';
import { bodyProblems, jsonResponse, problems } from '../../routing/responses.ts';
import {
  appendContextOf,
  appendOptionsOf,
  asMissingIds,
  continuedOf,
  requireIds,
  withSoleId,
} from './append-tables.ts';
import { datasetParamsSchema, seriesParamsSchema } from './params.ts';
import { firstRows } from './previews.ts';
import { datasetTags } from './tags.ts';
import { acceptTables, readTable, refuseTableQuery, uploadBody, uploadProblems } from './uploads.ts';

const appendFields = { ...appendQueryFields, ...dryRunField };
/** Options for reading a table, without those that only an upload has, and options of the append. */
const querySchema = tableOptionsSchema
  .omit({ calendar: true, resample: true, aggregate: true, snap: true })
  .extend(appendFields);
/** Ids of a dataset that messages name. */
const idsNamed = 3;
const symbolsInstead = { symbols: 'a new dataset with the longer sequences' };

const deletionProblems: ErrorCode[] = [
  'id_malformed',
  'request_invalid',
  'dataset_not_found',
  'dataset_kind_mismatch',
  'series_not_found',
  'deletion_too_large',
];

export const observationRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  acceptTables(app);

  createObservationsRoute(app, deps);
  deleteObservationsRoute(app, deps);
  deleteSeriesRoute(app, deps);
};

function createObservationsRoute(app: App, { settings, store, reader }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/datasets/:dataset_id/observations',
    bodyLimit: settings.uploadBytesMax,
    config: {
      quota: 'points',
      hasDryRun: true,
      takesPreconditions: true,
      readsJsonText: true,
      jsonQuery: Object.keys(appendFields),
    },
    schema: {
      operationId: 'createObservations',
      summary: 'Add observations to a dataset, or replace some',
      description:
        'Observations are matched by time: an observation at a stored time replaces the stored one, column by column. Sending the same body twice changes nothing. A table is read as the upload of the dataset was, unless the query says otherwise. New series, times far from those of their series, and times between its steps are refused unless the query allows them. In JSON, null makes a stored value missing; an empty cell of a table does not change it. The frequency and the calendar do not change after the upload of the dataset. Each change makes a new version of the dataset. A running training continues with the version that it started with.',
      tags: ['datasets'],
      params: datasetParamsSchema,
      querystring: querySchema,
      body: uploadBody(observationsInSchema),
      response: {
        200: jsonResponse(observationsAddedSchema, 'What has changed, or would change in a dry run.'),
        ...problems(
          ...bodyProblems,
          ...uploadProblems,
          'id_malformed',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'series_unknown',
          'series_id_missing',
          'times_distant',
          'times_off_grid',
        ),
      },
    },
    handler: async (request): Promise<ObservationsAdded> => {
      const { tenant, params, query } = request;
      const { dry_run, new_series, distant_times, off_grid, snap, ...tableOptions } = query;
      const dataset = await store.datasets.get(tenant, params.dataset_id);
      requireDatasetKind(dataset, 'numeric', symbolsInstead);
      const someIds = await firstIds(store.datasets, tenant, dataset);
      const { observations, reading } = await readObservations(
        reader,
        request,
        tableOptions,
        dataset,
        someIds,
      );
      const target = await targetOf(store.datasets, tenant, dataset, observations);
      const options = { new_series, distant_times, off_grid, snap: snapOf(snap, dataset) };
      const { series, warnings } = await reader.checkAppend(observations, target, options);
      const preview = dry_run ? firstRows(series, dataset) : [];
      const { newSeries, ...change } = await store.datasets.addObservations(tenant, dataset.id, series, {
        missingReplaces: reading === null,
        allowsNewSeries: new_series === 'allow' || target.isEmpty,
        isDryRun: dry_run,
        precondition: preconditionOf(request.headers, datasetTags),
      });
      return {
        ...change,
        new_series: newSeries.slice(0, limits.newSeriesListed),
        warnings: warnings.slice(0, limits.warningsMax),
        dry_run,
        ...(dry_run ? { reading: withSnap(reading, options.snap !== 'no'), preview } : {}),
      };
    },
  });
}

function deleteObservationsRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/datasets/:dataset_id/observations',
    schema: {
      operationId: 'deleteObservations',
      summary: 'Delete the observations of a range of times',
      description:
        'Makes a new version of the dataset; an earlier one can be restored. A series without any observation left is deleted.',
      tags: ['datasets'],
      params: datasetParamsSchema,
      querystring: deletionQuerySchema,
      response: {
        200: jsonResponse(deletionSchema, 'What was deleted.'),
        ...problems(...deletionProblems),
      },
    },
    handler: async ({ tenant, params, query }) => {
      const { from, to, dry_run } = query;
      const dataset = await store.datasets.get(tenant, params.dataset_id);
      requireDatasetKind(dataset, 'numeric', symbolsInstead);
      if (from === undefined && to === undefined) refuseWithoutBounds();
      const { deletedSeries, ...deletion } = await store.datasets.deleteObservations(
        tenant,
        dataset.id,
        query,
      );
      return { ...deletion, deleted_series: deletedSeries, dry_run };
    },
  });
}

function deleteSeriesRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/datasets/:dataset_id/series/:series_id',
    schema: {
      operationId: 'deleteSeries',
      summary: 'Delete a series of a dataset',
      description: 'Makes a new version of the dataset; an earlier one can be restored.',
      tags: ['datasets'],
      params: seriesParamsSchema,
      querystring: z.strictObject(dryRunField),
      response: {
        200: jsonResponse(deletionSchema, 'What was deleted.'),
        ...problems(...deletionProblems),
      },
    },
    handler: async ({ tenant, params, query }) => {
      const { deletedSeries, ...deletion } = await store.datasets.deleteSeries(
        tenant,
        params.dataset_id,
        params.series_id,
        { isDryRun: query.dry_run },
      );
      return { ...deletion, deleted_series: deletedSeries, dry_run: query.dry_run };
    },
  });
}

/** Reads the body as JSON or as a table. `reading` is null for JSON. */
async function readObservations(
  reader: SeriesReader,
  request: FastifyRequest,
  query: TableOptions,
  dataset: Dataset,
  someIds: string[],
): Promise<{ observations: Observations; reading: TableReading | null }> {
  const { body } = request;
  if (!(body instanceof Readable)) {
    refuseTableQuery(request);
    const header = { ...dataset, offsets: continuedOf(dataset).offsets };
    const observations =
      body instanceof JsonText
        ? await reader.jsonText.observations(body.bytes, header, someIds)
        : reader.observations((body as ObservationsIn).series, header, someIds);
    return { observations, reading: null };
  }
  const soleId = someIds.length === 1 ? someIds[0] : null;
  const options = appendOptionsOf(query, dataset, soleId);
  const table = await readTable(request, reader, options, appendContextOf(query, dataset, soleId)).catch(
    (error: unknown) => {
      throw asMissingIds(error, query, someIds);
    },
  );
  const { reading } = table!;
  const hasIds = reading !== null && (reading.layout === 'wide' || reading.id_columns.length > 0);
  requireIds(options, hasIds, someIds);
  return { observations: reader.observationsOf(withSoleId(table!, dataset, soleId), dataset), reading };
}

/** The first ids of a dataset, in upload order. */
async function firstIds(store: DatasetStore, tenant: TenantId, dataset: Dataset): Promise<string[]> {
  const { data } = await store.listSeries(tenant, dataset.id, { limit: idsNamed });
  return data.map(({ id }) => id);
}

async function targetOf(
  store: DatasetStore,
  tenant: TenantId,
  dataset: Dataset,
  { series }: Observations,
): Promise<AppendTarget> {
  const ids = [...new Set(series.flatMap(({ id }) => [id, id.trim()]))];
  const { start, end, series: spans } = await store.spans(tenant, dataset.id, ids);
  return {
    header: dataset,
    isEmpty: dataset.series_count === 0,
    start,
    end,
    spans,
    firstIds: () => store.seriesIds(tenant, dataset.id, comparedNamesMax),
    async lastTimesOf(seriesIds, count) {
      const last = { seriesIds, tailPoints: count, leavesOutCovariates: true };
      const stored = await store.read(tenant, dataset.id, last);
      return new Map(stored.map(({ id, times }) => [id, times]));
    },
    longestGapsOf: (enough) => store.longestGaps(tenant, dataset.id, enough),
    async timesOf(id, from, to, count) {
      throwIfAbandoned(); // a long series is read in many parts
      const range = { after: { time: from - 1, points: count }, until: to };
      const [stored] = await store.read(tenant, dataset.id, {
        ...{ seriesIds: [id], leavesOutCovariates: true },
        ...range,
      });
      return stored?.times ?? new Float64Array();
    },
    async observationsOf(id, from, to) {
      const after = { time: from - 1, points: limits.pointsPerDatasetMax };
      const [stored] = await store.read(tenant, dataset.id, { seriesIds: [id], after, until: to });
      return stored ?? { times: new Float64Array(), values: new Float64Array(), covariates: {} };
    },
  };
}

/** Times of an append move as those of the upload, unless the call says otherwise. */
function snapOf(stated: boolean | undefined, { reading }: Dataset): AppendOptions['snap'] {
  if (stated !== undefined) return stated ? 'as_called' : 'no';
  return reading?.snap ? 'as_uploaded' : 'no';
}

function withSnap(reading: TableReading | null, snap: boolean): TableReading | null {
  return reading === null || !snap ? reading : { ...reading, snap };
}

function refuseWithoutBounds(): never {
  refuse('request_invalid', {
    path: '?from',
    message: 'the range has neither from nor to',
    accepted: 'from, to or both; DELETE …/series/:series_id deletes a whole series',
  });
}
