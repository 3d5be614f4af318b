import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chunkPointsMax } from '../../../src/chunks/index.ts';
import type { ReadOptions } from '../../../src/contracts/ports/index.ts';
import { type Database, openDatabase } from '../../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from '../samples.ts';
import { readBy } from './session-reads.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

/** Rows that a read in the middle of a series reads, for each chunk of the series. */
async function readInTheMiddle(chunks: number, optionsAt: (time: number) => ReadOptions): Promise<number> {
  const long = sampleSeries('long', chunks * chunkPointsMax);
  const { id } = await used.store.datasets.create('acme', sampleDataset([long]));
  await sql`ANALYZE series, series_chunks`.execute(db);
  const options = optionsAt(long.times[long.times.length / 2]);
  const read = await readBy(used.url, db, async ({ datasets }) => {
    const [series] = await datasets.read('acme', id, options);
    expect(series.times).toHaveLength(10);
  });
  await used.store.datasets.delete('acme', id);
  return read / chunks;
}

const reads: [string, (time: number) => ReadOptions][] = [
  ['the tail up to a time', (time) => ({ until: time, tailPoints: 10 })],
  ['the tail of a version up to a time', (time) => ({ until: time, tailPoints: 10, version: 1 })],
  ['the points after a time', (time) => ({ after: { time: time + dayMs, points: 10 } })],
];
test.each(reads)(
  '%s: rows read grow with the chunks of the series, and not with their square',
  async (_, options) => {
    for (const chunks of [20, 100]) {
      expect(await readInTheMiddle(chunks, options), `${chunks} chunks`).toBeLessThan(6);
    }
  },
);
