import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unpackShared } from '../../../src/chunks/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from '../samples.ts';
import { readBy, withGenericPlans } from './session-reads.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

const changeOptions = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };

/** Rows for each series. A scan of a small table is cheaper than an index for a quarter of it,
 *  and reads the rest too. */
const readMax = 15;

/** Values of the series that a download has, by id. */
async function downloaded({ datasets }: Store, id: string, version?: number): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for await (const parts of datasets.readParts('acme', id, version)) {
    for (const one of unpackShared(parts, []))
      found.set(one.id, [...(found.get(one.id) ?? []), ...one.values]);
  }
  return found;
}

test.each([
  ['the newest version', undefined],
  ['an earlier version', 1],
])('rows read by a download of %s grow with the series, and not with their square', async (_, version) => {
  for (const count of [300, 4_000]) {
    const series = Array.from({ length: count }, (_, i) => sampleSeries(`s${i}`, 3));
    const { id } = await used.store.datasets.create('acme', sampleDataset(series));
    const changes = series.map(({ id, times }) => {
      const values = Float64Array.of(-1);
      return { id, times: times.slice(2), values, covariates: {}, static: {} };
    });
    await used.store.datasets.addObservations('acme', id, changes, changeOptions);
    const reads = (url: string) =>
      readBy(url, db, async (store) => {
        const found = await downloaded(store, id, version);
        expect(found.size).toBe(count);
        expect(found.get('s7')).toEqual([0, 1, version === 1 ? 2 : -1]);
      });
    for (const url of [used.url, withGenericPlans(used.url)]) {
      expect((await reads(url)) / count, `${count} series without statistics`).toBeLessThan(readMax);
      await sql`ANALYZE series, series_chunks, series_history`.execute(db);
      expect((await reads(url)) / count, `${count} series`).toBeLessThan(readMax);
    }
    await used.store.datasets.delete('acme', id);
  }
});

test('a download passes the positions of series that are deleted', async () => {
  const early = { ...sampleSeries('', 3), times: Float64Array.of(1, 2, 3) };
  const series = Array.from({ length: 500 }, (_, i) =>
    i === 0 || i === 400 ? sampleSeries(`s${i}`, 10_000) : { ...early, id: `s${i}` },
  );
  const { id } = await used.store.datasets.create('acme', sampleDataset(series, { time_kind: 'instant' }));
  const range = { from: new Date(0).toISOString(), to: new Date(dayMs).toISOString(), dry_run: false };
  await used.store.datasets.deleteObservations('acme', id, range);
  const now = await downloaded(used.store, id);
  expect([...now].map(([name, values]) => [name, values.length])).toEqual([
    ['s0', 10_000],
    ['s400', 10_000],
  ]);
  expect((await downloaded(used.store, id, 1)).size).toBe(500);
});
