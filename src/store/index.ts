import { type Kysely, sql } from 'kysely';
import type {
  DatasetStore,
  ForecastStore,
  JobLeases,
  JobStore,
  ModelStore,
  Reconciliation,
} from '../contracts/ports.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { createDatasetStore } from './datasets.ts';
import { createForecastStore } from './forecasts.ts';
import { createJobStore } from './jobs.ts';
import { createJobLeases } from './leases.ts';
import { migrate } from './migrate.ts';
import { createModelStore } from './models.ts';
import { createReconciliation } from './reconciliation.ts';
import type { Database } from './tables.ts';

export { isConnectionError } from './connection.ts';
export { type DatabaseOptions, openDatabase } from './database.ts';
export { migrate } from './migrate.ts';

export interface Store {
  datasets: DatasetStore;
  models: ModelStore;
  forecasts: ForecastStore;
  jobs: JobStore;
  leases: JobLeases;
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
    models: createModelStore(db),
    forecasts: createForecastStore(db),
    jobs: createJobStore(db),
    leases: createJobLeases(db),
    reconciliation: createReconciliation(db),
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
