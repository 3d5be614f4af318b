import { AppError } from '../../errors.ts';

/** Result of one task of a batch. An error of a task does not affect the others. */
export type Outcome<Answer> = Computed<Answer> | { error: unknown };

export interface Computed<Answer> {
  answer: Answer;
  /** Milliseconds of the computation; those of a batch are divided by its tasks. */
  ms: number;
}

export function computedOrThrow<Answer>(outcome: Outcome<Answer>): Computed<Answer> {
  if ('error' in outcome) throw outcome.error;
  return outcome;
}

export interface BatchOptions<Task, Answer> {
  /** Runs tasks in a thread. Outcomes are in the order of the tasks.
   *  @param signal aborted when all callers of the batch have gone; null if one of them cannot go */
  run(tasks: Task[], signal: AbortSignal | null): Promise<Outcome<Answer>[]>;
  /** Batches that run at a time: the number of threads. */
  atOnce: number;
  /** Most tasks of a batch, and their time. An answer waits for the whole batch. */
  tasksMax: number;
  msMax: number;
  /** Milliseconds that are expected of a task of which nothing is known. */
  unknownMs: number;
  /** Tasks that may wait. */
  waitingMax: number;
}

export interface MicroBatches<Task, Answer> {
  /** @param expectedMs milliseconds that such a task took before; null: unknown
   *  @param signal aborted when the caller has gone
   *  @throws AppError overloaded, call_abandoned */
  ask(task: Task, expectedMs: number | null, signal?: AbortSignal | null): Promise<Computed<Answer>>;
  /** Whether no task waits or runs. */
  isIdle(): boolean;
}

interface Waiting<Task, Answer> {
  task: Task;
  expectedMs: number | null;
  signal: AbortSignal | null;
  resolve(outcome: Computed<Answer>): void;
  reject(error: unknown): void;
}

/** Hands small tasks to threads in batches: one message carries all tasks that wait, and what they share is sent and
 *  computed once. A task that finds a free thread is sent at once. Its numbers do not depend on its batch.
 */
export function createMicroBatches<Task, Answer>({
  run,
  atOnce,
  tasksMax,
  msMax,
  unknownMs,
  waitingMax,
}: BatchOptions<Task, Answer>): MicroBatches<Task, Answer> {
  let waiting: Waiting<Task, Answer>[] = [];
  let running = 0;

  function takeBatch(): Waiting<Task, Answer>[] {
    const share = Math.ceil(waiting.length / atOnce); // the threads share what waits
    const most = Math.min(tasksMax, share);
    let [length, ms] = [0, 0];
    while (length < most) {
      ms += waiting[length].expectedMs ?? unknownMs;
      if (length > 0 && ms > msMax) break;
      length++;
    }
    return waiting.splice(0, length);
  }

  async function runBatch(): Promise<void> {
    for (const { reject } of waiting.filter(hasGone)) reject(new AppError('call_abandoned'));
    waiting = waiting.filter((one) => !hasGone(one));
    if (waiting.length === 0) return;
    running++;
    const batch = takeBatch();
    try {
      const outcomes = await run(
        batch.map(({ task }) => task),
        allGone(batch),
      );
      for (const [i, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[i];
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome);
      }
      outcomes.length = 0; // Piscina's record of the task, which V8 keeps until it collects the whole heap, refers to them
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      running--;
      if (waiting.length > 0) void runBatch();
    }
  }

  return {
    async ask(task, expectedMs, signal = null) {
      if (waiting.length >= waitingMax)
        throw new AppError('overloaded', { detail: 'Too many forecasts are waiting for a thread.' });
      return new Promise((resolve, reject) => {
        waiting.push({ task, expectedMs, signal, resolve, reject });
        if (running < atOnce) void runBatch();
      });
    },
    isIdle: () => running === 0 && waiting.length === 0,
  };
}

function hasGone({ signal }: { signal: AbortSignal | null }): boolean {
  return signal?.aborted ?? false;
}

/** Aborted when all callers of a batch have gone. Null if one of them cannot go. */
function allGone(batch: readonly { signal: AbortSignal | null }[]): AbortSignal | null {
  if (batch.length === 1) return batch[0].signal;
  const signals = batch.flatMap(({ signal }) => signal ?? []);
  if (signals.length < batch.length) return null;
  const gone = new AbortController();
  for (const signal of signals)
    signal.addEventListener('abort', () => {
      if (signals.every(({ aborted }) => aborted)) gone.abort();
    });
  return gone.signal;
}
