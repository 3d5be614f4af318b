import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  limits,
  sequencePageSchema,
  sequenceQuerySchema,
  vocabularySchema,
} from '../../../contracts/schemas/index.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { jsonResponse, problems } from '../../routing/responses.ts';
import { datasetParamsSchema } from './params.ts';

const sequenceParamsSchema = datasetParamsSchema.extend({
  series_id: z
    .string()
    .min(1)
    .max(limits.seriesIdLengthMax)
    .meta({ description: 'Id of a sequence of the dataset, as the list of its series gives it.' }),
});

/** Routes that only datasets of symbols have. */
export const sequenceRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store }) => {
  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/vocabulary',
    schema: {
      operationId: 'getVocabulary',
      summary: 'Read the vocabulary of a dataset',
      tags: ['datasets'],
      params: datasetParamsSchema,
      response: {
        200: jsonResponse(vocabularySchema, 'The vocabulary.'),
        ...problems('id_malformed', 'dataset_not_found', 'dataset_kind_mismatch'),
      },
    },
    handler: ({ tenant, params }) => store.sequences.vocabulary(tenant, params.dataset_id),
  });

  app.route({
    method: 'GET',
    url: '/datasets/:dataset_id/sequences/:series_id',
    schema: {
      operationId: 'getSequence',
      summary: 'Read the symbols of a sequence',
      tags: ['datasets'],
      params: sequenceParamsSchema,
      querystring: sequenceQuerySchema,
      response: {
        200: jsonResponse(sequencePageSchema, 'Symbols in order.'),
        ...problems(
          'id_malformed',
          'request_invalid',
          'cursor_invalid',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'series_not_found',
        ),
      },
    },
    handler: ({ tenant, params, query }) =>
      store.sequences.symbols(tenant, params.dataset_id, params.series_id, query),
  });
};
