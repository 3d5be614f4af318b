import type { Logger } from 'pino';
import type { ErrandQueue, ForecastCalls, JobQueue } from '../src/contracts/ports/index.ts';
import { consume, consumeErrands, type QueueBackend, startErrandKeeper } from '../src/queue/index.ts';
import type { Store } from '../src/store/index.ts';
import { handleBacktest } from './backtest.ts';
import { type ErrandDeps, handleErrand } from './errands.ts';
import type { ThreadsOfEachKind } from './kinds.ts';
import { handleTrain } from './train.ts';

const deliveriesAtOnce = 16;
/** Beside the trainings: a short look at a model does not wait for a long training. */
export const backtestsAtOnce = 1;
/** Ticks come one after the other (`consumeErrands`). */
export const scheduledForecastsAtOnce = 1;

export interface ConsumersOptions {
  store: Store;
  backend: QueueBackend;
  queue: JobQueue;
  errands: ErrandQueue;
  send: ErrandDeps['send'];
  threads: ThreadsOfEachKind;
  calls: Pick<ForecastCalls, 'compute' | 'newAnomalies'>;
  kernel: string | null;
  /** Trainings at once. */
  concurrency: number;
  workerId: string;
  log: Logger;
  /** Aborted when the process is to end, before `close` is called. */
  stopping: AbortSignal;
}

/** Takes everything that a worker does from the queues, a consumer for each kind. */
export function startConsumers(options: ConsumersOptions): { close(): Promise<void> } {
  const { store, backend, queue, errands, log, workerId } = options;
  const { outbox, ticks, watches, cleaner } = store;
  const work = {
    leases: store.leases,
    jobLogs: store.jobLogs,
    datasets: store.datasets,
    sequences: store.sequences,
    models: store.models,
    threads: options.threads,
    kernel: options.kernel,
    workerId,
    log,
    stopping: options.stopping,
  };
  const consumers = [
    consume(backend, 'train', {
      concurrency: options.concurrency,
      workerId,
      log,
      handle: (payload) => handleTrain(work, payload),
    }),
    consume(backend, 'backtest', {
      concurrency: backtestsAtOnce,
      workerId,
      log,
      handle: (payload) => handleBacktest({ ...work, backtests: store.backtests }, payload),
    }),
    consumeErrands(backend, {
      deliveriesAtOnce,
      workerId,
      log,
      handle: (errand, id) =>
        handleErrand(
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
          },
          errand,
          id,
        ),
    }),
  ];
  const keeper = startErrandKeeper({ errands, outbox, ticks, watches, log });
  return {
    async close() {
      await Promise.all([keeper.stop(), ...consumers.map((consumer) => consumer.close())]);
    },
  };
}
