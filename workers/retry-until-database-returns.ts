import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type ErrorCode } from '../src/errors.ts';

/** Pause between tries. Only a stop ends them: the work exists in this process only. */
const retryMs = 250;

/** Errors after which the database may take the same call later. */
const waitsFor: readonly ErrorCode[] = ['database_unavailable', 'storage_full'];

/** How long a process that stops waits for the database, so that its jobs can keep their state. */
export const leavingAfterMs = 3_000;

/** A job was left as it is, because the process stops while the database is away. Another worker takes it over when it
 *  is silent. */
export class LeftWithoutDatabase extends Error {
  constructor(cause: unknown) {
    super('the job was left to another worker', { cause });
  }
}

export interface RetryOptions {
  /** Aborted when nobody waits any longer for the result. A call that is at work then is not cut off. */
  signal: AbortSignal;
  /** Runs after each try that failed, and before the next; its errors do not count. */
  meanwhile?(): Promise<unknown>;
}

/** Repeats a call while the database cannot be reached, or has no space. Other errors are thrown. The work that is at
 *  risk stays bounded: the thread waits when two checkpoints, or a large one, are unsaved, and after the outage the
 *  lease says whether the job still belongs to this worker.
 *  @throws LeftWithoutDatabase after a try that failed when `signal` is aborted */
export async function retryUntilDatabaseReturns<T>(
  call: () => Promise<T>,
  { signal, meanwhile }: RetryOptions,
): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AppError && waitsFor.includes(error.code))) throw error;
      if (signal.aborted) throw new LeftWithoutDatabase(error);
      await meanwhile?.().catch(() => {});
      await sleep(retryMs, undefined, { signal }).catch(() => {}); // an abort ends the pause
      if (!signal.aborted) await meanwhile?.().catch(() => {});
    }
  }
}

/** A signal that is aborted some time after another one. */
export function abortedLater(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController();
  const wait = () => void setTimeout(() => later.abort(), ms).unref();
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true });
  return later.signal;
}
