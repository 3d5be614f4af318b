import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { memorySchema, traceInSchema, traceSchema } from '../../contracts/explanation.ts';
import { modelRefSchema } from '../../contracts/ids.ts';
import { requireNumericModel } from '../../contracts/kinds.ts';
import type { ErrorCode } from '../../errors.ts';
import type { AppDeps } from '../deps.ts';
import { answer, bodyProblems, problems } from '../responses.ts';

const paramsSchema = z.object({ model_id: modelRefSchema });

const modelProblems: ErrorCode[] = [
  'id_malformed',
  'model_not_found',
  'model_not_ready',
  'model_failed',
  'model_kind_mismatch',
  'dataset_empty',
  'series_too_short',
  'overloaded',
];

/** For a model of symbols. */
const whatWorks = 'POST /v1/models/{model_id}/forecasts with a `context`';

/** What the networks of a model look at, and what they do while they read. */
export const insideRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, calls }) => {
  app.route({
    method: 'GET',
    url: '/models/:model_id/memory',
    schema: {
      operationId: 'getModelMemory',
      summary: 'How far back a model looks',
      description:
        'Gradients of the forecast and of the loss by lag, by backpropagation through time over the last windows whose targets are known, and which steps the gradient of each shared weight comes from.',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: answer(memorySchema, 'Gradients by lag, network by network.'),
        ...problems(...modelProblems),
      },
    },
    handler: async ({ tenant, params }) => {
      const model = await store.models.get(tenant, params.model_id);
      requireNumericModel(model, whatWorks);
      return calls.memory(tenant, model);
    },
  });

  app.route({
    method: 'POST',
    url: '/models/:model_id/trace',
    schema: {
      operationId: 'getModelTrace',
      summary: 'Hidden states, cell states and gates of a network as it reads a series',
      tags: ['models'],
      params: paramsSchema,
      body: traceInSchema,
      response: {
        200: answer(traceSchema, 'What each layer did, step by step.'),
        ...problems(
          ...bodyProblems,
          ...modelProblems,
          'series_not_found',
          'value_out_of_domain',
          'points_too_many',
          'network_unknown',
          'trace_too_large',
        ),
      },
    },
    handler: async ({ tenant, params, body }) => {
      const model = await store.models.get(tenant, params.model_id);
      requireNumericModel(model, whatWorks);
      return calls.trace(tenant, model, body);
    },
  });
};
