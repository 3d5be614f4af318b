import type { FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import type { AliasStore } from '../contracts/alias.ts';
import type { BacktestStore } from '../contracts/backtest-port.ts';
import type { ErrandQueue } from '../contracts/errand.ts';
import type { ForecastCalls } from '../contracts/forecast-calls.ts';
import type { IdempotencyStore } from '../contracts/idempotency.ts';
import type { JobEventStore, JobFeed, JobLogStore } from '../contracts/job-event.ts';
import type { KeyStore } from '../contracts/key.ts';
import type {
  DatasetStore,
  Forecaster,
  ForecastStore,
  JobQueue,
  JobStore,
  ModelStore,
  SeriesReader,
  SeriesWriter,
} from '../contracts/ports.ts';
import type { ScheduleStore } from '../contracts/schedule.ts';
import type {
  SequenceStore,
  SymbolCalls,
  SymbolForecaster,
  SymbolReader,
} from '../contracts/symbol-ports.ts';
import type { WebhookStore, WebhookTargets } from '../contracts/webhook.ts';

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
