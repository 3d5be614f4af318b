import type { Logger } from 'pino';
import { type Errand, type ErrandQueue, errandSchema } from '../contracts/ports/index.ts';
import { everyMs, nextRun, type Schedule } from '../contracts/schemas/index.ts';
import { answered } from './answered.ts';
import type { QueueBackend } from './backend.ts';
import type { Consumer } from './consumer.ts';
import {
  endedJobs,
  errandQueueNames,
  lockDurationMs,
  retryDelayMs,
  stalledCountMax,
  stalledIntervalMs,
} from './definitions.ts';

const cleaningId = 'cleaning';
const cleaningEveryMs = 3_600_000;
/** An errand that threw, for want of a database most likely, is tried again. */
const retries = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } as const;
const plannedMax = 100_000;

export function createErrandQueue(backend: QueueBackend): ErrandQueue {
  const deliveries = backend.queue(errandQueueNames.deliveries);
  const timed = backend.queue(errandQueueNames.timed);
  for (const queue of [deliveries, timed]) queue.on('error', () => {}); // every call reports its own failure

  return {
    async deliver({ id, attempt }) {
      const errand: Errand = errandSchema.parse({ errand: 'deliver', delivery_id: id, attempt });
      const options = { jobId: `${id}-${attempt}`, ...endedJobs, ...retries };
      await answered(deliveries.add('deliver', errand, options));
    },
    async watch({ modelId, version }) {
      const errand: Errand = errandSchema.parse({ errand: 'watch', model_id: modelId, version });
      await answered(
        timed.add('watch', errand, { jobId: `${modelId}-${version}`, ...endedJobs, ...retries }),
      );
    },
    async plan(schedule) {
      const errand = errandSchema.parse({
        errand: 'tick',
        schedule_id: schedule.id,
        revision: schedule.revision,
      });
      const template = { name: 'tick', data: errand, opts: { ...endedJobs, ...retries } };
      await answered(timed.upsertJobScheduler(schedule.id, repetitionOf(schedule), template));
    },
    async unplan(scheduleId) {
      await answered(timed.removeJobScheduler(scheduleId));
    },
    async planned() {
      const schedulers = await answered(timed.getJobSchedulers(0, plannedMax));
      return new Map(
        schedulers.flatMap(({ template }) => {
          const { data } = errandSchema.safeParse(template?.data);
          return data?.errand === 'tick' ? [[data.schedule_id, data.revision]] : [];
        }),
      );
    },
    async planCleaning() {
      const schedulers = await answered(timed.getJobSchedulers(0, plannedMax));
      const isPlanned = ({ template, every }: (typeof schedulers)[number]) =>
        every === cleaningEveryMs && errandSchema.safeParse(template?.data).data?.errand === 'clean';
      if (schedulers.some(isPlanned)) return; // planning it again would clean at once
      const template = {
        name: 'clean',
        data: errandSchema.parse({ errand: 'clean' }),
        opts: { ...endedJobs, ...retries },
      };
      await answered(timed.upsertJobScheduler(cleaningId, { every: cleaningEveryMs }, template));
    },
    async close() {
      await Promise.all([deliveries.close(), timed.close()]);
    },
  };
}

function repetitionOf(schedule: Schedule) {
  if (schedule.cron !== null) return { pattern: schedule.cron, tz: schedule.time_zone };
  return { every: everyMs(schedule.every!), startDate: nextRun(schedule, Date.now()) };
}

/** Does the errands, deliveries apart from the others, so that slow receivers do not hold up a schedule.
 *  `id` names one errand through all its retries. An errand that throws is tried again. */
export function consumeErrands(
  backend: QueueBackend,
  options: {
    deliveriesAtOnce: number;
    workerId: string;
    log: Logger;
    handle(errand: Errand, id: string): Promise<void>;
  },
): Consumer {
  const { log } = options;
  const workers = [
    { name: errandQueueNames.deliveries, concurrency: options.deliveriesAtOnce },
    { name: errandQueueNames.timed, concurrency: 1 },
  ].map(({ name, concurrency }) => {
    const worker = backend.worker(
      name,
      async (job) => options.handle(errandSchema.parse(job.data), job.id ?? ''),
      {
        name: options.workerId,
        concurrency,
        lockDuration: lockDurationMs,
        stalledInterval: stalledIntervalMs,
        maxStalledCount: stalledCountMax,
        runRetryDelay: retryDelayMs,
      },
    );
    worker.on('error', (error) => log.warn({ err: error, queue: name }, 'queue: an error that is retried'));
    worker.on('failed', (job, error) => log.warn({ err: error, errand_id: job?.id }, 'an errand failed'));
    return worker;
  });
  return {
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
