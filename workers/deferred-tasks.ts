/** Remembers which task of a subject this process put back into the queue. Later tasks of that subject end without
 *  work, so that they do not pile up. A task yields to earlier ones only: two processes that have deferred a task
 *  each do not end both. */
export interface DeferredTasks {
  /** Whether an earlier task of the subject was deferred, and is expected again. */
  isBehindEarlier(task: SubjectTask): boolean;
  add(task: SubjectTask): void;
  /** The task has been done. */
  done(task: SubjectTask): void;
}

interface SubjectTask {
  /** That of a schedule's run ends with its milliseconds, which grow; the rest is the same for all runs of the
   *  schedule. A watch has one id. */
  id: string;
  /** Id of the schedule or the model. */
  subject: string;
}

/** @param deferredMsMax time in which a deferred task comes again; after that another worker has it */
export function createDeferredTasks(deferredMsMax: number): DeferredTasks {
  const deferred = new Map<string, { id: string; at: number }>();
  const isExpected = ({ at }: { at: number }) => performance.now() - at <= deferredMsMax;
  return {
    isBehindEarlier({ id, subject }) {
      const other = deferred.get(subject);
      return other !== undefined && isBefore(other.id, id) && isExpected(other);
    },
    add({ id, subject }) {
      deferred.delete(subject);
      deferred.set(subject, { id, at: performance.now() });
      for (const [oldest, task] of deferred) {
        if (isExpected(task)) break;
        deferred.delete(oldest);
      }
    },
    done({ id, subject }) {
      if (deferred.get(subject)?.id === id) deferred.delete(subject);
    },
  };
}

/** Ids of a subject differ in their last number alone, so a shorter id has a smaller one. */
function isBefore(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length;
}
