import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../src/errors.ts';

/** Between tries to reach a database that is away. There is no last try: the work is only in this process. */
const retryMs = 250;

/** Waits for a database that is away. Work is bounded all the same: the thread stops when its checkpoints are not
 *  saved, and when the database is back the lease says whether it is still ours. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'database_unavailable')) throw error;
      await sleep(retryMs);
    }
  }
}
