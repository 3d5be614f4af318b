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
}

/** Refuses calls of a tenant that has used up a quota. Calls at the same time may exceed it by what each of them adds. */
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
    requireRoom(tenant, tenantPointsMax).then(() => done(), done);
  });

  async function requireRoom(tenant: TenantId, most: number): Promise<void> {
    const points = await usage.points(tenant);
    if (points >= most)
      throw new AppError('quota_exceeded', {
        detail: `The tenant stores ${points} observations; accepted: at most ${most}. Delete datasets or ranges first, or ask the operator for more.`,
      });
  }
});
