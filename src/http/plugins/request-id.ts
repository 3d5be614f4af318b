import type { IncomingMessage } from 'node:http';
import fp from 'fastify-plugin';
import { v7 as uuidv7 } from 'uuid';

const acceptedRequestId = /^[\w.:/+=@-]{1,128}$/;

/** The caller's `X-Request-Id` if it is short and safe to log, else a new id. */
export function requestIdOf(raw: IncomingMessage): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && acceptedRequestId.test(given) ? given : uuidv7();
}

/** Every response has the id of its request. The logs of the request, and of the job that it starts, have it too. */
export const requestIdPlugin = fp(async (app) => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
});
