import { CompiledQuery, type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retention } from '../../../src/contracts/ports/index.ts';
import { type Dataset, newId } from '../../../src/contracts/schemas/index.ts';
import { createStore, type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, sampleDataset, sampleSeries, sampleSpec, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const seriesCount = 3_000;
const rows = 5_000;
/** Rows that a statement about one series or delivery may read of a table. */
const readMax = 30;
const statements: Statement[] = [];
const webhook = {
  ...{ url: 'https://example.com/', events: ['job.succeeded' as const], description: '' },
  ...{ secret: 'whsec_c2VjcmV0', enabled: true },
};
let db: Kysely<Database>;
let superuser: Kysely<Database>;
let watched: Store;
let wide: Dataset;

beforeAll(async () => {
  const series = Array.from({ length: seriesCount }, (_, i) => sampleSeries(`s${i}`, 3));
  wide = await used.store.datasets.create('acme', sampleDataset(series));
  db = openDatabase(used.url, { poolMax: 1 });
  superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  watched = watchedStore(used.url, statements);
  await sql`ANALYZE`.execute(superuser);
});
afterAll(async () => {
  await watched.close();
  await superuser.destroy();
  await db.destroy();
});

async function append(value: number, store = watched): Promise<void> {
  const [{ times }] = await used.store.datasets.read('acme', wide.id, { seriesIds: ['s7'] });
  const one = {
    id: 's7',
    times: times.slice(0, 1),
    values: Float64Array.of(value),
    covariates: {},
    static: {},
  };
  statements.length = 0;
  await store.datasets.addObservations('acme', wide.id, [one], {
    ...{ missingReplaces: true, allowsNewSeries: false, isDryRun: false },
  });
}

/** Series at both ends of a dataset, in which an append looks for the names of its attributes. */
const sampledMax = 200;

test('a new series with the attributes of others is added without reading all series', async () => {
  const series = Array.from({ length: seriesCount }, (_, i) => ({
    ...sampleSeries(`s${i}`, 3),
    static: { region: i, store: 1 },
  }));
  const { id } = await used.store.datasets.create('acme', sampleDataset(series));
  await sql`ANALYZE series`.execute(superuser);
  const add = async (name: string, attributes: Record<string, number>) => {
    statements.length = 0;
    const options = { missingReplaces: true, allowsNewSeries: true, isDryRun: false };
    const one = { ...sampleSeries(name, 3), static: attributes };
    await watched.datasets.addObservations('acme', id, [one], options);
    const sampling = statements.filter((one) => one.sql.includes('jsonb_object_keys'));
    return { count: sampling.length, read: await rowsRead(db, sampling, 'series') };
  };
  expect(await add('without', {})).toEqual({ count: 0, read: 0 });
  const known = await add('known', { region: 1, store: 2 });
  expect(known.count).toBe(1);
  expect(known.read).toBeGreaterThan(0);
  expect(known.read).toBeLessThanOrEqual(sampledMax);
  expect((await add('unknown', { colour: 1 })).count).toBe(2);
});

test('a series is found by its id in each version without reading the others', async () => {
  await append(-1);
  for (const version of [1, 2]) {
    statements.length = 0;
    const [one] = await watched.datasets.read('acme', wide.id, { seriesIds: ['s7'], version });
    expect(one.values[0]).toBe(version === 1 ? sampleSeries('s7', 3).values[0] : -1);
    expect(await rowsRead(db, statements, 'series', true)).toBeLessThanOrEqual(readMax);
  }
});

test('a change of one series reads neither the others nor what versions keep, nor backtests for each row that it deletes', async () => {
  const { model } = await createTraining(used.store, 'acme');
  const { backtest } = await used.store.backtests.create('acme', {
    ...{ model, datasetId: model.dataset_id, plan: {} as never, requestId: null },
  });
  await copyRow(superuser, 'backtests', backtest.id, rows);
  for (let i = 0; i < retention.datasetVersionsKept; i++) await append(i);
  // All series have a past that is kept.
  await superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session);
    await sql`
      INSERT INTO series_history (dataset_id, position, to_version, tenant_id, start_time, end_time, point_count, missing_count, static)
      SELECT dataset_id, position, 19, tenant_id, start_time, end_time, point_count, missing_count, static FROM series
      WHERE dataset_id = ${wide.id} ON CONFLICT DO NOTHING`.execute(session);
    await sql`
      INSERT INTO series_chunks SELECT (jsonb_populate_record(one, '{"from_version": 19, "to_version": 19}')).*
      FROM series_chunks AS one WHERE dataset_id = ${wide.id} AND to_version IS NULL ON CONFLICT DO NOTHING`.execute(
      session,
    );
    await sql`RESET session_replication_role`.execute(session);
  });
  await sql`ANALYZE`.execute(superuser);
  await append(-2);
  statements.splice(0, Infinity, ...statements.filter(({ sql }) => /^\s*(select|delete)/i.test(sql)));
  for (const table of ['series', 'series_history', 'backtests', 'models'])
    expect(await rowsRead(db, statements, table, true), table).toBeLessThanOrEqual(readMax);
  // What the totals of kept versions read of the chunks is not counted here.
  statements.splice(0, Infinity, ...statements.filter(({ sql }) => /^\s*delete/i.test(sql)));
  expect(await rowsRead(db, statements, 'series_chunks', true)).toBeLessThanOrEqual(readMax);
});

