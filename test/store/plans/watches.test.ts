import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeriesData } from '../../../src/contracts/schemas/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import {
  claimed,
  createTraining,
  dayMs,
  sampleDataset,
  sampleResult,
  sampleSeries,
  sampleSpec,
  useStore,
} from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const statements: Statement[] = [];
const rows = 5_000;
/** Rows that a question about the watches of one dataset may read of a table. */
const readMax = 10;
let db: Kysely<Database>;
let superuser: Kysely<Database>;
let watched: Store;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
  superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await superuser.destroy();
  await db.destroy();
});

const tenant = 'acme';
const range = { from: '2020-01-02', to: '2020-01-02', dry_run: false };
let appended = 0;

async function append(datasetId: string, store: Store = used.store): Promise<void> {
  const times = Float64Array.of(Date.UTC(2021, 0, 1) + appended++ * dayMs);
  const one = { ...sampleSeries('a', 1), times };
  await store.datasets.addObservations(tenant, datasetId, [one], {
    ...{ missingReplaces: true, allowsNewSeries: false, isDryRun: false },
  });
}

async function ready(): Promise<{ modelId: string; datasetId: string }> {
  const { model, job } = await createTraining(used.store, tenant);
  await used.store.leases.succeed(await claimed(used.store, job.id), sampleResult());
  return { modelId: model.id, datasetId: model.dataset_id };
}

const watch = (modelId: string, anomaly_level: number | null) =>
  used.store.models.update(tenant, modelId, { anomaly_level });
const isAsked = async () => (await used.store.dueTasks.any()).watches;
/** Ids of the models that are due. The second look finds what the first one has left. */
async function due(): Promise<string[]> {
  await used.store.watches.due(100);
  return (await used.store.watches.due(100)).map(({ modelId }) => modelId);
}
async function finishAll(): Promise<void> {
  for (const { modelId, version } of await used.store.watches.due(100))
    await used.store.watches.finish(modelId, version);
}

test('whether watches are due is asked without reading the watches that are not', async () => {
  const { modelId, datasetId } = await ready();
  await watch(modelId, 99);
  // As many watched datasets, each with a model that has searched its newest version.
  await copyRow(superuser, 'datasets', datasetId, rows);
  await copyRow(superuser, 'models', modelId, rows);
  await sql`
    UPDATE models SET dataset_id = other.id FROM (
      SELECT id, row_number() OVER (ORDER BY id) AS n FROM datasets WHERE id <> ${datasetId}) AS other,
      (SELECT id, row_number() OVER (ORDER BY id) AS n FROM models WHERE id <> ${modelId}) AS numbered
    WHERE numbered.n = other.n AND models.id = numbered.id`.execute(superuser);
  const reads = async () => {
    const of = (table: string) => rowsRead(db, statements, table, true);
    const read = Math.max(await of('models'), await of('datasets'), await of('unwatched_versions'));
    statements.length = 0;
    return read;
  };
  await sql`ANALYZE`.execute(superuser);
  statements.length = 0;
  expect(await watched.dueTasks.any()).toMatchObject({ watches: false });
  expect(await watched.watches.due(100)).toEqual([]);
  expect(await reads()).toBeLessThanOrEqual(readMax);
  await append(datasetId);
  const { version } = await used.store.datasets.get(tenant, datasetId);
  statements.length = 0;
  expect(await watched.dueTasks.any()).toMatchObject({ watches: true });
  expect(await watched.watches.due(100)).toEqual([{ modelId, version }]);
  expect(await reads()).toBeLessThanOrEqual(readMax);
  await used.store.watches.finish(modelId, version);
  expect(await due()).toEqual([]);
  await used.store.models.delete(tenant, modelId);
});

test('each change of a watched dataset is due until its watches have searched it', async () => {
  const { modelId, datasetId } = await ready();
  await append(datasetId);
  expect(await isAsked()).toBe(false); // nobody watches
  await watch(modelId, 99);
  expect(await isAsked()).toBe(false);
  const changes = [
    () => append(datasetId),
    () => used.store.datasets.deleteObservations(tenant, datasetId, { series_id: 'a', ...range }),
    async () => {
      const { version } = await used.store.datasets.get(tenant, datasetId);
      await used.store.datasets.restore(tenant, datasetId, version - 1);
    },
  ];
  for (const change of changes) {
    await change();
    expect(await isAsked()).toBe(true);
    expect(await due()).toEqual([modelId]);
    await finishAll();
    expect(await due()).toEqual([]);
    expect(await isAsked()).toBe(false);
  }
  // Two versions, of which the first is searched.
  await append(datasetId);
  const [first] = await used.store.watches.due(100);
  await append(datasetId);
  await used.store.watches.finish(first.modelId, first.version);
  expect(await due()).toEqual([modelId]);
  await watch(modelId, 95); // another level of the same watch
  expect(await due()).toEqual([modelId]);
  await watch(modelId, null);
  expect(await due()).toEqual([]);
  await append(datasetId);
  expect(await isAsked()).toBe(false);
  await watch(modelId, 99); // what came meanwhile is not searched
  expect(await due()).toEqual([]);
  await append(datasetId);
  expect(await due()).toEqual([modelId]);
  await used.store.models.delete(tenant, modelId);
  expect(await due()).toEqual([]);
  expect(await isAsked()).toBe(false);
});

