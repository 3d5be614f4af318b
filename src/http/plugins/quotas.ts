import fp from 'fastify-plugin';
import type { UsageStore } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { addProblems } from '../routing/responses.ts';

export interface Quotas {
  /** Observations that a tenant may store; null: unlimited. */
  tenantPointsMax: number | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The quota that a call takes from: stored observations. */
    quota?: 'points';
  }
  interface FastifyInstance {
    /** Called when the body is read. @param added how many observations the call would add; it is asked only near the quota
     *  @throws AppError quota_exceeded */
    requireRoom(tenant: TenantId, mostAdded: number, added?: () => Promise<number>): Promise<void>;
  }
}

/** Refuses calls of a tenant that has used up a quota before their body is read, and those that would exceed it after. Calls at
 *  the same time may exceed it together. */
export const quotasPlugin = fp(async (app, { usage, quotas }: { usage: UsageStore; quotas: Quotas }) => {
  const { tenantPointsMax } = quotas;
  app.addHook('onRoute', (route) => {
    if (route.config?.quota === undefined) return;
    route.schema = {
      ...route.schema,
      response: addProblems(route.schema?.response as object, ['quota_exceeded']),
    };
  });
  app.addHook('preHandler', ({ tenant, routeOptions }, _reply, done) => {
    if (routeOptions.config.quota === undefined || tenantPointsMax === null) return done();
    app.requireRoom(tenant, 1).then(() => done(), done);
  });

  app.decorate('requireRoom', async (tenant, mostAdded, added) => {
    if (tenantPointsMax === null) return;
    const points = await usage.points(tenant);
    if (points + mostAdded <= tenantPointsMax) return;
    const more = added === undefined ? mostAdded : await added();
    if (points + more <= tenantPointsMax) return;
    const call = points >= tenantPointsMax ? '' : `, and the call would add ${more}`;
    throw new AppError('quota_exceeded', {
      detail: `The tenant stores ${points} observations${call}; accepted: at most ${tenantPointsMax}. Delete datasets or ranges first, or ask the operator for more.`,
    });
  });
});
