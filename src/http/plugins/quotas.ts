import type { FastifyRequest, onRequestHookHandler, preHandlerHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { UsageStore } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { addProblems } from '../routing/responses.ts';
import { addRouteHook } from '../routing/route-hooks.ts';

export interface Quotas {
  /** Observations that a tenant may store; null: unlimited. */
  tenantPointsMax: number | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The quota that a call takes from: stored bytes; or observations, which are stored bytes too. With `asked` the route asks
     *  for room itself, because some of its calls store nothing. */
    quota?: 'points' | 'bytes' | 'asked';
    /** Whether the query has `dry_run`. Such a call stores nothing, so it takes from no quota. */
    hasDryRun?: boolean;
  }
  interface FastifyInstance {
    /** Called when the body is read. @param added how many observations the call would add; it is asked only near the quota
     *  @throws AppError quota_exceeded */
    requireRoom(tenant: TenantId, mostAdded: number, added?: () => Promise<number>): Promise<void>;
  }
}

/** Refuses calls of a tenant that has used up a quota before their body is read, and those that would exceed it after. Calls at
 *  the same time may exceed that of observations together. The store asks for room for bytes once more when it stores them. */
export const quotasPlugin = fp(async (app, { usage, quotas }: { usage: UsageStore; quotas: Quotas }) => {
  const { tenantPointsMax } = quotas;
  app.addHook('onRoute', (route) => {
    if (route.config?.quota === undefined) return;
    route.schema = {
      ...route.schema,
      response: addProblems(route.schema?.response as object, ['quota_exceeded']),
    };
    if (route.config.quota === 'asked') return;
    addRouteHook(route, 'onRequest', beforeBody); // after `enterCall`
    addRouteHook(route, 'preHandler', afterReplay);
  });
  const requireQuota = async ({ tenant, query, routeConfig }: FastifyRequest) => {
    const { quota, hasDryRun } = routeConfig;
    const storesNothing =
      hasDryRun === true && (query as { dry_run?: unknown } | undefined)?.dry_run?.toString() === 'true';
    if (storesNothing) return;
    await usage.requireRoom(tenant);
    if (quota === 'points') await app.requireRoom(tenant, 1);
  };
  // A repeated call with an idempotency key gets its first answer, so that is looked for before.
  const isRepeatable = ({ headers, routeConfig }: FastifyRequest) =>
    headers['idempotency-key'] !== undefined && routeConfig.idempotent === true;
  const beforeBody: onRequestHookHandler = (request, _reply, done) => {
    if (isRepeatable(request)) return done();
    requireQuota(request).then(() => done(), done);
  };
  const afterReplay: preHandlerHookHandler = (request, _reply, done) => {
    if (!isRepeatable(request)) return done();
    requireQuota(request).then(() => done(), done);
  };

  app.decorate('requireRoom', async (tenant, mostAdded, added) => {
    if (tenantPointsMax === null) return;
    const points = await usage.points(tenant);
    if (points + mostAdded <= tenantPointsMax) return;
    const more = added === undefined ? mostAdded : await added();
    if (points + more <= tenantPointsMax) return;
    const call = points >= tenantPointsMax ? '' : `, and the call would add ${more}`;
    throw new AppError('quota_exceeded', {
      values: { used: points, limit: tenantPointsMax },
      detail: `The tenant stores ${points} observations${call}; accepted: at most ${tenantPointsMax}. Delete datasets or ranges first, or ask the operator for more.`,
    });
  });
});
