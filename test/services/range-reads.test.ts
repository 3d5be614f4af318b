import { expect, test } from 'vitest';
import type { DatasetStore, IndexRange, ReadOptions } from '../../src/contracts/ports/index.ts';
import type { Dataset } from '../../src/contracts/schemas/index.ts';
import { readRanges } from '../../src/services/comparisons/range-reads.ts';
import { createMemoryBudget, inCall } from '../../src/sharing/index.ts';

const dataset = { id: 'ds', version: 3, covariates: ['a', 'b'] } as unknown as Dataset;

/** Reads ranges of so many observations. @returns the ranges of each read */
async function readsOf(lengths: number[], leavesOutCovariates = false): Promise<IndexRange[][]> {
  const reads: IndexRange[][] = [];
  const datasets: Pick<DatasetStore, 'read'> = {
    async read(_tenant, _id, { indexes, version, ...options }: ReadOptions = {}) {
      expect([version, options]).toEqual([3, { leavesOutCovariates }]);
      reads.push([...indexes!.values()]);
      return [];
    },
  };
  const ranges = new Map(lengths.map((length, i) => [`s${i}`, { first: 7, end: 7 + length }]));
  for await (const _ of readRanges(datasets, 't', dataset, ranges, { leavesOutCovariates }));
  return reads;
}

test('at most 4,000,000 numbers are read at a time, and a longer series alone', async () => {
  const lengths = async (given: number[], leavesOutCovariates?: boolean) =>
    (await readsOf(given, leavesOutCovariates)).map((part) => part.map(({ first, end }) => end - first));
  expect(await lengths([600_000, 300_000, 200_000, 0, 1_100_000, 5])).toEqual([
    [600_000, 300_000],
    [200_000, 0],
    [1_100_000],
    [5],
  ]);
  expect(await lengths([])).toEqual([]);
  expect(await lengths([900_000, 900_000, 300_000], true)).toEqual([[900_000, 900_000], [300_000]]);
});

test('a call reserves its largest part before it reads, and is refused where other calls hold the memory', async () => {
  const budget = createMemoryBudget(100 * 1024 ** 2);
  const readFor = (tenant: string, lengths: number[]) => {
    const memory = budget.reserve(tenant);
    return { memory, done: inCall({ tenant, signal: null, memory }, () => readsOf(lengths)) };
  };
  const { memory, done } = readFor('t', [800_000, 500_000]);
  await done;
  expect(budget.bytes).toBe(800_000 * 4 * 24);
  await expect(readFor('other', [900_000]).done).rejects.toMatchObject({ code: 'overloaded' });
  await expect(readFor('other', [1_000]).done).resolves.toHaveLength(1);
  memory.release();
  await expect(readFor('other', [900_000]).done).resolves.toHaveLength(1);
});
