import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { NewModel } from '../../../contracts/ports/index.ts';
import {
  dependentsQuerySchema,
  type ModelIn,
  modelChangeSchema,
  modelCreatedSchema,
  modelInSchema,
  modelPageSchema,
  modelRefSchema,
  modelSchema,
  modelsQuerySchema,
  requireTrainingData,
  retrainSchema,
  type TenantId,
  trainingEstimateSchema,
} from '../../../contracts/schemas/index.ts';
import { createJoinedReads } from '../../../sharing/index.ts';
import { withFaultsAt } from '../../../validation/index.ts';
import { requestKind } from '../../kinds/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { respondIdempotently } from '../../routing/idempotent-response.ts';
import { callsFor } from '../../routing/model-calls.ts';
import { plainJson } from '../../routing/plain-json.ts';
import { preconditionOf, tagsBySchema } from '../../routing/preconditions.ts';
import { bodyProblems, jobHeaders, jsonResponse, noContent, problems } from '../../routing/responses.ts';
import { createSharedAnswers } from '../../routing/shared-answers.ts';
import { enqueue, startedHeaders } from '../../routing/started-jobs.ts';

const creationProblems = [
  ...bodyProblems,
  ...(['id_malformed', 'dataset_not_found', 'target_unknown', 'covariate_unknown'] as const),
  ...(['horizon_too_long', 'dataset_empty', 'series_too_short', 'sequences_too_short'] as const),
  ...(['dataset_kind_mismatch', 'vocabulary_too_large'] as const),
] as const;
const paramsSchema = z.object({ model_id: modelRefSchema });

const modelTags = tagsBySchema(modelSchema);

export const modelRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  const requestedOf = createRequestReader(deps.store);

  createModelRoute(app, deps, requestedOf);
  estimateTrainingRoute(app, deps, requestedOf);
  retrainModelRoute(app, deps);
  updateModelRoute(app, deps);
  listModelsRoute(app, deps);
  getModelRoute(app, deps);
  deleteModelRoute(app, deps);
};

function createModelRoute(app: App, deps: AppDeps, requestedOf: RequestReader): void {
  app.route({
    method: 'POST',
    url: '/models',
    config: { quota: 'bytes' },
    serializerCompiler: plainJson,
    schema: {
      operationId: 'createModel',
      summary: 'Train a model in the background',
      tags: ['models'],
      body: modelInSchema,
      response: {
        202: jsonResponse(modelCreatedSchema, 'The model to come, and the job that trains it.', jobHeaders),
        ...problems(...creationProblems, 'queue_full'),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body, id: requestId, traceparent } = request;
      const { dataset, spec } = await requestedOf(tenant, body);
      const name = body.name ?? `${dataset.name} ${spec.cell}`;
      const { tags, priority } = body;
      return startTraining(deps, request, reply, {
        name,
        tags,
        dataset,
        spec,
        priority,
        requestId,
        traceparent,
      });
    },
  });
}

function estimateTrainingRoute(app: App, { estimates }: AppDeps, requestedOf: RequestReader): void {
  app.route({
    method: 'POST',
    url: '/models/estimate',
    schema: {
      operationId: 'estimateTraining',
      summary: 'Estimate how long a training takes, before it is started',
      description:
        'Takes the body of `createModel`, with the same refusals, and starts nothing. The estimate follows from the planned networks and from the last trainings of the tenant. It does not count the time in the queue.',
      tags: ['models'],
      body: modelInSchema,
      response: {
        200: jsonResponse(trainingEstimateSchema, 'The estimates.'),
        ...problems(...creationProblems),
      },
    },
    handler: async ({ tenant, body }) => {
      const { dataset, spec } = await requestedOf(tenant, body);
      return estimates.estimate(tenant, dataset, spec);
    },
  });
}

