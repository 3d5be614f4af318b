import { AppError } from '../src/errors.ts';
import type { Handled } from '../src/queue/index.ts';
import { type FairGate, inCall } from '../src/sharing/index.ts';

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
export type Turns = (
  task: TimedTask,
  work: () => Promise<void>,
) => Promise<Extract<Handled, 'ended' | 'held'>>;

export function createTurns(gate: FairGate): Turns {
  const held = new Map<string, { id: string; heldAt: number }>();

  return async ({ id, tenant, subject }, work) => {
    const other = held.get(subject);
    if (other !== undefined && other.id !== id && performance.now() - other.heldAt <= heldMsMax)
      return 'ended';
    held.delete(subject);
    let hasBegun = false;
    try {
      await inCall({ tenant, signal: null }, () =>
        gate(() => {
          hasBegun = true;
          return work();
        }),
      );
      return 'ended';
    } catch (error) {
      if (hasBegun || !(error instanceof AppError) || error.code !== 'overloaded') throw error;
      held.set(subject, { id, heldAt: performance.now() });
      return 'held';
    }
  };
}
