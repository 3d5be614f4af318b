import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError, type Problem } from '../../errors.ts';
import { http } from '../../node-http.ts';
import type { RequestLog } from '../routing/request-log.ts';
import { routeTable } from '../routing/route-table.ts';
import { unsupportedType } from './body.ts';

const retryAfterSeconds = 2;
/** How long the client of a refused upload may continue to send before the connection is closed. Closing at once would
 *  reset the connection, and many clients would never read the response. */
const lingerMs = 5_000;
/** Longest log line of an address, and longest `instance` of a problem. */
const pathLengthMax = 500;
/** How long a client may keep a connection open that was answered with an error and closed on this side. */
const closeMs = 1_000;

declare module 'fastify' {
  interface FastifyRequest {
    /** Error that the request was answered with. */
    refusal: AppError | null;
  }
}

/** A request whose sender may wait until it is asked for the body. */
interface WaitingRequest extends IncomingMessage {
  askForBody?: (() => void) | null;
}

/** Sends every error as `application/problem+json` (RFC 9457), without internals of the service. */
export const errorsPlugin = fp(async (app, { requestLog }: { requestLog: RequestLog }) => {
  const routes = routeTable(app);
  app.decorateRequest('refusal', null);
  // No route has it: a 405, and not the error of fastify for a QUERY without a body.
  if (http.METHODS.includes('QUERY')) app.addHttpMethod('QUERY', { hasBody: false, overrideExisting: true });
  // Node answers other expectations than 100-continue without a problem. They may be ignored (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  // A sender that waits is asked for its body when a route reads it, and not if the call is refused before.
  app.server.on('checkContinue', (request: WaitingRequest, response) => {
    request.askForBody = () => {
      if (!response.headersSent) response.writeContinue();
    };
    app.server.emit('request', request, response);
  });
  app.setErrorHandler((error, request, reply) => {
    const isGone = reply.raw.destroyed; // fastify tells only of answers that are sent
    sendProblem(error, request, reply);
    if (isGone) requestLog.requestCompleted(null, request, reply);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const methods = routes.methodsOf(path);
    if (methods.length > 0 && !methods.includes(request.method)) {
      const allow = [...methods, 'OPTIONS'].join(', ');
      if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
      const detail = `${path} does not have the method ${request.method}; accepted: ${allow}.`;
      throw new AppError('method_not_allowed', { detail, headers: { allow } });
    }
    const near = routes.nearest(path);
    const hint = near === null ? 'GET /openapi.json lists all routes' : `did you mean ${near}?`;
    throw new AppError('route_not_found', { detail: `There is no route ${path.slice(0, 200)}; ${hint}` });
  });

  app.addHook('onResponse', ({ raw }, _reply, done) => {
    done();
    if (raw.complete) return;
    setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, lingerMs).unref();
  });
});

/** Headers that describe the answer that could not be made. */
const headersOfAnswer = [
  'content-encoding',
  'content-disposition',
  'content-length',
  'content-range',
  'etag',
  'last-modified',
  'location',
  'retry-after',
];

/** Sends an error that fastify finds before it has chosen a route. No hook runs then: it is counted here. */
export function sendEarlyProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const sent = sendProblem(error, request, reply);
  if (request.refusal !== null) request.server.countRejection(request.refusal.code);
  return sent;
}

/** Sends an error as a problem. */
function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asAppError(error, request);
  if (known.code === 'internal') request.log.error({ err: error }, 'request failed'); // worth a stack
  request.refusal = known;
  const problem = known.toProblem(pathOf(request));
  for (const name of headersOfAnswer) reply.removeHeader(name);
  if (problem.retryable && problem.status !== 500) reply.header('retry-after', retryAfterSeconds);
  discardBody(request, reply);
  return reply
    .code(problem.status)
    .header('x-request-id', request.id)
    .headers(known.details.headers ?? {})
    .type('application/problem+json')
    .send(problem);
}

/** Reads and drops the rest of the request body, so that the client reads the response. */
function discardBody({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection'); // fastify sets it after any faulty body
  if (raw.complete || raw.destroyed) return;
  (raw as WaitingRequest).askForBody = null;
  raw.unpipe();
  raw.resume();
}

function asAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  const { code } = error as FastifyError;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedType(request);
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') return new AppError('url_malformed');
  // A plugin has refused the address, such as one that leaves the folder of the docs.
  const { statusCode = 500 } = error as FastifyError;
  if (statusCode === 403 || statusCode === 404)
    return new AppError('route_not_found', { detail: `There is no route ${pathOf(request).slice(0, 200)}.` });
  if (statusCode >= 400 && statusCode < 500) return new AppError('url_malformed');
  return new AppError('internal', {
    detail: `Something went wrong in the service. Its log has details under the request id ${request.id}.`,
    cause: error,
  });
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0].slice(0, pathLengthMax);
}

/** Responds to bytes that are not HTTP, to a request that arrives too slowly, or to one that ends early. No request
 *  exists, so no hook runs: it is counted and logged here. Requests before it on the connection
 *  get their answers first. */
export function answerClientError(this: FastifyInstance, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = clientErrorCodes[error.code ?? ''] ?? 'request_malformed';
  this.countRejection(code);
  this.log.debug({ code, reason: error.code, remote_address: socket.remoteAddress }, 'bytes refused');
  const problem: Problem = new AppError(code).toProblem();
  const body = JSON.stringify(problem);
  this.afterAnswers(socket, () => {
    if (!socket.writable) return;
    setTimeout(() => socket.destroy(), closeMs).unref();
    socket.end(
      `HTTP/1.1 ${problem.status} ${http.STATUS_CODES[problem.status]}\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
}

const clientErrorCodes: Record<string, AppError['code']> = {
  HPE_INVALID_EOF_STATE: 'body_incomplete',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_too_slow',
};
