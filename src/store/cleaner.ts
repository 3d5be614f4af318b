import { type Kysely, type QueryResult, type RawBuilder, sql } from 'kysely';
import { type Cleaned, type Cleaner, idempotencyKeptSeconds, retention } from '../contracts/ports/index.ts';
import { oneShotTag } from '../contracts/schemas/index.ts';
import { inTransaction } from './database/deadlocks.ts';
import type { Database } from './database/tables.ts';
import { requeueAfterSeconds } from './webhooks/outbox.ts';

/** Bounds on the rows of one table that a call and a statement delete, so that locks are held briefly. A tenant at its
 *  limit of requests adds several hundred thousand rows between two calls. */
const rowsPerCallMax = 5_000_000;
const rowsPerStatementMax = 5_000;

/** Jobs whose history is deleted together. */
const jobsAtOnce = 100;

/** @param pendingMax deliveries of a webhook that may wait */
export function createCleaner(
  db: Kysely<Database>,
  pendingMax: number = retention.pendingDeliveriesPerWebhookMax,
): Cleaner {
  const statements = { ...deletions, failed_deliveries: failureOf(pendingMax) };
  return {
    async clean(stopping) {
      const cleaned: Cleaned = {
        job_events: 0,
        job_logs: 0,
        job_checkpoints: 0,
        webhook_deliveries: 0,
        backtests: 0,
        forecasts: 0,
        datasets: 0,
        api_keys: 0,
        embeds: 0,
        idempotency_keys: 0,
        failed_deliveries: 0,
      };
      const cleanTable = async (table: Exclude<keyof Cleaned, keyof typeof historyOf>) => {
        while (cleaned[table] < rowsPerCallMax && !stopping?.aborted) {
          const deleted =
            table === 'datasets'
              ? await deleteUnusedDatasets(db)
              : await executeByIndexes(db, statements[table]);
          cleaned[table] += deleted;
          if (deleted < rowsPerStatementMax) break;
        }
      };
      const parts = [
        () => cleanHistories(db, cleaned, stopping),
        ...([...Object.keys(statements), 'datasets'] as Parameters<typeof cleanTable>[0][]).map(
          (table) => () => cleanTable(table),
        ),
      ];
      let failure: { error: unknown } | null = null;
      for (const part of parts) {
        if (stopping?.aborted) break;
        try {
          await part();
        } catch (error) {
          failure ??= { error };
        }
      }
      if (failure !== null) throw failure.error;
      return cleaned;
    },
  };
}

async function execute(db: Kysely<Database>, statement: RawBuilder<unknown>): Promise<number> {
  return affected(await statement.execute(db));
}

function affected({ numAffectedRows }: QueryResult<unknown>): number {
  return Number(numAffectedRows ?? 0);
}

async function executeByIndexes(db: Kysely<Database>, statement: RawBuilder<unknown>): Promise<number> {
  return affected(await resultByIndexes(db, statement));
}

/** Statistics that are uneven, such as one webhook with most of the messages, make PostgreSQL read a whole
 *  table for each webhook. */
function resultByIndexes<Row>(db: Kysely<Database>, statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
  return inTransaction(db, async (trx) => {
    await sql`SET LOCAL enable_seqscan = off`.execute(trx);
    await sql`SET LOCAL enable_sort = off`.execute(trx);
    return statement.execute(trx);
  });
}

const daysAgo = (days: number) => sql`now() - ${days} * interval '1 day'`;

/** SQL: the old rows of a job of which it keeps no more. */
const historyOf = {
  job_events: sql`SELECT ctid FROM job_events WHERE job_id = jobs.id AND sequence < jobs.event_count`,
  job_logs: sql`SELECT ctid FROM job_logs WHERE job_id = jobs.id`,
};

/** Deletes the events and log lines of jobs that ended long ago, and marks these jobs. Reads nothing of marked jobs. */
async function cleanHistories(db: Kysely<Database>, cleaned: Cleaned, stopping?: AbortSignal): Promise<void> {
  const isOld = sql<boolean>`finished_at < ${daysAgo(retention.jobHistoryDays)}`;
  let after = { finished_at: '-infinity', id: '' };
  while (cleaned.job_events + cleaned.job_logs < rowsPerCallMax && !stopping?.aborted) {
    const { rows: jobs } = await resultByIndexes(
      db,
      sql<typeof after>`
      SELECT finished_at::text, id FROM jobs
      WHERE ${isOld} AND NOT history_cleaned AND (finished_at, id) > (${after.finished_at}::timestamptz, ${after.id})
      ORDER BY jobs.finished_at, id LIMIT ${jobsAtOnce}`, // the column, of which there is an index, and not its text
    );
    if (jobs.length === 0) return;
    after = jobs[jobs.length - 1];
    const ids = jobs.map(({ id }) => id);
    for (const table of Object.keys(historyOf) as (keyof typeof historyOf)[]) {
      // Job by job, in the key of the table: a join with it may read the whole table.
      const statement = sql`
        DELETE FROM ${sql.table(table)} WHERE ctid = ANY(ARRAY(
          SELECT old.ctid FROM jobs CROSS JOIN LATERAL (${historyOf[table]} OFFSET 0) AS old
          WHERE id = ANY(${ids}::text[]) AND ${isOld} LIMIT ${rowsPerStatementMax}))`;
      for (let deleted = rowsPerStatementMax; deleted === rowsPerStatementMax; ) {
        if (stopping?.aborted) return;
        deleted = await executeByIndexes(db, statement);
        cleaned[table] += deleted;
      }
    }
    // A job that is locked is being retried, or is marked the next time.
    const marked = sql`
      UPDATE jobs SET history_cleaned = true WHERE id = ANY(ARRAY(
        SELECT id FROM jobs WHERE id = ANY(${ids}::text[]) AND ${isOld} FOR NO KEY UPDATE SKIP LOCKED))`;
    await executeByIndexes(db, marked);
  }
}

