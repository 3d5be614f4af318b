import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type {
  AliasStore,
  AnomalyWatches,
  BacktestStore,
  Cleaner,
  DatasetStore,
  DeliveryOutbox,
  DueTasks,
  EmbedStore,
  FleetStore,
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
  ServedModelStore,
  UsageStore,
  WebhookStore,
} from '../contracts/ports/index.ts';
import { AppError } from '../errors.ts';
import { createCleaner } from './cleaner.ts';
import {
  type DatabaseOptions,
  hasAnsweredSince,
  hasRefusedWrite,
  isStandbyAway,
  openDatabase,
  writesAgain,
} from './database/database.ts';
import { createIdempotencyStore } from './database/idempotency.ts';
import { createTables, migrate } from './database/migrate.ts';
import { createPointsBound } from './database/points-bound.ts';
import { createSecretBox, sealStoredSecrets } from './database/secrets.ts';
import { onOtherServer } from './database/server-identity.ts';
import { createStorageQuota } from './database/storage-quota.ts';
import type { Database } from './database/tables.ts';
import { isBoundByPolicies } from './database/tenancy.ts';
import { createDatasetStore } from './datasets/datasets.ts';
import { createSequenceStore } from './datasets/sequences.ts';
import { createDueTasks } from './due-tasks.ts';
import { createEmbedStore } from './embeds.ts';
import { createJobEventStore } from './jobs/events.ts';
import { createJobStore } from './jobs/jobs.ts';
import { createJobLeases } from './jobs/leases.ts';
import { createJobLogStore } from './jobs/logs.ts';
import { QueueBound } from './jobs/queue-bound.ts';
import { createReconciliation } from './jobs/reconciliation.ts';
import { createKeyStore } from './keys.ts';
import { createAliasStore } from './models/aliases.ts';
import { createAnomalyWatches } from './models/anomaly-watches.ts';
import { createBacktestStore } from './models/backtests.ts';
import { createFleetStore } from './models/fleets.ts';
import { createForecastStore } from './models/forecasts.ts';
import { createModelStore } from './models/models.ts';
import { createServedModelStore } from './models/served-model-store.ts';
import { createScheduleStore, createScheduleTicks } from './schedules.ts';
import { serviceId } from './service-id.ts';
import { createUsageStore } from './usage.ts';
import { createDeliveryOutbox } from './webhooks/outbox.ts';
import { createWebhookStore } from './webhooks/webhooks.ts';

export interface Store {
  datasets: DatasetStore;
  sequences: SequenceStore;
  models: ModelStore;
  served: ServedModelStore;
  forecasts: ForecastStore;
  jobs: JobStore;
  aliases: AliasStore;
  fleets: FleetStore;
  keys: KeyStore;
  embeds: EmbedStore;
  idempotency: IdempotencyStore;
  jobEvents: JobEventStore;
  jobLogs: JobLogStore;
  leases: JobLeases;
  backtests: BacktestStore;
  webhooks: WebhookStore;
  outbox: DeliveryOutbox;
  dueTasks: DueTasks;
  schedules: ScheduleStore;
  ticks: ScheduleTicks;
  watches: AnomalyWatches;
  cleaner: Cleaner;
  reconciliation: Reconciliation;
  usage: UsageStore;
  /** @throws AppError database_unavailable; storage_full if writes failed for want of space, and still would */
  ping(): Promise<void>;
  /** Calls `listener` before the first statement on another server than before, such as a standby that has taken over.
   *  It may lack the last transactions, and then gives the versions of lost changes to others. */
  onOtherServer(listener: () => void): void;
  /** Whether row-level security binds the role of the connections, as a second lock between tenants. */
  isBoundByPolicies(): Promise<boolean>;
  /** Random id of the service, the same for all processes with this database. */
  serviceId(): Promise<string>;
  close(): Promise<void>;
}

/** Bounds of each tenant; null, the default: any number. */
export interface TenantBounds {
  /** Bytes that it stores. */
  tenantBytesMax?: number | null;
  /** Observations and symbols that it stores. */
  tenantPointsMax?: number | null;
  /** Queued jobs. */
  tenantQueuedMax?: number | null;
}

/** Connects, brings the schema up to date, and creates the repositories.
 *  @param options.secretKeys keys of `createSecretBox`
 *  @param options.keepsTables whether an older schema is refused, and only an empty database gets
 *  tables. Default: false */
