import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { createMemoryBudget, inCall, type Reservation } from '../../sharing/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An `onRequest` hook that runs the rest of the request for its tenant. It runs after `requireKey`. */
    enterCall: onRequestHookHandler;
  }
  interface FastifyRequest {
    /** Aborted when the caller hangs up before the answer is sent. */
    callerGone: AbortSignal;
    /** Memory that the request holds until its answer is sent. */
    memory: Reservation;
  }
}

/** Smaller answers do not count. */
const countedBytesMin = 65_536;

interface CallOptions {
  memoryBytesMax: number;
  prepare(): void;
}

/** Tells all work of a request whom it is done for, and when nobody waits for it any more. */
export const callPlugin = fp(async (app, { memoryBytesMax, prepare }: CallOptions) => {
  const budget = createMemoryBudget(memoryBytesMax);
  app.decorateRequest('memory', null as unknown as Reservation);
  app.decorateRequest('callerGone', null as unknown as AbortSignal);
  app.decorate('enterCall', (request: FastifyRequest, reply, done) => {
    const gone = new AbortController();
    request.callerGone = gone.signal;
    request.memory = budget.reserve(request.tenant);
    reply.raw.once('close', () => {
      request.memory.release();
      prepare();
      if (!reply.raw.writableFinished) gone.abort();
    });
    inCall({ tenant: request.tenant, signal: gone.signal }, done);
  });
  // A slow reader holds its answer until the last byte is sent.
  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
    if (bytes < countedBytesMin || reply.statusCode >= 400 || request.memory === null)
      return done(null, payload);
    try {
      request.memory.add(bytes);
      done(null, payload);
    } catch (error) {
      done(error as Error);
    }
  });
});
