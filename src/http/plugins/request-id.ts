import type { IncomingMessage } from 'node:http';
import fp from 'fastify-plugin';
import { v7 as uuidv7 } from 'uuid';

const acceptedRequestId = /^[\w.:/+=@-]{1,128}$/;

/** The caller's `X-Request-Id` where it is short and harmless in a log, else a new one. */
export function requestIdOf(raw: IncomingMessage): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && acceptedRequestId.test(given) ? given : uuidv7();
}

/** Every answer carries the id under which its work is logged, in the job that it starts as well. */
export const requestIdPlugin = fp(async (app) => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
});
