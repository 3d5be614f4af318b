import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chunkPointsMax } from '../../../src/chunks/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from '../samples.ts';
import { readBy } from './session-reads.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

const analyze = () => sql`ANALYZE series, series_chunks, series_history, datasets`.execute(db);

async function datasetOf(series: number): Promise<string> {
  const all = Array.from({ length: series }, (_, i) => sampleSeries(`s${i}`, 4));
  return (await used.store.datasets.create('acme', sampleDataset(all))).id;
}

/** Rows that the deletion of a day of all series reads, for each series. */
async function readByDeletion(series: number, hasStatistics: boolean): Promise<number> {
  const id = await datasetOf(series);
  if (hasStatistics) await analyze();
  const range = { from: '2020-01-04', to: '2020-01-04', dry_run: false };
  const read = await readBy(used.url, db, ({ datasets }) => datasets.deleteObservations('acme', id, range));
  expect((await used.store.datasets.get('acme', id)).point_count).toBe(series * 3);
  await used.store.datasets.delete('acme', id);
  return read / series;
}

test('the rows that a deletion over all series reads grow with the series, and not with their square', async () => {
  for (const hasStatistics of [true, false]) {
    for (const series of [300, 1_500]) {
      expect(await readByDeletion(series, hasStatistics), `${series} series`).toBeLessThan(18);
    }
  }
});

test('a dry run of a deletion rewrites no chunk and answers as the deletion does', async () => {
  const chunks = 24;
  const days = chunks * chunkPointsMax;
  const { id } = await used.store.datasets.create('acme', sampleDataset([sampleSeries('a', days)]));
  const day = new Date(Date.UTC(2020, 0, 1) + chunkPointsMax * dayMs).toISOString().slice(0, 10);
  const remove = (dry_run: boolean) => (store: Store) =>
    store.datasets.deleteObservations('acme', id, { from: day, to: day, dry_run });
  const dry = await remove(true)(used.store);
  // Their places are looked up among all chunks once.
  expect(await readBy(used.url, db, remove(true))).toBeLessThan(1.5 * chunks);
  expect(dry).toEqual(await remove(false)(used.store));
  expect(dry).toEqual({ version: 2, deleted: 1, deletedSeries: [] });
  await expect(used.store.datasets.deleteObservations('acme', id, { dry_run: true })).rejects.toMatchObject({
    code: 'deletion_too_large',
  });
});

/** Rows that the deletion of a dataset with a past of each series reads, for each series. */
async function readByWholeDeletion(series: number): Promise<number> {
  const id = await changedDatasetOf(series, 1);
  const read = await readBy(used.url, db, ({ datasets }) => datasets.delete('acme', id));
  const { rows } = await sql`SELECT FROM series_history WHERE dataset_id = ${id}`.execute(db);
  expect(rows).toHaveLength(0);
  return read / series;
}

async function changedDatasetOf(series: number, changes: number): Promise<string> {
  const id = await datasetOf(series);
  for (let change = 0; change < changes; change++) {
    const observations = Array.from({ length: series }, (_, i) => {
      return { ...sampleSeries(`s${i}`, 1), values: Float64Array.of(-1 - change) };
    });
    await used.store.datasets.addObservations('acme', id, observations, {
      ...{ missingReplaces: true, allowsNewSeries: false, isDryRun: false },
    });
  }
  return id;
}

test('the rows that the deletion of a dataset with a past reads grow with the series, and not with their square', async () => {
  // Statistics that know only such datasets made the foreign key choose the index by version.
  for (let i = 0; i < 6; i++) await changedDatasetOf(3, 3);
  await analyze();
  for (const series of [300, 1_500]) {
    expect(await readByWholeDeletion(series), `${series} series`).toBeLessThan(15);
  }
});
