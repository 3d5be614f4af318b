import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from './outages.ts';

/** Pause between tries. There is no last try: the work exists in this process only. */
const retryMs = 250;

/** Repeats a call while the database cannot be reached, or has no space. Other errors are thrown. The work that is at risk stays
 *  bounded: the thread waits when two checkpoints are unsaved, and after the outage the lease says whether the job
 *  still belongs to this worker.
 *  @param beforeNext runs before each further try; its errors do not count */
export async function retryUntilDatabaseReturns<T>(
  call: () => Promise<T>,
  beforeNext?: () => Promise<unknown>,
): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await sleep(retryMs);
      await beforeNext?.().catch(() => {});
    }
  }
}
