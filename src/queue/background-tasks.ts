import { DelayedError } from 'bullmq';
import type { Logger } from 'pino';
import {
  type BackgroundTask,
  type BackgroundTaskQueue,
  backgroundTaskSchema,
} from '../contracts/ports/index.ts';
import {
  clockErrorMsMax,
  everyMs,
  missedRun,
  nextRun,
  type StoredSchedule,
} from '../contracts/schemas/index.ts';
import type { ErrorCode } from '../errors.ts';
import { createOutageLog, type OutageLog } from '../outage-log.ts';
import type { JobScheduler, PayloadProcessor, PayloadQueue, QueueBackend } from './backend.ts';
import type { Consumer } from './consumer.ts';
import {
  backgroundTaskQueueNames,
  endedJobs,
  endedWithoutOptions,
  lockDurationMs,
  lookAfterSeconds,
  retryDelayMs,
  stalledCountMax,
  stalledIntervalMs,
} from './definitions.ts';
import { createHandlers } from './handlers.ts';
import { createQueueOutage, watchQueue } from './queue-outage.ts';
import { answerMsMaxDefault, withTimeout } from './with-timeout.ts';

const cleaningId = 'cleaning';
const cleaningEveryMs = 3_600_000;
/** For tasks that throw. Delay in milliseconds. */
const retries = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } as const;
/** Code of the error of a task that finds no database: in an outage every task has it. */
const away: ErrorCode = 'database_unavailable';
/** Entries that one question names. */
const entriesAtOnce = 1_000;

/** For how long a tick that is due may be put off, on a worker whose clock is ahead too. */
const putOffMsMax = 600_000;

/** Result of a handler. `skipped` ends a task whose work is left to another one. `deferred` and `outage` put the task
 *  back into the queue, and its tries are not counted: `deferred` since others have their turn first, `outage` since
 *  the database of the rows is away or full. */
export type HandledTask = 'ended' | 'deferred' | 'skipped' | Outage;
interface Outage {
  /** The error of the database. */
  outage: unknown;
}

/** Delay of a task that its handler defers, in milliseconds. */
const defaultRetryMs = { deferred: 1_000, outage: 5_000 };

