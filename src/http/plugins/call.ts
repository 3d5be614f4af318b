import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { inCall } from '../../sharing/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An `onRequest` hook that runs the rest of the request for its tenant. It runs after `requireKey`. */
    enterCall: onRequestHookHandler;
  }
  interface FastifyRequest {
    /** Aborted when the caller hangs up before the answer is sent. */
    callerGone: AbortSignal;
  }
}

/** Tells all work of a request whom it is done for, and when nobody waits for it any more. */
export const callPlugin = fp(async (app) => {
  app.decorateRequest('callerGone', null as unknown as AbortSignal);
  app.decorate('enterCall', (request: FastifyRequest, reply, done) => {
    const gone = new AbortController();
    request.callerGone = gone.signal;
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    inCall({ tenant: request.tenant, signal: gone.signal }, done);
  });
});
