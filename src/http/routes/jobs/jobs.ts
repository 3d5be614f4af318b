import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type Job,
  jobIdSchema,
  jobLogPageSchema,
  jobPageSchema,
  jobQuerySchema,
  jobSchema,
  jobsQuerySchema,
  pageQuerySchema,
  queueSchema,
  type TenantId,
} from '../../../contracts/schemas/index.ts';
import { createOutageLog } from '../../../outage-log.ts';
import { createJoinedReads } from '../../../sharing/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { etagOf, isKnown } from '../../routing/etag.ts';
import { plainJson } from '../../routing/plain-json.ts';
import { jobHeaders, jsonResponse, problems, type ResponseHeaders } from '../../routing/responses.ts';
import { createSharedAnswers } from '../../routing/shared-answers.ts';
import { enqueue, startedHeaders } from '../../routing/started-jobs.ts';
import { endWithKey } from '../../routing/when-closed.ts';
import { JobStreams } from './job-streams.ts';
import { JobTags } from './job-tags.ts';
import { type JobWatch, JobWatchers } from './job-watchers.ts';

const paramsSchema = z.object({ job_id: jobIdSchema });

const lastEventSchema = z.looseObject({
  'last-event-id': z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'The `id` of the last event seen: the stream goes on after it.' }),
});
/** Largest number that an event can have. */
const sequenceMax = 2 ** 31 - 1;
const streamHeaders: ResponseHeaders = {
  'Cache-Control': { type: 'string', description: '`no-store`.' },
  'X-Accel-Buffering': { type: 'string', description: '`no`: nginx passes on each event at once.' },
};
const streamSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'string',
    contentMediaType: 'application/json',
    contentSchema: { $ref: '#/components/schemas/JobEvent' },
    description:
      'Server-sent events. The `data` of each is a JobEvent as JSON, which `contentSchema` describes; `id` is its `sequence`, and `event` its `type`.',
  });

/** State that the routes of a job share in this process. */
interface SharedJobs {
  /** Callers that poll or wait for the same job share reads: each change wakes all that wait. */
  read(tenant: TenantId, id: string): Promise<Job>;
  watchers: JobWatchers;
  streams: JobStreams;
  tags: JobTags;
}

export const jobRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  const shared = shareJobs(app, deps);
  listJobsRoute(app, deps);
  getQueueRoute(app, deps);
  getJobRoute(app, shared);
  listJobEventsRoute(app, deps, shared);
  listJobLogsRoute(app, deps);
  retryJobRoute(app, deps, shared);
  cancelJobRoute(app, deps, shared);
};

function shareJobs(app: App, { store, feed }: AppDeps): SharedJobs {
  const joined = createJoinedReads();
  const watchers = new JobWatchers(feed);
  const streams = createStreams(app, { store, feed });
  const tags = new JobTags(store.jobs, feed);
  app.addHook('preClose', async () => {
    watchers.close();
    streams.close();
    tags.close();
  });
  return {
    read: (tenant, id) => joined(tenant, id, () => store.jobs.get(tenant, id)),
    watchers,
    streams,
    tags,
  };
}

/** Streams of events, with a log of the reads of events that fail. */
function createStreams(app: App, { store, feed }: Pick<AppDeps, 'store' | 'feed'>): JobStreams {
  const outage = createOutageLog(app.log, {
    failing: 'the events of a job could not be read; tried again',
    again: 'events of jobs are read again',
  });
  const told = async <Result>(read: Promise<Result>): Promise<Result> => {
    const result = await read;
    outage.works();
    return result;
  };
  return new JobStreams({
    events: {
      after: (...given) => told(store.jobEvents.after(...given)),
      newest: (...given) => told(store.jobEvents.newest(...given)),
    },
    feed,
    onError: outage.failed,
  });
}

