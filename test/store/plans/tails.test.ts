import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chunkPointsMax } from '../../../src/chunks/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from '../samples.ts';
import { readBy, withGenericPlans } from './session-reads.ts';

const used = useStore();
const tenant = 'acme';
const start = Date.UTC(2020, 0, 1);
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

const timeAt = (day: number) => start + day * dayMs;
const dayOf = (day: number) => new Date(timeAt(day)).toISOString().slice(0, 10);

const add = ({ datasets }: Store, id: string, first: number, count: number, isDryRun = false) => {
  const times = Float64Array.from({ length: count }, (_, i) => timeAt(first + i));
  const one = { id: 'long', times, values: times.map(() => -1), covariates: {}, static: {} };
  return datasets.addObservations(tenant, id, [one], {
    ...{ missingReplaces: true, allowsNewSeries: false, isDryRun },
  });
};
const remove = ({ datasets }: Store, id: string, from: number, to: number, dry_run = false) =>
  datasets.deleteObservations(tenant, id, {
    ...{ series_id: 'long', from: dayOf(from), to: dayOf(to), dry_run },
  });

/** Calls at the end of a series with so many days. */
const calls: [string, (store: Store, id: string, days: number) => Promise<unknown>][] = [
  ['a tail', ({ datasets }, id) => datasets.read(tenant, id, { tailPoints: 10 })],
  ['a tail of a version', ({ datasets }, id) => datasets.read(tenant, id, { tailPoints: 10, version: 1 })],
  [
    'a tail until a time',
    ({ datasets }, id, days) => datasets.read(tenant, id, { tailPoints: 10, until: timeAt(days - 9) }),
  ],
  [
    'the points after a time',
    ({ datasets }, id, days) => datasets.read(tenant, id, { after: { time: timeAt(days - 9), points: 5 } }),
  ],
  [
    'the points up to a time',
    ({ datasets }, id, days) =>
      datasets.read(tenant, id, {
        ...{ after: { time: Number.MIN_SAFE_INTEGER, points: days }, until: timeAt(9) },
      }),
  ],
  [
    'the first points',
    ({ datasets }, id) => datasets.read(tenant, id, { after: { time: Number.MIN_SAFE_INTEGER, points: 5 } }),
  ],
  [
    'indexes',
    ({ datasets }, id, days) =>
      datasets.read(tenant, id, { indexes: new Map([['long', { first: days - 9, end: days - 3 }]]) }),
  ],
  [
    'a count before a time',
    ({ datasets }, id, days) => datasets.countsBefore(tenant, id, () => [timeAt(days - 9)]),
  ],
  ['an append', (store, id, days) => add(store, id, days, 1, true)],
  ['a correction', (store, id, days) => add(store, id, days - 9, 1, true)],
  ['a deletion', (store, id, days) => remove(store, id, days - 9, days - 9, true)],
];

test('rows read at an end of a series do not grow with the series', async () => {
  const others = Array.from({ length: 3_000 }, (_, i) => sampleSeries(`s${i}`, 3)); // small tables are read without an index
  await used.store.datasets.create(tenant, sampleDataset(others));
  const read: number[][] = [];
  for (const chunks of [10, 80]) {
    const days = chunks * chunkPointsMax;
    const { id } = await used.store.datasets.create(tenant, sampleDataset([sampleSeries('long', days)]));
    await add(used.store, id, days - 1, 1);
    await sql`ANALYZE series, series_chunks, series_history`.execute(db);
    const counts: number[] = [];
    for (const [, call] of calls)
      counts.push(await readBy(withGenericPlans(used.url), db, (store) => call(store, id, days)));
    read.push(counts);
    await used.store.datasets.delete(tenant, id);
  }
  // A few more for a plan that statistics change.
  for (const [i, [name]] of calls.entries()) expect(read[1][i] - read[0][i], name).toBeLessThanOrEqual(20);
});

