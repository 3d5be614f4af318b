import { AppError } from '../src/errors.ts';
import type { HandledTask } from '../src/queue/index.ts';
import { type FairGate, inCall } from '../src/sharing/index.ts';
import { createHeldSubjects } from './held-subjects.ts';

/** A task that was given back comes again after a second. After this silence another worker has it. */
const heldMsMax = 10_000;

export interface TimedTask {
  id: string;
  tenant: string;
  /** Id of the schedule or the model. */
  subject: string;
}

/** Does scheduled work of a tenant when its turn comes. It is `held` if too much of the tenant waits already: the queue delivers in the
 *  order of arrival, and the tasks of one tenant must not take all places before those of another. Of one subject one task is held:
 *  further ones end without work, so they do not pile up. */
export type Turns = (task: TimedTask, work: () => Promise<void>) => Promise<HandledTask>;

export function createTurns(gate: FairGate): Turns {
  const held = createHeldSubjects(heldMsMax);

  return async (task, work) => {
    if (held.isBehind(task)) return 'behind';
    let hasBegun = false;
    try {
      await inCall({ tenant: task.tenant, signal: null }, () =>
        gate(() => {
          hasBegun = true;
          return work();
        }),
      );
      held.release(task);
      return 'ended';
    } catch (error) {
      if (hasBegun || !(error instanceof AppError) || error.code !== 'overloaded') throw error;
      held.hold(task);
      return 'held';
    }
  };
}
