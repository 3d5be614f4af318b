/** The worker process: takes jobs and background tasks from the queues and runs them. Any number of workers may run, on
 *  any number of machines. */
import { setFlagsFromString } from 'node:v8';
import { startConsumers } from '../../../workers/consumers.ts';
import type { Config } from '../../config.ts';
import type { ForecastCalls } from '../../contracts/ports/index.ts';
import { jobKinds } from '../../contracts/schemas/index.ts';
import { returnFreePages } from '../../engine/index.ts';
import { createJobMetrics, createRegistry, createTaskMetrics } from '../../observability/index.ts';
import { createBackgroundTaskQueue, createJobQueue, startReconciler } from '../../queue/index.ts';
import { poolOfCalls, type ThreadPool } from '../../sharing/index.ts';
import type { Store } from '../../store/index.ts';
import { createWebhookSender } from '../../webhooks/index.ts';
import { openDatabases } from '../databases.ts';
import { notifyParent, runMain, stopOnSignal } from '../lifecycle.ts';
import { yieldAsSession } from '../priority.ts';
import { openWorkerEndpoint, type WorkerEndpoint } from '../worker-endpoint.ts';
import { newWorkerId } from '../worker-id.ts';
import { beginProcess } from './begin-process.ts';
import { createJobThreads } from './job-threads.ts';

/** Growth of the old generation before V8 collects it, in percent. With V8's own choice each small training had such a
 *  collection, which also discards the compiled code of functions that live during one training only. */
const heapGrowth = 300;
/** A training writes its last checkpoint within one step. The rest of this time is for slow databases. */
const stopMsMax = 15_000;

async function startWorker(config: Config) {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
  yieldAsSession(config.trainingNiceness);
  const workerId = newWorkerId();
  const { databaseUrl, kernel, version, log, tracing } = await beginProcess(config, 'worker', {
    base: { worker_id: workerId },
    isAtOnce: true,
  });
  const registry = createRegistry({ process: 'worker', kernel });
  const { store, backend, requireOwnQueue } = await openDatabases(config, databaseUrl, log, {
    applicationName: 'gatecast-worker',
    tenantPointsMax: null, // workers store no observations
  });
  const queue = createJobQueue(backend);
  const backgroundTasks = createBackgroundTaskQueue(backend);
  const threads = createJobThreads(config);
  const stopping = new AbortController();
  const consumers = startConsumers({
    store,
    backend,
    queue,
    backgroundTasks,
    send: createWebhookSender({ allow: config.webhookAllow, version }).send,
    threads: threads.jobs,
    startThread: (signal) => threads.pool.prepare(signal),
    calls: forecastCallsOnDemand(store, threads.pool, kernel),
    // Few backtests ask for it.
    tellsTrainedUntil: async (weights) => {
      const { tellsTrainedUntil } = await import('../../forecasting/index.ts');
      return tellsTrainedUntil(weights);
    },
    metrics: createJobMetrics(registry, jobKinds),
    taskMetrics: createTaskMetrics(registry),
    kernel,
    concurrency: config.workerConcurrency,
    tenantRunningMax: config.tenantRunningMax,
    limits: { secondsMax: config.jobSecondsMax, silentSecondsMax: config.jobSilentSecondsMax },
    workerId,
    log,
    stopping: stopping.signal,
  });
  const reconciler = startReconciler({
    jobs: store.reconciliation,
    queue,
    requireOwnQueue,
    runningMax: config.tenantRunningMax,
    log,
  });
  let endpoint: WorkerEndpoint | null = null;
  stopOnSignal({
    log,
    stopMsMax,
    async stop() {
      stopping.abort();
      // Until the consumers close, they take jobs and give them back at once.
      await Promise.all([reconciler.stop(), consumers.close()]);
      await threads.pool.destroy();
      await queue.close();
      await backgroundTasks.close();
      await backend.close();
      await store.close();
      await endpoint?.close();
      await tracing.stop();
    },
  });
  endpoint = await openWorkerEndpoint({ config, registry, log, ping: () => store.ping() });
  log.info(
    {
      queue: backend.name,
      concurrency: config.workerConcurrency,
      cores: config.trainingCores,
      kernel,
      url: endpoint?.url,
    },
    'worker is ready',
  );
  notifyParent({ type: 'ready' });
}

/** Calls that load the code of forecasts when the first one is made. Few workers ever forecast. */
function forecastCallsOnDemand(
  store: Store,
  threads: ThreadPool,
  kernel: string | null,
): Pick<ForecastCalls, 'computePacked' | 'newAnomalies'> {
  let loaded: Promise<ForecastCalls> | null = null;
  const calls = () => {
    loaded ??= Promise.all([
      import('../../forecasting/index.ts'),
      import('../../series/index.ts'),
      import('../../services/index.ts'),
    ]).then(([{ createForecaster }, { createSeriesReader }, { createForecastCalls }]) =>
      createForecastCalls({
        store,
        reader: createSeriesReader(),
        forecaster: createForecaster(poolOfCalls(threads), kernel),
      }),
    );
    return loaded;
  };
  return {
    computePacked: async (...call) => (await calls()).computePacked(...call),
    newAnomalies: async (...call) => (await calls()).newAnomalies(...call),
  };
}

await runMain(startWorker, { returnFreePages });