test('a deletion in one series, or of one, does not read the others', async () => {
  const [{ times }] = await used.store.datasets.read('acme', wide.id, { seriesIds: ['s8'] });
  const from = new Date(times[0]).toISOString().slice(0, 10);
  for (const remove of [
    () =>
      watched.datasets.deleteObservations('acme', wide.id, {
        series_id: 's8',
        from,
        to: from,
        dry_run: false,
      }),
    () => watched.datasets.deleteSeries('acme', wide.id, 's9', { isDryRun: false }),
  ]) {
    statements.length = 0;
    await remove();
    statements.splice(0, Infinity, ...statements.filter(({ sql }) => /^\s*select/i.test(sql)));
    expect(await rowsRead(db, statements, 'series', true)).toBeLessThanOrEqual(readMax);
  }
});

/** Statements that a session has prepared after `calls` were made five times each. */
async function preparedBy(calls: ((store: Store, turn: number) => Promise<unknown>)[]): Promise<string[]> {
  const single = openDatabase(used.url, { poolMax: 1 });
  const store = createStore(single);
  for (let turn = 0; turn < 5; turn++) for (const call of calls) await call(store, turn);
  const { rows: prepared } = await single.executeQuery(
    CompiledQuery.raw('SELECT statement FROM pg_prepared_statements'),
  );
  await store.close();
  return (prepared as { statement: string }[]).map(({ statement }) => statement);
}

test('pages and changes of series have plans of their own, and not one for all datasets', async () => {
  const texts = await preparedBy([
    (store) => store.datasets.listSeries('acme', wide.id, { limit: 20 } as never),
    (store, turn) => append(100 + turn, store),
  ]);
  expect(texts.some((text) => text.includes('from "datasets"'))).toBe(true);
  const isOfManySeries = /^select \* from \(SELECT \* FROM series\b|to_version" >=|(to|until)_version </;
  expect(texts.filter((text) => isOfManySeries.test(text.trim()))).toEqual([]);
});

test('pages of a tenant are prepared; those of a dataset, a fleet, a model, a webhook or a tag are not', async () => {
  const [page, id] = [{ limit: 20 }, wide.id];
  const { id: hook } = await used.store.webhooks.create('acme', webhook);
  const model_id = newId('model');
  const isPage = (text: string) => / desc\s+limit/.test(text);
  const ofTenant = await preparedBy([
    ({ models }) => models.list('acme', page),
    ({ datasets }) => datasets.list('acme', page),
  ]);
  expect(ofTenant.filter(isPage)).toHaveLength(2);
  const ofParts = await preparedBy([
    ({ models }) => models.list('acme', { ...page, dataset_id: id }),
    ({ models }) => models.list('acme', { ...page, fleet_id: newId('fleet') }),
    ({ models }) => models.list('acme', { ...page, dataset_id: id, tag: 'one' }),
    ({ fleets }) => fleets.list('acme', { ...page, dataset_id: id }),
    ({ backtests }) => backtests.list('acme', { ...page, model_id }),
    ({ forecasts }) => forecasts.list('acme', { ...page, model_id }),
    ({ webhooks }) => webhooks.deliveries('acme', hook, page),
  ]);
  expect(ofParts.filter(isPage)).toEqual([]);
});

test('the skill of a fleet is computed once, and again when a further model is ready', async () => {
  const series = ['a', 'b'].map((id) => sampleSeries(id, 30));
  const { id: datasetId } = await used.store.datasets.create('acme', sampleDataset(series));
  const { fleet } = await used.store.fleets.create('acme', {
    ...{ datasetId, name: 'two', tags: [], per: 'series', groupBy: null },
    ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
  });
  const { data } = await used.store.models.list('acme', { limit: 2, fleet_id: fleet.id });
  const end = (model: number, status: string, value: number) => {
    const card = JSON.stringify({ has_skill: true, skill: { value } });
    return sql`UPDATE models SET status = ${status}, card = ${card} WHERE id = ${data[model].id}`.execute(db);
  };
  await end(0, 'ready', 0.1);
  await end(1, 'failed', 0);
  const median = async () => (await watched.fleets.get('acme', fleet.id)).skill?.median;
  expect(await median()).toBe(0.1);
  statements.length = 0;
  expect(await median()).toBe(0.1);
  expect(await rowsRead(db, statements, 'models', true)).toBe(0);
  await end(1, 'ready', 0.3);
  expect(await median()).toBeCloseTo(0.2);
});

test('due deliveries are found without reading those that wait or whose webhook is disabled', async () => {
  const hooks = [];
  for (let i = 0; i < 3; i++) hooks.push(await used.store.webhooks.create('acme', webhook));
  const [disabled, waiting, due] = hooks.map(({ id }) => id);
  const { id } = await used.store.webhooks.test('acme', due);
  const [past, future] = ['2020-01-01', '2099-01-01'];
  await copyRow(superuser, 'webhook_deliveries', id, rows, { webhook_id: disabled, next_attempt_at: past });
  await copyRow(superuser, 'webhook_deliveries', id, rows, { webhook_id: waiting, next_attempt_at: future });
  await used.store.webhooks.update('acme', disabled, { enabled: false });
  await sql`ANALYZE webhook_deliveries`.execute(db);
  const reads = async () => {
    const read = await rowsRead(db, statements, 'webhook_deliveries', true);
    statements.length = 0;
    return read;
  };
  statements.length = 0;
  expect(await watched.dueTasks.any()).toMatchObject({ deliveries: true });
  expect(await reads()).toBeLessThanOrEqual(readMax);
  expect(await watched.outbox.due(100)).toEqual([{ id, attempt: 1 }]);
  expect(await reads()).toBeLessThanOrEqual(readMax);
  await used.store.webhooks.delete('acme', due);
  expect(await watched.dueTasks.any()).toMatchObject({ deliveries: false });
  expect(await reads()).toBeLessThanOrEqual(readMax);
});
