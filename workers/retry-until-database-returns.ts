import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type ErrorCode } from '../src/errors.ts';

/** Pause between tries. There is no last try: the work exists in this process only. */
const retryMs = 250;

/** Errors after which the database may take the same call later. */
const waitsFor: readonly ErrorCode[] = ['database_unavailable', 'storage_full'];

/** Repeats a call while the database cannot be reached, or has no space. Other errors are thrown. The work that is at risk stays
 *  bounded: the thread waits when two checkpoints are unsaved, and after the outage the lease says whether the job
 *  still belongs to this worker.
 *  @param meanwhile runs after each try that failed, and before the next; its errors do not count */
export async function retryUntilDatabaseReturns<T>(
  call: () => Promise<T>,
  meanwhile?: () => Promise<unknown>,
): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AppError && waitsFor.includes(error.code))) throw error;
      await meanwhile?.().catch(() => {});
      await sleep(retryMs);
      await meanwhile?.().catch(() => {});
    }
  }
}
