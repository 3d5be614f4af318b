import type { Logger } from 'pino';
import type { BackgroundTaskQueue, ForecastCalls, JobQueue } from '../src/contracts/ports/index.ts';
import type { JobMetrics, TaskMetrics } from '../src/observability/index.ts';
import {
  consume,
  consumeBackgroundTasks,
  createQueueOutage,
  type QueueBackend,
  startBackgroundTaskKeeper,
} from '../src/queue/index.ts';
import type { Store } from '../src/store/index.ts';
import { backgroundTaskDeps, timedTasksTakenMax } from './background-task-deps.ts';
import { type BackgroundTaskDeps, handleBackgroundTask } from './background-tasks.ts';
import { handleBacktest } from './backtest.ts';
import type { JobLimits } from './job-work.ts';
import type { ThreadsOfEachKind } from './kinds.ts';
import { abortedLater, leavingAfterMs } from './retry-until-database-returns.ts';
import { ThreadStarts } from './thread-starts.ts';
import { handleTrain } from './train.ts';
import { workOutageLogs } from './work-outage-logs.ts';

/** One tenant has at most a quarter of them in the queue (`src/store/webhooks/outbox.ts`). */
const deliveriesAtOnce = 64;
/** Backtests that run in addition to the trainings, so that a short backtest does not wait for a long training. */
export const backtestsAtOnce = 1;

export interface ConsumersOptions {
  store: Store;
  backend: QueueBackend;
  queue: JobQueue;
  backgroundTasks: BackgroundTaskQueue;
  send: BackgroundTaskDeps['send'];
  threads: ThreadsOfEachKind;
  /** Starts a thread for a job, unless one waits. Resolves when it answers, or cannot. A signal ends a
   *  thread that still loads. */
  startThread(signal: AbortSignal): Promise<void>;
  calls: Pick<ForecastCalls, 'computePacked' | 'newAnomalies'>;
  metrics: JobMetrics;
  taskMetrics: TaskMetrics;
  tellsTrainedUntil(weights: Uint8Array): Promise<boolean>;
  kernel: string | null;
  /** Trainings at a time. */
  concurrency: number;
  /** Running jobs of a kind that a tenant may have; null: any number. */
  tenantRunningMax: number | null;
  limits: JobLimits;
  workerId: string;
  log: Logger;
  /** Aborted when the process is asked to end, before `close` is called. */
  stopping: AbortSignal;
}

/** Starts a consumer for each kind of job, one for background tasks, and the keeper of background tasks. */
export function startConsumers(options: ConsumersOptions): { close(): Promise<void> } {
  const { store, backend, queue, backgroundTasks, log, workerId } = options;
  const { outbox, ticks, watches, dueTasks } = store;
  const leaving = abortedLater(options.stopping, leavingAfterMs);
  const outages = workOutageLogs(log);
  const taskDeps = backgroundTaskDeps({ ...options, leaving, unqueuedJobs: outages.unqueuedJobs });
  const work = {
    leases: store.leases,
    queue,
    tenantRunningMax: options.tenantRunningMax,
    limits: options.limits,
    jobLogs: store.jobLogs,
    outages,
    datasets: store.datasets,
    sequences: store.sequences,
    models: store.models,
    threads: options.threads,
    startThread: options.startThread,
    starts: new ThreadStarts(),
    metrics: options.metrics,
    tellsTrainedUntil: options.tellsTrainedUntil,
    kernel: options.kernel,
    workerId,
    log,
    stopping: options.stopping,
    leaving,
  };
  const outage = createQueueOutage(log, backend);
  const consumers = [
    consume(backend, 'train', {
      concurrency: options.concurrency,
      workerId,
      log,
      outage,
      handle: (entry) => handleTrain(work, entry),
    }),
    consume(backend, 'backtest', {
      concurrency: backtestsAtOnce,
      workerId,
      log,
      outage,
      handle: (entry) => handleBacktest({ ...work, backtests: store.backtests }, entry),
    }),
    consumeBackgroundTasks(backend, {
      deliveriesAtOnce,
      timedAtOnce: timedTasksTakenMax,
      workerId,
      log,
      outage,
      handle: (task, id, isLastTry) => handleBackgroundTask(taskDeps, task, id, isLastTry),
    }),
  ];
  const keeper = startBackgroundTaskKeeper({ backgroundTasks, dueTasks, outbox, ticks, watches, log });
  return {
    async close() {
      await Promise.all([keeper.stop(), ...consumers.map((consumer) => consumer.close())]);
    },
  };
}
