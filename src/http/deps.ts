import type { FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import type { AliasStore } from '../contracts/alias.ts';
import type { IdempotencyStore } from '../contracts/idempotency.ts';
import type { KeyStore } from '../contracts/key.ts';
import type {
  DatasetStore,
  Forecaster,
  JobQueue,
  JobStore,
  ModelStore,
  SeriesReader,
} from '../contracts/ports.ts';

/** What the HTTP side needs of the rest; the main files choose who stands behind each. */
export interface AppDeps {
  log: Logger | Exclude<FastifyServerOptions['logger'], undefined>;
  store: {
    datasets: DatasetStore;
    models: ModelStore;
    jobs: JobStore;
    aliases: AliasStore;
    keys: KeyStore;
    idempotency: IdempotencyStore;
    ping(): Promise<void>;
  };
  queue: JobQueue;
  reader: SeriesReader;
  forecaster: Forecaster;
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