/** @param answerMsMax how long a call waits for the database of the queue */
export function createBackgroundTaskQueue(
  backend: QueueBackend,
  answerMsMax = answerMsMaxDefault,
): BackgroundTaskQueue {
  const inTime = <T>(call: Promise<T>) => withTimeout(call, answerMsMax);
  const deliveries = backend.queue(backgroundTaskQueueNames.deliveries);
  const timed = backend.queue(backgroundTaskQueueNames.timed);
  for (const queue of [deliveries, timed]) queue.on('error', () => {}); // every call reports its own failure

  const holds = async (queue: PayloadQueue, id: string) =>
    (await inTime(backend.known(queue.name, [id]))).length > 0;
  /** Those of the schedulers whose next run is in the queue. A Redis that evicts may have deleted its entry,
   *  and then none follows. */
  const running = async <Plan extends Pick<JobScheduler, 'key' | 'next'>>(
    schedulers: Plan[],
    stopping?: AbortSignal,
  ) => {
    const entryOf = ({ key, next }: Plan) => entryId(key, next ?? 0);
    const planned = new Set<string>();
    for (let i = 0; i < schedulers.length && !stopping?.aborted; i += entriesAtOnce) {
      const ids = schedulers.slice(i, i + entriesAtOnce).map(entryOf);
      for (const id of await inTime(backend.planned(timed.name, ids))) planned.add(id);
    }
    return schedulers.filter((scheduler) => planned.has(entryOf(scheduler)));
  };

  return {
    async deliver({ id, attempt }) {
      const task: BackgroundTask = backgroundTaskSchema.parse({
        errand: 'deliver',
        delivery_id: id,
        attempt,
      });
      const jobId = `${id}-${attempt}`;
      if (await holds(deliveries, jobId)) return;
      await inTime(deliveries.add('deliver', task, { jobId, ...endedJobs, ...retries }));
    },
    async watch({ modelId, version }) {
      const task: BackgroundTask = backgroundTaskSchema.parse({
        errand: 'watch',
        model_id: modelId,
        version,
      });
      if (await holds(timed, modelId)) return false;
      await inTime(timed.add('watch', task, { jobId: modelId, ...endedJobs, ...retries }));
      return true;
    },
    async plan(schedule) {
      const template = { name: 'tick', data: tickOf(schedule), opts: { ...endedJobs, ...retries } };
      const repetition = repetitionOf(schedule);
      // BullMQ would keep the times of a plan that has lost its entry, and refuse an entry that has lost its plan.
      await inTime(timed.removeJobScheduler(schedule.id));
      const entry = await inTime(timed.getJob(entryId(schedule.id, nextRun(schedule, Date.now()))));
      await entry?.remove().catch(() => {}); // a worker has taken it
      await inTime(timed.upsertJobScheduler(schedule.id, repetition, template));
    },
    async catchUp(schedule) {
      const missed = missedRun(schedule, Date.now());
      if (missed === null) return;
      const jobId = entryId(schedule.id, missed);
      if (await holds(timed, jobId)) return;
      await inTime(timed.add('tick', tickOf(schedule), { jobId, ...endedJobs, ...retries }));
    },
    async unplan(scheduleId) {
      await inTime(timed.removeJobScheduler(scheduleId));
    },
    async planned(stopping) {
      const plans = await inTime(backend.plans(timed.name));
      const kept = plans.filter(({ isLost }) => !isLost);
      for (const { key, isLost } of plans) {
        if (stopping?.aborted) break;
        if (isLost) await inTime(timed.removeJobScheduler(key));
      }
      return new Map(
        (await running(kept, stopping)).flatMap((plan) => {
          const { data } = backgroundTaskSchema.safeParse(plan.data);
          if (data?.errand !== 'tick') return [];
          return [[data.schedule_id, { revision: data.revision, nextMs: plan.next }]];
        }),
      );
    },
    async ticking() {
      const now = Date.now();
      const ids = await inTime(backend.unfinished(timed.name, now + putOffMsMax));
      return new Set(
        ids.flatMap((id) => {
          const [, scheduleId, at] = entryIdPattern.exec(id) ?? [];
          return Number(at) <= now ? [scheduleId] : [];
        }),
      );
    },
    async planCleaning() {
      const planned = await inTime(timed.getJobScheduler(cleaningId));
      const errand = backgroundTaskSchema.safeParse(planned?.template?.data).data?.errand;
      const nextMs = planned?.next ?? 0;
      const isTooLate = nextMs > Date.now() + cleaningEveryMs + clockErrorMsMax;
      const isPlanned = planned?.every === cleaningEveryMs && errand === 'clean' && !isTooLate;
      if (isPlanned && (await running([planned])).length > 0) return null; // planning it again would clean at once
      await inTime(timed.removeJobScheduler(cleaningId));
      const template = {
        name: 'clean',
        data: backgroundTaskSchema.parse({ errand: 'clean' }),
        opts: { ...endedJobs, ...retries },
      };
      await inTime(timed.upsertJobScheduler(cleaningId, { every: cleaningEveryMs }, template));
      return isTooLate ? nextMs : null;
    },
    async close() {
      await Promise.all([deliveries.close(), timed.close()]);
    },
  };
}

/** Id that BullMQ gives to the entry of a planned run. A run that is caught up has the same, so it does not run
 *  beside its own entry. */
function entryId(scheduleId: string, at: number): string {
  return `repeat:${scheduleId}:${at}`;
}

const entryIdPattern = /^repeat:(.+):(\d+)$/;

/** When a planned run is due, by the id of its entry, in milliseconds since 1970; null for other ids. */
export function dueMsOf(id: string): number | null {
  const at = entryIdPattern.exec(id)?.[2];
  return at === undefined ? null : Number(at);
}

