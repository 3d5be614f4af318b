import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { retention } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { lockDatasetRow } from '../database/lock-waits.ts';
import type { Database } from '../database/tables.ts';

/** Asks whether jobs that ended long ago can be retried: a change of their dataset may have deleted the version that
 *  they read. Locks the dataset of such jobs, so that no change does so before the retry commits. A deletion of the
 *  dataset locks it before its jobs, so the caller locks the jobs afterwards.
 *  @param isRetried SQL condition on `jobs` @throws AppError job_not_retryable */
export async function requireVersions(
  trx: Transaction<Database>,
  tenant: TenantId,
  isRetried: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await sql<{ id: string; dataset_id: string; dataset_version: number }>`
    SELECT DISTINCT ON (dataset_id, dataset_version) jobs.id, subject.dataset_id, subject.dataset_version
    FROM jobs CROSS JOIN LATERAL (
      SELECT dataset_id, dataset_version FROM models WHERE jobs.kind = 'train' AND models.id = jobs.model_id
      UNION ALL
      SELECT dataset_id, dataset_version FROM backtests WHERE backtests.id = jobs.backtest_id) AS subject
    WHERE ${isRetried} AND jobs.tenant_id = ${tenant} AND jobs.status IN ('failed', 'cancelled')
      AND jobs.finished_at < now() - ${retention.retryDays} * interval '1 day'
    ORDER BY dataset_id, dataset_version, jobs.id`.execute(trx);
  for (const { id, dataset_id, dataset_version } of rows) {
    await lockDatasetRow(trx, { tenant, id: dataset_id }, 'FOR SHARE');
    const dataset = await trx
      .selectFrom('datasets')
      .select('oldest_version')
      .where('id', '=', dataset_id)
      .executeTakeFirst();
    if (dataset === undefined || dataset_version >= dataset.oldest_version) continue;
    const needed = await neededVersions(trx, dataset_id, dataset.oldest_version);
    if (needed.includes(dataset_version)) continue; // another job keeps it
    throw new AppError('job_not_retryable', {
      detail: `Job ${id} ended more than ${retention.retryDays} days ago, and reads version ${dataset_version} of dataset ${dataset_id}, which is no longer kept; accepted: a new training or backtest.`,
    });
  }
}

/** Versions before `oldest` that jobs read which run, or may be retried. They stay a day longer than they may be
 *  retried, since a retry may be under way. No further job begins on them: jobs read the newest version. A job of a
 *  series model reads the dataset of its model. */
export async function neededVersions(db: Kysely<Database>, id: string, oldest: number): Promise<number[]> {
  const job = sql`
    SELECT FROM jobs WHERE jobs.id = job_id
      AND (finished_at IS NULL OR finished_at > now() - ${retention.retryDays + 1} * interval '1 day') OFFSET 0`;
  const { rows } = await sql<{ version: number }>`
    SELECT dataset_version AS version FROM models CROSS JOIN LATERAL (${job}) AS job
    WHERE dataset_id = ${id} AND status <> 'ready' AND dataset_version < ${oldest}
    UNION SELECT dataset_version FROM backtests CROSS JOIN LATERAL (${job}) AS job
    WHERE dataset_id = ${id} AND status <> 'ready' AND dataset_version < ${oldest}`.execute(db);
  return rows.map(({ version }) => version);
}
