/** The API process. Any number of API processes may run behind a load balancer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Config, ConfigError } from '../../config.ts';
import { returnFreePages } from '../../engine/index.ts';
import { createForecaster } from '../../forecasting/index.ts';
import { buildApp } from '../../http/index.ts';
import { createRegistry } from '../../observability/index.ts';
import { createBackgroundTaskQueue, createJobQueue } from '../../queue/index.ts';
import { openJobFeed } from '../../store/index.ts';
import { createWebhookSender } from '../../webhooks/index.ts';
import { dashboardFolder } from '../browser-builds.ts';
import { openDatabases } from '../databases.ts';
import { notifyParent, runMain, stopOnSignal } from '../lifecycle.ts';
import { createForecastThreads, createPngThreads, forecastThreads } from './api-threads.ts';
import { appServices } from './app-services.ts';
import { beginProcess } from './begin-process.ts';

/** Milliseconds of a forecast that the main thread computes itself while no other short one is computed.
 *  Other calls wait as long. */
const forecastHereMsMax = 2;
const stopMsMax = 10_000;
/** Calls at work may end in this part of it. Then they are cut off, and the rest closes what they used. */
const stopGraceMs = 5_000;
/** Longest wait for statements of calls that were cut off. The exit ends their sessions. */
const storeCloseMsMax = 1_000;
/** A call does not wait longer for the queue: what was not queued in this time is queued later. */
const queueAnswerMsMax = 800;

async function startApi(config: Config) {
  const { databaseUrl, kernel, version, log, tracing } = await beginProcess(config, 'api');
  const { store, backend } = await openDatabases(config, databaseUrl, log, {
    applicationName: 'gatecast-api',
    tenantPointsMax: config.tenantPointsMax,
  });
  const feed = openJobFeed(databaseUrl, { log });
  const queue = createJobQueue(backend, queueAnswerMsMax);
  const backgroundTasks = createBackgroundTaskQueue(backend, queueAnswerMsMax);
  const threads = createForecastThreads(config);
  const pngThreads = createPngThreads();
  const forecaster = createForecaster(threads.shared, kernel, {
    threadsOfCall: forecastThreads,
    hereMsMax: forecastHereMsMax,
  });
  const app = await buildApp({
    log,
    store,
    feed,
    queue,
    backgroundTasks,
    webhookTargets: createWebhookSender({ allow: config.webhookAllow, version }),
    startThreads: threads.pool.start,
    registry: createRegistry({ process: 'api', kernel }),
    ...appServices({ store, forecaster, threads: threads.shared, pngThreads: pngThreads.shared, kernel }),
    settings: {
      apiKey: config.apiKey,
      corsOrigins: config.corsOrigins,
      allowedHosts: config.allowedHosts,
      rateLimitPerMinute: config.rateLimitPerMinute,
      tenantPointsMax: config.tenantPointsMax,
      tenantBytesMax: config.tenantBytesMax,
      uploadBytesMax: config.uploadBytesMax,
      memoryBytesMax: config.memoryBytesMax,
      metricsOpen: config.metricsOpen,
      dashboard: config.hasDashboard ? dashboardFolder : null,
      stopGraceMs,
      version,
      isTraced: config.traces !== null,
    },
  });
  const url = await listen(app, config);
  stopOnSignal({
    log,
    stopMsMax,
    async stop() {
      await app.close();
      await threads.pool.destroy();
      await pngThreads.pool.destroy();
      await queue.close();
      await backgroundTasks.close();
      await backend.close();
      await feed.close();
      await Promise.race([store.close(), sleep(storeCloseMsMax)]); // a statement of a cut call may wait for a lock for minutes
      await tracing.stop();
    },
  });
  notifyParent({ type: 'ready', url });
}

/** Listens on the configured address and returns its URL. @throws ConfigError if the address cannot be used */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code = '', message, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const reasons: Record<string, string> = {
      EADDRINUSE: 'another program already listens on this address',
      EACCES: 'this user may not listen on this port',
    };
    const reason = reasons[code];
    throw new ConfigError(
      reason === undefined
        ? `HOST=${host} PORT=${port}: this machine cannot listen there (${message}). Set HOST to an address of this machine.`
        : `HOST=${host} PORT=${port}: ${reason}. Set PORT to another port, or to 0 for any free port.`,
    );
  }
}

await runMain(startApi, { returnFreePages });
