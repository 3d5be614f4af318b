import { expect, test } from 'vitest';
import { createMicroBatches, type Outcome } from '../../../src/forecasting/serving/micro-batches.ts';

const limits = { atOnce: 2, tasksMax: 3, msMax: 10, unknownMs: 1, waitingMax: 5 };

/** A thread that doubles numbers when it is told to. */
function threads() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const run = async (tasks: number[]): Promise<Outcome<number>[]> => {
    batches.push(tasks);
    await new Promise<void>((resolve) => ends.push(resolve));
    return tasks.map((n) => (n < 0 ? { error: new Error(`${n} is negative`) } : { answer: 2 * n, ms: 1 }));
  };
  const endAll = async () => {
    while (ends.length > 0) {
      ends.shift()!();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { batches, run, endAll };
}

test('a task goes to a free thread at once; those that wait share a message', async () => {
  const { batches, run, endAll } = threads();
  const { ask, isIdle } = createMicroBatches({ run, ...limits });
  expect(isIdle()).toBe(true);
  const answers = [1, 2, 3, 4, 5].map((n) => ask(n, null));
  expect(isIdle()).toBe(false);
  expect(batches).toEqual([[1], [2]]);
  await endAll();
  expect((await Promise.all(answers)).map(({ answer }) => answer)).toEqual([2, 4, 6, 8, 10]);
  expect(isIdle()).toBe(true);
  expect(batches).toEqual([[1], [2], [3, 4], [5]]);
});

test('an error of a task is that of its caller alone', async () => {
  const { run, endAll } = threads();
  const { ask } = createMicroBatches({ run, ...limits, atOnce: 1 });
  const answers = Promise.allSettled([1, 2, -3, 4].map((n) => ask(n, null)));
  await endAll();
  expect((await answers).map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  ]);
});

test('more than may wait are refused as overload', async () => {
  const { run, endAll } = threads();
  const { ask } = createMicroBatches({ run, ...limits });
  const fits = Array.from({ length: limits.atOnce + limits.waitingMax }, (_, n) => ask(n, null));
  await expect(ask(0, null)).rejects.toMatchObject({ code: 'overloaded' });
  await endAll();
  await Promise.all(fits);
  await endAll();
});

test('a caller that hangs up is not served; its batch ends when all of its callers have gone', async () => {
  const { run, batches, endAll } = threads();
  const signals: (AbortSignal | null)[] = [];
  const { ask } = createMicroBatches({
    run: (tasks: number[], signal) => {
      signals.push(signal);
      return run(tasks);
    },
    ...limits,
    atOnce: 1,
  });
  const [first, second, third, fourth] = Array.from({ length: 4 }, () => new AbortController());
  const answers = Promise.allSettled([
    ...[
      ask(1, null, first.signal),
      ask(2, null, second.signal),
      ask(3, null, third.signal),
      ask(4, null, fourth.signal),
    ],
  ]);
  second.abort();
  await endAll();
  expect(batches).toEqual([[1], [3, 4]]);
  third.abort();
  expect(signals[1]!.aborted).toBe(false);
  fourth.abort();
  expect(signals[1]!.aborted).toBe(true);
  expect((await answers)[1]).toMatchObject({ status: 'rejected', reason: { code: 'call_abandoned' } });
});

test('a batch has as many tasks as are expected to take its time, and at least one', async () => {
  const { batches, run, endAll } = threads();
  const { ask } = createMicroBatches({ run, ...limits, ...{ atOnce: 1, tasksMax: 8, waitingMax: 20 } });
  const answers = [
    ask(1, 1),
    ...[ask(2, 4), ask(3, 6), ask(4, 1)],
    ...[ask(5, 50), ask(6, null), ask(7, 9), ask(8, 2)],
  ];
  await endAll();
  await Promise.all(answers);
  expect(batches).toEqual([[1], [2, 3], [4], [5], [6, 7], [8]]);
});
