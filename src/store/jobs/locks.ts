import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../database/tables.ts';

/** Column of `models` that names what they belong to. */
interface Owner {
  column: 'dataset_id' | 'fleet_id';
  value: string;
}

/** SQL condition on `jobs`: the job is of a model of the owner. As an array, the models lead to the index of the jobs
 *  of each. As a join, they would also be compared with all jobs that are queued, if the statistics are of a time
 *  when there were none. */
export function isOfModels({ column, value }: Owner): RawBuilder<boolean> {
  return sql<boolean>`jobs.model_id = ANY(ARRAY(SELECT id FROM models WHERE ${sql.ref(column)} = ${value}))`;
}

/** SQL condition on `jobs`: the job is queued or running. `||` hides the status from the planner: with statistics of an
 *  empty queue it would look for the jobs of one thing in the index of all queued ones. */
export const hasNotEnded = sql<boolean>`jobs.status || '' IN ('queued', 'running')`;

/** Locks the ended jobs that a deletion of their model, backtest, fleet or dataset deletes too. Whoever changes a job
 *  locks its row first, then its model or backtest, and last its fleet, in a trigger of the model. Of several, those
 *  with lower ids come first. A deletion keeps this order: otherwise it and a retry, or a worker, wait for each other.
 *  Jobs that have not ended are not locked, because they refuse the deletion: the caller looks for them afterwards. */
export async function lockEndedJobs(
  trx: Transaction<Database>,
  { column, value }: Owner | { column: 'model_id' | 'backtest_id'; value: string },
): Promise<void> {
  const isDeleted =
    column === 'dataset_id' || column === 'fleet_id'
      ? isOfModels({ column, value })
      : sql<boolean>`${sql.ref(column)} = ${value}`;
  await sql`
    SELECT count(*) FROM (
      SELECT id FROM jobs WHERE ${isDeleted} AND status NOT IN ('queued', 'running') ORDER BY id FOR UPDATE
    ) AS locked`.execute(trx);
}
