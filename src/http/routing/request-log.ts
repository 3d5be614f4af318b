import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { embedTokenOf } from './embed-tokens.ts';

/** Routes that probes call every few seconds. */
const quietRoutes = new Set(['/healthz', '/readyz', '/metrics']);

export function isQuietRoute(route: string | undefined): boolean {
  return quietRoutes.has(route ?? '');
}
/** Characters of an address in the log. */
const urlLengthMax = 500;

/** The address of a request, without its query if that has the token of an embed. */
function loggedUrl(request: FastifyRequest): string {
  const url = embedTokenOf(request) === null ? request.url : request.url.split('?', 1)[0];
  return url.slice(0, urlLengthMax);
}

/** Logs one line per request, after its response. Headers and bodies are not logged: they may contain keys and data. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'request_id' });
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const level = error ? 'warn' : isQuietRoute(request.routeConfig.url) ? 'debug' : 'info';
    const { method, identity } = request;
    const url = loggedUrl(request);
    const status = reply.statusCode;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    const fields =
      identity === null
        ? { method, url, status, milliseconds }
        : { method, url, tenant: identity.tenant, key_id: identity.keyId, status, milliseconds };
    reply.log[level](error ? { ...fields, err: error } : fields, 'answered');
  }
}
