import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { limits } from './contracts/limits.ts';
import type { AppDeps } from './http/deps.ts';
import { authPlugin } from './http/plugins/auth.ts';
import { bodyPlugin } from './http/plugins/body.ts';
import { compressionPlugin } from './http/plugins/compression.ts';
import { corsPlugin } from './http/plugins/cors.ts';
import { deprecationPlugin } from './http/plugins/deprecation.ts';
import { answerClientError, errorsPlugin, sendProblem } from './http/plugins/errors.ts';
import { idempotencyPlugin } from './http/plugins/idempotency.ts';
import { metricsPlugin } from './http/plugins/metrics.ts';
import { openapiPlugin } from './http/plugins/openapi.ts';
import { rateLimitPlugin } from './http/plugins/rate-limit.ts';
import { requestIdOf, requestIdPlugin } from './http/plugins/request-id.ts';
import { validationPlugin } from './http/plugins/validation.ts';
import { RequestLog } from './http/request-log.ts';
import { aliasRoutes } from './http/routes/aliases.ts';
import { backtestRoutes } from './http/routes/backtests.ts';
import { datasetRoutes } from './http/routes/datasets.ts';
import { forecastRoutes } from './http/routes/forecasts.ts';
import { insideRoutes } from './http/routes/inside.ts';
import { jobRoutes } from './http/routes/jobs.ts';
import { keyRoutes } from './http/routes/keys.ts';
import { modelFileRoutes } from './http/routes/model-files.ts';
import { modelRoutes } from './http/routes/models.ts';
import { observationRoutes } from './http/routes/observations.ts';
import { oneShotRoutes } from './http/routes/one-shot.ts';
import { problemRoutes } from './http/routes/problems.ts';
import { scheduleRoutes } from './http/routes/schedules.ts';
import { sequenceRoutes } from './http/routes/sequences.ts';
import { serviceRoutes } from './http/routes/service.ts';
import { webhookRoutes } from './http/routes/webhooks.ts';

/** The HTTP side, ready to listen or to be injected into; it never listens by itself. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { store, settings } = deps;
  const app = fastify({ ...serverOptions, ...logOption(deps.log) });

  await app.register(errorsPlugin);
  await app.register(requestIdPlugin);
  await app.register(corsPlugin, { origins: settings.corsOrigins });
  await app.register(deprecationPlugin);
  await app.register(bodyPlugin);
  await app.register(validationPlugin);
  await app.register(authPlugin, { apiKey: settings.apiKey, keys: store.keys });
  await app.register(rateLimitPlugin, { apiKey: settings.apiKey, perMinute: settings.rateLimitPerMinute });
  await app.register(idempotencyPlugin, { store: store.idempotency });
  await app.register(compressionPlugin); // after what keeps answers as they are
  await app.register(metricsPlugin, { jobs: store.jobs, kernel: settings.kernel });
  await app.register(openapiPlugin, { version: settings.version });

  await app.register(serviceRoutes, deps);
  await app.register(problemRoutes);
  await app.register(
    async (v1) => {
      v1.addHook('onRequest', v1.requireKey);
      v1.addHook('onRequest', v1.limitRate);
      await v1.register(datasetRoutes, deps);
      await v1.register(sequenceRoutes, deps);
      await v1.register(observationRoutes, deps);
      await v1.register(modelRoutes, deps);
      await v1.register(modelFileRoutes, deps);
      await v1.register(aliasRoutes, deps);
      await v1.register(forecastRoutes, deps);
      await v1.register(insideRoutes, deps);
      await v1.register(oneShotRoutes, deps);
      await v1.register(backtestRoutes, deps);
      await v1.register(jobRoutes, deps);
      await v1.register(scheduleRoutes, deps);
      await v1.register(webhookRoutes, deps);
      await v1.register(keyRoutes, deps);
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
  /** A connection on which nothing moves. */
  connectionTimeout: 120_000,
  http: { headersTimeout: 30_000 },
  routerOptions: { maxParamLength: 4 * limits.seriesIdLengthMax },
  return503OnClosing: false, // what still arrives while the service stops is served
  requestIdHeader: false,
  genReqId: requestIdOf,
  logController: new RequestLog(),
  frameworkErrors: sendProblem,
  clientErrorHandler: answerClientError,
} satisfies FastifyServerOptions & { http: object; clientErrorHandler: unknown };

function logOption(log: AppDeps['log']): FastifyServerOptions {
  return isLogger(log) ? { loggerInstance: log } : { logger: log };
}

function isLogger(log: AppDeps['log']): log is Logger {
  return typeof log === 'object' && 'child' in log;
}
