import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isOpenedByToken } from '../routing/embed-tokens.ts';
import { routeTable } from '../routing/route-table.ts';

const preflightSeconds = 600;
/** Response headers that a page may read. */
const exposedHeaders = [
  'Location',
  'Retry-After',
  'ETag',
  'Link',
  'Deprecation',
  'Sunset',
  'Content-Disposition',
  'RateLimit',
  'RateLimit-Policy',
  'Idempotency-Replayed',
  'Next-Cursor',
  'X-Request-Id',
];
/** Request headers that a page may send. */
const allowedHeaders = [
  'Authorization',
  'X-API-Key',
  'Content-Type',
  'Content-Encoding',
  'Accept',
  'If-None-Match',
  'If-Match',
  'Idempotency-Key',
  'Last-Event-ID',
  'X-Request-Id',
];

/** Allows pages of `origins` to call the service; `*` allows every origin, and an empty list none.
 *  A preflight names the methods of its path; for a path without a route it is a 404 like any other call.
 *  The web component, and calls with the token of an embed, are for pages of every origin.
 *  Keys travel in headers and never in cookies, so no answer allows credentials. */
export const corsPlugin = fp(async (app, { origins }: { origins: readonly string[] }) => {
  if (origins.length > 0) await allowOrigins(app, origins);
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeConfig.isForAnyPage === true || isOpenedByToken(request)) reply.headers(forAnyPage);
    done();
  });
});

const forAnyPage = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposedHeaders.join(', '),
  'cross-origin-resource-policy': 'cross-origin',
};

async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  const routes = routeTable(app);
  const isAllowed = (origin: string) => origins.includes('*') || origins.includes(origin);
  await app.register(cors, {
    delegator: async (request: FastifyRequest) => {
      const { origin } = request.headers;
      const methods = isPreflight(request) ? routes.methodsOf(request.url.split('?', 1)[0]) : [];
      return {
        origin: origin !== undefined && isAllowed(origin) ? origin : false,
        preflight: methods.length > 0,
        methods,
        exposedHeaders,
        allowedHeaders,
        maxAge: preflightSeconds,
      };
    },
  });
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
