/** The worker process: takes jobs and background tasks from the queues and runs them. Any number of workers may run, on
 *  any number of machines. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { timedTasksAtOnce } from '../../../workers/background-task-deps.ts';
import { backtestsAtOnce, startConsumers } from '../../../workers/consumers.ts';
import type { Config } from '../../config.ts';
import type { ForecastCalls, SeriesPart, Supervised } from '../../contracts/ports/index.ts';
import { jobKinds } from '../../contracts/schemas/index.ts';
import { returnFreePages } from '../../engine/index.ts';
import { createJobMetrics, createRegistry, createTaskMetrics } from '../../observability/index.ts';
import { createBackgroundTaskQueue, createJobQueue, startReconciler } from '../../queue/index.ts';
import { createThreadPool, poolOfCalls, reportBrokenThreads, type ThreadPool } from '../../sharing/index.ts';
import type { Store } from '../../store/index.ts';
import { createCoreBudget } from '../../training/index.ts';
import { movable } from '../../transfer.ts';
import { createWebhookSender } from '../../webhooks/index.ts';
import { warnOfSettings } from '../database-wait.ts';
import { openDatabases } from '../databases.ts';
import { errorField } from '../error-field.ts';
import { kernelName } from '../kernel-name.ts';
import { databaseUrlOf, notifyParent, runMain, stopOnSignal } from '../lifecycle.ts';
import { logLines } from '../log-lines.ts';
import { yieldAsSession } from '../priority.ts';
import { traceIf, traceOptions } from '../trace-if.ts';
import { openWorkerEndpoint, type WorkerEndpoint } from '../worker-endpoint.ts';
import { newWorkerId } from '../worker-id.ts';

/** Methods and trainings allocate many short-lived arrays. */
const youngMiBMax = 48;
/** Growth of the old generation before V8 collects it, in percent. With V8's own choice each small training had such a collection,
 *  which also discards the compiled code of functions that live during one training only. */
const heapGrowth = 300;
/** An idle thread keeps its loaded code this long. */
const threadIdleMs = 60_000;
/** A training writes its last checkpoint within one step. The rest of this time is for slow databases. */
const stopMsMax = 15_000;

async function startWorker(config: Config) {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
  yieldAsSession(config.trainingNiceness);
  const databaseUrl = await databaseUrlOf(config);
  const kernel = kernelName(config);
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const workerId = newWorkerId();
  const log = pino(
    {
      level: config.logLevel,
      base: { process: 'worker', worker_id: workerId },
      serializers: { err: errorField },
      ...traceOptions(config),
    },
    logLines({ isAtOnce: true }),
  );
  const tracing = await traceIf(config, 'gatecast-worker', version, log);
  reportBrokenThreads((err, message) => log.error({ err }, message));
  warnOfSettings(config, log);
  const registry = createRegistry({ process: 'worker', kernel });
  const { store, backend, requireOwnQueue } = await openDatabases(config, databaseUrl, log, {
    applicationName: 'gatecast-worker',
    tenantPointsMax: null, // workers store no observations
  });
  const queue = createJobQueue(backend);
  const backgroundTasks = createBackgroundTaskQueue(backend);
  const threads = createThreadPool({
    entry: new URL('../compute-thread.ts', import.meta.url),
    subject: 'jobs',
    hasLongTasks: true,
    threadsMax: config.workerConcurrency + backtestsAtOnce + timedTasksAtOnce,
    idleMsMax: threadIdleMs,
    youngMiBMax,
  });
  const budget = createCoreBudget(config.trainingCores, config.workerConcurrency + backtestsAtOnce);
  const runJob = (
    name: string,
    { task, channel }: Supervised<object>,
    buffers: ArrayBuffer[],
    signal: AbortSignal,
  ) => {
    const transferList = [channel.port, ...buffers];
    return budget.use((cores) =>
      threads.run(
        { task, channel: { ...channel, cores }, niceness: config.trainingNiceness },
        { name, transferList, signal },
      ),
    );
  };
  const stopping = new AbortController();
  const consumers = startConsumers({
    store,
    backend,
    queue,
    backgroundTasks,
    send: createWebhookSender({ allow: config.webhookAllow, version }).send,
    threads: {
      numeric: {
        train: (job, signal) => runJob('train', ...movedSeries(job), signal),
        backtest: (job, signal) => runJob('backtest', ...movedSeries(job), signal),
      },
      symbols: {
        train: (job, signal) => runJob('trainSymbols', job, [], signal),
        backtest: (job, signal) => runJob('backtestSymbols', job, [], signal),
      },
    },
    startThread: (signal) => threads.prepare(signal),
    calls: forecastCallsOnDemand(store, threads, kernel),
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
      await threads.destroy();
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

/** A job whose chunks, of which there are many short ones, lie in one buffer. @returns the job, and what is transferred */
function movedSeries<Task extends { series: SeriesPart[] }>({
  task,
  channel,
}: Supervised<Task>): [Supervised<Task>, ArrayBuffer[]] {
  const { value: series, buffers } = movable(task.series, true);
  return [{ task: { ...task, series }, channel }, buffers];
}

await runMain(startWorker, { returnFreePages });
