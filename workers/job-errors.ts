/** Errors with which a job ends. */
import type { Claim } from '../src/contracts/ports/index.ts';
import { AppError, type ErrorCode } from '../src/errors.ts';

export const timedOutCode: ErrorCode = 'job_timed_out';

/** The error that the caller gets. @param name of the work, such as `training` */
export function knownError(error: unknown, name: string, { job }: Claim): AppError {
  if (error instanceof AppError) return error;
  if (isOutOfMemory(error)) {
    return new AppError('job_out_of_memory', {
      detail: `The ${name} needed more memory than its thread may use; use smaller settings, or fewer series.`,
    });
  }
  return new AppError('internal', {
    detail: `The ${name} failed in the service itself. The worker's log has details under ${job.id}.`,
  });
}

function isOutOfMemory(error: unknown): boolean {
  return (
    (error as { code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY' ||
    (error instanceof RangeError && error.message.includes('allocation failed'))
  );
}

export function timedOut(name: string, secondsMax: number): AppError {
  return new AppError(timedOutCode, {
    detail: `The ${name} was stopped, since it worked longer than ${secondsMax} seconds, which is the limit; use fewer steps, smaller settings or fewer windows.`,
  });
}

/** Refuses an attempt for which earlier ones have left no time. */
export function noTimeLeft(name: string, { elapsedSeconds }: Claim, secondsMax: number): AppError {
  return new AppError(timedOutCode, {
    detail: `The ${name} did not begin again: earlier attempts worked ${Math.round(elapsedSeconds)} seconds, and the limit of all attempts is ${secondsMax}; use fewer steps, smaller settings or fewer windows.`,
  });
}
