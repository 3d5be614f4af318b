import { createRequire } from 'node:module';
import type { Attributes, Span, SpanContext, SpanKind as SpanKinds } from '@opentelemetry/api';

/** prom-client loads the package as CommonJS. Importing it would load its fifty files a second time at each start. Both
 *  forms share their state. */
const api: typeof import('@opentelemetry/api') = createRequire(import.meta.url)('@opentelemetry/api');
const { context, isSpanContextValid, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } = api;
export const { SpanKind } = api;

const tracerName = 'gatecast';
/** A W3C trace context of version 00: trace id, span id and flags in hexadecimal. */
const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface SpanOptions {
  /** A W3C `traceparent` of another process. Without it, the active span is the parent. */
  traceparent?: string | null;
  kind?: SpanKinds;
  attributes?: Attributes;
}

/** Starts a span. The caller ends it with `endSpan`. Without an exporter the span records nothing. */
export function startSpan(
  name: string,
  { traceparent = null, kind = SpanKind.INTERNAL, attributes }: SpanOptions = {},
): Span {
  const remote = remoteContext(traceparent);
  const parent = remote === null ? context.active() : trace.setSpanContext(ROOT_CONTEXT, remote);
  return trace.getTracer(tracerName).startSpan(name, { kind, attributes }, parent);
}

/** Ends a span, as failed if there is an error. The message of the error is not sent: it may
 *  contain values of series. */
export function endSpan(span: Span, error?: unknown): void {
  if (error !== undefined) failSpan(span, errorType(error));
  span.end();
}

/** Marks a span as failed where nothing is thrown. @param type code of the problem, or name of the outcome */
export function failSpan(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', type);
}

/** Runs `work` in a span, which is the active one meanwhile. The span ends with the work. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  try {
    const result = await runInSpan(span, () => work(span));
    endSpan(span);
    return result;
  } catch (error) {
    endSpan(span, error);
    throw error;
  }
}

/** Calls `work` with the span as the active one, also in everything that `work` starts. */
export function runInSpan<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** The active span as a W3C `traceparent`, for another process. Null without an active span. */
export function activeTraceparent(): string | null {
  const active = trace.getActiveSpan()?.spanContext();
  if (active === undefined || !isSpanContextValid(active)) return null;
  const flags = (active.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  return `00-${active.traceId}-${active.spanId}-${flags}`;
}

/** Fields of the active span for log lines. */
export function traceFields(): { trace_id?: string; span_id?: string } {
  const active = trace.getActiveSpan()?.spanContext();
  if (active === undefined || !isSpanContextValid(active)) return {};
  return { trace_id: active.traceId, span_id: active.spanId };
}

function remoteContext(traceparent: string | null): SpanContext | null {
  const [, traceId, spanId, flags] = traceparentPattern.exec(traceparent ?? '') ?? [];
  if (traceId === undefined) return null;
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(remote) ? remote : null;
}

function errorType(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'error');
}
