import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type DatasetHeader, nearestToEach } from '../../src/contracts/schemas/index.ts';
import { readFuture } from '../../src/services/known-future.ts';

/** Turns that other work gets before `work` has ended. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [turns, isDone] = [0, false];
  const ended = work.finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await setImmediate();
  await ended;
  return turns;
}

const header: DatasetHeader = {
  ...{ time_kind: 'instant', time_zone: 'America/New_York', target: 'y', covariates: ['promotion'] },
  frequency: {
    ...{ kind: 'fixed', step: 'PT1H', season_lengths: [24], closed_weekdays: [], closures: [] },
    open_times: null,
  },
};

test('other calls go between the parts of many future covariates', async () => {
  const times = Array.from({ length: 40_000 }, (_, t) => new Date(t * 3_600_000).toISOString());
  const given = [{ times, covariates: { promotion: times.map(() => 1) } }];
  const reading = readFuture(given, ['promotion'], 24, header);
  expect(await turnsDuring(reading)).toBeGreaterThan(10);
  const [{ known }] = await reading;
  expect(known.times).toEqual(Float64Array.from(times, (_, t) => t * 3_600_000));
  expect(known.covariates.promotion.length).toBe(40_000);
});

test('a time that is given twice is refused, also in a late part', async () => {
  const times = Array.from({ length: 10_000 }, (_, t) => t);
  const given = [{ times: [...times, 7], covariates: {} }];
  const integers: DatasetHeader = { ...header, time_kind: 'integer', time_zone: null };
  await expect(readFuture(given, [], 1, integers)).rejects.toMatchObject({
    details: { faults: [{ path: '/future_covariates/0/times/10000' }] },
  });
});

test('a covariate of the same series at the same time in two entries is refused', async () => {
  const integers: DatasetHeader = { ...header, time_kind: 'integer', time_zone: null };
  const entry = (times: number[] | undefined, series_id?: string) => ({
    ...{ series_id, times, covariates: { promotion: [1, 0] } },
  });
  const reading = (...given: ReturnType<typeof entry>[]) => readFuture(given, ['promotion'], 2, integers);
  for (const [given, path] of [
    [[entry([1, 2]), entry([3, 2])], '/future_covariates/1/times/1'],
    [[entry([1, 2], 'a'), entry([3, 4], 'a'), entry([5, 1], 'a')], '/future_covariates/2/times/1'],
    [[entry(undefined), entry(undefined)], '/future_covariates/1'],
  ] as const)
    await expect(reading(...given)).rejects.toMatchObject({ details: { faults: [{ path }] } });
  // Those of one series come before those of all.
  expect(await reading(entry([1, 2]), entry([1, 2], 'a'), entry([1, 2], 'b'))).toHaveLength(3);
});

test('other calls go between two names that are compared with all known ones', async () => {
  const comparing = nearestToEach(['stoer', 'x', 'shop', 'market', 'mill'], ['store', 'shops']);
  expect(await turnsDuring(comparing)).toBeGreaterThanOrEqual(4);
  expect(await comparing).toEqual(['store', null, 'shops', null, null]);
});
