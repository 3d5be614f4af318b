/** Remembers which task of a subject was given back to the queue by this process. Further tasks of that subject end without work, so that
 *  they do not pile up. */
export interface HeldSubjects {
  /** Whether another task of the subject was given back, and is expected again. */
  isBehind(task: HeldTask): boolean;
  hold(task: HeldTask): void;
}

interface HeldTask {
  id: string;
  /** Id of the schedule or the model. */
  subject: string;
}

/** @param heldMsMax time in which a task that was given back comes again; after that another worker has it */
export function createHeldSubjects(heldMsMax: number): HeldSubjects {
  const held = new Map<string, { id: string; heldAt: number }>();
  return {
    isBehind({ id, subject }) {
      const other = held.get(subject);
      if (other !== undefined && other.id !== id && performance.now() - other.heldAt <= heldMsMax)
        return true;
      held.delete(subject);
      return false;
    },
    hold({ id, subject }) {
      held.set(subject, { id, heldAt: performance.now() });
    },
  };
}
