/** The worker process: takes jobs from the queue and trains. Any number of them may run, on any number of machines. */
import { hostname } from 'node:os';
import { pino } from 'pino';
import { Piscina } from 'piscina';
import { type Config, requireDatabaseUrl } from '../src/config.ts';
import { kernelName } from '../src/kernel-name.ts';
import { exitWhenAsked, runMain, tellParent } from '../src/process.ts';
import { openQueueBackend } from '../src/queue/backend.ts';
import { consume } from '../src/queue/consumer.ts';
import { createJobQueue } from '../src/queue/producer.ts';
import { startReconciler } from '../src/queue/reconciler.ts';
import { openStore } from '../src/store/index.ts';
import { handleTrain } from './train.ts';

/** A training writes its last checkpoint within one step; this is for slow databases. */
const stopMsMax = 15_000;

async function startWorker(config: Config) {
  const databaseUrl = requireDatabaseUrl(config);
  const kernel = kernelName(config);
  const workerId = `${hostname()}:${process.pid}`;
  const log = pino({ level: config.logLevel, base: { process: 'worker', worker_id: workerId } });
  const store = await openStore(databaseUrl, { applicationName: 'gatecast-worker' });
  const backend = await openQueueBackend({ databaseUrl, redisUrl: config.redisUrl });
  const queue = createJobQueue(backend);
  const threads = new Piscina({
    filename: new URL('../src/forecasting/thread.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: config.workerConcurrency,
    concurrentTasksPerWorker: 1,
  });
  const stopping = new AbortController();
  const consumer = consume(backend, 'train', {
    concurrency: config.workerConcurrency,
    workerId,
    log,
    handle: (payload) =>
      handleTrain(
        {
          leases: store.leases,
          datasets: store.datasets,
          train: (task, signal) => threads.run(task, { name: 'train', transferList: [task.port], signal }),
          kernel,
          workerId,
          log,
          stopping: stopping.signal,
        },
        payload,
      ),
  });
  const reconciler = startReconciler({ jobs: store.reconciliation, queue, log });
  log.info({ queue: backend.name, concurrency: config.workerConcurrency, kernel }, 'worker is ready');
  tellParent({ type: 'ready' });

  exitWhenAsked({
    log,
    stopMsMax,
    async stop() {
      stopping.abort();
      await reconciler.stop();
      await consumer.close();
      await threads.destroy();
      await queue.close();
      await backend.close();
      await store.close();
    },
  });
}

await runMain(startWorker);
