import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type DatasetVersion,
  datasetVersionPageSchema,
  datasetVersionSchema,
  pageQuerySchema,
  writtenNumber,
} from '../../../contracts/schemas/index.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { idempotentCallFor } from '../../routing/idempotent-response.ts';
import { preconditionOf } from '../../routing/preconditions.ts';
import { jsonResponse, problems } from '../../routing/responses.ts';
import { datasetParamsSchema } from './params.ts';
import { datasetTags } from './tags.ts';

/** Routes about the versions of a dataset. */
export const versionRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store }) => {
  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/versions',
    schema: {
      operationId: 'listDatasetVersions',
      summary: 'List the changes of a dataset, the newest first',
      description:
        'Versions with `is_kept` can be read and restored. The oldest entries of the list are deleted after some time.',
      tags: ['datasets'],
      params: datasetParamsSchema,
      querystring: pageQuerySchema,
      response: {
        200: jsonResponse(datasetVersionPageSchema, 'A page.'),
        ...problems('id_malformed', 'request_invalid', 'cursor_invalid', 'dataset_not_found'),
      },
    },
    handler: ({ tenant, params, query }) => store.datasets.listVersions(tenant, params.dataset_id, query),
  });

  app.route({
    method: 'POST',
    url: '/datasets/:dataset_id/versions/:version/restore',
    config: { quota: 'points', takesPreconditions: true, idempotent: true }, // it has no body
    schema: {
      operationId: 'restoreDatasetVersion',
      summary: 'Return a dataset to an earlier version',
      description:
        'Makes a new version with the observations of the earlier one. Nothing of the versions between is lost while they are kept. Restoring the newest version changes nothing.',
      tags: ['datasets'],
      params: datasetParamsSchema.extend({
        version: writtenNumber(z.int().min(1)).meta({ description: 'The version to return to.' }),
      }),
      response: {
        200: jsonResponse(datasetVersionSchema, 'The new version.'),
        ...problems(
          'id_malformed',
          'request_invalid',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'version_not_found',
          'version_expired',
        ),
      },
    },
    handler: (request, reply) => {
      const { tenant, params } = request;
      const precondition = preconditionOf(request.headers, datasetTags);
      const call = idempotentCallFor<DatasetVersion>(request, reply, { status: 200, headers: () => ({}) });
      return store.datasets.restore(tenant, params.dataset_id, params.version, precondition, call);
    },
  });
};
