import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { NewModel } from '../../../contracts/ports/index.ts';
import {
  calendarApplies,
  type DatasetHeader,
  defaultQuantiles,
  isSymbolSpec,
  type Model,
  type ModelIn,
  type ModelSpec,
  modelChangeSchema,
  modelCreatedSchema,
  modelInSchema,
  modelPageSchema,
  modelRefSchema,
  modelSchema,
  modelsQuerySchema,
  nearest,
  pointsNeeded,
  retrainSchema,
} from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { answerOnce } from '../../routing/answer-once.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { requireReadableWeights } from '../../routing/readable-weights.ts';
import { answer, bodyProblems, jobHeaders, noContent, problems } from '../../routing/responses.ts';
import { enqueue, startedHeaders } from '../../routing/started-jobs.ts';
import { covariatesOf } from './model-covariates.ts';
import { requireNumericSettings, requireTwoSymbols, symbolSpecOf } from './symbol-spec.ts';

const paramsSchema = z.object({ model_id: modelRefSchema });

export const modelRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  const { store, queue } = deps;
  app.route({
    method: 'POST',
    url: '/models',
    schema: {
      operationId: 'createModel',
      summary: 'Train a model in the background',
      tags: ['models'],
      body: modelInSchema,
      response: {
        202: answer(modelCreatedSchema, 'The model to come, and the job that trains it.', jobHeaders),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'dataset_not_found',
          'target_unknown',
          'covariate_unknown',
          'horizon_too_long',
          'dataset_empty',
          'series_too_short',
          'sequences_too_short',
          'dataset_kind_mismatch',
          'vocabulary_too_large',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body, id: requestId } = request;
      const dataset = await store.datasets.get(tenant, body.dataset_id);
      const attributes =
        (body.covariates?.static.length ?? 0) === 0
          ? []
          : await store.datasets.attributes(tenant, dataset.id);
      const spec =
        dataset.kind === 'symbols' ? symbolSpecOf(body, dataset) : specOf(body, dataset, attributes);
      const longest = await store.datasets.longestSeries(tenant, dataset.id);
      requireData(spec, longest);

      const name = body.name ?? `${dataset.name} ${spec.cell}`;
      return begin(request, reply, { name, tags: body.tags, dataset, spec, requestId });
    },
  });

  app.route({
    method: 'POST',
    url: '/models/:model_id/retrain',
    schema: {
      operationId: 'retrainModel',
      summary: 'Train a model again, on the present data of its dataset',
      description: 'Gives a new model; the old one stays as it is.',
      tags: ['models'],
      params: paramsSchema,
      body: retrainSchema,
      response: {
        202: answer(modelCreatedSchema, 'The model to come, and the job that trains it.', jobHeaders),
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
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, body, id: requestId } = request;
      const parent = await store.models.get(tenant, request.params.model_id);
      const isWarm = body.mode === 'warm';
      if (isWarm) await requireReadableWeights(deps, tenant, parent);
      const spec = isWarm ? parent.spec : await store.models.requested(tenant, parent.id);
      const dataset = await store.datasets.get(tenant, parent.dataset_id);
      requireData(spec, await store.datasets.longestSeries(tenant, dataset.id));
      const { name, tags } = parent;
      const again = { name, tags, dataset, spec, requestId, parent: { id: parent.id, isWarm } };
      return begin(request, reply, again);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/models/:model_id',
    schema: {
      operationId: 'updateModel',
      summary: 'Change the name or the tags of a model, or have it watch new observations',
      tags: ['models'],
      params: paramsSchema,
      body: modelChangeSchema,
      response: {
        200: answer(modelSchema, 'The model.'),
        ...problems(...bodyProblems, 'id_malformed', 'model_not_found', 'model_kind_mismatch'),
      },
    },
    handler: ({ tenant, params, body }) => store.models.update(tenant, params.model_id, body),
  });

  app.route({
    method: 'GET',
    url: '/models',
    schema: {
      operationId: 'listModels',
      summary: 'List models, the newest first',
      tags: ['models'],
      querystring: modelsQuerySchema,
      response: {
        200: answer(modelPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }) => store.models.list(tenant, query),
  });

  app.route({
    method: 'GET',
    url: '/models/:model_id',
    schema: {
      operationId: 'getModel',
      summary: 'Read a model with its card',
      tags: ['models'],
      params: paramsSchema,
      response: { 200: answer(modelSchema, 'The model.'), ...problems('id_malformed', 'model_not_found') },
    },
    handler: ({ tenant, params }) => store.models.get(tenant, params.model_id),
  });

  app.route({
    method: 'DELETE',
    url: '/models/:model_id',
    schema: {
      operationId: 'deleteModel',
      summary: 'Delete a model',
      tags: ['models'],
      params: paramsSchema,
      response: {
        204: noContent,
        ...problems('id_malformed', 'model_not_found', 'model_in_use', 'model_aliased'),
      },
    },
    handler: async ({ tenant, params }, reply) => {
      await store.models.delete(tenant, params.model_id);
      return reply.code(204).send();
    },
  });

  function begin(request: FastifyRequest, reply: FastifyReply, model: NewModel): Promise<FastifyReply> {
    return answerOnce(request, reply, { status: 202, headers: startedHeaders }, async (once) => {
      const created = await store.models.create(request.tenant, model, once);
      await enqueue(queue, created.job, request);
      return created;
    });
  }
};

/** Every setting that the caller decided; those that depend on the data stay null until training has begun.
 *  @param attributes names of the static attributes that series have
 *  @throws AppError target_unknown, covariate_unknown, dataset_kind_mismatch, request_invalid */
export function specOf(
  body: Omit<ModelIn, 'dataset_id'>,
  dataset: DatasetHeader,
  attributes: readonly string[],
): ModelSpec {
  const horizon = requireNumericSettings(body);
  const target = body.target ?? dataset.target;
  const columns = [dataset.target, ...dataset.covariates];
  if (!columns.includes(target)) {
    const near = nearest(target, columns);
    const message = `the dataset has no column \`${target}\`${near === null ? '' : `; did you mean \`${near}\`?`}`;
    const accepted = `one of ${columns.join(', ')}`;
    throw new AppError('target_unknown', {
      detail: `${message}; accepted: ${accepted}`,
      faults: [{ path: '/target', message, accepted }],
    });
  }
  requireCalendar(body, dataset);
  return {
    target,
    horizon,
    cell: body.cell,
    preset: body.preset,
    context_length: body.context_length ?? null,
    layers: body.layers ?? null,
    hidden_size: body.hidden_size ?? null,
    dropout: body.dropout ?? null,
    steps: body.steps ?? null,
    epochs: body.epochs ?? null,
    batch_size: body.batch_size ?? null,
    learning_rate: body.learning_rate ?? null,
    weight_decay: body.weight_decay ?? null,
    family: body.family === 'auto' || body.family === 'symbols' ? null : body.family,
    members: body.members ?? null,
    decoder_size: body.decoder_size ?? null,
    median_weight: body.median_weight ?? null,
    loss: body.loss,
    quantiles: [...new Set([...(body.quantiles ?? defaultQuantiles), 0.5])].sort((a, b) => a - b),
    seed: body.seed,
    validation: { windows: body.validation?.windows ?? null, step: body.validation?.step ?? null },
    transform: null,
    base: null,
    season_length: null,
    covariates: covariatesOf(body.covariates, target, dataset, attributes),
    bounds: body.bounds ?? { lower: null, upper: null, integer: false },
    calendar: body.calendar ?? null,
  };
}

/** @throws AppError request_invalid where the steps of the dataset are no days and not finer */
function requireCalendar({ calendar }: Pick<ModelIn, 'calendar'>, { frequency }: DatasetHeader): void {
  if (calendar === undefined || calendarApplies(frequency)) return;
  const message = `a calendar of days says nothing about steps of ${frequency.step}`;
  const accepted = 'no calendar, or a dataset of daily or finer steps';
  throw new AppError('request_invalid', {
    detail: `${message}; accepted: ${accepted}`,
    faults: [{ path: '/calendar', message, accepted }],
  });
}

/** @throws AppError series_too_short, sequences_too_short */
function requireData(spec: Model['spec'], longest: { id: string; point_count: number }): void {
  if (isSymbolSpec(spec)) requireTwoSymbols(longest);
  else requirePoints(spec, longest);
}

/** @throws AppError series_too_short */
export function requirePoints(
  spec: Pick<ModelSpec, 'horizon' | 'context_length'>,
  longest: { id: string; point_count: number },
): void {
  const needed = pointsNeeded(spec);
  if (longest.point_count >= needed) return;
  const message = `the longest series has ${longest.point_count} points, and a horizon of ${spec.horizon} needs ${needed}`;
  throw new AppError('series_too_short', {
    detail: `${message}; accepted: a longer series, or a shorter horizon`,
    faults: [
      { path: '/horizon', series_id: longest.id, message, accepted: `a series of at least ${needed} points` },
    ],
  });
}
