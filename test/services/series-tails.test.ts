import { expect, test } from 'vitest';
import type { ReadOptions } from '../../src/contracts/ports/index.ts';
import type { SeriesData } from '../../src/contracts/schemas/index.ts';
import { SeriesTails } from '../../src/services/inputs/series-tails.ts';

/** Series a to z with `length` observations each, in this order; counts what is read. */
function source(length = 10, attributes: SeriesData['static'] = {}) {
  const reads: ReadOptions[] = [];
  const names = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const read = async (tenant: string, _id: string, options: ReadOptions = {}): Promise<SeriesData[]> => {
    reads.push(options);
    const { seriesIds, seriesMax = names.length, version = 0 } = options;
    return names
      .filter((name) => seriesIds?.includes(name) ?? true)
      .slice(0, seriesMax)
      .map((id) => ({
        id,
        times: Float64Array.from({ length }, (_, t) => t),
        values: new Float64Array(length).fill(version),
        covariates: {},
        static: { tenant, ...attributes },
      }));
  };
  return { reads, read };
}

const ids = (series: SeriesData[]) => series.map(({ id }) => id);

test('the end of a series is read once, and lies in memory that threads share', async () => {
  const store = source();
  const { read } = new SeriesTails(store).of({ version: 1 });
  const options = { seriesIds: ['b'], tailPoints: 5 };
  const [first] = await read('t', 'ds', options);
  const [second] = await read('t', 'ds', options);
  expect(second).toBe(first);
  expect(first.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(store.reads).toHaveLength(1);
});

test('what was forgotten is read anew, and what is read meanwhile is not kept', async () => {
  const store = source();
  const tails = new SeriesTails(store);
  const { read } = tails.of({ version: 1 });
  const options = { seriesIds: ['b'], tailPoints: 5 };
  await read('t', 'ds', options);
  tails.clear();
  expect(tails.bytes).toBe(0);
  const reading = read('t', 'ds', options);
  tails.clear();
  await reading;
  expect(tails.bytes).toBe(0);
  await read('t', 'ds', options);
  expect(store.reads).toHaveLength(3);
});

test('another tenant, dataset, version or number of observations is read anew', async () => {
  const store = source();
  const tails = new SeriesTails(store);
  const options = { seriesIds: ['b'], tailPoints: 5 };
  await tails.of({ version: 1 }).read('t', 'ds', options);
  const others = [
    await tails.of({ version: 2 }).read('t', 'ds', options),
    await tails.of({ version: 1 }).read('u', 'ds', options),
    await tails.of({ version: 1 }).read('t', 'other', options),
    await tails.of({ version: 1 }).read('t', 'ds', { ...options, tailPoints: 6 }),
  ];
  expect(store.reads).toHaveLength(5);
  expect(others[0][0].values[0]).toBe(2);
  expect(others[1][0].static.tenant).toBe('u');
});

test('several series come in the order of the store, and unknown ones are left out', async () => {
  const store = source();
  const { read } = new SeriesTails(store).of({ version: 1 });
  for (let n = 0; n < 2; n++) {
    expect(ids(await read('t', 'ds', { seriesIds: ['c', 'a', 'none'], tailPoints: 5 }))).toEqual(['a', 'c']);
    expect(ids(await read('t', 'ds', { seriesMax: 3, tailPoints: 5 }))).toEqual(['a', 'b', 'c']);
    expect(await read('t', 'ds', { seriesIds: ['none'], tailPoints: 5 })).toEqual([]);
  }
  // Both lists once, and the unknown series each time.
  expect(store.reads).toHaveLength(4);
});

test('reads up to a time or after it are not kept, and are of the same version', async () => {
  const store = source();
  const { read } = new SeriesTails(store).of({ version: 7 });
  for (let n = 0; n < 2; n++) await read('t', 'ds', { seriesIds: ['a'], tailPoints: 5, until: 3 });
  await read('t', 'ds', { seriesIds: ['a'], after: { time: 3, points: 1 } });
  expect(store.reads.map(({ version }) => version)).toEqual([7, 7, 7]);
});

test('the bytes stay within the bound: the least recently used go first', async () => {
  const bytesMax = 3_000;
  const store = source(100); // 2 columns of 800 bytes
  const tails = new SeriesTails(store, { bytesMax });
  const { read } = tails.of({ version: 1 });
  for (const id of ['a', 'b', 'c', 'd']) {
    await read('t', 'ds', { seriesIds: [id], tailPoints: 100 });
    expect(tails.bytes).toBeLessThanOrEqual(bytesMax);
  }
  await read('t', 'ds', { tailPoints: 100, seriesMax: 26 });
  expect(tails.bytes).toBeLessThanOrEqual(bytesMax);
  const before = store.reads.length;
  await read('t', 'ds', { seriesIds: ['z'], tailPoints: 100 });
  expect(store.reads).toHaveLength(before);
  await read('t', 'ds', { seriesIds: ['a'], tailPoints: 100 });
  expect(store.reads).toHaveLength(before + 1);
});

test('the attributes of a series count in its bytes', async () => {
  const bytesOf = async (attributes: SeriesData['static']) => {
    const tails = new SeriesTails(source(1, attributes));
    await tails.of({ version: 1 }).read('t', 'ds', { seriesIds: ['a'], tailPoints: 1 });
    return tails.bytes;
  };
  const texts = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`attribute ${i}`, 'x'.repeat(200)]));
  const bare = await bytesOf({});
  expect(await bytesOf({ size: 3 })).toBeGreaterThan(bare);
  expect(await bytesOf(texts)).toBeGreaterThan(bare + 64 * 200);
});

test('the name of a series is no list of series', async () => {
  const names = [' of 2', ' of ["b","c"]', 'b', 'c'];
  const read = async (_tenant: string, _id: string, { seriesIds, seriesMax }: ReadOptions = {}) =>
    names
      .filter((name) => seriesIds?.includes(name) ?? true)
      .slice(0, seriesMax)
      .map((id) => ({
        id,
        times: new Float64Array(1),
        values: new Float64Array(1),
        covariates: {},
        static: {},
      }));
  const tails = new SeriesTails({ read }).of({ version: 1 });
  for (const options of [
    ...names.map((name) => ({ seriesIds: [name] })),
    { seriesMax: 2 },
    { seriesIds: ['b', 'c'] },
  ])
    expect(ids(await tails.read('t', 'ds', { ...options, tailPoints: 5 }))).toEqual(
      ids(await read('t', 'ds', options)),
    );
});
