import accepts from '@fastify/accepts';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { limits } from '../contracts/schemas/index.ts';
import { authPlugin } from './plugins/auth.ts';
import { bodyPlugin } from './plugins/body.ts';
import { bodyPathsPlugin } from './plugins/body-paths.ts';
import { callPlugin } from './plugins/call.ts';
import { callerOriginPlugin } from './plugins/caller-origin.ts';
import { compressionPlugin } from './plugins/compression.ts';
import { connectionsPlugin } from './plugins/connections.ts';
import { corsPlugin } from './plugins/cors.ts';
import { deprecationPlugin } from './plugins/deprecation.ts';
import { answerClientError, errorsPlugin, sendEarlyProblem } from './plugins/errors.ts';
import { etagPlugin } from './plugins/etag.ts';
import { idempotencyPlugin } from './plugins/idempotency.ts';
import { keptAnswersPlugin } from './plugins/kept-answers.ts';
import { largeAnswersPlugin } from './plugins/large-answers.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { openapiPlugin } from './plugins/openapi.ts';
import { quotasPlugin } from './plugins/quotas.ts';
import { rateLimitPlugin } from './plugins/rate-limit.ts';
import { requestsPlugin } from './plugins/requests.ts';
import { securityHeadersPlugin } from './plugins/security-headers.ts';
import { tracingPlugin } from './plugins/tracing.ts';
import { validationPlugin } from './plugins/validation.ts';
import { RequestMessage } from './request-message.ts';
import { backtestRoutes } from './routes/backtests/backtests.ts';
import { dashboardRoutes } from './routes/dashboard.ts';
import { datasetRoutes } from './routes/datasets/datasets.ts';
import { observationRoutes } from './routes/datasets/observations.ts';
import { sequenceRoutes } from './routes/datasets/sequences.ts';
import { versionRoutes } from './routes/datasets/versions.ts';
import { embedScriptRoutes } from './routes/embed-script.ts';
import { embedRoutes } from './routes/embeds.ts';
import { fleetRoutes } from './routes/fleets/fleets.ts';
import { forecastRoutes } from './routes/forecasts/forecasts.ts';
import { latestForecastRoutes } from './routes/forecasts/latest.ts';
import { oneShotRoutes } from './routes/forecasts/one-shot.ts';
import { jobRoutes } from './routes/jobs/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { aliasRoutes } from './routes/models/aliases.ts';
import { attributionRoutes } from './routes/models/attribution.ts';
import { modelFileRoutes } from './routes/models/model-files.ts';
import { modelRoutes } from './routes/models/models.ts';
import { problemRoutes } from './routes/problems.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { serviceRoutes } from './routes/service.ts';
import { usageRoutes } from './routes/usage.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { AppDeps } from './routing/deps.ts';
import { partChecks } from './routing/part-checks.ts';
import { repeatedCallsPlugin } from './routing/repeated-calls.ts';
import { requestIdOf } from './routing/request-ids.ts';
import { RequestLog, requestLogger } from './routing/request-log.ts';

const writtenDocument = new URL('../../openapi/openapi.json', import.meta.url);

