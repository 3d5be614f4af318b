import type { LoggerOptions } from 'pino';
import type { Config } from '../config.ts';
import { inTime } from '../in-time.ts';
import { startTracing, traceFields } from '../observability/index.ts';

/** How long a process that ends waits for the collector of its last spans. */
const lastSpansMsMax = 2_000;

/** Exports the spans of the process if an endpoint is set. The log lines then name the trace. */
export async function traceIf(
  { tracesSampled }: Config,
  service: string,
  version: string,
): Promise<{ logOptions: Pick<LoggerOptions, 'mixin'>; stop(): Promise<void> }> {
  if (tracesSampled === null) return { logOptions: {}, stop: async () => {} };
  const tracing = await startTracing({ service, version, sampled: tracesSampled });
  return {
    logOptions: { mixin: traceFields },
    stop: () => inTime(tracing.stop(), lastSpansMsMax).catch(() => {}),
  };
}
