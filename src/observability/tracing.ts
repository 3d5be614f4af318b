import type { OutageLines } from '../outage-log.ts';
import type { TraceSettings, Tracing } from './span-export.ts';

/** Starts the export of spans over OTLP/HTTP. The SDK is loaded only then. It reads the `OTEL_EXPORTER_OTLP_*`
 *  variables itself: endpoint, headers, timeout.
 *  @param options.log gets a line when spans are lost */
export async function startTracing(options: {
  service: string;
  version: string;
  traces: TraceSettings;
  log: OutageLines;
}): Promise<Tracing> {
  const { startExport } = await import('./span-export.ts');
  return startExport(options);
}
