import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { sharedSeries } from '../../../src/contracts/schemas/datasets/shared-series.ts';
import { coresOf, createCoreBudget, dividedCores } from '../../../src/training/cores.ts';
import { seriesOf } from '../support.ts';

test.each([
  [4, [9], [4]],
  [4, [2], [2]],
  [4, [9, 9], [2, 2]],
  [5, [9, 9], [3, 2]],
  [4, [1, 9], [1, 3]],
  [4, [0, 9, 0, 2], [0, 2, 0, 2]],
  [1, [9, 9], [1, 1]],
  [3, [9, 9, 9, 9], [1, 1, 1, 1]],
  [8, [3, 0, 2], [3, 0, 2]],
])('%i cores, requests of %j: %j', (cores, requests, granted) => {
  expect(dividedCores(cores, requests)).toEqual(granted);
});

test('a single job has all cores, shares them with a second one, and has them all when that ends or fails', async () => {
  const budget = createCoreBudget(4, 2);
  await budget.use(async (share) => {
    const first = coresOf(share);
    expect(first.granted()).toBe(1); // it has not requested more
    first.request(9);
    expect(first.granted()).toBe(4);
    const failing = budget.use(async (other) => {
      const second = coresOf(other);
      expect(first.granted()).toBe(3);
      second.request(9);
      expect([first.granted(), second.granted()]).toEqual([2, 2]);
      throw new Error('diverged');
    });
    await expect(failing).rejects.toThrow('diverged');
    expect(first.granted()).toBe(4);
  });
});

test('a request that arrives after the end of its job has no effect', async () => {
  const budget = createCoreBudget(3, 2);
  await budget.use(async (share) => {
    const own = coresOf(share);
    own.request(3);
    const ended = await budget.use(async (other) => coresOf(other));
    ended.request(3);
    expect(own.granted()).toBe(3);
    await budget.use(async () => expect(own.granted()).toBe(2));
  });
});

test('without a share there is one core', () => {
  const cores = coresOf(undefined);
  cores.request(5);
  expect(cores.granted()).toBe(1);
});

test('shared series have the same values, in memory that a message does not copy', () => {
  const series = [{ ...seriesOf([1, Number.NaN, 3]), covariates: { c: Float64Array.of(4, 5, 6) } }];
  const shared = sharedSeries(series);
  expect(shared).toEqual(series);
  const [received] = structuredClone(shared);
  shared[0].covariates.c[1] = 9;
  expect(received.covariates.c[1]).toBe(9);
});

test('the setting is a number of cores; the default is all cores', () => {
  expect(readConfig({}).trainingCores).toBe(availableParallelism());
  expect(readConfig({ GATECAST_TRAINING_CORES: '3' }).trainingCores).toBe(3);
  for (const text of ['0', '1.5', 'all'])
    expect(() => readConfig({ GATECAST_TRAINING_CORES: text })).toThrow(
      'GATECAST_TRAINING_CORES: must be a whole number from 1 to 1024',
    );
});
