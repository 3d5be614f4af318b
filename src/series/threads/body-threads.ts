/** Bodies that are read as a whole are read in threads: beside the others' calls, and with an end. */
import { Piscina } from 'piscina';
import { AppError } from '../../errors.ts';
import type { ThreadError } from './thread-error.ts';

const bodiesWaitingMax = 20;
const idleMsMax = 10_000;

export interface BodyThreadsOptions {
  /** The module whose default export reads a task. */
  entry: URL;
  msMax: number;
  threadsMax: number;
  heapMiBMax: number;
  /** What is said of a thread that failed, or was cut off. @param isLate whether it took too long */
  toError(isLate: boolean, cause: unknown): AppError;
}

/** Gives what the thread answers. It throws AppError overloaded, and what the thread tells. */
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

/** Of JSON. */
export function jsonThreadFailure(_isLate: boolean, cause: unknown): AppError {
  const detail = 'The body could not be read: there is too little time or memory for it at present.';
  return new AppError('overloaded', { detail, cause });
}
