import type { JobKind } from '../contracts/schemas/index.ts';

/** One queue for each kind of job. A killed worker is replaced when its lock has run out and a check has seen it:
 *  at most lockDurationMs + stalledIntervalMs = 15 s. */
export const queueNames = { train: 'gatecast-train', backtest: 'gatecast-backtest' } satisfies Record<
  JobKind,
  string
>;

/** Errands: posts to webhooks, which may be slow, and what is done at its time. */
export const errandQueueNames = { deliveries: 'gatecast-deliveries', timed: 'gatecast-timed' } as const;

export const lockDurationMs = 10_000;
export const stalledIntervalMs = 5_000;

/** How soon a worker asks again while the queue's database is away (BullMQ's own default is 15 s). */
export const retryDelayMs = 500;

/** The job row bounds recoveries (`worker_lost`), and knows whether there was progress between them. BullMQ must not
 *  give up before it does. */
export const stalledCountMax = 1_000_000;

/** Ended jobs leave the queue at once, so that the job's own id can be queued again: BullMQ ignores an id that exists. */
export const endedJobs = { removeOnComplete: true, removeOnFail: true } as const;
