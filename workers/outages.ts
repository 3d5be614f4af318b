import type { HandledTask } from '../src/queue/index.ts';
import { isOutage } from '../src/store/index.ts';
import { createDeferredTasks } from './deferred-tasks.ts';

/** A task that waits for the end of an outage comes again after 5 s, and then takes as long as the
 *  database needs to fail. */
const deferredMsMax = 15_000;

/** Does a timed task. While the database cannot be reached or has no room, the task waits in the queue, however long
 *  that takes: its tries are not counted. Of one subject one task waits. */
export type PastOutages = (
  task: { id: string; subject: string },
  work: () => Promise<HandledTask>,
) => Promise<HandledTask>;

export function createPastOutages(): PastOutages {
  const deferred = createDeferredTasks(deferredMsMax);
  return async (task, work) => {
    if (deferred.isBehindEarlier(task)) return 'skipped';
    try {
      const handled = await work();
      deferred.done(task);
      return handled;
    } catch (error) {
      if (!isOutage(error)) throw error;
      deferred.add(task);
      return { outage: error };
    }
  };
}
