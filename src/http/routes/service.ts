import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { firstTenant } from '../../contracts/schemas/index.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { createOutageLog } from '../../outage-log.ts';
import type { AppDeps } from '../routing/deps.ts';
import { partChecks } from '../routing/part-checks.ts';
import { addProblems, jsonResponse, problems, problemsOfAnyRoute } from '../routing/responses.ts';

const noAnswer = 'the database does not answer';
const full = { message: 'the disk of the database is full', code: 'storage_full' } as const;

const healthSchema = z
  .object({
    status: z.literal('ok').meta({ description: 'Always `ok`.' }),
    version: z.string().meta({ description: 'Version of the service.' }),
  })
  .meta({ id: 'Health', description: 'The process is alive.' });
const readinessSchema = z
  .object({
    status: z.literal('ready').meta({ description: 'Always `ready`.' }),
    parts: z.array(z.enum(['database', 'queue'])).meta({ description: 'The parts that answer.' }),
  })
  .meta({ id: 'Readiness', description: 'The process can serve: every part that it needs answers.' });
const metricsSchema = z.string().meta({ description: 'The text format of Prometheus.' });

/** Routes for operators and probes. */
export const serviceRoutes: FastifyPluginAsyncZod<AppDeps> = async (
  app,
  { store, queue, settings, registry },
) => {
  const checks = partChecks({ store, queue });
  const open = { tags: ['service'], security: [] };
  /** Probes come every few seconds, so they have no line of their own for each refusal. */
  const readiness = createOutageLog(app.log, {
    failing: 'the process is not ready',
    again: 'the process is ready again',
  });

  app.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      ...open,
      operationId: 'getHealth',
      summary: 'Check whether the process is alive',
      description: 'Does not check the database or the queue.',
      response: addProblems({ 200: jsonResponse(healthSchema, 'It is.') }, problemsOfAnyRoute),
    },
    handler: async () => ({ status: 'ok' as const, version: settings.version }),
  });

  app.route({
    method: 'GET',
    url: '/readyz',
    schema: {
      ...open,
      operationId: 'getReadiness',
      summary: 'Check whether the process can serve requests',
      description: 'Checks every part of the service that the process needs.',
      response: {
        200: jsonResponse(readinessSchema, 'It can.'),
        ...problems('database_unavailable', 'queue_unavailable'),
      },
    },
    handler: async () => {
      const [database, jobs] = await Promise.allSettled([checks.database(), checks.queue()]);
      const down: { message: string; code: ErrorCode; cause: unknown }[] = [];
      if (database.status === 'rejected') {
        const cause = database.reason;
        const isFull = cause instanceof AppError && cause.code === 'storage_full';
        const fault = isFull ? full : { message: stateOf(cause), code: 'database_unavailable' as const };
        down.push({ ...fault, cause });
      }
      if (jobs.status === 'rejected')
        down.push({ message: 'the queue does not answer', code: 'queue_unavailable', cause: jobs.reason });
      if (down.length > 0) {
        const faults = down.map(({ message }) => ({ message }));
        const detail = `Not ready: ${faults.map(({ message }) => message).join(', ')}.`;
        const error = new AppError(down[0].code, { detail, faults, cause: down[0].cause });
        readiness.failed(error);
        throw error;
      }
      readiness.works();
      return { status: 'ready' as const, parts: ['database' as const, 'queue' as const] };
    },
  });

  app.route({
    method: 'GET',
    url: '/metrics',
    config: { scope: 'admin' },
    onRequest: settings.metricsOpen ? [] : [app.requireKey, requireFirstTenant],
    schema: {
      operationId: 'getMetrics',
      summary: 'Read metrics for Prometheus',
      description:
        'Needs an admin key of the tenant `default`, since the figures are those of all tenants. No key is needed if the service has none, or if GATECAST_METRICS_OPEN is set.',
      tags: ['service'],
      response: {
        200: { description: 'The figures.', content: { 'text/plain': { schema: metricsSchema } } },
        ...problems('tenant_forbidden'),
      },
    },
    handler: async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  });
};

/** @throws AppError tenant_forbidden */
async function requireFirstTenant({ tenant }: FastifyRequest): Promise<void> {
  if (tenant === firstTenant) return;
  throw new AppError('tenant_forbidden', {
    detail: `The figures are those of the whole service, and the key is of the tenant \`${tenant}\`; accepted: an admin key of the tenant \`${firstTenant}\`.`,
  });
}

/** State of the database in the words of the store, without its advice for callers. */
function stateOf(error: unknown): string {
  const state =
    error instanceof AppError
      ? /^(The database [^;]+|Another statement [^,;]+)[,;]/.exec(error.message)
      : null;
  return state === null ? noAnswer : state[1].charAt(0).toLowerCase() + state[1].slice(1);
}
