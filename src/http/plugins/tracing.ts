import type { Span } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { activeTraceparent, endSpan, runInSpan, SpanKind, startSpan } from '../../observability/index.ts';
import { isQuietRoute } from '../routing/request-log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace context of the request, for the job that it creates. Null if traces are not recorded. */
    traceparent: string | null;
  }
}

/** A span for each request, with the caller's `traceparent` as its parent. Probes have none. Without traces the hooks
 *  are left out, so they cost nothing. */
export const tracingPlugin = fp(async (app, { isTraced }: { isTraced: boolean }) => {
  app.decorateRequest('traceparent', null);
  if (!isTraced) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  /** The span of a request, the first time: a call that is refused before its body has arrived is
   *  answered and then aborted. */
  const takeSpan = (request: FastifyRequest): Span | undefined => {
    const span = spans.get(request);
    spans.delete(request);
    return span;
  };

  app.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeConfig.url;
    if (isQuietRoute(route)) return done();
    const { traceparent } = request.headers;
    const span = startSpan(`${request.method} ${route ?? 'unmatched'}`, {
      traceparent: typeof traceparent === 'string' ? traceparent : null,
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method,
        ...(route === undefined ? {} : { 'http.route': route }),
        'gatecast.request.id': request.id,
      },
    });
    spans.set(request, span);
    runInSpan(span, () => {
      request.traceparent = activeTraceparent();
      done();
    });
  });

  app.addHook('onResponse', async (request, reply) => {
    const span = takeSpan(request);
    if (span === undefined) return;
    span.setAttribute('http.response.status_code', reply.statusCode);
    endSpan(span, reply.statusCode >= 500 ? { code: String(reply.statusCode) } : undefined);
  });

  // A caller that hangs up gets no response.
  app.addHook('onRequestAbort', async (request) => {
    const span = takeSpan(request);
    if (span !== undefined) endSpan(span, { code: 'aborted' });
  });
});