test('a value before many stored rows of the future counts missing values without reading what is before it', async () => {
  const read: number[] = [];
  for (const chunks of [2, 34]) {
    const past = chunks * chunkPointsMax + 100;
    const series = sampleSeries('long', past + 3 * chunkPointsMax, ['x']);
    series.values.fill(Number.NaN, past).fill(Number.NaN, 5, 7);
    const { id } = await used.store.datasets.create(tenant, sampleDataset([series], { covariates: ['x'] }));
    read.push(await readBy(used.url, db, (store) => add(store, id, past, 1, true)));
    await add(used.store, id, past + 1, 1);
    expect(await used.store.datasets.get(tenant, id)).toMatchObject({ missing_count: 3 });
    await used.store.datasets.delete(tenant, id);
  }
  expect(read[1] - read[0]).toBeLessThanOrEqual(20);
});

test('tails, parts until a time and parts after one are those of the whole series, in each version', async () => {
  const { store } = used;
  const days = 3 * chunkPointsMax + 17;
  const { id } = await store.datasets.create(tenant, sampleDataset([sampleSeries('long', days)]));
  await add(store, id, days, chunkPointsMax + 900);
  await remove(store, id, 2 * chunkPointsMax - 5, 4 * chunkPointsMax);
  await add(store, id, 2 * chunkPointsMax + 7, 1); // in the gap: what is behind it moves
  await remove(store, id, chunkPointsMax + 3, 30_000);
  await add(store, id, 40_000, 3);
  await remove(store, id, 0, 10);
  const only = async (options: object) => (await store.datasets.read(tenant, id, options))[0];
  for (const version of [undefined, 1, 2, 3, 4, 5, 6]) {
    const { times, values } = await only({ version });
    const expectPart = async (options: object, from: number, to: number) => {
      const part = await only({ ...options, version });
      const label = JSON.stringify({ ...options, version });
      expect(part.times, label).toEqual(times.slice(from, to));
      expect(part.values, label).toEqual(values.slice(from, to));
    };
    const { length } = times;
    for (const tailPoints of [1, 20, chunkPointsMax, chunkPointsMax + 1, 2 * chunkPointsMax, 10 ** 6])
      await expectPart({ tailPoints }, Math.max(0, length - tailPoints), length);
    for (const at of [0, 1, 4_095, 4_096, chunkPointsMax + 2, length - 2, length - 1].filter(
      (i) => i < length,
    )) {
      for (const shift of [0, 1]) {
        const time = times[at] + shift;
        await expectPart({ until: time }, 0, at + 1);
        await expectPart({ until: time, tailPoints: 30 }, Math.max(0, at - 29), at + 1);
        await expectPart({ after: { time, points: 5_000 } }, at + 1, Math.min(length, at + 5_001));
      }
    }
    for (const [first, end] of [
      [0, 0],
      [0, 1],
      [3, 4_095],
      [4_090, 4_100],
      [chunkPointsMax, 2 * chunkPointsMax],
      [length - 1, length],
      [length - 2, length + 9],
      [0, 10 ** 6],
    ]) {
      const indexes = new Map([['long', { first, end }]]);
      await expectPart({ indexes }, Math.min(first, length), Math.min(end, length));
    }
    const sought = [0, 1, 4_095, 4_096, 4_097, length - 1].flatMap((at) => [times[at], times[at] + 1]);
    const outside = [times[0] - 1, times[length - 1] + dayMs];
    const [counted] = await store.datasets.countsBefore(tenant, id, () => [...outside, ...sought], {
      version,
    });
    expect(counted).toEqual({
      id: 'long',
      point_count: length,
      missing_count: values.filter(Number.isNaN).length,
      before: [0, length, ...sought.map((time) => times.filter((one) => one < time).length)],
    });
    await expectPart({ after: { time: times[0] - 1, points: 5 } }, 0, 5);
  }
});
