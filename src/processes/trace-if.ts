import type { Logger, LoggerOptions } from 'pino';
import type { Config } from '../config.ts';
import { inTime } from '../in-time.ts';
import { startTracing, traceFields } from '../observability/index.ts';

/** How long a process that ends waits for the collector of its last spans. */
const lastSpansMsMax = 2_000;

/** Log lines name the trace while spans are exported. */
export function traceOptions({ traces }: Config): Pick<LoggerOptions, 'mixin'> {
  return traces === null ? {} : { mixin: traceFields };
}

/** Exports the spans of the process if an endpoint is set. */
export async function traceIf(
  { traces }: Config,
  service: string,
  version: string,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  if (traces === null) return { stop: async () => {} };
  const tracing = await startTracing({ service, version, traces, log });
  return {
    stop: () =>
      inTime(tracing.stop(), lastSpansMsMax).catch((err: unknown) =>
        log.warn({ err }, 'the last spans may be lost: the collector of traces did not take them in time'),
      ),
  };
}
