import { type Kysely, sql } from 'kysely';
import type {
  AliasStore,
  AnomalyWatches,
  BacktestStore,
  Cleaner,
  DatasetStore,
  DeliveryOutbox,
  ForecastStore,
  IdempotencyStore,
  JobEventStore,
  JobLeases,
  JobLogStore,
  JobStore,
  KeyStore,
  ModelStore,
  Reconciliation,
  ScheduleStore,
  ScheduleTicks,
  SequenceStore,
  WebhookStore,
} from '../contracts/ports/index.ts';
import { createAliasStore } from './aliases.ts';
import { createAnomalyWatches } from './anomaly-watches.ts';
import { createBacktestStore } from './backtests.ts';
import { createCleaner } from './cleaner.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { createDatasetStore } from './datasets.ts';
import { createForecastStore } from './forecasts.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createJobEventStore } from './job-events.ts';
import { createJobLogStore } from './job-logs.ts';
import { createJobStore } from './jobs.ts';
import { createKeyStore } from './keys.ts';
import { createJobLeases } from './leases.ts';
import { migrate } from './migrate.ts';
import { createModelStore } from './models.ts';
import { createReconciliation } from './reconciliation.ts';
import { createScheduleStore, createScheduleTicks } from './schedules.ts';
import { createSequenceStore } from './sequences.ts';
import type { Database } from './tables.ts';
import { createDeliveryOutbox } from './webhook-outbox.ts';
import { createWebhookStore } from './webhooks.ts';

export interface Store {
  datasets: DatasetStore;
  sequences: SequenceStore;
  models: ModelStore;
  forecasts: ForecastStore;
  jobs: JobStore;
  aliases: AliasStore;
  keys: KeyStore;
  idempotency: IdempotencyStore;
  jobEvents: JobEventStore;
  jobLogs: JobLogStore;
  leases: JobLeases;
  backtests: BacktestStore;
  webhooks: WebhookStore;
  outbox: DeliveryOutbox;
  schedules: ScheduleStore;
  ticks: ScheduleTicks;
  watches: AnomalyWatches;
  cleaner: Cleaner;
  reconciliation: Reconciliation;
  /** @throws AppError database_unavailable */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Connects, brings the schema up to date, and gives the repositories. */
export async function openStore(url: string, options: DatabaseOptions = {}): Promise<Store> {
  const db = openDatabase(url, options);
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createStore(db);
}

export function createStore(db: Kysely<Database>): Store {
  return {
    datasets: createDatasetStore(db),
    sequences: createSequenceStore(db),
    models: createModelStore(db),
    forecasts: createForecastStore(db),
    jobs: createJobStore(db),
    aliases: createAliasStore(db),
    keys: createKeyStore(db),
    idempotency: createIdempotencyStore(db),
    jobEvents: createJobEventStore(db),
    jobLogs: createJobLogStore(db),
    leases: createJobLeases(db),
    backtests: createBacktestStore(db),
    webhooks: createWebhookStore(db),
    outbox: createDeliveryOutbox(db),
    schedules: createScheduleStore(db),
    ticks: createScheduleTicks(db),
    watches: createAnomalyWatches(db),
    cleaner: createCleaner(db),
    reconciliation: createReconciliation(db),
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
export { isConnectionError } from './connection.ts';
export { type DatabaseOptions, openDatabase } from './database.ts';
export { type EmbeddedPostgres, EmbeddedPostgresError, startEmbeddedPostgres } from './embedded/index.ts';
export { openJobFeed } from './job-feed.ts';
export { migrate } from './migrate.ts';
