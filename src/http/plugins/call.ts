import type { ServerResponse } from 'node:http';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { type Call, createMemoryBudget, inCall, type Reservation } from '../../sharing/index.ts';
import { isOpenedByToken } from '../routing/embed-tokens.ts';
import { whenClosed } from '../routing/when-closed.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An `onRequest` hook that runs the rest of the request for its tenant. It runs after `requireKey`. */
    enterCall: onRequestHookHandler;
  }
  interface FastifyRequest {
    /** Memory that the request holds until its answer is sent. */
    memory: Reservation;
  }
}

/** Smaller answers count only where others of the connection wait to be read: a caller may send 16
 *  requests and read nothing. */
const countedBytesMin = 65_536;

/** The call of a request. Few look at its signal, so it is made when it is first read. */
class RequestCall implements Call {
  readonly tenant: string;
  readonly memory: Reservation;
  readonly isByToken: boolean;
  #gone: AbortController | undefined;
  #isAbandoned = false;

  constructor(tenant: string, memory: Reservation, isByToken: boolean) {
    this.tenant = tenant;
    this.memory = memory;
    this.isByToken = isByToken;
  }

  get signal(): AbortSignal {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      if (this.#isAbandoned) this.#gone.abort();
    }
    return this.#gone.signal;
  }

  /** The caller has hung up before the answer was sent. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#gone?.abort();
  }
}

interface CallOptions {
  memoryBytesMax: number;
  startThreads(): void;
}

/** Tells all work of a request whom it is done for, and when nobody waits for it any more. */
export const callPlugin = fp(async (app, { memoryBytesMax, startThreads }: CallOptions) => {
  const budget = createMemoryBudget(memoryBytesMax);
  app.decorateRequest('memory', null as unknown as Reservation);
  app.decorate('enterCall', (request: FastifyRequest, reply, done) => {
    const { tenant } = request;
    request.memory = budget.reserve(tenant);
    const call = new RequestCall(tenant, request.memory, isOpenedByToken(request));
    // The caller may have hung up while its key was looked up.
    whenClosed(reply.raw, () => {
      request.memory.release();
      startThreads();
      if (!reply.raw.writableFinished) call.abandon();
    });
    inCall(call, done);
  });
  // A slow reader holds its answer until the last byte is sent.
  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
    const isSmall = bytes < countedBytesMin && !waitsForOthers(reply.raw);
    if (isSmall || reply.statusCode >= 400 || request.memory === null) return done(null, payload);
    try {
      request.memory.answer(bytes);
      done(null, payload);
    } catch (error) {
      done(error as Error);
    }
  });
});

/** Whether earlier bytes of the connection are not sent yet. An answer behind another one has no socket so far. */
function waitsForOthers({ socket }: ServerResponse): boolean {
  return socket === null || socket.writableLength > 0;
}
