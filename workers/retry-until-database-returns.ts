import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../src/errors.ts';

/** Pause between tries. There is no last try: the work exists in this process only. */
const retryMs = 250;

/** Repeats a call while the database cannot be reached. Other errors are thrown. The work that is at risk stays
 *  bounded: the thread waits when two checkpoints are unsaved, and after the outage the lease says whether the job
 *  still belongs to this worker. */
export async function retryUntilDatabaseReturns<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'database_unavailable')) throw error;
      await sleep(retryMs);
    }
  }
}