function tickOf({ id, revision }: StoredSchedule): BackgroundTask {
  return backgroundTaskSchema.parse({ errand: 'tick', schedule_id: id, revision });
}

function repetitionOf(schedule: StoredSchedule) {
  if (schedule.cron !== null) return { pattern: schedule.cron, tz: schedule.time_zone };
  return { every: everyMs(schedule.every!), startDate: nextRun(schedule, Date.now()) };
}

/** Handles background tasks. A deferred task comes again later, and its place is free meanwhile. Deliveries have a
 *  separate queue, so that a slow receiver does not delay a schedule. A task that throws is tried again;
 *  its `id` stays the same. */
export function consumeBackgroundTasks(
  backend: QueueBackend,
  options: {
    deliveriesAtOnce: number;
    timedAtOnce: number;
    workerId: string;
    log: Logger;
    /** Log of the errors of the queue; default: one of its own. */
    outage?: OutageLog;
    /** Delay of a task that is deferred, or without the database, in milliseconds. */
    retryMs?: typeof defaultRetryMs;
    handle(task: BackgroundTask, id: string, isLastTry: boolean): Promise<HandledTask>;
  },
): Consumer {
  const { log, retryMs = defaultRetryMs } = options;
  const outage = options.outage ?? createQueueOutage(log, backend);
  const withoutDatabase = createOutageLog(log, {
    failing: 'background tasks failed without the database; tried again',
    again: 'background tasks reach the database again',
  });
  const handlers = createHandlers();
  const workers = [
    { name: backgroundTaskQueueNames.deliveries, concurrency: options.deliveriesAtOnce },
    { name: backgroundTaskQueueNames.timed, concurrency: options.timedAtOnce },
  ].map(({ name, concurrency }) => {
    const worker = backend.worker(
      name,
      async (job, token) => {
        const task = taskOf(job);
        if (task === null) return;
        const handled = await handlers.run(() => options.handle(task, job.id ?? '', isLastTry(job)));
        if (handled === 'ended') withoutDatabase.works();
        if (handled === 'ended' || handled === 'skipped') return;
        if (handled !== 'deferred') withoutDatabase.failed(handled.outage, 1, { task_id: job.id });
        const pauseMs = handled === 'deferred' ? retryMs.deferred : retryMs.outage;
        await job.moveToDelayed(Date.now() + pauseMs, token);
        throw new DelayedError();
      },
      {
        name: options.workerId,
        concurrency,
        lockDuration: lockDurationMs,
        stalledInterval: stalledIntervalMs,
        drainDelay: lookAfterSeconds,
        maxStalledCount: stalledCountMax,
        runRetryDelay: retryDelayMs,
        ...endedWithoutOptions,
      },
    );
    watchQueue(worker, outage);
    worker.on('failed', (job, error) => {
      const fields = { task_id: job?.id };
      if ((error as { code?: unknown }).code === away) withoutDatabase.failed(error, 1, fields);
      else log.warn({ err: error, ...fields }, 'a background task failed');
    });
    return worker;
  });
  return {
    close: async () => {
      await Promise.all(workers.map((worker) => handlers.close(worker)));
    },
  };
}

/** Whether an entry ends, and is not tried again, if its handler throws. An entry that has lost its
 *  options is tried once. */
function isLastTry({ attemptsMade, opts }: Parameters<PayloadProcessor>[0]): boolean {
  return attemptsMade + 1 >= (opts.attempts ?? 1);
}

/** Task of an entry; null if a Redis that evicts has deleted its data. Then the entry only ends: the keeper queues the
 *  task again, as its row or its schedule says. */
function taskOf({ data }: { data: unknown }): BackgroundTask | null {
  const isLost = typeof data !== 'object' || data === null || Object.keys(data).length === 0;
  return isLost ? null : backgroundTaskSchema.parse(data);
}
