import type { FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
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

/** What the HTTP side needs of the rest; the main files choose who stands behind each. */
export interface AppDeps {
  log: Logger | Exclude<FastifyServerOptions['logger'], undefined>;
  store: {
    datasets: DatasetStore;
    models: ModelStore;
    forecasts: ForecastStore;
    jobs: JobStore;
    ping(): Promise<void>;
  };
  queue: JobQueue;
  reader: SeriesReader;
  writer: SeriesWriter;
  forecaster: Forecaster;
  settings: AppSettings;
}

export interface AppSettings {
  /** Null leaves the service open: only for a loopback address. */
  apiKey: string | null;
  uploadBytesMax: number;
  isLoopback: boolean;
  version: string;
  /** Which of the engine's kernels computes forecasts. */
  kernel: string;
}
