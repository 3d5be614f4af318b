import { AppError } from '../src/errors.ts';
import type { HandledTask } from '../src/queue/index.ts';
import { type FairGate, inCall } from '../src/sharing/index.ts';
import { createDeferredTasks } from './deferred-tasks.ts';

/** A deferred task comes again after a second. After this silence another worker has it. */
const deferredMsMax = 10_000;

export interface TimedTask {
  id: string;
  tenant: string;
  /** Id of the schedule or the model. */
  subject: string;
}

/** Does a timed task of a tenant when its turn comes. It is `deferred` if too much of the tenant waits already: the
 *  queue delivers in the order of arrival, and the tasks of one tenant must not take all places before those of
 *  another. It is also `deferred`, for another worker, if this one stops before the work has ended. Of one subject one
 *  task is deferred: later ones end without work, so they do not pile up. */
export type Turns = (task: TimedTask, work: () => Promise<void>) => Promise<HandledTask>;

/** @param stopping aborted when this process is asked to end. It ends what waits at the gate, if
 *  that watches its callers */
export function createTurns(gate: FairGate, stopping: AbortSignal): Turns {
  const deferred = createDeferredTasks(deferredMsMax);

  return async (task, work) => {
    if (deferred.isBehindEarlier(task)) return 'skipped';
    let hasBegun = false;
    try {
      await inCall({ tenant: task.tenant, signal: stopping }, () =>
        gate(() => {
          hasBegun = true;
          return work();
        }),
      );
      deferred.done(task);
      return 'ended';
    } catch (error) {
      if (stopping.aborted) return 'deferred'; // its tries are not counted
      if (hasBegun || !(error instanceof AppError) || error.code !== 'overloaded') throw error;
      deferred.add(task);
      return 'deferred';
    }
  };
}
