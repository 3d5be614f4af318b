import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatasetStore } from '../../src/contracts/ports/index.ts';
import { type Dataset, limits } from '../../src/contracts/schemas/index.ts';
import { storedBatches } from '../../src/services/stored-batches.ts';
import { createMemoryBudget, inCall } from '../../src/sharing/index.ts';

const { heldNumbersMax } = limits;
beforeEach(() => Object.assign(limits, { heldNumbersMax: 1_000_000 }));
afterEach(() => Object.assign(limits, { heldNumbersMax }));

/** Observations of the series of a dataset with two columns. */
const counts = { a: 300_000, b: 100_000, c: 200_000, d: 900_000, e: 10 };

/** @returns the batches, the bytes that are reserved, and whether the sizes of the series were read */
async function batchesOf(points: number, wanted?: string[]) {
  const sizes = Object.entries(counts);
  let isRead = false;
  const datasets: Pick<DatasetStore, 'countsBefore'> = {
    async countsBefore(_tenant, _id, _timesOf, options) {
      expect(options?.version).toBe(3);
      isRead = true;
      return sizes
        .filter(([id]) => options?.seriesIds?.includes(id) ?? true)
        .map(([id, point_count]) => ({ id, point_count, missing_count: 0, before: [] }));
    },
  };
  const point_count = sizes.reduce((sum, [, count]) => sum + count, 0);
  const header = { id: 'ds', version: 3, covariates: [], series_count: sizes.length, point_count };
  const dataset = header as unknown as Dataset;
  const budget = createMemoryBudget(heldNumbersMax * 24);
  const memory = budget.reserve('t');
  const batches = await inCall({ tenant: 't', signal: null, memory }, () =>
    storedBatches(datasets, 't', dataset, { wanted, points }),
  );
  return { batches, bytes: budget.bytes, isRead };
}

test('the series of a batch have at most so many numbers; a longer series is alone, and what does not exist is last', async () => {
  expect((await batchesOf(1_000_000)).batches).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  expect((await batchesOf(200_000)).batches).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
  const wanted = ['none', 'd', 'c', 'd', 'a'];
  expect((await batchesOf(1_000_000, wanted)).batches).toEqual([['a', 'c'], ['d'], ['none']]);
});

test('the memory of the largest batch is reserved', async () => {
  expect((await batchesOf(1_000_000)).bytes).toBe(1_800_000 * 24);
  expect((await batchesOf(200_000)).bytes).toBe(1_000_000 * 24);
});

test('a call that reads few numbers needs no batches, and few enough are not counted', async () => {
  expect(await batchesOf(90_000)).toEqual({ batches: null, bytes: 900_000 * 24, isRead: false });
  expect(await batchesOf(20_000)).toEqual({ batches: null, bytes: 0, isRead: false });
  expect(await batchesOf(1_000_000, ['e', 'b'])).toEqual({
    batches: null,
    bytes: 200_020 * 24,
    isRead: true,
  });
});
