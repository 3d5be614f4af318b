import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FleetCreated, NewFleet } from '../../../contracts/ports/index.ts';
import {
  dependentsQuerySchema,
  type FleetIn,
  fleetForecastInSchema,
  fleetForecastSchema,
  fleetIdSchema,
  fleetInSchema,
  fleetPageSchema,
  fleetSchema,
  fleetsQuerySchema,
  pointsNeeded,
  requireDatasetKind,
} from '../../../contracts/schemas/index.ts';
import { withFaultsAt } from '../../../validation/index.ts';
import { numericSpecOf } from '../../kinds/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import {
  forecastFormat,
  forecastFormatQuery,
  forecastResponse,
  sendForecast,
} from '../../routing/forecast-formats.ts';
import { respondIdempotently } from '../../routing/idempotent-response.ts';
import { preconditionOf, tagsBySchema } from '../../routing/preconditions.ts';
import { bodyProblems, jsonResponse, noContent, problems } from '../../routing/responses.ts';
import { enqueueAll } from '../../routing/started-jobs.ts';

const paramsSchema = z.object({ fleet_id: fleetIdSchema });
const locationHeader = {
  Location: { type: 'string', description: 'Path of the fleet.' },
} as const;

const fleetTags = tagsBySchema(fleetSchema);
const tags = ['fleets'];

export const fleetRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  createFleetRoute(app, deps);
  retrainFleetRoute(app, deps);
  listFleetsRoute(app, deps);
  getFleetRoute(app, deps);
  cancelFleetRoute(app, deps);
  retryFleetRoute(app, deps);
  deleteFleetRoute(app, deps);
  createFleetForecastRoute(app, deps);
};

function createFleetRoute(app: App, deps: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/fleets',
    config: { quota: 'bytes' },
    schema: {
      operationId: 'createFleet',
      summary: 'Train one model for each series, or for each group of series, in the background',
      description:
        'Creates a model and a job for each series or group. The fleet is published as a whole: it can forecast from the moment in which its last model is ready. A model whose training fails can be retried alone, with the retry of its job.',
      tags,
      body: fleetInSchema,
      response: {
        202: jsonResponse(fleetSchema, 'The fleet to come.', locationHeader),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'dataset_not_found',
          'dataset_kind_mismatch',
          'dataset_empty',
          'target_unknown',
          'covariate_unknown',
          'horizon_too_long',
          'series_too_short',
          'fleet_too_large',
          'queue_full',
        ),
      },
    },
    handler: async (request, reply) =>
      startFleet(deps, request, reply, await newFleet(deps.store, request, request.body)),
  });
}

function retrainFleetRoute(app: App, deps: AppDeps): void {
  const { store } = deps;
  app.route({
    method: 'POST',
    url: '/fleets/:fleet_id/retrain',
    config: { quota: 'bytes', idempotent: true }, // it has no body
    schema: {
      operationId: 'retrainFleet',
      summary: 'Train a fleet again on the current data of its dataset',
      description:
        'Creates a new fleet with the same settings, and with the series that the dataset has now. The old fleet does not change.',
      tags,
      params: paramsSchema,
      response: {
        202: jsonResponse(fleetSchema, 'The fleet to come.', locationHeader),
        ...problems(
          'id_malformed',
          'fleet_not_found',
          'dataset_not_found',
          'dataset_empty',
          'covariate_unknown',
          'series_too_short',
          'fleet_too_large',
          'queue_full',
        ),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params, id: requestId, traceparent } = request;
      await store.jobs.requirePlaces(tenant, 1); // the new fleet may have fewer models than the old one
      const again = await store.fleets.requested(tenant, params.fleet_id);
      // The settings are those of the fleet: this call has no body.
      return withFaultsAt(
        () => null,
        () => startFleet(deps, request, reply, { ...again, requestId, traceparent }),
      );
    },
  });
}

function listFleetsRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/fleets',
    schema: {
      operationId: 'listFleets',
      summary: 'List fleets, the newest first',
      tags,
      querystring: fleetsQuerySchema,
      response: {
        200: jsonResponse(fleetPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }) => store.fleets.list(tenant, query),
  });
}

function getFleetRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/fleets/:fleet_id',
    schema: {
      operationId: 'getFleet',
      summary: 'Read a fleet: how many of its models are ready, and their skill',
      description: 'GET /v1/models with `fleet_id` lists its models.',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(fleetSchema, 'The fleet.'),
        ...problems('id_malformed', 'fleet_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.fleets.get(tenant, params.fleet_id),
  });
}

function cancelFleetRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/fleets/:fleet_id/cancel',
    schema: {
      operationId: 'cancelFleet',
      summary: 'Cancel the trainings of a fleet that have not ended',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(fleetSchema, 'The fleet.'),
        ...problems('id_malformed', 'fleet_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.fleets.cancel(tenant, params.fleet_id),
  });
}

function retryFleetRoute(app: App, { store, queue }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/fleets/:fleet_id/retry',
    config: { quota: 'bytes' },
    schema: {
      operationId: 'retryFleet',
      summary: 'Queue the failed and cancelled trainings of a fleet again',
      description: 'They continue from their last checkpoints. Trained models stay as they are.',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(fleetSchema, 'The fleet.'),
        ...problems('id_malformed', 'fleet_not_found', 'fleet_too_large', 'job_not_retryable', 'queue_full'),
      },
    },
    handler: async (request) => {
      const { fleet, due } = await store.fleets.retry(request.tenant, request.params.fleet_id, request.id);
      enqueueAll(queue, due, request, 'requeue');
      return fleet;
    },
  });
}

function deleteFleetRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/fleets/:fleet_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteFleet',
      summary: 'Delete a fleet with its models',
      tags,
      params: paramsSchema,
      querystring: dependentsQuerySchema,
      response: {
        204: noContent,
        ...problems('id_malformed', 'fleet_not_found', 'fleet_in_use', 'request_invalid', 'dependents_exist'),
      },
    },
    handler: async ({ tenant, params, query, headers }, reply) => {
      const precondition = preconditionOf(headers, fleetTags);
      await store.fleets.delete(tenant, params.fleet_id, query.dependents, precondition);
      return reply.code(204).send();
    },
  });
}

function createFleetForecastRoute(app: App, { fleets }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/fleets/:fleet_id/forecasts',
    config: { idempotent: false },
    schema: {
      operationId: 'createFleetForecast',
      summary: 'Forecast series of a fleet, each by its own model',
      description:
        'A series that cannot be forecast is listed in `errors`; the call fails only if every series fails. The forecasts are not stored.',
      tags,
      params: paramsSchema,
      querystring: forecastFormatQuery,
      body: fleetForecastInSchema,
      response: {
        200: forecastResponse('The forecasts.', fleetForecastSchema),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'fleet_not_found',
          'fleet_not_ready',
          'fleet_failed',
          'dataset_empty',
          'model_not_found',
          'model_outdated',
          'horizon_too_long',
          'forecast_too_large',
          'all_series_failed',
          'overloaded',
          'computation_too_slow',
          'accept_unsupported',
        ),
      },
    },
    handler: async (request, reply) => {
      const form = forecastFormat(request);
      const { tenant, params, body } = request;
      request.forecastsFrom = 'fleet';
      const text = await fleets.forecast(tenant, params.fleet_id, body, form.text());
      return sendForecast(reply, form, { id: null, text });
    },
  });
}

/** @throws AppError dataset_not_found, dataset_kind_mismatch, target_unknown, covariate_unknown, request_invalid */
async function newFleet(
  store: AppDeps['store'],
  { tenant, id, traceparent }: FastifyRequest,
  body: FleetIn,
): Promise<NewFleet> {
  const dataset = await store.datasets.get(tenant, body.dataset_id);
  requireDatasetKind(dataset, 'numeric', {
    symbols: 'POST /v1/models, which trains one model for all sequences',
  });
  const settings = { ...body.settings, name: undefined, tags: [] };
  const leavesShortOut = body.short_series === 'leave_out';
  await store.jobs.requirePlaces(tenant, body.per === 'series' && !leavesShortOut ? dataset.series_count : 1);
  const attributes = await store.datasets.attributes(tenant, dataset.id, dataset.version);
  const spec = await withFaultsAt(
    (path) => `/settings${path}`,
    () => numericSpecOf(settings, dataset, attributes),
  );
  return {
    datasetId: dataset.id,
    name: body.name ?? dataset.name,
    tags: body.tags,
    per: body.per,
    groupBy: body.group_by ?? null,
    settings: body.settings,
    spec,
    pointsMin: pointsNeeded(spec),
    leavesShortOut,
    requestId: id,
    traceparent,
  };
}

function startFleet(
  { store, queue }: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  fleet: NewFleet,
): Promise<FastifyReply> {
  return respondIdempotently<FleetCreated>(
    request,
    reply,
    {
      status: 202,
      headers: ({ fleet: { id } }) => ({ location: `/v1/fleets/${id}` }),
      body: (created) => created.fleet,
    },
    async (idempotentCall) => {
      const created = await store.fleets.create(request.tenant, fleet, idempotentCall);
      enqueueAll(queue, created.due, request, 'enqueue');
      return created;
    },
  );
}
