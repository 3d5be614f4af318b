/** Remembers which task of a subject this process gave back to the queue. Later tasks of that subject end without work, so that they do
 *  not pile up. A task yields to earlier ones only: two processes that have given back a task each do not end both. */
export interface HeldSubjects {
  /** Whether an earlier task of the subject was given back, and is expected again. */
  isBehind(task: HeldTask): boolean;
  hold(task: HeldTask): void;
  /** The task has been done. */
  release(task: HeldTask): void;
}

interface HeldTask {
  /** Begins with the subject and ends with a number that grows: the milliseconds of a schedule's run, or the version of a dataset. */
  id: string;
  /** Id of the schedule or the model. */
  subject: string;
}

/** @param heldMsMax time in which a task that was given back comes again; after that another worker has it */
export function createHeldSubjects(heldMsMax: number): HeldSubjects {
  const held = new Map<string, { id: string; heldAt: number }>();
  const isExpected = ({ heldAt }: { heldAt: number }) => performance.now() - heldAt <= heldMsMax;
  return {
    isBehind({ id, subject }) {
      const other = held.get(subject);
      return other !== undefined && isBefore(other.id, id) && isExpected(other);
    },
    hold({ id, subject }) {
      held.delete(subject);
      held.set(subject, { id, heldAt: performance.now() });
      for (const [oldest, one] of held) {
        if (isExpected(one)) break;
        held.delete(oldest);
      }
    },
    release({ id, subject }) {
      if (held.get(subject)?.id === id) held.delete(subject);
    },
  };
}

/** Ids of a subject differ in their last number alone, so a shorter id has a smaller one. */
function isBefore(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length;
}
