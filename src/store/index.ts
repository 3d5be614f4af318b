import { type Kysely, sql } from 'kysely';
import type { AliasStore } from '../contracts/alias.ts';
import type { IdempotencyStore } from '../contracts/idempotency.ts';
import type { KeyStore } from '../contracts/key.ts';
import type { DatasetStore, JobLeases, JobStore, ModelStore, Reconciliation } from '../contracts/ports.ts';
import { createAliasStore } from './aliases.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { createDatasetStore } from './datasets.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createJobStore } from './jobs.ts';
import { createKeyStore } from './keys.ts';
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
  jobs: JobStore;
  aliases: AliasStore;
  keys: KeyStore;
  idempotency: IdempotencyStore;
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
    jobs: createJobStore(db),
    aliases: createAliasStore(db),
    keys: createKeyStore(db),
    idempotency: createIdempotencyStore(db),
    leases: createJobLeases(db),
    reconciliation: createReconciliation(db),
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
