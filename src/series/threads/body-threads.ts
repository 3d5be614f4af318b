/** Threads for bodies that are parsed as a whole. They do not block other calls, and have bounds of time and memory. */
import { Piscina } from 'piscina';
import { AppError } from '../../errors.ts';
import type { ThreadError } from './thread-error.ts';

const bodiesWaitingMax = 20;
const idleMsMax = 10_000;

export interface BodyThreadsOptions {
  /** The module whose default export runs a task. */
  entry: URL;
  msMax: number;
  threadsMax: number;
  heapMiBMax: number;
  /** The error if a thread failed or was stopped. @param isLate whether it took longer than `msMax` */
  toError(isLate: boolean, cause: unknown): AppError;
}

/** Returns a function that runs a task in a thread. It throws AppError overloaded, and the errors of the thread. */
export function createBodyThreads<Task, Answer extends object>(options: BodyThreadsOptions) {
  const { entry, msMax, threadsMax, heapMiBMax, toError: failed } = options;
  const threads = new Piscina<Task, Answer | ThreadError>({
    filename: entry.href,
    minThreads: 0,
    maxThreads: threadsMax,
    maxQueue: bodiesWaitingMax,
    idleTimeout: idleMsMax,
    resourceLimits: { maxOldGenerationSizeMb: heapMiBMax },
  });
  return async (task: Task, transferList: ArrayBuffer[] = []): Promise<Answer> => {
    if (threads.queueSize >= bodiesWaitingMax)
      throw new AppError('overloaded', { detail: 'Too many uploads are waiting to be read.' });
    const signal = AbortSignal.timeout(msMax);
    const answer = await threads.run(task, { signal, transferList }).catch((cause: unknown) => {
      throw failed(signal.aborted, cause);
    });
    if ('code' in answer) throw new AppError(answer.code, answer.details);
    return answer as Answer;
  };
}

/** Error if the thread for JSON failed. */
export function jsonThreadFailure(_isLate: boolean, cause: unknown): AppError {
  const detail = 'The body could not be read: at present there is not enough time or memory.';
  return new AppError('overloaded', { detail, cause });
}