function listJobsRoute(app: App, { store }: AppDeps): void {
  const answers = createSharedAnswers();
  app.route({
    method: 'GET',
    url: '/jobs',
    serializerCompiler: plainJson,
    schema: {
      operationId: 'listJobs',
      summary: 'List jobs, the newest first',
      tags: ['jobs'],
      querystring: jobsQuerySchema,
      response: {
        200: jsonResponse(jobPageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid'),
      },
    },
    handler: ({ tenant, query }, reply) =>
      answers(reply, ['jobs', query], () => store.jobs.list(tenant, query)),
  });
}

function getQueueRoute(app: App, { store, queue }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/queue',
    schema: {
      operationId: 'getQueue',
      summary: 'Read how many jobs wait and run',
      description:
        'Counts the jobs of the tenant, and lists the workers of the service. `queue_position` of a job says when it is its turn.',
      tags: ['jobs'],
      response: { 200: jsonResponse(queueSchema, 'The queue now.'), ...problems() },
    },
    handler: async ({ tenant }) => {
      const { runs, ...counted } = await store.jobs.queue(tenant);
      return { ...counted, live_workers: await queue.liveWorkers(runs) };
    },
  });
}

function getJobRoute(app: App, { read, watchers, tags }: SharedJobs): void {
  app.route({
    method: 'GET',
    url: '/jobs/:job_id',
    config: { tagNow: ({ tenant, params }) => tags.keptTagOf(tenant, (params as { job_id: string }).job_id) },
    serializerCompiler: plainJson,
    schema: {
      operationId: 'getJob',
      summary: 'Read a job: its status, its progress and its estimated remaining time',
      tags: ['jobs'],
      params: paramsSchema,
      querystring: jobQuerySchema,
      response: {
        200: jsonResponse(jobSchema, 'The job.'),
        ...problems('id_malformed', 'request_invalid', 'job_not_found', 'watchers_too_many'),
      },
    },
    handler: async ({ tenant, params, query, headers, identity }, reply) => {
      const known = headers['if-none-match'];
      if (known !== undefined && query.wait === 0) {
        const kept = tags.tagOf(tenant, params.job_id);
        const tag = typeof kept === 'string' ? kept : await kept;
        if (isKnown(known, tag)) return notModified(reply, tag);
      }
      let job = await read(tenant, params.job_id);
      const isNews = newsFor(known, job);
      if (query.wait > 0 && job.finished_at === null && !isNews(job)) {
        const untilMs = performance.now() + query.wait * 1_000;
        const watch = watchers.watch(tenant, job.id, reply.raw);
        try {
          job = await app.apiKeys.whileValid(identity.keyId, (gone) =>
            waitForNews(reply, { watch, gone, untilMs }, () => read(tenant, params.job_id), isNews),
          );
        } finally {
          watch.end();
        }
      }
      const etag = etagOf(job);
      reply.header('etag', etag);
      return reply.code(200).send(job); // the plugin answers 304 if the caller knows the tag
    },
  });
}

/** Whether a job differs from what the caller knows: by its tag, or else by the status that it had first. */
function newsFor(knownTags: string | undefined, first: Job): (job: Job) => boolean {
  return knownTags === undefined
    ? (job) => job.status !== first.status
    : (job) => !isKnown(knownTags, etagOf(job));
}

/** Reads a job until it is news, the time is over, or the watch ends. Returns what was read last. */
async function waitForNews(
  reply: FastifyReply,
  { watch, gone, untilMs }: { watch: JobWatch; gone: AbortSignal; untilMs: number },
  read: () => Promise<Job>,
  isNews: (job: Job) => boolean,
): Promise<Job> {
  gone.addEventListener('abort', () => watch.end());
  // Read at once: a change before the watch began is not told to it.
  let job = await read();
  while (!isNews(job) && !watch.hasEnded && performance.now() < untilMs) {
    await watch.next(untilMs - performance.now());
    if (gone.aborted) return job;
    job = await read();
  }
  if (watch.hasEnded) reply.header('connection', 'close'); // the service stops, and would wait for an idle connection
  return job;
}

