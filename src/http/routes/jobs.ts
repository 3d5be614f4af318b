import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { jobIdSchema } from '../../contracts/ids.ts';
import { jobPageSchema, jobSchema, jobsQuerySchema } from '../../contracts/job.ts';
import type { AppDeps } from '../deps.ts';
import { answer, problems } from '../responses.ts';

const paramsSchema = z.object({ job_id: jobIdSchema });

export const jobRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, queue }) => {
  app.route({
    method: 'GET',
    url: '/jobs',
    schema: {
      operationId: 'listJobs',
      summary: 'List jobs, the newest first',
      tags: ['jobs'],
      querystring: jobsQuerySchema,
      response: { 200: answer(jobPageSchema, 'A page.'), ...problems('request_invalid', 'cursor_invalid') },
    },
    handler: ({ tenant, query }) => store.jobs.list(tenant, query),
  });

  app.route({
    method: 'GET',
    url: '/jobs/:job_id',
    schema: {
      operationId: 'getJob',
      summary: 'Read a job: its status, progress and the time that it still needs',
      tags: ['jobs'],
      params: paramsSchema,
      response: { 200: answer(jobSchema, 'The job.'), ...problems('id_malformed', 'job_not_found') },
    },
    handler: ({ tenant, params }) => store.jobs.get(tenant, params.job_id),
  });

  app.route({
    method: 'POST',
    url: '/jobs/:job_id/cancel',
    schema: {
      operationId: 'cancelJob',
      summary: 'Cancel a job',
      description: 'A queued job is cancelled at once, a running one by its worker within seconds.',
      tags: ['jobs'],
      params: paramsSchema,
      response: {
        202: answer(jobSchema, 'The job, cancelled or about to be.'),
        ...problems('id_malformed', 'job_not_found', 'job_finished'),
      },
    },
    handler: async (request, reply) => {
      const job = await store.jobs.cancel(request.tenant, request.params.job_id);
      if (job.status === 'cancelled') {
        // Only tidiness: a worker that finds it in the queue sees that there is nothing to do.
        await queue
          .remove({ kind: job.kind, job_id: job.id, request_id: request.id })
          .catch((err: unknown) =>
            request.log.warn({ err, job_id: job.id }, 'the cancelled job stays in the queue'),
          );
      }
      return reply.code(202).send(job);
    },
  });
};
