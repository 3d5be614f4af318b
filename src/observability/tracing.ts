import type { OutageLines } from '../outage-log.ts';
import type { Tracing } from './span-export.ts';

/** Starts the export of spans over OTLP/HTTP. The SDK is loaded only then. It reads the `OTEL_EXPORTER_OTLP_*` variables
 *  itself: endpoint, headers, timeout.
 *  @param options.log gets a line when spans are lost
 *  @param options.sampled share of the new traces that are recorded, 0 to 1; a trace that a caller has begun keeps the caller's decision */
export async function startTracing(options: {
  service: string;
  version: string;
  sampled: number;
  log: OutageLines;
}): Promise<Tracing> {
  const { startExport } = await import('./span-export.ts');
  return startExport(options);
}