export async function openStore(
  url: string,
  {
    secretKeys,
    keepsTables = false,
    tenantBytesMax = null,
    tenantPointsMax = null,
    tenantQueuedMax = null,
    ...options
  }: DatabaseOptions & TenantBounds & { secretKeys?: string[]; keepsTables?: boolean } = {},
): Promise<Store> {
  const db = openDatabase(url, options);
  const box = createSecretBox(secretKeys);
  try {
    await (keepsTables ? createTables(db) : migrate(db));
    await sealStoredSecrets(db, box);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createStore(db, box, { tenantBytesMax, tenantPointsMax, tenantQueuedMax });
}

export function createStore(
  db: Kysely<Database>,
  box = createSecretBox(),
  { tenantBytesMax = null, tenantPointsMax = null, tenantQueuedMax = null }: TenantBounds = {},
): Store {
  const quota = createStorageQuota(db, tenantBytesMax);
  const pointsBound = createPointsBound(db, tenantPointsMax);
  const queueBound = new QueueBound(db, tenantQueuedMax);
  return {
    datasets: createDatasetStore(db, quota, pointsBound),
    sequences: createSequenceStore(db, quota, pointsBound),
    models: createModelStore(db, { quota, pointsBound, queueBound }),
    served: createServedModelStore(db),
    onOtherServer: (listener) => onOtherServer(db, listener),
    forecasts: createForecastStore(db, quota),
    jobs: createJobStore(db, queueBound),
    aliases: createAliasStore(db),
    fleets: createFleetStore(db, quota, queueBound),
    keys: createKeyStore(db),
    embeds: createEmbedStore(db),
    idempotency: createIdempotencyStore(db, box),
    jobEvents: createJobEventStore(db),
    jobLogs: createJobLogStore(db),
    leases: createJobLeases(db, quota),
    backtests: createBacktestStore(db, quota, queueBound),
    webhooks: createWebhookStore(db, box),
    outbox: createDeliveryOutbox(db, box),
    dueTasks: createDueTasks(db),
    schedules: createScheduleStore(db),
    ticks: createScheduleTicks(db, quota, queueBound),
    watches: createAnomalyWatches(db),
    cleaner: createCleaner(db),
    reconciliation: createReconciliation(db),
    usage: createUsageStore(db, quota, pointsBound),
    ping: () => ping(db),
    isBoundByPolicies: () => isBoundByPolicies(db),
    serviceId: () => serviceId(db),
    close: () => db.destroy(),
  };
}

/** After this time a question that has no answer counts as late: calls may hold all connections. */
const lateMs = 600;

/** Asks the database whether it takes writes. Calls that wait for locks, and so hold all connections, do not make it
 *  unavailable; commits that wait for a standby do. */
async function ping(db: Kysely<Database>): Promise<void> {
  const askedAt = performance.now();
  const answer = sql.raw(pingStatements).execute(db);
  const isLate = await Promise.race([answer.then(() => false), sleep(lateMs, true, { ref: false })]);
  if (isLate) {
    answer.catch(() => {});
    if (!hasAnsweredSince(db, askedAt)) await answer;
  }
  if (isStandbyAway(db))
    throw new AppError('database_unavailable', {
      detail:
        'The database waits for a synchronous standby that does not confirm its commits; try again in a few seconds.',
    });
  if (hasRefusedWrite(db)) await requireWrite(db);
}

/** Fails where nothing can be written. One message, and so one transaction. */
const pingStatements = `SET LOCAL lock_timeout = '${lateMs / 2}ms'; SELECT FROM schema_versions WHERE false FOR UPDATE`;

/** Writes a few megabytes and takes them back. @throws AppError storage_full, database_unavailable */
async function requireWrite(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`CREATE TEMP TABLE gatecast_room (filling text) ON COMMIT DROP`.execute(trx);
    await sql`ALTER TABLE gatecast_room ALTER COLUMN filling SET STORAGE EXTERNAL`.execute(trx);
    await sql`INSERT INTO gatecast_room SELECT repeat('x', 8000) FROM generate_series(1, 500)`.execute(trx);
  });
  writesAgain(db);
}

export { chunkPointsMax } from '../chunks/index.ts';
export { BackupError } from './backup/format.ts';
export { readBackup } from './backup/read.ts';
export { placeOf } from './backup/session.ts';
export { writeBackup } from './backup/write.ts';
export { isConnectionError, isLockTimeout, isOutage, isStorageFull } from './database/connection.ts';
export { openDatabase } from './database/database.ts';
export { migrate } from './database/migrate.ts';
export { databaseFault, databaseRefusal } from './database/refusal.ts';
export { requireFitServer } from './database/server.ts';
export { keepsSessions, sessionsNotKept } from './database/sessions.ts';
export { slowReason } from './database/slow-answers.ts';
export type { Database } from './database/tables.ts';
export { recoveriesMax } from './jobs/claim-job.ts';
export { openJobFeed } from './jobs/feed.ts';
export { migrations } from './migrations/index.ts';
