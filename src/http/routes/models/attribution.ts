import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  memorySchema,
  modelRefSchema,
  traceAnswerSchema,
  traceRequestSchema,
} from '../../../contracts/schemas/index.ts';
import type { ErrorCode } from '../../../errors.ts';
import { requireBodyOfKind } from '../../kinds/index.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { callsFor } from '../../routing/model-calls.ts';
import { bodyProblems, jsonResponse, problems } from '../../routing/responses.ts';
import { sendJson } from '../../routing/written-json.ts';

const paramsSchema = z.object({ model_id: modelRefSchema });

const modelProblems: ErrorCode[] = [
  'id_malformed',
  'model_not_found',
  'model_not_ready',
  'model_failed',
  'model_outdated',
  'dataset_empty',
  'series_too_short',
  'forecast_not_finite',
  'overloaded',
  'computation_too_slow',
];

/** How far back the networks of a model look, and their states while they read. */
export const attributionRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, calls }) => {
  app.route({
    method: 'GET',
    url: '/models/:model_id/memory',
    schema: {
      operationId: 'getModelMemory',
      summary: 'Measure how far back a model looks',
      description:
        'Gradients of the forecast and of the loss by lag, and the share of each step in the gradient of each shared weight. They are computed by backpropagation through time over the last windows whose targets are known; for a model of symbols, over windows at the ends of sequences.',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: jsonResponse(memorySchema, 'Gradients by lag, network by network.'),
        ...problems(...modelProblems),
      },
    },
    handler: async ({ tenant, params }) => {
      const model = await store.models.get(tenant, params.model_id);
      return callsFor({ calls }, model).memory(tenant, model);
    },
  });

  app.route({
    method: 'POST',
    url: '/models/:model_id/trace',
    schema: {
      operationId: 'getModelTrace',
      summary:
        'Read the hidden states, cell states and gates of a network while it reads a series or a sequence of symbols',
      tags: ['models'],
      params: paramsSchema,
      body: traceRequestSchema,
      response: {
        200: jsonResponse(traceAnswerSchema, 'What each layer did, step by step.'),
        ...problems(
          ...bodyProblems,
          ...modelProblems,
          'series_not_found',
          'value_out_of_domain',
          'points_too_many',
          'network_unknown',
          'trace_too_large',
          'model_kind_mismatch',
          'sequence_empty',
          'sequence_too_long',
        ),
      },
    },
    handler: async ({ tenant, params, body }, reply) => {
      const model = await store.models.get(tenant, params.model_id);
      requireBodyOfKind('trace', model, body);
      return sendJson(reply, await callsFor({ calls }, model).trace(tenant, model, body));
    },
  });
};
