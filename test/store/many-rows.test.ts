import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fleet, SeriesObservations } from '../../src/contracts/schemas/index.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { readBy } from './plans/session-reads.ts';
import { type Statement, watchedStore } from './plans/watched-store.ts';
import { dayMs, sampleDataset, sampleSeries, sampleSpec, useStore } from './samples.ts';

const used = useStore();
const appending = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

const datasetOf = (series: number, tenant: string) =>
  used.store.datasets.create(
    tenant,
    sampleDataset(Array.from({ length: series }, (_, i) => sampleSeries(`s${i}`, 10))),
  );

/** One more day for each series. */
const dayOf = (series: number, day: number): SeriesObservations[] =>
  Array.from({ length: series }, (_, i) => ({
    ...{ id: `s${i}`, covariates: {}, static: { day: String(day) } },
    times: Float64Array.of(Date.UTC(2020, 0, 1) + day * dayMs),
    values: Float64Array.of(day),
  }));

/** Rows of a table that a transaction has updated. */
async function updatesOf(table: string, trx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ updates: number }>`
    SELECT n_tup_upd::integer AS updates FROM pg_stat_xact_user_tables WHERE relname = ${table}`.execute(trx);
  return rows[0].updates;
}

async function fleetOf(models: number): Promise<Fleet> {
  const dataset = await datasetOf(models, 'acme');
  const { fleet } = await used.store.fleets.create('acme', {
    ...{ datasetId: dataset.id, name: 'many', tags: [], per: 'series', groupBy: null },
    ...{ settings: { horizon: 5 } as never, spec: sampleSpec, pointsMin: 5 },
    ...{ leavesShortOut: false, requestId: null },
  });
  return fleet;
}

test('a statement about many models of a fleet updates the row of the fleet once', async () => {
  const fleet = await fleetOf(50);
  const updates = await db.transaction().execute(async (trx) => {
    await sql`UPDATE models SET status = 'failed' WHERE fleet_id = ${fleet.id}`.execute(trx);
    return updatesOf('fleets', trx);
  });
  expect(updates).toBe(1);
  expect((await used.store.fleets.get('acme', fleet.id)).models).toEqual({
    ...{ total: 50, training: 0, ready: 0, failed: 50, cancelled: 0 },
  });
  await sql`UPDATE models SET status = 'ready' WHERE fleet_id = ${fleet.id}`.execute(db);
  const ready = await used.store.fleets.get('acme', fleet.id);
  expect(ready).toMatchObject({ status: 'ready', models: { ready: 50, failed: 0 } });
  expect(ready.ready_at).not.toBeNull();
});

test('the statements that cancel a fleet do not grow with its models, and webhooks get each job', async () => {
  const webhook = {
    url: 'https://example.com/',
    events: ['job.cancelled' as const],
    description: '',
    secret: 'whsec_c2VjcmV0',
    enabled: true,
  };
  await used.store.webhooks.create('acme', webhook);
  const statementsFor = async (models: number) => {
    const fleet = await fleetOf(models);
    const statements: Statement[] = [];
    const store = watchedStore(used.url, statements);
    const cancelled = await store.fleets.cancel('acme', fleet.id);
    await store.close();
    expect(cancelled.models).toMatchObject({ total: models, cancelled: models, training: 0 });
    const { rows } = await sql<{ sent: number; events: number }>`
      SELECT (SELECT count(*) FROM webhook_deliveries WHERE body LIKE '%' || jobs.id || '%')::integer AS sent,
        (SELECT count(*) FROM job_events WHERE job_id = jobs.id AND type = 'cancelled')::integer AS events
      FROM jobs JOIN models ON models.id = jobs.model_id WHERE fleet_id = ${fleet.id}`.execute(db);
    expect(rows).toEqual(Array.from({ length: models }, () => ({ sent: 1, events: 1 })));
    return statements.length;
  };
  // Many events also delete old deliveries.
  expect(await statementsFor(120)).toBeLessThanOrEqual((await statementsFor(2)) + 1);
});

test('a statement about attributes of many series updates the row of the dataset once', async () => {
  const { id } = await datasetOf(50, 'acme');
  const updates = await db.transaction().execute(async (trx) => {
    await sql`UPDATE series SET static = '{"region":"north"}' WHERE dataset_id = ${id}`.execute(trx);
    return updatesOf('datasets', trx);
  });
  expect(updates).toBe(1);
});

test('the rows that an append and a restore read grow with the series, and not with their square', async () => {
  const series = 1_500;
  await datasetOf(series, 'other');
  await sql`ANALYZE series, series_chunks, series_history, datasets`.execute(db);
  // From here on statistics know many series, and none of the new dataset.
  const { id } = await datasetOf(series, 'acme');
  const appended = await readBy(used.url, db, async ({ datasets }) => {
    await datasets.addObservations('acme', id, dayOf(series, 10), appending);
  });
  expect(appended / series).toBeLessThan(25);
  const restored = await readBy(used.url, db, ({ datasets }) => datasets.restore('acme', id, 1));
  expect(restored / series).toBeLessThan(60);
  expect((await used.store.datasets.get('acme', id)).point_count).toBe(series * 10);
});

