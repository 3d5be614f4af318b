import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { routeTable } from '../routing/route-table.ts';

const preflightSeconds = 600;
/** Headers of answers that a page may read. */
const exposed = [
  ...['Location', 'Retry-After', 'ETag', 'Link', 'Deprecation', 'Sunset', 'Content-Disposition'],
  ...['RateLimit', 'RateLimit-Policy', 'Idempotency-Replayed', 'X-Request-Id'],
].join(', ');
const accepted = [
  ...['Authorization', 'X-API-Key', 'Content-Type', 'Content-Encoding', 'Accept', 'If-None-Match'],
  ...['Idempotency-Key', 'Last-Event-ID', 'X-Request-Id'],
].join(', ');

/** Lets pages of the named origins call the service; of none unless the settings name some, and of all with `*`.
 *  Keys travel in headers and never in cookies, so no answer allows credentials. */
export const corsPlugin = fp(async (app, { origins }: { origins: readonly string[] }) => {
  if (origins.length === 0) return;
  const routes = routeTable(app);
  const isAllowed = (origin: string) => origins.includes('*') || origins.includes(origin);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !isAllowed(origin)) return;
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', exposed);
    if (!isPreflight(request)) return;
    const methods = routes.methodsOf(request.url.split('?', 1)[0]);
    if (methods.length === 0) return;
    return reply
      .code(204)
      .header('access-control-allow-methods', methods.join(', '))
      .header('access-control-allow-headers', accepted)
      .header('access-control-max-age', preflightSeconds)
      .send();
  });
});

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