/** SQL: the deliveries of a webhook, with their places among the pending and among the ended ones, newest first. Read
 *  once, in an index alone. What a statement finds in it is an array: a join with it may read the whole table. */
const placedDeliveries = sql`
  SELECT id, created_at, status = 'pending' AS is_pending,
    count(*) FILTER (WHERE status = 'pending') OVER newer AS pending_place,
    count(*) FILTER (WHERE status <> 'pending') OVER newer AS ended_place
  FROM webhook_deliveries WHERE webhook_id = webhooks.id
  WINDOW newer AS (ORDER BY id DESC ROWS UNBOUNDED PRECEDING)`;

const requeuedBefore = sql`now() - ${requeueAfterSeconds} * interval '1 second'`;

/** SQL: lets the oldest pending deliveries of webhooks fail that have more than `pendingMax`. Those in the queue may be
 *  being posted: their results are recorded. They take no place of the LIMIT, since a statement below it ends the
 *  cleaning of the table. */
const failureOf = (pendingMax: number) => sql`
  UPDATE webhook_deliveries SET status = 'failed', queued_at = NULL,
    error = ${`more than ${pendingMax.toLocaleString('en')} messages of the webhook waited`}
  WHERE status = 'pending' AND (queued_at IS NULL OR queued_at < ${requeuedBefore}) -- one may have been queued by now
    AND id = ANY(ARRAY(
    SELECT placed.id FROM webhooks CROSS JOIN LATERAL (${placedDeliveries}) AS placed
    WHERE is_pending AND pending_place > ${pendingMax} AND placed.id <> ALL(ARRAY(
      SELECT id FROM webhook_deliveries WHERE status = 'pending' AND queued_at >= ${requeuedBefore}))
    LIMIT ${rowsPerStatementMax}))`;

const deletions: Record<
  Exclude<keyof Cleaned, 'datasets' | 'failed_deliveries' | keyof typeof historyOf>,
  RawBuilder<unknown>
> = {
  // Few jobs have a checkpoint, and each of these is looked up: a join may read all jobs that have ended.
  job_checkpoints: sql`
    DELETE FROM job_checkpoints WHERE job_id = ANY(ARRAY(
      SELECT job_id FROM job_checkpoints CROSS JOIN LATERAL (
        SELECT FROM jobs WHERE id = job_id AND finished_at < ${daysAgo(retention.checkpointDays)} OFFSET 0) AS old
      LIMIT ${rowsPerStatementMax}))`,
  webhook_deliveries: sql`
    DELETE FROM webhook_deliveries WHERE id = ANY(ARRAY(
      SELECT placed.id FROM webhooks CROSS JOIN LATERAL (${placedDeliveries}) AS placed
      WHERE NOT is_pending AND ended_place > ${retention.endedDeliveriesPerWebhookMax}
        OR placed.created_at < ${daysAgo(retention.deliveryDays)}
      LIMIT ${rowsPerStatementMax}))
    AND (status <> 'pending' OR created_at < ${daysAgo(retention.deliveryDays)})`, // one may have been requested again
  backtests: sql`
    DELETE FROM backtests WHERE id IN (
      SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY model_id ORDER BY id DESC) AS place
        FROM backtests WHERE status <> 'running') AS placed
      WHERE place > ${retention.backtestsPerModelMax}
      LIMIT ${rowsPerStatementMax}) AND status <> 'running'`, // one that was chosen may run again by now
  // The places are read in an index alone, tenant by tenant. Sums need the rows, so they are made for tenants
  // that store as many bytes.
  forecasts: sql`
    WITH RECURSIVE tenants AS (
      (SELECT tenant_id FROM forecasts ORDER BY tenant_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT forecasts.tenant_id FROM forecasts
        WHERE forecasts.tenant_id > tenants.tenant_id ORDER BY forecasts.tenant_id LIMIT 1)
      FROM tenants WHERE tenants.tenant_id IS NOT NULL
    ), large AS (
      SELECT tenant_id FROM usage_changes WHERE kind = 'forecasts'
      GROUP BY tenant_id HAVING sum(bytes) > ${retention.forecastBytesPerTenantMax}
    )
    DELETE FROM forecasts WHERE id IN (
      (SELECT old.id FROM tenants CROSS JOIN LATERAL (
        SELECT id FROM forecasts WHERE tenant_id = tenants.tenant_id
        ORDER BY id DESC OFFSET ${retention.forecastsPerTenantMax}) AS old)
      UNION ALL
      (SELECT summed.id FROM large CROSS JOIN LATERAL (
        SELECT id, sum(answer_bytes) OVER (ORDER BY id DESC) AS bytes FROM (
          SELECT id, answer_bytes FROM forecasts WHERE tenant_id = large.tenant_id
          ORDER BY id DESC LIMIT ${retention.forecastsPerTenantMax}) AS newest) AS summed
      WHERE bytes > ${retention.forecastBytesPerTenantMax})
      LIMIT ${rowsPerStatementMax})`,
  api_keys: sql`
    DELETE FROM api_keys WHERE id IN (
      SELECT id FROM api_keys WHERE expires_at < ${daysAgo(retention.expiredKeyDays)}
      LIMIT ${rowsPerStatementMax})`,
  embeds: sql`
    DELETE FROM embeds WHERE id IN (
      SELECT id FROM embeds WHERE expires_at < ${daysAgo(retention.expiredEmbedDays)}
      LIMIT ${rowsPerStatementMax})`,
  // Calls with a key delete some of the expired answers. These are the rest.
  idempotency_keys: sql`
    DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM idempotency_keys WHERE created_at < now() - make_interval(secs => ${idempotencyKeptSeconds})
      LIMIT ${rowsPerStatementMax} FOR UPDATE SKIP LOCKED))`,
};

