import { context, DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { createOutageLog, type OutageLines, type OutageLog } from '../outage-log.ts';

/** How spans are batched, in the words of the SDK, and the share of the new traces that are recorded, 0 to 1. A trace
 *  that a caller has begun keeps the caller's decision. */
export type TraceSettings = Omit<ConstructorParameters<typeof BatchSpanProcessor>[0], 'exporter'> & {
  sampled: number;
};

export interface Tracing {
  /** Sends the spans that wait, and ends the export. */
  stop(): Promise<void>;
}

/** Message of the SDK about spans that found no room while others waited. */
const dropped = /^Dropped (\d+) spans/;
/** Messages that follow an export that failed, which the exporter has told. */
const isOfExport = /export|OTLPExporterError|"stack"/i;

export function startExport(options: {
  service: string;
  version: string;
  traces: TraceSettings;
  log: OutageLines;
}): Tracing {
  const { sampled, ...batches } = options.traces;
  const outage = createOutageLog(options.log, {
    failing: 'spans were lost: the collector of traces does not take them',
    again: 'the collector takes spans again',
    counted: 'spans_lost',
  });
  tellFaultsOfSdk(outage, options.log);
  const exporter = watchedExporter(new OTLPTraceExporter(), outage);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.service,
      'service.version': options.version,
    }).merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampled) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, ...batches })],
  });
  const contexts = new AsyncLocalStorageContextManager();
  context.setGlobalContextManager(contexts.enable());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      // First, since a collector that hangs holds up the end: no span begins any more.
      contexts.disable();
      trace.disable();
      context.disable();
      await provider.shutdown();
      diag.disable();
    },
  };
}

/** An exporter that tells what becomes of its spans. It has tried again for ten seconds before it gives spans up. */
function watchedExporter(exporter: SpanExporter, outage: OutageLog): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.code === 0) outage.works();
        else outage.failed(result.error ?? new Error('the export failed'), spans.length);
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

/** Spans that the SDK drops reach no exporter, and a collector may refuse some of those that it got. Other messages of
 *  the SDK are about its settings. */
function tellFaultsOfSdk(outage: OutageLog, log: OutageLines): void {
  const tell = (message: string, ...details: unknown[]) => {
    const lost = Number(dropped.exec(message)?.[1] ?? refusedOf(details[0]));
    if (lost > 0) outage.failed(new Error(message), lost);
    else if (!isOfExport.test(message))
      log.warn({ reason: withoutPassword(message) }, 'the export of traces has a fault');
  };
  const ignore = () => {};
  const logger = { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

/** The spans that a collector says it has refused. */
function refusedOf(details: unknown): number {
  const text = typeof details === 'string' ? details : JSON.stringify(details ?? null);
  return Number(/"rejectedSpans":"?(\d+)/.exec(text)?.[1] ?? 0);
}

function withoutPassword(message: string): string {
  return message.replaceAll(/\/\/[^/@\s]+@/g, '//');
}
