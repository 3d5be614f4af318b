import type { onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../../errors.ts';
import { addProblems } from '../routing/responses.ts';
import { RateLimiter, rateWindowSeconds } from './rate-limiter.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An `onRequest` hook that counts the requests of a key. It runs after `requireKey`. */
    limitRate: onRequestAsyncHookHandler;
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
    app.decorate('limitRate', async (request, reply) => {
      if (limiter === null) return;
      const { allowed, remaining, resetSeconds } = limiter.take(request.identity.keyId);
      reply.header('ratelimit-policy', `"key";q=${perMinute};w=${rateWindowSeconds}`);
      reply.header('ratelimit', `"key";r=${remaining};t=${resetSeconds}`);
      if (allowed) return;
      throw new AppError('rate_limited', {
        detail: `The key may make ${perMinute} requests in ${rateWindowSeconds} seconds; the next one is possible in ${resetSeconds} s.`,
        headers: { 'retry-after': String(resetSeconds) },
      });
    });
  },
);
