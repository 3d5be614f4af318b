import type { FastifyBaseLogger } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
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
import type { AppDeps } from '../routing/deps.ts';
import { respondIdempotently } from '../routing/idempotent-response.ts';
import { answer, bodyProblems, locationHeader, noContent, problems } from '../routing/responses.ts';

const paramsSchema = z.object({ schedule_id: scheduleIdSchema });

export const scheduleRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, backgroundTasks }) => {
  const tags = ['schedules'];

  app.route({
    method: 'POST',
    url: '/schedules',
    schema: {
      operationId: 'createSchedule',
      summary: 'Train a model again and again, or forecast with it, each time on the newest data',
      description:
        'A run of `retrain` makes a new model with the settings that the named one was asked for, and is skipped while the one before has not ended. A run of `forecast` keeps a forecast of the stored series, as a call without a body makes it, and tells the webhooks with `forecast.created`.',
      tags,
      body: scheduleInSchema,
      response: {
        201: answer(scheduleSchema, 'The schedule.', locationHeader),
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
        async (once) => {
          const schedule = await store.schedules.create(request.tenant, request.body, once);
          await keepPlan(schedule, request.log);
          return schedule;
        },
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/schedules',
    schema: {
      operationId: 'listSchedules',
      summary: 'List schedules, the newest first',
      tags,
      querystring: pageQuerySchema,
      response: {
        200: answer(schedulePageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }) => store.schedules.list(tenant, query),
  });

  app.route({
    method: 'GET',
    url: '/schedules/:schedule_id',
    schema: {
      operationId: 'getSchedule',
      summary: 'Read a schedule: when it runs next, and what came of its last run',
      tags,
      params: paramsSchema,
      response: {
        200: answer(scheduleSchema, 'The schedule.'),
        ...problems('id_malformed', 'schedule_not_found'),
      },
    },
    handler: ({ tenant, params }) => store.schedules.get(tenant, params.schedule_id),
  });

  app.route({
    method: 'PATCH',
    url: '/schedules/:schedule_id',
    schema: {
      operationId: 'updateSchedule',
      summary: 'Change a schedule',
      tags,
      params: paramsSchema,
      body: scheduleChangesSchema,
      response: {
        200: answer(scheduleSchema, 'The schedule as it is now.'),
        ...problems(...bodyProblems, 'id_malformed', 'schedule_not_found'),
      },
    },
    handler: async ({ tenant, params, body, log }) => {
      const schedule = await store.schedules.update(tenant, params.schedule_id, body);
      await keepPlan(schedule, log);
      return schedule;
    },
  });

  app.route({
    method: 'DELETE',
    url: '/schedules/:schedule_id',
    schema: {
      operationId: 'deleteSchedule',
      summary: 'Delete a schedule; what it made stays',
      tags,
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'schedule_not_found') },
    },
    handler: async ({ tenant, params, log }, reply) => {
      await store.schedules.delete(tenant, params.schedule_id);
      await keepPlan({ id: params.schedule_id, enabled: false }, log);
      return reply.code(204).send();
    },
  });

  /** Updates the plan in the queue. The row is what counts: if the queue cannot be reached, a worker does it later. */
  async function keepPlan(schedule: Schedule | { id: string; enabled: false }, log: FastifyBaseLogger) {
    const planning = schedule.enabled ? backgroundTasks.plan(schedule) : backgroundTasks.unplan(schedule.id);
    await planning.catch((err: unknown) =>
      log.warn({ err, schedule_id: schedule.id }, 'not planned yet: a worker will do it'),
    );
  }
};
