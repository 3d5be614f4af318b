import type { Logger } from 'pino';
import type { BackgroundTaskQueue, ForecastCalls, JobQueue } from '../src/contracts/ports/index.ts';
import type { JobMetrics, TaskMetrics } from '../src/observability/index.ts';
import { createOutageLog } from '../src/outage-log.ts';
import {
  consume,
  consumeBackgroundTasks,
  createQueueOutage,
  type QueueBackend,
  startBackgroundTaskKeeper,
} from '../src/queue/index.ts';
import { createFairGate } from '../src/sharing/index.ts';
import type { Store } from '../src/store/index.ts';
import { type BackgroundTaskDeps, handleBackgroundTask } from './background-tasks.ts';
import { handleBacktest } from './backtest.ts';
import type { JobLimits } from './job-work.ts';
import type { ThreadsOfEachKind } from './kinds.ts';
import { createPastOutages } from './outages.ts';
import { abortedLater, leavingAfterMs } from './retry-until-database-returns.ts';
import { ThreadStarts } from './thread-starts.ts';
import { handleTrain } from './train.ts';
import { createTurns } from './turn.ts';
import type { WatchPass } from './watch.ts';

/** One tenant has at most a quarter of them in the queue (`src/store/webhooks/outbox.ts`). */
const deliveriesAtOnce = 64;
/** Backtests that run in addition to the trainings, so that a short backtest does not wait for a long training. */
export const backtestsAtOnce = 1;
/** Ticks and anomaly watches that run at a time: of all tenants, and of one. */
export const scheduledForecastsAtOnce = 3;
const scheduledPerTenant = 2;
/** Ticks and watches that are taken from the queue at a time, and those of one tenant that wait for its turn. Its others go back into the
 *  queue, so that it never holds all places. */
const timedTakenAtOnce = 64;
const timedWaitingPerTenantMax = 14;

export interface ConsumersOptions {
  store: Store;
  backend: QueueBackend;
  queue: JobQueue;
  backgroundTasks: BackgroundTaskQueue;
  send: BackgroundTaskDeps['send'];
  threads: ThreadsOfEachKind;
  /** Starts a thread for a job, unless one waits. Resolves when it answers, or cannot. A signal ends a thread that still loads. */
  startThread(signal: AbortSignal): Promise<void>;
  calls: Pick<ForecastCalls, 'compute' | 'newAnomalies'>;
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
  const { outbox, ticks, watches, cleaner, dueTasks } = store;
  const gate = createFairGate({
    slots: scheduledForecastsAtOnce,
    slotsPerTenant: scheduledPerTenant,
    slotsSpare: scheduledForecastsAtOnce - scheduledPerTenant,
    waitingMax: timedTakenAtOnce,
    waitingPerTenantMax: timedWaitingPerTenantMax,
    msMax: null,
    graceMs: 0,
    subject: 'scheduled runs', // their only caller is the worker, which goes when it stops
  });
  const inTurn = createTurns(gate, options.stopping);
  const leaving = abortedLater(options.stopping, leavingAfterMs);
  const pastOutages = createPastOutages();
  const watchPasses = new Map<string, WatchPass>();
  const watchLogs = {
    refused: createOutageLog(log, {
      failing: 'anomaly watches were refused; tried again with the next version of the data',
      again: 'anomaly watches are answered again',
    }),
    failed: createOutageLog(log, {
      failing: 'anomaly watches failed; tried again',
      again: 'anomaly watches work again',
    }),
  };
  const resultLog = createOutageLog(log, {
    failing: 'results of webhook posts could not be stored; tried again',
    again: 'results of webhook posts are stored again',
  });
  const lostSecret = { isTold: false };
  const work = {
    leases: store.leases,
    queue,
    tenantRunningMax: options.tenantRunningMax,
    limits: options.limits,
    jobLogs: store.jobLogs,
    outages: {
      heartbeats: createOutageLog(log, {
        failing: 'heartbeats could not be written; tried again',
        again: 'heartbeats are written again',
      }),
      jobLogs: createOutageLog(log, {
        failing: 'lines of job logs were lost',
        again: 'lines of job logs are stored again',
        counted: 'lines_lost',
      }),
    },
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
      handle: (payload) => handleTrain(work, payload),
    }),
    consume(backend, 'backtest', {
      concurrency: backtestsAtOnce,
      workerId,
      log,
      outage,
      handle: (payload) => handleBacktest({ ...work, backtests: store.backtests }, payload),
    }),
    consumeBackgroundTasks(backend, {
      deliveriesAtOnce,
      timedAtOnce: timedTakenAtOnce,
      workerId,
      log,
      outage,
      handle: (task, id) =>
        handleBackgroundTask(
          {
            outbox,
            ticks,
            watches,
            cleaner,
            models: store.models,
            calls: options.calls,
            queue,
            send: options.send,
            log,
            inTurn,
            pastOutages,
            stopping: options.stopping,
            leaving,
            metrics: options.taskMetrics,
            resultLog,
            lostSecret,
            watchLogs,
            watchPasses,
          },
          task,
          id,
        ),
    }),
  ];
  const keeper = startBackgroundTaskKeeper({ backgroundTasks, dueTasks, outbox, ticks, watches, log });
  return {
    async close() {
      await Promise.all([keeper.stop(), ...consumers.map((consumer) => consumer.close())]);
    },
  };
}