function retrainModelRoute(app: App, deps: AppDeps): void {
  const { store } = deps;
  app.route({
    method: 'POST',
    url: '/models/:model_id/retrain',
    config: { quota: 'bytes' },
    schema: {
      operationId: 'retrainModel',
      summary: 'Train a model again on the current data of its dataset',
      description:
        'Creates a new model. The old model does not change. A model that is trained again from a model of a fleet is outside the fleet, and keeps the series of its parent.',
      tags: ['models'],
      params: paramsSchema,
      body: retrainSchema,
      response: {
        202: jsonResponse(modelCreatedSchema, 'The model to come, and the job that trains it.', jobHeaders),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'model_not_found',
          'model_not_ready',
          'model_failed',
          'model_outdated',
          'dataset_not_found',
          'series_too_short',
          'sequences_too_short',
          'dataset_empty',
          'queue_full',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body, id: requestId, traceparent } = request;
      const parent = await store.models.get(tenant, request.params.model_id);
      const isWarm = body.mode === 'warm';
      if (isWarm) await callsFor(deps, parent).requireReadable(tenant, parent);
      const requestedSpec = await store.models.requested(tenant, parent.id);
      const spec = isWarm ? parent.spec : requestedSpec;
      const dataset = await store.datasets.get(tenant, parent.dataset_id);
      const longest = await store.datasets.longestSeriesOf(tenant, parent, dataset.version);
      // The settings are those of the parent: the body has none of them.
      await withFaultsAt(
        () => null,
        () => requireTrainingData(spec, longest),
      );
      const { name, tags } = parent;
      const { priority } = body;
      const origin = { priority, requestId, traceparent };
      const again = {
        name,
        tags,
        dataset,
        spec,
        requestedSpec,
        ...origin,
        parent: { id: parent.id, isWarm },
      };
      return startTraining(deps, request, reply, again);
    },
  });
}

function updateModelRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'PATCH',
    url: '/models/:model_id',
    config: { takesPreconditions: true, quota: 'asked' },
    schema: {
      operationId: 'updateModel',
      summary: 'Change the name, the tags or the anomaly watch of a model',
      tags: ['models'],
      params: paramsSchema,
      body: modelChangeSchema,
      response: {
        200: jsonResponse(modelSchema, 'The model.'),
        ...problems(...bodyProblems, 'id_malformed', 'model_not_found', 'model_kind_mismatch'),
      },
    },
    handler: ({ tenant, params, body, headers }) =>
      store.models.update(tenant, params.model_id, body, preconditionOf(headers, modelTags)),
  });
}

function listModelsRoute(app: App, { store }: AppDeps): void {
  const answers = createSharedAnswers();
  app.route({
    method: 'GET',
    url: '/models',
    serializerCompiler: plainJson,
    schema: {
      operationId: 'listModels',
      summary: 'List models, the newest first',
      tags: ['models'],
      querystring: modelsQuerySchema,
      response: {
        200: jsonResponse(modelPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }, reply) =>
      answers(reply, ['models', query], () => store.models.list(tenant, query)),
  });
}

function getModelRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/models/:model_id',
    schema: {
      operationId: 'getModel',
      summary: 'Read a model with its card',
      tags: ['models'],
      params: paramsSchema,
      response: {
        200: jsonResponse(modelSchema, 'The model.'),
        ...problems('id_malformed', 'model_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.models.get(tenant, params.model_id),
  });
}

function deleteModelRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/models/:model_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteModel',
      summary: 'Delete a model',
      tags: ['models'],
      params: paramsSchema,
      querystring: dependentsQuerySchema,
      response: {
        204: noContent,
        ...problems(
          'id_malformed',
          'model_not_found',
          'model_in_use',
          'model_aliased',
          'request_invalid',
          'dependents_exist',
        ),
      },
    },
    handler: async ({ tenant, params, query, headers }, reply) => {
      const precondition = preconditionOf(headers, modelTags);
      await store.models.delete(tenant, params.model_id, query.dependents, precondition);
      return reply.code(204).send();
    },
  });
}

/** Reads the dataset and the settings of new models, and checks them. Calls at the same time share
 *  the read of a dataset. */
function createRequestReader(store: AppDeps['store']) {
  const joined = createJoinedReads();
  return async (tenant: TenantId, body: ModelIn) => {
    const read = () => store.datasets.get(tenant, body.dataset_id);
    const dataset = await joined(tenant, body.dataset_id, read);
    const kind = requestKind(dataset.kind);
    const spec = await kind.readSpec(body, dataset, () =>
      store.datasets.attributes(tenant, dataset.id, dataset.version),
    );
    requireTrainingData(spec, await store.datasets.longestSeries(tenant, dataset.id, dataset.version));
    return { dataset, spec };
  };
}

type RequestReader = ReturnType<typeof createRequestReader>;

function startTraining(
  { store, queue }: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  model: NewModel,
): Promise<FastifyReply> {
  return respondIdempotently(
    request,
    reply,
    { status: 202, headers: startedHeaders },
    async (idempotentCall) => {
      await store.jobs.takePlace(request.tenant);
      const created = await store.models.create(request.tenant, model, idempotentCall);
      await enqueue(queue, created.job, request);
      return created;
    },
  );
}