/** SQL condition: a model that a one-shot call trained, and that still has the tag. Callers and retrainings write the
 *  same tag, so the tag alone proves nothing: a one-shot call inserts the dataset and the model in one transaction, so
 *  both have the same time. An import does so too, but it has no job. */
const isOfOneShot = sql<boolean>`
  ${oneShotTag} = ANY (models.tags) AND models.created_at = datasets.created_at AND models.job_id IS NOT NULL`;

/** SQL condition: a dataset of one-shot forecasts that nobody needs. It stays when somebody added observations, trained
 *  another model on it, or made a schedule, an alias, a watch or an embed. Forecasts count until the end of their
 *  retention: those of its model stored or not, and stored ones that were made without a model. */
const isUnused = sql<boolean>`
  created_at < ${daysAgo(retention.oneShotDays)} AND version = 1
  AND EXISTS (SELECT FROM models WHERE dataset_id = datasets.id)
  AND NOT EXISTS (
    SELECT FROM forecasts WHERE dataset_id = datasets.id AND created_at >= ${daysAgo(retention.oneShotDays)})
  AND NOT EXISTS (
    SELECT FROM models WHERE dataset_id = datasets.id AND (
      NOT (${isOfOneShot})
      OR anomaly_level IS NOT NULL
      OR created_at >= ${daysAgo(retention.oneShotDays)}
      OR EXISTS (SELECT FROM schedules WHERE model_id = models.id)
      OR EXISTS (SELECT FROM aliases WHERE model_id = models.id)
      OR EXISTS (SELECT FROM embeds WHERE model_id = models.id AND (expires_at IS NULL OR expires_at > now()))
      OR EXISTS (SELECT FROM models AS child WHERE child.parent_id = models.id AND child.is_warm AND child.status <> 'ready')
      OR EXISTS (SELECT FROM jobs WHERE model_id = models.id AND status IN ('queued', 'running'))
      OR EXISTS (
        SELECT FROM model_uses
        WHERE model_id = models.id AND used_on >= (${daysAgo(retention.oneShotDays)})::date)))`;

/** Locks datasets that seem unused, and their models, and then looks again: whoever has begun to use one meanwhile has
 *  committed, or finds it deleted. What is locked stays for the next time. */
function deleteUnusedDatasets(db: Kysely<Database>): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM datasets WHERE ${isUnused} LIMIT ${rowsPerStatementMax} FOR UPDATE SKIP LOCKED`.execute(
      trx,
    );
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    const locked = await sql<{ id: string }>`
      SELECT id FROM models WHERE dataset_id = ANY(${ids}::text[]) FOR UPDATE SKIP LOCKED`.execute(trx);
    const models = locked.rows.map(({ id }) => id);
    return execute(
      trx,
      sql`
        DELETE FROM datasets WHERE id = ANY(${ids}::text[]) AND ${isUnused}
          AND NOT EXISTS (SELECT FROM models WHERE dataset_id = datasets.id AND NOT id = ANY(${models}::text[]))`,
    );
  });
}
