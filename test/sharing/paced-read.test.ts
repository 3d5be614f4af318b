import { expect, test } from 'vitest';
import { createPacedRead } from '../../src/sharing/index.ts';

test('an answer is kept as many times as long as its read took', async () => {
  let now = 0;
  let reads = 0;
  const paced = createPacedRead<number>(100, () => now);
  const read = () =>
    paced(async () => {
      now += 3;
      return ++reads;
    });
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  now += 299;
  expect(await read()).toBe(1);
  now += 1;
  expect(await read()).toBe(2);
});

test('a read that fails is not kept', async () => {
  const paced = createPacedRead<number>(100, () => 0);
  await expect(paced(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await paced(async () => 1)).toBe(1);
});
