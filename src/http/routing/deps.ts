import type { FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import type {
  AliasStore,
  BacktestStore,
  DatasetStore,
  ErrandQueue,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  IdempotencyStore,
  JobEventStore,
  JobFeed,
  JobLogStore,
  JobQueue,
  JobStore,
  KeyStore,
  ModelStore,
  ScheduleStore,
  SequenceStore,
  SeriesReader,
  SeriesWriter,
  SymbolCalls,
  SymbolForecaster,
  SymbolReader,
  WebhookStore,
  WebhookTargets,
} from '../../contracts/ports/index.ts';

/** What the HTTP side needs of the rest; the main files choose who stands behind each. */
export interface AppDeps {
  log: Logger | Exclude<FastifyServerOptions['logger'], undefined>;
  store: {
    datasets: DatasetStore;
    sequences: SequenceStore;
    models: ModelStore;
    forecasts: ForecastStore;
    jobs: JobStore;
    aliases: AliasStore;
    keys: KeyStore;
    idempotency: IdempotencyStore;
    jobEvents: JobEventStore;
    backtests: BacktestStore;
    jobLogs: JobLogStore;
    webhooks: WebhookStore;
    schedules: ScheduleStore;
    ping(): Promise<void>;
  };
  feed: JobFeed;
  queue: JobQueue;
  errands: ErrandQueue;
  webhookTargets: WebhookTargets;
  reader: SeriesReader;
  symbolReader: SymbolReader;
  writer: SeriesWriter;
  forecaster: Pick<Forecaster, 'accuracy' | 'inspect' | 'onnx' | 'requireReadable'>;
  symbolForecaster: Pick<SymbolForecaster, 'inspect' | 'onnx' | 'requireReadable'>;
  calls: ForecastCalls;
  symbolCalls: SymbolCalls;
  settings: AppSettings;
}

export interface AppSettings {
  /** The first admin key. Null leaves the service open: only for a loopback address. */
  apiKey: string | null;
  /** Requests of one key in a minute, in this process; null for no bound. */
  rateLimitPerMinute: number | null;
  /** Origins whose pages may call; `*` for all. */
  corsOrigins: readonly string[];
  uploadBytesMax: number;
  isLoopback: boolean;
  version: string;
  /** Which of the engine's kernels computes forecasts. */
  kernel: string;
}
