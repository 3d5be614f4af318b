import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/tables.ts';

interface DeletedWith {
  /** Column of `jobs` or of `models` that names what is deleted. */
  column: 'jobs.model_id' | 'jobs.backtest_id' | 'models.dataset_id' | 'models.fleet_id';
  value: string;
}

/** Locks the ended jobs that a deletion of their model, backtest, fleet or dataset deletes too. Whoever changes a job locks its row
 *  first, and then its model, backtest or fleet. A deletion keeps this order: otherwise it and a retry wait for each other. Jobs
 *  that have not ended are not locked, because they refuse the deletion: the caller looks for them afterwards. */
export async function lockEndedJobs(
  trx: Transaction<Database>,
  { column, value }: DeletedWith,
): Promise<void> {
  await sql`
    SELECT count(*) FROM (
      SELECT jobs.id FROM jobs JOIN models ON models.id = jobs.model_id
      WHERE ${sql.ref(column)} = ${value} AND jobs.status NOT IN ('queued', 'running')
      ORDER BY jobs.id FOR UPDATE OF jobs
    ) AS locked`.execute(trx);
}
