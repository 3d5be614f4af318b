import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/store/index.ts';
import { sampleDataset, sampleSeries, useStore } from '../samples.ts';
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
  return read / series;
}

test('the rows that a deletion over all series reads grow with the series, and not with their square', async () => {
  for (const hasStatistics of [true, false]) {
    for (const series of [300, 1_500]) {
      expect(await readByDeletion(series, hasStatistics), `${series} series`).toBeLessThan(18);
    }
  }
});
