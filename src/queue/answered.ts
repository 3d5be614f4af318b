import { AppError } from '../errors.ts';

/** How long a caller waits for a queue that does not answer. */
const answerMsMax = 5_000;

/** @throws AppError queue_unavailable */
export async function answered<T>(call: Promise<T>): Promise<T> {
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
