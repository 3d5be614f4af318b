import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Identity } from '../../contracts/ports/index.ts';
import type { TimeSeries } from '../../observability/index.ts';
import { newRequestId } from './request-ids.ts';
import { answeredFields } from './request-log.ts';

declare module 'fastify' {
  interface FastifyInstance {
    repeatedCalls?: RepeatedCalls;
  }
}

/** A call that was answered with 304 by its head alone. */
interface Call {
  url: string;
  httpVersion: string;
  rawHeaders: readonly string[];
  identity: Identity;
  tag: string;
  tagNow(): string | undefined;
  /** Names and values of the headers of the answer, in turn. */
  answer: string[];
  /** Places of two values in `answer` that each answer has its own of; 0: it has none. */
  idAt: number;
  rateAt: number;
  series: TimeSeries;
}

/** Heads with longer headers are not kept: thousands of open connections would hold them, whose
 *  memory no budget counts. */
const keptCharactersMax = 2_048;

/** Answers polls that a connection repeats. Whatever depends on the head of a request alone was decided when the same
 *  head came on the same connection before: route, host, origin, scope and headers of the answer. So only what may have
 *  changed is looked at: the key, the tag, the rate, and whether other requests of the connection wait. If any of it is
 *  not as before, all hooks run. */
class RepeatedCalls {
  readonly #app: FastifyInstance;
  readonly #calls = new WeakMap<Socket, Call>();
  isEnding = false;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  /** Keeps a call whose answer is about to be sent, unless its head is not all that matters. */
  keep(request: FastifyRequest, reply: FastifyReply, tag: string): void {
    const { raw, routeConfig, identity, tenant, params } = request;
    if (request.method !== 'GET' || hasMore(raw) || isLong(raw)) return;
    const answer = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
    this.#calls.set(raw.socket, {
      url: request.url,
      httpVersion: raw.httpVersion,
      rawHeaders: raw.rawHeaders,
      identity,
      tag,
      tagNow: () => routeConfig.tagNow?.({ tenant, params }),
      answer,
      idAt: answer.indexOf('x-request-id') + 1,
      rateAt: answer.indexOf('ratelimit') + 1,
      series: this.#app.answerSeries(routeConfig.url!, 'GET', 304),
    });
  }

  /** Answers a request that repeats the last kept call of its connection. @returns whether it was answered */
  answers(request: IncomingMessage, response: ServerResponse): boolean {
    const call = this.#calls.get(request.socket);
    if (call === undefined || this.isEnding || !isSame(request, call)) return false;
    const { identity, tag, answer, idAt, rateAt, series } = call;
    if (!this.#app.isAdmitted(identity) || call.tagNow() !== tag) return false;
    if (!this.#app.beginAlone(request, response)) return false;
    const rate = this.#app.takeFromRate(identity);
    if (rate === null) return false;
    const started = performance.now();
    const id = newRequestId();
    if (idAt > 0) answer[idAt] = id;
    if (rateAt > 0) answer[rateAt] = rate;
    this.#app.enterFlight(response);
    response.on('finish', () => {
      const milliseconds = performance.now() - started;
      series.observe(milliseconds / 1_000);
      const fields = answeredFields('GET', call.url, identity, 304, milliseconds);
      this.#app.log.child({ request_id: id }).info(fields, 'answered');
    });
    response.writeHead(304, answer).end();
    return true;
  }
}

/** Whether a request has a body, or an id that its caller chose. */
function hasMore({ headers }: IncomingMessage): boolean {
  return ['content-length', 'transfer-encoding', 'x-request-id'].some((name) => headers[name] !== undefined);
}

function isLong({ url = '', rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.reduce((sum, { length }) => sum + length, url.length) > keptCharactersMax;
}

/** Compares all characters, also behind the first difference: the headers have the key, and a proxy may send the
 *  requests of several callers on one connection. */
function isSame({ method, url, httpVersion, rawHeaders }: IncomingMessage, call: Call): boolean {
  if (method !== 'GET' || url !== call.url || httpVersion !== call.httpVersion) return false;
  if (rawHeaders.length !== call.rawHeaders.length) return false;
  let difference = 0;
  for (let i = 0; i < rawHeaders.length; i++) {
    const [one, other] = [rawHeaders[i], call.rawHeaders[i]];
    if (one.length !== other.length) return false;
    for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  }
  return difference === 0;
}

export const repeatedCallsPlugin = fp(async (app) => {
  const calls = new RepeatedCalls(app);
  app.decorate('repeatedCalls', calls);
  app.addHook('onReady', async () => {
    const { server } = app;
    const [handle] = server.listeners('request') as RequestListener[];
    server.removeListener('request', handle);
    server.on('request', (request, response) => {
      if (!calls.answers(request, response)) handle.call(server, request, response);
    });
  });
  app.addHook('preClose', async () => {
    calls.isEnding = true;
  });
});