function listJobEventsRoute(app: App, { store }: AppDeps, { read, streams }: SharedJobs): void {
  app.route({
    method: 'GET',
    url: '/jobs/:job_id/events',
    config: { etag: false },
    schema: {
      operationId: 'listJobEvents',
      summary: 'Follow a job: its events as they happen',
      description:
        'A stream of server-sent events: all events of the job, or those after `Last-Event-ID`. The stream closes after the event that ends the job. A client that has already received this event gets 204, so that it does not reconnect.',
      tags: ['jobs'],
      params: paramsSchema,
      headers: lastEventSchema,
      response: {
        200: {
          description: 'The events.',
          headers: streamHeaders,
          content: { 'text/event-stream': { schema: streamSchema } },
        },
        204: z.undefined().describe('The job has ended, and all its events have been seen.'),
        ...problems('id_malformed', 'request_invalid', 'job_not_found', 'watchers_too_many'),
      },
    },
    handler: async (request, reply) => {
      const { tenant, params, headers } = request;
      const job = await read(tenant, params.job_id);
      const after = Math.min(headers['last-event-id'], sequenceMax);
      if (job.finished_at !== null && (await store.jobEvents.after(tenant, job.id, after, 1)).length === 0) {
        return reply.code(204).send();
      }
      streams.requireFree(tenant);
      reply
        .code(200)
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .header('connection', 'close') // an idle connection would delay a stop
        .header('x-accel-buffering', 'no'); // nginx sends each event at once
      if (request.method === 'HEAD') return (reply as FastifyReply).send();
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
      endWithKey(app.apiKeys, request, raw);
      streams.open(tenant, job, after, raw);
      return reply;
    },
  });
}

function listJobLogsRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/jobs/:job_id/logs',
    schema: {
      operationId: 'listJobLogs',
      summary: 'Read the log of a job, the oldest line first',
      description: 'A worker stores the last lines of a job shortly after the job has ended.',
      tags: ['jobs'],
      params: paramsSchema,
      querystring: pageQuerySchema,
      response: {
        200: jsonResponse(jobLogPageSchema, 'A page.'),
        ...problems('id_malformed', 'request_invalid', 'cursor_invalid', 'job_not_found'),
      },
    },
    handler: ({ tenant, params, query }) => store.jobLogs.list(tenant, params.job_id, query),
  });
}

function retryJobRoute(app: App, { store, queue }: AppDeps, { tags }: SharedJobs): void {
  app.route({
    method: 'POST',
    url: '/jobs/:job_id/retry',
    config: { quota: 'bytes' },
    schema: {
      operationId: 'retryJob',
      summary: 'Retry a job that failed or was cancelled',
      description:
        'The job keeps its id. It continues from its last checkpoint if that checkpoint is still stored, and otherwise starts again. The time that earlier attempts worked counts towards the time limit of the service.',
      tags: ['jobs'],
      params: paramsSchema,
      response: {
        202: jsonResponse(jobSchema, 'The job, queued again.', jobHeaders),
        ...problems('id_malformed', 'job_not_found', 'job_not_retryable', 'queue_full'),
      },
    },
    handler: async (request, reply) => {
      await store.jobs.takePlace(request.tenant);
      const job = await store.jobs.retry(request.tenant, request.params.job_id);
      tags.forget(job.id);
      await enqueue(queue, job, request, 'requeue');
      return reply.code(202).headers(startedHeaders({ job })).send(job);
    },
  });
}

function cancelJobRoute(app: App, { store, queue }: AppDeps, { tags }: SharedJobs): void {
  app.route({
    method: 'POST',
    url: '/jobs/:job_id/cancel',
    schema: {
      operationId: 'cancelJob',
      summary: 'Cancel a job',
      description:
        'A queued job is cancelled at once. A running job is cancelled by its worker within seconds; if the worker is lost, this call ends the job.',
      tags: ['jobs'],
      params: paramsSchema,
      response: {
        202: jsonResponse(jobSchema, 'The job, cancelled or about to be.'),
        ...problems('id_malformed', 'job_not_found', 'job_finished'),
      },
    },
    handler: async (request, reply) => {
      const job = await store.jobs.cancel(request.tenant, request.params.job_id);
      tags.forget(job.id);
      if (job.status === 'cancelled') {
        // Not required: a worker that finds a cancelled job in the queue does nothing.
        await queue
          .remove({ kind: job.kind, job_id: job.id, request_id: request.id })
          .catch((err: unknown) =>
            request.log.warn({ err, job_id: job.id }, 'the cancelled job stays in the queue'),
          );
      }
      return reply.code(202).send(job);
    },
  });
}

/** The etag plugin describes this answer. */
function notModified(reply: FastifyReply, tag: string): FastifyReply {
  return reply.code(304).header('etag', tag).send();
}
