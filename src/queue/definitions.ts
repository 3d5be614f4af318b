import type { JobKind } from '../contracts/schemas/index.ts';

/** One queue for each kind of job. Another worker takes over the job of a killed one when its lock has expired and a
 *  check has noticed: after lockDurationMs + stalledIntervalMs = 15 s at most. */
export const queueNames = { train: 'gatecast-train', backtest: 'gatecast-backtest' } satisfies Record<
  JobKind,
  string
>;

/** Background tasks: posts to webhooks, which may be slow, and everything else. */
export const backgroundTaskQueueNames = {
  deliveries: 'gatecast-deliveries',
  timed: 'gatecast-timed',
} as const;

export const lockDurationMs = 10_000;
export const stalledIntervalMs = 5_000;

/** How long a worker waits to be told of a job before it looks itself: as long as one command of Redis may wait. Each
 *  look is four statements of an idle worker (5 s by default in BullMQ). */
export const lookAfterSeconds = 10;

/** Pause between the tries of a worker to reach the queue's database (15 s by default in BullMQ). */
export const retryDelayMs = 500;

/** Effectively unbounded: the job row bounds recoveries (`worker_lost`), because it knows whether there was progress
 *  between them. BullMQ must not give up earlier. */
export const stalledCountMax = 1_000_000;

/** An ended job leaves the queue at once: BullMQ ignores an id that it has, and a retry queues the same id again. */
export const endedJobs = { removeOnComplete: true, removeOnFail: true } as const;
/** The same as options of a worker: a job whose hash Redis has evicted has no options of its own. */
export const endedWithoutOptions = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } };

/** Entries of a kind that wait, beyond which no more are added: some megabytes of Redis. Any entry runs any job of its
 *  kind, and the reconciler adds others as these are taken. So a long queue does not fill Redis, which would then
 *  refuse to give out entries. */
export const entriesMaxDefault = 3_000;

/** Time from now until which no entry of a job is locked or delayed. */
export const plausibleMs = 3 * lockDurationMs;
