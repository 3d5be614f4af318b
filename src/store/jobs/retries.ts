import { type RawBuilder, sql, type Transaction } from 'kysely';
import { retention } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { lockDatasetRow } from '../database/lock-waits.ts';
import type { Database } from '../database/tables.ts';

/** Asks whether jobs that ended long ago can be retried: a change of their dataset may have deleted the version that they read. Locks the
 *  dataset of such jobs, so that no change does so before the retry commits. A deletion of the dataset locks it before its jobs, so the
 *  caller locks the jobs afterwards.
 *  @param isRetried SQL condition on `jobs` @throws AppError job_not_retryable */
export async function requireVersions(
  trx: Transaction<Database>,
  tenant: TenantId,
  isRetried: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await sql<{ id: string; dataset_id: string; dataset_version: number }>`
    SELECT DISTINCT ON (dataset_id) jobs.id, subject.dataset_id, subject.dataset_version
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
    throw new AppError('job_not_retryable', {
      detail: `Job ${id} ended more than ${retention.retryDays} days ago, and reads version ${dataset_version} of dataset ${dataset_id}, which is no longer kept; accepted: a new training or backtest.`,
    });
  }
}
