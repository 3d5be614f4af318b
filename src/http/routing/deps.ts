import type { FastifyServerOptions } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type {
  AliasStore,
  BackgroundTaskQueue,
  BacktestStore,
  CacheCounts,
  DatasetStore,
  EmbedStore,
  FleetCalls,
  FleetStore,
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
  PictureCalls,
  ScheduleStore,
  SequenceStore,
  SeriesReader,
  SeriesWriter,
  ServedModels,
  SymbolReader,
  TrainingEstimates,
  UsageStore,
  WebhookStore,
  WebhookTargets,
} from '../../contracts/ports/index.ts';

/** Everything that the HTTP room needs from other rooms. The process files choose the implementations. */
export interface AppDeps {
  log: Logger | Exclude<FastifyServerOptions['logger'], undefined>;
  store: {
    datasets: DatasetStore;
    sequences: SequenceStore;
    models: ModelStore;
    forecasts: ForecastStore;
    jobs: JobStore;
    aliases: AliasStore;
    fleets: FleetStore;
    keys: KeyStore;
    embeds: EmbedStore;
    idempotency: IdempotencyStore;
    jobEvents: JobEventStore;
    backtests: BacktestStore;
    jobLogs: JobLogStore;
    webhooks: WebhookStore;
    schedules: ScheduleStore;
    usage: UsageStore;
    ping(): Promise<void>;
  };
  feed: JobFeed;
  queue: JobQueue;
  backgroundTasks: BackgroundTaskQueue;
  webhookTargets: WebhookTargets;
  reader: SeriesReader;
  symbolReader: SymbolReader;
  writer: SeriesWriter;
  /** Starts the threads that the next call may need. It is called after each call under /v1. */
  startThreads(): void;
  calls: ModelCalls;
  served: ServedModels;
  fleets: FleetCalls;
  pictures: PictureCalls;
  estimates: TrainingEstimates;
  /** Metrics of the process. */
  registry: Registry;
  /** Hits and misses of the caches that forecasts use. */
  caches: CacheCounts;
  settings: AppSettings;
}

/** The fastify instance that a plugin of routes gets. The types of a handler come from the zod schemas of its route. */
export type App = Parameters<FastifyPluginAsyncZod<AppDeps>>[0];

export interface AppSettings {
  /** The first admin key; null: no call needs a key, which the settings allow on a loopback address only. */
  apiKey: string | null;
  /** Requests of one key per minute, in this process; null: unlimited. */
  rateLimitPerMinute: number | null;
  /** Origins whose web pages may call the service; `*` allows all. */
  corsOrigins: readonly string[];
  /** Names under which the service is called, besides those of loopback. */
  allowedHosts: readonly string[];
  /** Observations that a tenant may store; null: unlimited. */
  tenantPointsMax: number | null;
  /** Bytes that a tenant may store; null: unlimited. The store keeps to it. */
  tenantBytesMax: number | null;
  uploadBytesMax: number;
  /** Memory that the calls in flight may hold together. */
  memoryBytesMax: number;
  /** Whether `/metrics` needs no key. */
  metricsOpen: boolean;
  /** Folder of the built dashboard; null: `GET /` has no page. */
  dashboard: string | null;
  /** Milliseconds that calls at work get when the service stops. */
  stopGraceMs: number;
  version: string;
  /** Whether spans are exported. */
  isTraced: boolean;
}
