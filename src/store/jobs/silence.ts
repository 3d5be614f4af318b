/** How long a running job may be without a heartbeat. A live worker writes one every 0.4 s.
 *
 * | silence | from then on |
 * |---|---|
 * | 3 s | a worker that gets the job's entry of the queue may claim the job |
 * | 10 s | the reconciler adds an entry for the job if the queue has none |
 * | 10 s | the job is lost: any worker recovers it with any entry, and a cancel ends it |
 * | 15 s | the same for a job that was lost before |
 */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../database/tables.ts';

/** Longer than several heartbeats, and shorter than the queue takes to give the job to another worker. */
const claimableAfterMs = 3_000;
/** Longer than the heartbeats of a live worker are late. */
const requeuedAfterMs = 10_000;
/** The own entry of the job may wait behind many others, or may be lost. Longer than a busy
 *  database delays heartbeats. */
const lostAfterMs = 10_000;
/** The job may kill its workers, so others get more time between its recoveries. As long as the queue takes to
 *  deliver its own entry again. */
const lostAgainAfterMs = 15_000;

/** SQL: whether the last heartbeat of a job is further than a time from now, by the clock of the database. A live
 *  worker writes it several times a second, so one in the future is of a worker that died before
 *  that clock was set back.
 *  @param ms SQL of the time in milliseconds */
function silentFor(ms: RawBuilder<unknown>): RawBuilder<boolean> {
  const interval = sql`(${ms}) * interval '1 millisecond'`;
  return sql`heartbeat_at NOT BETWEEN clock_timestamp() - ${interval} AND clock_timestamp() + ${interval}`;
}

/** SQL conditions on a running job, by the clock of the database. */
export const isClaimable = silentFor(sql`${claimableAfterMs}::integer`);
export const isToBeRequeued = silentFor(sql`${requeuedAfterMs}::integer`);
export const isLost = silentFor(
  sql`CASE WHEN recoveries = 0 THEN ${sql.lit(lostAfterMs)} ELSE ${sql.lit(lostAgainAfterMs)} END`,
);

/** Whether another worker may claim a running job, by the clock of the database. */
export async function mayBeClaimed(trx: Transaction<Database>, jobId: string): Promise<boolean> {
  const { isSilent } = await trx
    .selectFrom('jobs')
    .select(isClaimable.as('isSilent'))
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow();
  return isSilent;
}
