import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { Identity } from '../../contracts/ports/index.ts';
import { AppError } from '../../errors.ts';
import { CallerRates } from '../rate-limits/caller-rates.ts';
import { rateWindowSeconds } from '../rate-limits/rate-limiter.ts';
import { addProblems } from '../routing/responses.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An `onRequest` hook that counts the request for its key or embed, and for its tenant. It
     *  runs after `requireKey`. */
    limitRate: onRequestHookHandler;
    /** Counts a request of a caller that may make it. The value of the header `ratelimit`, '' without a
     *  limit; null: it may not. */
    takeFromRate(identity: Identity): string | null;
  }
}

/** Limits the requests of each key and embed, and those of a tenant. Response headers say how many are left
 *  (draft-ietf-httpapi-ratelimit-headers-10). Each process counts on its own. */
export const rateLimitPlugin = fp(
  async (app, { apiKey, perMinute }: { apiKey: string | null; perMinute: number | null }) => {
    app.addHook('onRoute', (route) => {
      if (!route.url.startsWith('/v1/')) return;
      route.schema = {
        ...route.schema,
        response: addProblems(route.schema?.response as object, ['rate_limited']),
      };
    });

    const rates = perMinute === null || apiKey === null ? null : new CallerRates(perMinute);
    app.decorate('takeFromRate', (identity: Identity) => {
      if (rates === null) return '';
      const { allowed, header } = rates.take(identity);
      return allowed ? header : null;
    });
    app.decorate('limitRate', (request: FastifyRequest, reply, done) => {
      if (rates === null) return done();
      const { allowed, header, policy, whose, limitPerMinute, resetSeconds } = rates.take(request.identity);
      reply.header('ratelimit-policy', policy);
      reply.header('ratelimit', header);
      if (allowed) return done();
      const detail = `${whose} may make ${limitPerMinute} requests in ${rateWindowSeconds} seconds; the next one is possible in ${resetSeconds} s.`;
      done(new AppError('rate_limited', { detail, headers: { 'retry-after': String(resetSeconds) } }));
    });
  },
);
