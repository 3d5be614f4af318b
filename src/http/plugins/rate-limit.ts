import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../../errors.ts';
import { type Allowance, RateLimiter, rateWindowSeconds } from '../routing/rate-limiter.ts';
import { addProblems } from '../routing/responses.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An `onRequest` hook that counts the requests of a key. It runs after `requireKey`. */
    limitRate: onRequestHookHandler;
    /** Counts a request of a key that may make it. The value of the header `ratelimit`, '' without a limit; null: the key may not. */
    takeFromRate(keyId: string): string | null;
  }
}

/** Limits the requests of each key. Response headers say how many are left (draft-ietf-httpapi-ratelimit-headers-10).
 *  Each process counts on its own. */
export const rateLimitPlugin = fp(
  async (app, { apiKey, perMinute }: { apiKey: string | null; perMinute: number | null }) => {
    app.addHook('onRoute', (route) => {
      if (!route.url.startsWith('/v1/')) return;
      route.schema = {
        ...route.schema,
        response: addProblems(route.schema?.response as object, ['rate_limited']),
      };
    });

    const limiter = perMinute === null || apiKey === null ? null : new RateLimiter(perMinute);
    app.decorate('takeFromRate', (keyId: string) => {
      if (limiter === null) return '';
      const allowance = limiter.take(keyId);
      return allowance.allowed ? rateHeader(allowance) : null;
    });
    app.decorate('limitRate', (request: FastifyRequest, reply, done) => {
      if (limiter === null) return done();
      const allowance = limiter.take(request.identity.keyId);
      const { allowed, resetSeconds } = allowance;
      reply.header('ratelimit-policy', `"key";q=${perMinute};w=${rateWindowSeconds}`);
      reply.header('ratelimit', rateHeader(allowance));
      if (allowed) return done();
      const detail = `The key may make ${perMinute} requests in ${rateWindowSeconds} seconds; the next one is possible in ${resetSeconds} s.`;
      done(new AppError('rate_limited', { detail, headers: { 'retry-after': String(resetSeconds) } }));
    });
  },
);

function rateHeader({ remaining, resetSeconds }: Allowance): string {
  return `"key";r=${remaining};t=${resetSeconds}`;
}
