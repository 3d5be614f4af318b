import { createOutageLog } from '../src/outage-log.ts';
import { createFairGate } from '../src/sharing/index.ts';
import type { Store } from '../src/store/index.ts';
import type { BackgroundTaskDeps } from './background-tasks.ts';
import { createPastOutages } from './outages.ts';
import { createTurns } from './turn.ts';

/** Timed tasks, which are ticks and anomaly watches, that run at a time: of all tenants, and of one. */
export const timedTasksAtOnce = 3;
const timedTasksPerTenant = 2;
/** Timed tasks that are taken from the queue at a time, and those of one tenant that wait for its turn. Its others go
 *  back into the queue, so that it never holds all places. */
export const timedTasksTakenMax = 64;
const timedTasksWaitingPerTenantMax = 14;

interface WorkerParts
  extends Pick<
    BackgroundTaskDeps,
    'calls' | 'queue' | 'unqueuedJobs' | 'send' | 'log' | 'stopping' | 'leaving'
  > {
  store: Pick<Store, 'outbox' | 'ticks' | 'watches' | 'cleaner' | 'models'>;
  taskMetrics: BackgroundTaskDeps['metrics'];
}

/** The parts that all background tasks of a worker share. */
export function backgroundTaskDeps(parts: WorkerParts): BackgroundTaskDeps {
  const { store, calls, queue, unqueuedJobs, send, log, stopping, leaving } = parts;
  const { outbox, ticks, watches, cleaner, models } = store;
  const gate = createFairGate({
    slots: timedTasksAtOnce,
    slotsPerTenant: timedTasksPerTenant,
    slotsSpare: timedTasksAtOnce - timedTasksPerTenant,
    waitingMax: timedTasksTakenMax,
    waitingPerTenantMax: timedTasksWaitingPerTenantMax,
    msMax: null,
    graceMs: 0, // the only caller is the worker, which goes when it stops
    subject: 'timed tasks',
  });
  return {
    ...{ outbox, ticks, watches, cleaner, models, calls, queue, unqueuedJobs, send, log, stopping, leaving },
    metrics: parts.taskMetrics,
    inTurn: createTurns(gate, stopping),
    pastOutages: createPastOutages(),
    lostSecret: { isTold: false },
    resultLog: createOutageLog(log, {
      failing: 'results of webhook posts could not be stored; tried again',
      again: 'results of webhook posts are stored again',
    }),
    watchPasses: new Map(),
    watchedModels: new Set(),
    watchLogs: {
      refused: createOutageLog(log, {
        failing: 'anomaly watches were refused; tried again with the next version of the data',
        again: 'anomaly watches are answered again',
      }),
      failed: createOutageLog(log, {
        failing: 'anomaly watches failed; tried again',
        again: 'anomaly watches work again',
      }),
    },
  };
}
