import type { FastifyBaseLogger } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { BackgroundTaskQueue } from '../../contracts/ports/index.ts';
import {
  pageQuerySchema,
  requireModelKind,
  type Schedule,
  scheduleChangesSchema,
  scheduleIdSchema,
  scheduleInSchema,
  schedulePageSchema,
  scheduleSchema,
} from '../../contracts/schemas/index.ts';
import type { App, AppDeps } from '../routing/deps.ts';
import { respondIdempotently } from '../routing/idempotent-response.ts';
import { preconditionOf, tagsOfSettings } from '../routing/preconditions.ts';
import { bodyProblems, jsonResponse, locationHeader, noContent, problems } from '../routing/responses.ts';

const paramsSchema = z.object({ schedule_id: scheduleIdSchema });

const scheduleTags = tagsOfSettings(scheduleSchema, ['next_run_at', 'last_run']);
const tags = ['schedules'];

export const scheduleRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  createScheduleRoute(app, deps);
  listSchedulesRoute(app, deps);
  getScheduleRoute(app, deps);
  updateScheduleRoute(app, deps);
  deleteScheduleRoute(app, deps);
};

function createScheduleRoute(app: App, { store, backgroundTasks }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/schedules',
    schema: {
      operationId: 'createSchedule',
      summary: 'Create a schedule that retrains a model, or forecasts with it, on the newest data',
      description:
        'A run of `retrain` trains a new model with the requested settings of the named model. It is skipped if the previous run has not ended. A run of `forecast` forecasts the stored series, as a forecast call without a body does. It stores the forecast and sends `forecast.created` to the webhooks.',
      tags,
      body: scheduleInSchema,
      response: {
        201: jsonResponse(scheduleSchema, 'The schedule.', locationHeader),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'model_not_found',
          'model_kind_mismatch',
          'schedules_too_many',
        ),
      },
    },
    handler: async (request, reply) => {
      if (request.body.kind === 'forecast') {
        const model = await store.models.get(request.tenant, request.body.model_id);
        requireModelKind(model, 'numeric', { symbols: 'a schedule of the kind `retrain`' });
      }
      return respondIdempotently(
        request,
        reply,
        { status: 201, headers: ({ id }) => ({ location: `/v1/schedules/${id}` }) },
        async (idempotentCall) => {
          const schedule = await store.schedules.create(request.tenant, request.body, idempotentCall);
          await keepPlan(backgroundTasks, schedule, request.log);
          return schedule;
        },
      );
    },
  });
}

function listSchedulesRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/schedules',
    schema: {
      operationId: 'listSchedules',
      summary: 'List schedules, the newest first',
      tags,
      querystring: pageQuerySchema,
      response: {
        200: jsonResponse(schedulePageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }) => store.schedules.list(tenant, query),
  });
}

function getScheduleRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/schedules/:schedule_id',
    schema: {
      operationId: 'getSchedule',
      summary: 'Read a schedule: the time of its next run, and the result of its last run',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(scheduleSchema, 'The schedule.'),
        ...problems('id_malformed', 'schedule_not_found'),
      },
    },
    handler: async ({ tenant, params }, reply) => {
      const schedule = await store.schedules.get(tenant, params.schedule_id);
      return reply.header('etag', scheduleTags(schedule)[0]).send(schedule);
    },
  });
}

function updateScheduleRoute(app: App, { store, backgroundTasks }: AppDeps): void {
  app.route({
    method: 'PATCH',
    url: '/schedules/:schedule_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'updateSchedule',
      summary: 'Change a schedule',
      tags,
      params: paramsSchema,
      body: scheduleChangesSchema,
      response: {
        200: jsonResponse(scheduleSchema, 'The schedule as it is now.'),
        ...problems(...bodyProblems, 'id_malformed', 'schedule_not_found'),
      },
    },
    handler: async ({ tenant, params, body, headers, log }) => {
      const precondition = preconditionOf(headers, scheduleTags);
      const schedule = await store.schedules.update(tenant, params.schedule_id, body, precondition);
      await keepPlan(backgroundTasks, schedule, log);
      return schedule;
    },
  });
}

function deleteScheduleRoute(app: App, { store, backgroundTasks }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/schedules/:schedule_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteSchedule',
      summary: 'Delete a schedule, but not its models and forecasts',
      tags,
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'schedule_not_found') },
    },
    handler: async ({ tenant, params, headers, log }, reply) => {
      await store.schedules.delete(tenant, params.schedule_id, preconditionOf(headers, scheduleTags));
      await keepPlan(backgroundTasks, { id: params.schedule_id, enabled: false }, log);
      return reply.code(204).send();
    },
  });
}

/** Updates the plan in the queue. The row is what counts: if the queue cannot be reached, a worker does it later. */
async function keepPlan(
  backgroundTasks: BackgroundTaskQueue,
  schedule: Schedule | { id: string; enabled: false },
  log: FastifyBaseLogger,
) {
  const planning = schedule.enabled ? backgroundTasks.plan(schedule) : backgroundTasks.unplan(schedule.id);
  await planning.catch((err: unknown) =>
    log.warn({ err, schedule_id: schedule.id }, 'not planned yet: a worker will do it'),
  );
}
