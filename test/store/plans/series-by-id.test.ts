import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from '../samples.ts';
import { readBy, withGenericPlans } from './session-reads.ts';

const used = useStore();
const tenant = 'acme';
const seriesCount = 3_000;
/** Rows that few calls about one series may read, with what foreign keys and triggers read. */
const readMax = 60;
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

function changed(name: string) {
  const { times } = sampleSeries(name, 3);
  return { id: name, times, values: Float64Array.of(-1, -1, -1), covariates: {}, static: {} };
}

const add = ({ datasets }: Store, id: string, names: string[], isDryRun: boolean) =>
  datasets.addObservations(tenant, id, names.map(changed), {
    ...{ missingReplaces: true, allowsNewSeries: false, isDryRun },
  });

/** The values of a series in the answer of each read of one series. */
const reads: [string, (store: Store, id: string, name: string, version?: number) => Promise<unknown>][] = [
  [
    'whole',
    async ({ datasets }, id, name, version) =>
      (await datasets.read(tenant, id, { seriesIds: [name, name], version })).map(({ values }) => [
        ...values,
      ]),
  ],
  [
    'its tail',
    async ({ datasets }, id, name, version) =>
      (await datasets.read(tenant, id, { seriesIds: [name], tailPoints: 3, version })).map(({ values }) => [
        ...values,
      ]),
  ],
  [
    'packed',
    async ({ datasets }, id, name, version) =>
      (await datasets.readPacked(tenant, id, { seriesIds: [name], version })).map(({ chunks }) =>
        chunks.map(({ point_count }) => point_count),
      ),
  ],
  [
    'a page of it',
    async ({ datasets }, id, name, version) => [
      [...(await datasets.points(tenant, id, name, { limit: 10, version })).values],
    ],
  ],
];

// The plan of a prepared statement expects a dataset of the size that is usual in the statistics.
test.each([1, 2])(
  'a series of a large dataset is found alone by plans that expect datasets with %i series',
  async (usual) => {
    const { store } = used;
    for (let i = 0; i < 100; i++) {
      const few = Array.from({ length: usual }, (_, n) => sampleSeries(`s${n}`, 3));
      await store.datasets.create(tenant, sampleDataset(few));
    }
    await sql`ANALYZE series, series_chunks, series_history`.execute(db);
    const names = Array.from({ length: seriesCount }, (_, i) => `s${i}`);
    const large = names.map((name) => sampleSeries(name, 3));
    const { id } = await store.datasets.create(tenant, sampleDataset(large));
    await add(store, id, names, false); // version 2
    await store.datasets.deleteSeries(tenant, id, 's2991', { isDryRun: false }); // version 3
    const by = (work: (store: Store) => Promise<unknown>) => readBy(withGenericPlans(used.url), db, work);
    for (const [what, read] of reads) {
      const rows = await by(async (one) => {
        for (const [name, version, isChanged] of [
          ['s2990', undefined, true],
          ['s2990', 1, false],
          ['s2990', 2, true],
          ['s2991', 1, false],
          ['s2991', 2, true],
        ] as const) {
          const expected = [what === 'packed' ? [3] : isChanged ? [-1, -1, -1] : [0, 1, 2]];
          expect(await read(one, id, name, version)).toEqual(expected);
        }
      });
      expect(rows, what).toBeLessThanOrEqual(readMax);
    }
    const spans = await by(async ({ datasets }) => {
      const start = Date.UTC(2020, 0, 1);
      expect((await datasets.spans(tenant, id, ['s2990', 's2991', 'none', 's2990'])).series).toEqual([
        { id: 's2990', start, end: start + 2 * dayMs },
      ]);
    });
    expect(spans, 'spans').toBeLessThanOrEqual(readMax);
    expect(await by((one) => add(one, id, ['s2990'], true)), 'an append').toBeLessThanOrEqual(readMax);
    await store.datasets.delete(tenant, id);
  },
);
