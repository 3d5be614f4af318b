import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** Calls that probes repeat every few seconds. */
const quietRoutes = new Set(['/healthz', '/readyz', '/metrics']);

/** One line per request, when it is answered. No headers and no bodies: they may hold keys and data. */
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
    const level = error ? 'warn' : quietRoutes.has(request.routeOptions.url ?? '') ? 'debug' : 'info';
    reply.log[level](
      {
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        ...(error ? { err: error } : {}),
      },
      'answered',
    );
  }
}
