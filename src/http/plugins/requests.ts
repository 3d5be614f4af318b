import type { FastifyContextConfig } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyRequest {
    /** Settings of the route, with its path as `url`; none if no route matches. Each reading of `routeOptions` makes a
     *  new object of all options of the route, so it is read once. */
    routeConfig: FastifyContextConfig & { url?: string };
  }
}

/** The first hook of a request. Every response has the id of its request. The logs of the request, and of the job that
 *  it starts, have it too. */
export const requestsPlugin = fp(async (app) => {
  app.decorateRequest('routeConfig', null as unknown as FastifyContextConfig);
  app.addHook('onRequest', (request, reply, done) => {
    request.routeConfig = request.routeOptions.config;
    reply.header('x-request-id', request.id);
    done();
  });
});
