import { AppError } from '../errors.ts';

/** How long a caller waits for the queue. */
export const answerMsMaxDefault = 5_000;

/** @throws AppError queue_unavailable when the call to the queue fails, or takes longer than `answerMsMax` */
export async function withTimeout<T>(call: Promise<T>, answerMsMax = answerMsMaxDefault): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerMsMax} ms`)), answerMsMax);
  });
  try {
    return await Promise.race([call, tooLate]);
  } catch (cause) {
    throw new AppError('queue_unavailable', {
      detail: 'The queue does not answer; try again in a few seconds.',
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}