/** The HTTP side, ready to listen or to be injected into; it never listens by itself. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { store, settings } = deps;
  const requestLog = new RequestLog(settings.apiKey);
  const app = fastify({
    ...serverOptions,
    logController: requestLog,
    frameworkErrors(error, request, reply) {
      sendEarlyProblem(error, request, reply);
      requestLog.requestCompleted(null, request, reply); // no route was chosen, so fastify does not call it
    },
    ...logOption(deps.log),
  });

  await app.register(bodyPathsPlugin); // before what changes the routes
  await app.register(errorsPlugin, { requestLog });
  await app.register(requestsPlugin);
  await app.register(tracingPlugin, { isTraced: settings.isTraced });
  await app.register(securityHeadersPlugin);
  await app.register(connectionsPlugin, { stopGraceMs: settings.stopGraceMs });
  await app.register(corsPlugin, { origins: settings.corsOrigins });
  await app.register(callerOriginPlugin, {
    allowedHosts: settings.allowedHosts,
    corsOrigins: settings.corsOrigins,
    checksHost: settings.apiKey === null || settings.allowedHosts.length > 0,
  });
  await app.register(accepts);
  await app.register(deprecationPlugin);
  await app.register(bodyPlugin);
  await app.register(validationPlugin);
  await app.register(authPlugin, { apiKey: settings.apiKey, keys: store.keys, embeds: store.embeds });
  await app.register(callPlugin, {
    memoryBytesMax: settings.memoryBytesMax,
    startThreads: deps.startThreads,
  });
  await app.register(rateLimitPlugin, { apiKey: settings.apiKey, perMinute: settings.rateLimitPerMinute });
  await app.register(idempotencyPlugin, { store: store.idempotency });
  await app.register(quotasPlugin, { usage: store.usage }); // after the replay of answers
  await app.register(largeAnswersPlugin);
  await app.register(etagPlugin);
  await app.register(keptAnswersPlugin);
  await app.register(compressionPlugin); // after what keeps answers as they are
  await app.register(metricsPlugin, {
    registry: deps.registry,
    jobs: store.jobs,
    caches: deps.caches,
    usage: store.usage,
    checks: partChecks(deps),
  });
  if (!settings.isTraced) await app.register(repeatedCallsPlugin); // their spans are made by hooks
  await app.register(openapiPlugin, { version: settings.version, written: writtenDocument });

  await app.register(serviceRoutes, deps);
  await app.register(problemRoutes);
  if (settings.dashboard !== null) await app.register(dashboardRoutes, { folder: settings.dashboard });
  await app.register(embedScriptRoutes);
  await app.register(
    async (v1) => {
      v1.addHook('onRequest', v1.requireKey);
      v1.addHook('onRequest', v1.limitRate);
      v1.addHook('onRequest', v1.answerKnown);
      v1.addHook('onRequest', v1.enterCall);
      await v1.register(datasetRoutes, deps);
      await v1.register(sequenceRoutes, deps);
      await v1.register(observationRoutes, deps);
      await v1.register(versionRoutes, deps);
      await v1.register(modelRoutes, deps);
      await v1.register(modelFileRoutes, deps);
      await v1.register(aliasRoutes, deps);
      await v1.register(fleetRoutes, deps);
      await v1.register(forecastRoutes, deps);
      await v1.register(latestForecastRoutes, deps);
      await v1.register(embedRoutes, deps);
      await v1.register(attributionRoutes, deps);
      await v1.register(oneShotRoutes, deps);
      await v1.register(backtestRoutes, deps);
      await v1.register(jobRoutes, deps);
      await v1.register(scheduleRoutes, deps);
      await v1.register(webhookRoutes, deps);
      await v1.register(keyRoutes, deps);
      await v1.register(usageRoutes, deps);
    },
    { prefix: '/v1' },
  );

  await app.ready();
  return app;
}

const serverOptions = {
  bodyLimit: limits.requestBytesMax,
  /** A whole request: the largest upload at 0.5 MB/s. */
  requestTimeout: 600_000,
  /** A connection on which nothing moves, unless the service is at work on its call. */
  connectionTimeout: 120_000,
  http: {
    headersTimeout: 30_000,
    requireHostHeader: false, // a request without one gets a problem
    IncomingMessage: RequestMessage,
  },
  routerOptions: { maxParamLength: 4 * limits.seriesIdLengthMax },
  return503OnClosing: false, // what still arrives while the service stops is served
  requestIdHeader: false,
  genReqId: requestIdOf,
  childLoggerFactory: requestLogger,
  clientErrorHandler: answerClientError,
} satisfies FastifyServerOptions & { http: object; clientErrorHandler: unknown };

function logOption(log: AppDeps['log']): FastifyServerOptions {
  return isLogger(log) ? { loggerInstance: log } : { logger: log };
}

function isLogger(log: AppDeps['log']): log is Logger {
  return typeof log === 'object' && 'child' in log;
}
