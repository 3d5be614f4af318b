import { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify';
import type { Identity } from '../../contracts/ports/index.ts';
import { AppError, loggedReason } from '../../errors.ts';
import { reasonOf } from '../../outage-log.ts';
import { type Censor, createCensor } from './censor.ts';
import { embedTokenOf } from './embed-tokens.ts';

/** Routes that probes call every few seconds. */
const quietRoutes = new Set(['/healthz', '/readyz', '/metrics']);

export function isQuietRoute(route: string | undefined): boolean {
  return quietRoutes.has(route ?? '');
}
/** Characters of an address in the log. */
const urlLengthMax = 500;
/** Characters of a place in which secrets are looked for: more than a line has. */
const readOfPlaceMax = 1_000;

/** Logs one line per request, after its response. That of a refusal has its code and its reason, and of a fault of the
 *  service the cause. Bodies and keys are not logged. */
export class RequestLog extends LogController {
  readonly #censor: Censor;

  /** @param apiKey the first admin key, which may be in an address */
  constructor(apiKey: string | null) {
    super({ requestIdLogLabel: 'request_id' });
    this.#censor = createCensor(apiKey);
  }

  /** The address of a request, without its query if that has the token of an embed, and without other secrets. */
  urlOf(request: FastifyRequest): string {
    const url = embedTokenOf(request) === null ? request.url : request.url.split('?', 1)[0];
    return this.#censor.address(url, urlLengthMax);
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const refusal = (request.refusal as AppError | null | undefined) ?? null;
    const fields = this.#fieldsOf(request, reply);
    if (refusal !== null) Object.assign(fields, this.#refusalFields(refusal));
    if (error) Object.assign(fields, { err: error });
    const route = (request.routeConfig as { url?: string } | undefined)?.url;
    reply.log[error ? 'warn' : levelOf(refusal, route)](fields, 'answered');
  }

  /** A streamed answer that ends early has no line of `requestCompleted`. One that the caller is to expect, such as a
   *  download whose dataset is deleted, is logged without a stack. */
  override streamError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    if (!(error instanceof AppError) || error.code === 'internal') {
      super.streamError(error, request, reply);
      return;
    }
    const fields = { ...this.#fieldsOf(request, reply), ...this.#refusalFields(error) };
    reply.log[error.status < 500 ? 'info' : 'warn'](fields, 'answer ended early');
  }

  #fieldsOf(request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): object {
    const { method } = request;
    // An address that no router takes has a request without what plugins add.
    const identity = (request.identity as Identity | undefined) ?? null;
    const url = this.urlOf(request);
    return identity === null
      ? { method, url, remote_address: request.ip, status: statusCode, milliseconds: tenths(elapsedTime) }
      : answeredFields(method, url, identity, statusCode, elapsedTime);
  }

  /** A key may be the name of a field, where a JSON pointer escapes its characters, or of a parameter. */
  #placeOf(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    const plain = path.slice(0, readOfPlaceMax).replaceAll('~1', '/').replaceAll('~0', '~');
    const censored = this.#censor.sentence(plain);
    return censored === plain ? path : censored;
  }

  #refusalFields({ code, message, status, cause, details }: AppError): object {
    const detail = this.#censor.sentence(message);
    const errors = details.faults?.map((fault) => ({ ...fault, path: this.#placeOf(fault.path) }));
    const reason = loggedReason({ code, detail, errors });
    if (status < 500 || cause === undefined) return reason;
    return { ...reason, cause: this.#censor.sentence(reasonOf(cause)) };
  }
}

/** Successful probes are not of interest. One that is refused for a fault of the service comes again in seconds: the
 *  log of the readiness tells it, except for `/metrics`. */
function levelOf(refusal: AppError | null, route: string | undefined): 'debug' | 'info' | 'warn' {
  if (refusal === null) return isQuietRoute(route) ? 'debug' : 'info';
  if (refusal.status < 500) return 'info';
  return isQuietRoute(route) && route !== '/metrics' ? 'debug' : 'warn';
}

/** Fields of the line of an answer to a caller who is known. */
export function answeredFields(
  method: string,
  url: string,
  { tenant, keyId }: Identity,
  status: number,
  elapsedMs: number,
): object {
  return { method, url, tenant, key_id: keyId, status, milliseconds: tenths(elapsedMs) };
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

/** The logger of a request. Without options, pino leaves out the levels and serializers, which the logger of a request
 *  shares with that of the server. */
export const requestLogger: NonNullable<FastifyServerOptions['childLoggerFactory']> = (logger, bindings) =>
  logger.child(bindings);