test('a restore compares many series with few statements, and counts what each of them changes', async () => {
  const series = 1_200;
  const { id } = await datasetOf(series, 'acme');
  await used.store.datasets.addObservations('acme', id, dayOf(series, 10), appending);
  await used.store.datasets.addObservations('acme', id, dayOf(series - 1, 0), appending);
  await used.store.datasets.deleteSeries('acme', id, `s${series - 2}`, { isDryRun: false });
  const statements: Statement[] = [];
  const store = watchedStore(used.url, statements);
  const restored = await store.datasets.restore('acme', id, 1);
  await store.close();
  // s0 had 0 on day 0 already. Day 10 goes from all but the deleted series, whose ten days come back.
  expect(restored).toMatchObject({ added: 10, replaced: 0, deleted: series - 1 });
  expect(statements.length).toBeLessThan(30);
});

test('a restore starts many watches after one read of the observations', async () => {
  const models = 8;
  const statementsFor = async (level: number | null, { isOfAll = false } = {}) => {
    const { id, dataset_id } = await fleetOf(models);
    if (isOfAll) await db.deleteFrom('fleet_series').where('fleet_id', '=', id).execute();
    await used.store.datasets.addObservations('acme', dataset_id, dayOf(models, 10), appending);
    await db
      .updateTable('models')
      .set({ anomaly_level: level })
      .where('dataset_id', '=', dataset_id)
      .execute();
    const statements: Statement[] = [];
    const store = watchedStore(used.url, statements);
    await store.datasets.restore('acme', dataset_id, 1);
    await store.close();
    const { rows } = await sql<{ watched: number }>`
      SELECT count(*)::integer AS watched FROM anomaly_watches JOIN models ON models.id = model_id WHERE dataset_id = ${dataset_id}`.execute(
      db,
    );
    expect(rows[0].watched).toBe(level === null ? 0 : isOfAll ? models * models : models);
    return statements.length;
  };
  const without = await statementsFor(null);
  expect(await statementsFor(0.99)).toBeLessThan(without + models);
  expect(await statementsFor(0.99, { isOfAll: true })).toBeLessThan(without + models);
});

test('what a forecast of a fleet needs is read from one row, without the skill of its models', async () => {
  const { id } = await fleetOf(20);
  const statements: Statement[] = [];
  const store = watchedStore(used.url, statements);
  const whole = await used.store.fleets.get('acme', id);
  const state = await store.fleets.state('acme', id);
  await store.close();
  expect(whole).toMatchObject(state);
  expect(statements).toHaveLength(1);
  expect(statements[0].sql).not.toContain('"models"');
});

test('the series of an append are looked up by bounded lists of ids', async () => {
  const series = 2_500;
  const { id } = await datasetOf(series, 'acme');
  const statements: Statement[] = [];
  const store = watchedStore(used.url, statements);
  const ids = Array.from({ length: series }, (_, i) => `s${i}`);
  const { series: spans } = await store.datasets.spans('acme', id, ids);
  await store.close();
  expect(spans.map((span) => span.id).sort()).toEqual(ids.sort());
  expect(statements.filter(({ sql }) => sql.includes('unnest('))).toHaveLength(3);
});

test('an append and a deletion read no more numbers of long series at a time than their bound', async () => {
  const [series, days] = [3, 9_000];
  const covariates = Array.from({ length: 60 }, (_, i) => `c${i}`); // two series are more than a million numbers
  const spaced = (id: string) => {
    const { times, ...one } = sampleSeries(id, days, covariates);
    return { ...one, times: times.map((_, i) => Date.UTC(2020, 0, 1) + 2 * i * dayMs) };
  };
  const ids = Array.from({ length: series }, (_, i) => `s${i}`);
  const { id } = await used.store.datasets.create('acme', sampleDataset(ids.map(spaced)));
  const statements: Statement[] = [];
  const store = watchedStore(used.url, statements);
  /** Series whose chunks each statement has read. */
  const read = () => {
    const reads = statements.filter(({ sql }) => /^\s*SELECT chunk.position/.test(sql));
    statements.length = 0;
    return reads.map(({ parameters }) => (parameters[0] as number[]).length);
  };
  // A replaced value far from the end: few chunks of each series.
  await store.datasets.addObservations('acme', id, dayOf(series, 0), appending);
  expect(read()).toEqual([3]);
  // A new one, which moves those behind it.
  expect((await store.datasets.addObservations('acme', id, dayOf(series, 1), appending)).added).toBe(series);
  expect(read()).toEqual([3, 1, 1, 1]);
  const ends = ids.map((name) => {
    const two = sampleSeries(name, 2);
    return {
      ...two,
      covariates: {},
      times: Float64Array.of(two.times[0], two.times[0] + 2 * (days - 1) * dayMs),
    };
  });
  await store.datasets.addObservations('acme', id, ends, appending);
  expect(read()).toEqual([1, 1, 1]);
  const range = { to: '2020-01-02', dry_run: false };
  expect((await store.datasets.deleteObservations('acme', id, range)).deleted).toBe(2 * series);
  expect(read()).toEqual([1, 1, 1]);
  await store.close();
  await expect(used.store.datasets.get('acme', id)).resolves.toMatchObject({
    point_count: series * (days - 1),
  });
});
