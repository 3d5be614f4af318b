import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { someAtOnce } from '../../src/sharing/index.ts';

test('of many tasks of a call few run at the same time, and their results are in order', async () => {
  let [running, most] = [0, 0];
  const results = await someAtOnce(
    Array.from({ length: 1_000 }, (_, i) => i),
    async (i) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn <= i % 3; turn++) await setImmediate();
      running--;
      return i * 2;
    },
  );
  expect(results).toEqual(Array.from({ length: 1_000 }, (_, i) => i * 2));
  expect(most).toBe(8);
});

test('a task that fails fails the call, and no further one begins', async () => {
  let begun = 0;
  const work = async (i: number) => {
    begun++;
    if (i === 20) throw new Error('no');
  };
  await expect(
    someAtOnce(
      Array.from({ length: 100 }, (_, i) => i),
      work,
    ),
  ).rejects.toThrow('no');
  expect(begun).toBeLessThan(40);
});
