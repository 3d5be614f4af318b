import type { FastifyRequest, onRequestHookHandler, preHandlerHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { UsageStore } from '../../contracts/ports/index.ts';
import { addProblems } from '../routing/responses.ts';
import { addRouteHook } from '../routing/route-hooks.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The quota that a call takes from: stored bytes; or observations, which are stored bytes too. With `asked` the
     *  route asks for room itself, because some of its calls store nothing. */
    quota?: 'points' | 'bytes' | 'asked';
    /** Whether the query has `dry_run`. Such a call stores nothing, so it takes from no quota. */
    hasDryRun?: boolean;
  }
}

/** Refuses calls of a tenant that has used up a quota, before their body is read where possible. The store asks
 *  once more when it stores. */
export const quotasPlugin = fp(async (app, { usage }: { usage: UsageStore }) => {
  app.addHook('onRoute', (route) => {
    if (route.config?.quota === undefined) return;
    route.schema = {
      ...route.schema,
      response: addProblems(route.schema?.response as object, ['quota_exceeded']),
    };
    if (route.config.quota === 'asked') return;
    addRouteHook(route, 'onRequest', beforeBody); // after `enterCall`
    addRouteHook(route, 'preHandler', beforeHandler);
  });
  const requireQuota = async ({ tenant, query, routeConfig }: FastifyRequest) => {
    const { quota, hasDryRun } = routeConfig;
    const storesNothing =
      hasDryRun === true && (query as { dry_run?: unknown } | undefined)?.dry_run?.toString() === 'true';
    if (storesNothing) return;
    await usage.requireWithinQuota(tenant);
    if (quota === 'points') await usage.requirePoints(tenant, 1);
  };
  // A repeated call with an idempotency key gets its first answer, so that is looked for before. Fields of a form
  // become parameters of the query when its body is parsed: `dry_run` may be one.
  const isAskedLater = ({ headers, routeConfig }: FastifyRequest) =>
    (headers['idempotency-key'] !== undefined && routeConfig.idempotent === true) ||
    (routeConfig.hasDryRun === true && /^\s*multipart\/form-data\b/i.test(headers['content-type'] ?? ''));
  const beforeBody: onRequestHookHandler = (request, _reply, done) => {
    if (isAskedLater(request)) return done();
    requireQuota(request).then(() => done(), done);
  };
  const beforeHandler: preHandlerHookHandler = (request, _reply, done) => {
    if (!isAskedLater(request)) return done();
    requireQuota(request).then(() => done(), done);
  };
});
