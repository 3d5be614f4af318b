import { AppError } from '../../errors.ts';
import type { TaskThreads } from '../../training/index.ts';

/** The pool, with AppError overloaded for a task that finds its queue full. */
export function refusingOverload(threads: TaskThreads): TaskThreads {
  return {
    run: (task, options) =>
      threads.run(task, options).catch((error: unknown) => {
        throw isFull(error) ? overloaded(error) : error;
      }),
  };
}

/** Piscina has no class or code for a full queue. */
function isFull(error: unknown): boolean {
  return error instanceof Error && error.message === 'Task queue is at limit';
}

function overloaded(cause: unknown): AppError {
  return new AppError('overloaded', {
    detail:
      'Too many forecasts are waiting for a thread; try again in a few seconds, with fewer calls at once.',
    cause,
  });
}
