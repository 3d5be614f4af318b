/** The API process. Any number of API processes may run behind a load balancer. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type Config, ConfigError } from '../../config.ts';
import { returnFreePages } from '../../engine/index.ts';
import { createForecaster } from '../../forecasting/index.ts';
import { buildApp } from '../../http/index.ts';
import { createRegistry } from '../../observability/index.ts';
import { createBackgroundTaskQueue, createJobQueue } from '../../queue/index.ts';
import {
  callerGraceMs,
  createFairGate,
  createThreadPool,
  reportBrokenThreads,
  sharedPool,
} from '../../sharing/index.ts';
import { openJobFeed } from '../../store/index.ts';
import { createWebhookSender } from '../../webhooks/index.ts';
import { dashboardFolder } from '../browser-builds.ts';
import { warnOfSettings } from '../database-wait.ts';
import { openDatabases } from '../databases.ts';
import { errorField } from '../error-field.ts';
import { kernelName } from '../kernel-name.ts';
import { databaseUrlOf, notifyParent, runMain, stopOnSignal } from '../lifecycle.ts';
import { logLines } from '../log-lines.ts';
import { traceIf, traceOptions } from '../trace-if.ts';
import { appServices } from './app-services.ts';

/** Threads for the forecasts of one tenant. One call for many series uses all of them. */
const forecastThreads = 2;
/** Further threads, for tenants whose forecasts have none. They start when they are needed. */
const forecastThreadsSpare = 2;
/** Further threads, for forecasts of milliseconds that would wait behind long ones of the same tenant: one for each of two tenants. */
const forecastThreadsShort = 2;
/** An idle thread keeps its loaded models this long. Without it the second thread would be restarted for each call. */
const threadIdleMs = 60_000;
/** Answers for many series are long texts. */
const youngMiBMax = 24;
/** Milliseconds of a forecast that the main thread computes itself while no other short one is computed. Other calls wait as long. */
const forecastHereMsMax = 2;
/** Forecast calls that may wait for a thread: of all tenants, and of one. Further calls are refused with `overloaded`. */
const forecastsWaitingMax = 1_000;
const forecastsWaitingPerTenantMax = 500;
/** PNGs are drawn one at a time, so they never hold the threads of forecasts. The thread starts with the first one, and ends with
 *  its 90 MB when none is wanted for `threadIdleMs`. */
const pngThreads = 1;
const pngsWaitingMax = 200;
const pngsWaitingPerTenantMax = 100;
const pngMsMax = 20_000;
const stopMsMax = 10_000;
/** Calls at work may end in this part of it. Then they are cut off, and the rest closes what they used. */
const stopGraceMs = 5_000;
/** Longest wait for statements of calls that were cut off. The exit ends their sessions. */
const storeCloseMsMax = 1_000;
/** A call does not wait longer for the queue: what was not queued in this time is queued later. */
const queueAnswerMsMax = 800;

async function startApi(config: Config) {
  const databaseUrl = await databaseUrlOf(config);
  const kernel = kernelName(config);
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const log = pino(
    {
      level: config.logLevel,
      base: { process: 'api' },
      serializers: { err: errorField },
      ...traceOptions(config),
    },
    logLines(),
  );
  const tracing = await traceIf(config, 'gatecast-api', version, log);
  reportBrokenThreads((err, message) => log.error({ err }, message));
  warnOfSettings(config, log);
  const { store, backend } = await openDatabases(config, databaseUrl, log, {
    applicationName: 'gatecast-api',
    tenantPointsMax: config.tenantPointsMax,
  });
  const feed = openJobFeed(databaseUrl, { log });
  const queue = createJobQueue(backend, queueAnswerMsMax);
  const backgroundTasks = createBackgroundTaskQueue(backend, queueAnswerMsMax);
  const threads = createThreadPool({
    entry: new URL('../forecast-thread.ts', import.meta.url),
    subject: 'forecasts',
    threadsMin: 1,
    threadsMax: forecastThreads + forecastThreadsSpare + forecastThreadsShort,
    idleMsMax: threadIdleMs,
    youngMiBMax,
  });
  const sharedThreads = sharedPool(
    threads,
    createFairGate({
      slots: forecastThreads + forecastThreadsSpare,
      slotsPerTenant: forecastThreads,
      slotsSpare: forecastThreadsSpare,
      shortSlots: forecastThreadsShort,
      waitingMax: forecastsWaitingMax,
      waitingPerTenantMax: forecastsWaitingPerTenantMax,
      msMax: config.forecastSecondsMax * 1_000,
      graceMs: callerGraceMs,
      subject: 'forecasts',
      tokensApart: true,
    }),
  );
  const pngPool = createThreadPool({
    entry: new URL('../picture-thread.ts', import.meta.url),
    subject: 'pictures',
    threadsMax: pngThreads,
    idleMsMax: threadIdleMs,
    youngMiBMax,
  });
  const sharedPngPool = sharedPool(
    pngPool,
    createFairGate({
      slots: pngThreads,
      slotsPerTenant: pngThreads,
      slotsSpare: 0,
      waitingMax: pngsWaitingMax,
      waitingPerTenantMax: pngsWaitingPerTenantMax,
      msMax: pngMsMax,
      graceMs: callerGraceMs,
      subject: 'pictures',
      tokensApart: true,
    }),
  );
  const forecaster = createForecaster(sharedThreads, kernel, {
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
    startThreads: threads.start,
    registry: createRegistry({ process: 'api', kernel }),
    ...appServices({ store, forecaster, threads: sharedThreads, pngThreads: sharedPngPool, kernel }),
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
      await threads.destroy();
      await pngPool.destroy();
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