test('a watch of a model in training is due when the model is ready, and one of two watches that has ended hides no other', async () => {
  const { modelId, datasetId } = await ready();
  const dataset = await used.store.datasets.get(tenant, datasetId);
  const { model, job } = await used.store.models.create(tenant, {
    ...{ name: 'later', tags: [], dataset, spec: sampleSpec, requestId: null },
  });
  for (const id of [modelId, model.id]) await watch(id, 99);
  await append(datasetId);
  expect(await due()).toEqual([modelId]);
  await finishAll();
  expect(await due()).toEqual([]);
  await used.store.leases.succeed(await claimed(used.store, job.id), sampleResult());
  expect(await due()).toEqual([model.id]);
  await used.store.datasets.delete(tenant, datasetId, 'delete');
  expect(await isAsked()).toBe(false);
});

test('a watch of a model whose training has ended is not asked for, until the training is tried again', async () => {
  const { model, job } = await createTraining(used.store, tenant);
  await watch(model.id, 99);
  await append(model.dataset_id);
  expect(await due()).toEqual([]);
  expect(await isAsked()).toBe(true); // the model may become ready
  await used.store.jobs.cancel(tenant, job.id);
  expect(await due()).toEqual([]);
  expect(await isAsked()).toBe(false);
  await append(model.dataset_id);
  expect(await due()).toEqual([]);
  expect(await isAsked()).toBe(false);
  await used.store.jobs.retry(tenant, job.id);
  expect(await isAsked()).toBe(true);
  await used.store.leases.succeed(await claimed(used.store, job.id), sampleResult());
  expect(await due()).toEqual([model.id]);
  await finishAll();
  await used.store.models.delete(tenant, model.id);
});

test('watches that are left out make room for others', async () => {
  const [one, other] = [await ready(), await ready()];
  for (const { modelId, datasetId } of [one, other]) {
    await watch(modelId, 99);
    await append(datasetId);
  }
  const [first] = await used.store.watches.due(1);
  const [second] = await used.store.watches.due(1, [first]);
  expect([first.modelId, second.modelId].sort()).toEqual([one.modelId, other.modelId].sort());
  expect(await used.store.watches.due(1, [first, second])).toEqual([]);
  // A further version is tried again.
  const again = { ...first, version: first.version - 1 };
  expect(await used.store.watches.due(100, [again, second])).toEqual([first]);
  await finishAll();
  for (const { modelId } of [one, other]) await used.store.models.delete(tenant, modelId);
});

test('a version that is committed while another one is forgotten stays due', async () => {
  const { modelId, datasetId } = await ready();
  await watch(modelId, 99);
  for (let round = 0; round < 40; round++) {
    await append(datasetId);
    const [{ version }] = await used.store.watches.due(100);
    await used.store.watches.finish(modelId, version);
    await Promise.all([append(datasetId), used.store.watches.due(100), used.store.watches.due(100)]);
    expect(await due()).toEqual([modelId]);
    await finishAll();
    expect(await due()).toEqual([]);
  }
  await used.store.models.delete(tenant, modelId);
});

