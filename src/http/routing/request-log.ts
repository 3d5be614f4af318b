import { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify';
import type { Identity } from '../../contracts/ports/index.ts';
import { embedTokenOf } from './embed-tokens.ts';

/** Routes that probes call every few seconds. */
const quietRoutes = new Set(['/healthz', '/readyz', '/metrics']);

export function isQuietRoute(route: string | undefined): boolean {
  return quietRoutes.has(route ?? '');
}
/** Characters of an address in the log. */
const urlLengthMax = 500;

/** Keys and tokens that a caller has put into an address by mistake. */
const secrets = /gc[ek]_[\w-]+/g;

/** The address of a request, without its query if that has the token of an embed, and without other secrets. */
function loggedUrl(request: FastifyRequest): string {
  const url = embedTokenOf(request) === null ? request.url : request.url.split('?', 1)[0];
  return url.slice(0, urlLengthMax).replaceAll(secrets, '[secret]');
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
    const fields = answeredFields(method, loggedUrl(request), identity, reply.statusCode, reply.elapsedTime);
    reply.log[level](error ? { ...fields, err: error } : fields, 'answered');
  }
}

/** Fields of the line of an answer. @param identity null: the caller is not known */
export function answeredFields(
  method: string,
  url: string,
  identity: Identity | null,
  status: number,
  elapsedMs: number,
): object {
  const milliseconds = Math.round(elapsedMs * 10) / 10;
  if (identity === null) return { method, url, status, milliseconds };
  return { method, url, tenant: identity.tenant, key_id: identity.keyId, status, milliseconds };
}

/** The logger of a request. Without options, pino leaves out the levels and serializers, which the logger of a request shares with that
 *  of the server. */
export const requestLogger: NonNullable<FastifyServerOptions['childLoggerFactory']> = (logger, bindings) =>
  logger.child(bindings);
