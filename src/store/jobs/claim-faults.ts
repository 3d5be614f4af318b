/** Claims that threw: whose fault it is, and the end of a job that cannot begin. */
import type { Kysely } from 'kysely';
import pg from 'pg';
import { AppError } from '../../errors.ts';
import { isConnectionError } from '../database/connection.ts';
import { inTransaction } from '../database/deadlocks.ts';
import type { Database } from '../database/tables.ts';
import { endAsFailed } from './endings.ts';
import { mayBeClaimed } from './silence.ts';

/** Whether a claim failed because the database is away or takes no writes: then no other job can begin either. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof AppError)) return isConnectionError(error);
  return error.code === 'storage_full' || isConnectionError(error.cause);
}

/** Whether a claim failed because of the rows of its job. A statement that takes too long, waits for a lock or does not
 *  fit the schema may be possible later. SQLSTATE: data exceptions, violated constraints, errors of triggers, limits of
 *  a value, and internal errors such as of a damaged row. */
export function isCausedByJob(error: unknown): boolean {
  if (error instanceof AppError) return error.code !== 'database_unavailable';
  return !(error instanceof pg.DatabaseError) || /^(22|23|P0|54|XX)/.test(error.code ?? '');
}

/** Fails a job that could not begin.
 *  @returns whether it has failed; null if another worker holds it or has ended it */
export async function failUnbegun(
  db: Kysely<Database>,
  jobId: string,
  error: unknown,
): Promise<boolean | null> {
  // An error of a statement speaks of requests.
  const fault = error instanceof AppError && error.cause === undefined ? error : notBegun(jobId);
  try {
    return await inTransaction(db, async (trx) => {
      const job = await trx
        .selectFrom('jobs')
        .select(['id', 'tenant_id', 'kind', 'status', 'model_id', 'backtest_id'])
        .where('id', '=', jobId)
        .where('status', 'in', ['queued', 'running'])
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (job === undefined || (job.status === 'running' && !(await mayBeClaimed(trx, jobId)))) return null;
      await endAsFailed(trx, job, fault.toProblem());
      return true;
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    return false;
  }
}

function notBegun(jobId: string): AppError {
  return new AppError('internal', {
    detail: `The job could not begin, because of an error in the service itself. The worker's log has details under ${jobId}.`,
  });
}