test('a deletion reads no models that do not watch', async () => {
  const { modelId, datasetId } = await ready();
  const series = { ...sampleSeries('b', 1), times: Float64Array.of(Date.UTC(2020, 0, 1)) };
  const options = { missingReplaces: true, allowsNewSeries: true, isDryRun: false };
  await used.store.datasets.addObservations(tenant, datasetId, [series], options);
  await copyRow(superuser, 'models', modelId, rows, { name: 'unwatched' });
  await watch(modelId, 99);
  // Watches of other datasets, whose series have the same ids. The models of other tests watch no more: with half of
  // the rows PostgreSQL would rather read the whole table.
  await superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session);
    await sql`UPDATE models SET anomaly_level = NULL WHERE id <> ${modelId}`.execute(session);
    await sql`
      INSERT INTO anomaly_watches (model_id, series_id, tenant_id, watched_until)
      SELECT md5('other' || n), id, ${tenant}, 0
      FROM generate_series(1, ${4 * rows}::integer) AS n, unnest('{a,b}'::text[]) AS id`.execute(session);
    await sql`RESET session_replication_role`.execute(session);
  });
  await sql`ANALYZE models, anomaly_watches`.execute(superuser);
  statements.length = 0;
  await watched.datasets.deleteObservations(tenant, datasetId, { series_id: 'a', ...range });
  await watched.datasets.deleteSeries(tenant, datasetId, 'b', { isDryRun: false });
  const changes = statements.filter(({ sql }) => /^\s*(UPDATE|DELETE FROM) anomaly_watches/.test(sql));
  expect(changes).toHaveLength(2);
  expect(await rowsRead(db, changes, 'models', true)).toBeLessThanOrEqual(readMax);
  const { rows: left } = await sql`
    SELECT series_id FROM anomaly_watches WHERE model_id = ${modelId}`.execute(db);
  expect(left).toEqual([{ series_id: 'a' }]);
});

/** Where the watches of a model begin, by series. */
async function begins(modelId: string): Promise<Record<string, number>> {
  const { rows: found } = await sql<{ series_id: string; day: number }>`
    SELECT series_id, (watched_until - ${Date.UTC(2020, 0, 1)}) / ${dayMs} AS day FROM anomaly_watches
    WHERE model_id = ${modelId}`.execute(db);
  return Object.fromEntries(found.map(({ series_id, day }) => [series_id, Number(day)]));
}

/** A ready model on a dataset. */
async function modelOf(series: SeriesData[], target = 'y'): Promise<{ modelId: string; datasetId: string }> {
  const dataset = await used.store.datasets.create(tenant, sampleDataset(series));
  const spec = { ...sampleSpec, target };
  const { model } = await used.store.models.create(tenant, {
    ...{ name: 'm', tags: [], dataset, spec, requestId: null },
  });
  return { modelId: model.id, datasetId: dataset.id };
}

test('a watch begins without reading the observations of series that have no gap', async () => {
  const series = Array.from({ length: 1_500 }, (_, i) => sampleSeries(i === 0 ? 'a' : `s${i}`, 3 + (i % 4)));
  const expected = Object.fromEntries(series.map(({ id, times }) => [id, times.length - 1]));
  const { modelId, datasetId } = await modelOf(series);
  statements.length = 0;
  await watched.models.update(tenant, modelId, { anomaly_level: 99 });
  expect(statements.filter(({ sql }) => sql.includes('series_chunks'))).toEqual([]);
  const inserts = statements.filter(({ sql }) => /insert into "?anomaly_watches/i.test(sql));
  expect(inserts).toHaveLength(1);
  expect(await begins(modelId)).toEqual(expected);
  await append(datasetId);
  await used.store.datasets.restore(tenant, datasetId, 1);
  expect(await begins(modelId)).toEqual(expected);
});

test('a watch begins after the last value of series with gaps, and those without values are watched as a whole', async () => {
  const gaps = { a: [1], b: [3, 4], c: [0, 1, 2, 3, 4], d: [] };
  const series = Object.entries(gaps).map(([id, missing]) => {
    const one = sampleSeries(id, 5);
    for (const i of missing) one.values[i] = Number.NaN;
    return one;
  });
  // More than one INSERT.
  for (let i = 0; i < 600; i++) {
    const one = sampleSeries(`s${i}`, 4);
    one.values[3] = Number.NaN;
    series.push(one);
  }
  const { modelId } = await modelOf(series);
  statements.length = 0;
  await watched.models.update(tenant, modelId, { anomaly_level: 99 });
  const { a, b, c, d, ...others } = await begins(modelId);
  expect([a, b, c, d]).toEqual([4, 2, undefined, 4]);
  expect(Object.values(others)).toEqual(Array(600).fill(2));
  for (const { sql, parameters } of statements.filter((one) =>
    /insert into "?anomaly_watches/i.test(one.sql),
  ))
    expect(parameters.length, sql).toBeLessThan(10);
});

test('known future covariates after the last value do not move the beginning of a watch', async () => {
  const one = sampleSeries('a', 10, ['price']);
  one.values.fill(Number.NaN, 6); // they do not count as missing
  const early = sampleSeries('b', 10, ['price']);
  early.covariates.price.fill(Number.NaN, 4);
  const { modelId } = await modelOf([one, early]);
  await watch(modelId, 99);
  expect(await begins(modelId)).toEqual({ a: 5, b: 9 });
  const price = await modelOf([one, early], 'price');
  await watch(price.modelId, 99);
  expect(await begins(price.modelId)).toEqual({ a: 9, b: 3 });
});
