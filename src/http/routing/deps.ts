import type { FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import type {
  AliasStore,
  BackgroundTaskQueue,
  BacktestStore,
  DatasetStore,
  ForecastStore,
  IdempotencyStore,
  JobEventStore,
  JobFeed,
  JobLogStore,
  JobQueue,
  JobStore,
  KeyStore,
  ModelCalls,
  ModelStore,
  ScheduleStore,
  SequenceStore,
  SeriesReader,
  SeriesWriter,
  SymbolReader,
  WebhookStore,
  WebhookTargets,
} from '../../contracts/ports/index.ts';

/** The ports of the HTTP side; the processes choose what implements them. */
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
  backgroundTasks: BackgroundTaskQueue;
  webhookTargets: WebhookTargets;
  reader: SeriesReader;
  symbolReader: SymbolReader;
  writer: SeriesWriter;
  calls: ModelCalls;
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
