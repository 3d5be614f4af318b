import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../database/tables.ts';

/** A worker without a heartbeat for this time is considered lost. Longer than several heartbeats (one every 0.4 s), and
 *  shorter than the queue takes to give the job to another worker. */
const claimSilenceMs = 3_000;

/** SQL: whether the last heartbeat of a job is further than a time from now, by the clock of the database. A live worker writes it several
 *  times a second, so one in the future is of a worker that died before that clock was set back.
 *  @param ms SQL of the time in milliseconds */
export function silentFor(ms: RawBuilder<unknown>): RawBuilder<boolean> {
  const interval = sql`(${ms}) * interval '1 millisecond'`;
  return sql`heartbeat_at NOT BETWEEN clock_timestamp() - ${interval} AND clock_timestamp() + ${interval}`;
}

/** SQL: whether the worker of a job has been silent for so long that another one may claim the job. */
export function isWorkerSilent(): RawBuilder<boolean> {
  return silentFor(sql`${claimSilenceMs}::integer`);
}

/** Whether another worker may claim a running job, by the clock of the database. */
export async function mayBeClaimed(trx: Transaction<Database>, jobId: string): Promise<boolean> {
  const { isSilent } = await trx
    .selectFrom('jobs')
    .select(isWorkerSilent().as('isSilent'))
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow();
  return isSilent;
}
