import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, sampleForecast, saveForecast, useStore } from '../samples.ts';
import { copyRow, explain, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const rows = 20_000;
const statements: Statement[] = [];
let db: Kysely<Database>;
let watched: Store;
/** Id of a model. */
let own: string;

beforeAll(async () => {
  const { dataset, model, job } = await createTraining(used.store);
  own = model.id;
  db = openDatabase(used.url, { poolMax: 1 });
  const copies = { datasets: dataset.id, models: model.id, jobs: job.id };
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  for (const [table, id] of Object.entries(copies)) await copyRow(superuser, table, id, rows);
  await used.store.aliases.put('acme', 'first', own);
  await sql`
    INSERT INTO aliases SELECT (jsonb_populate_record(one, jsonb_build_object('name', 'a' || n, 'model_id', model.id))).*
    FROM aliases AS one, (SELECT id, row_number() OVER (ORDER BY id) AS n FROM models WHERE tenant_id = 'acme') AS model`.execute(
    superuser,
  );
  await superuser.destroy();
  await sql`ANALYZE aliases`.execute(db);
  await sql`UPDATE jobs SET status = 'succeeded', finished_at = now(), tenant_id = 'other' WHERE id < '8'`.execute(
    db,
  );
  for (const table of Object.keys(copies)) await sql`VACUUM ANALYZE ${sql.table(table)}`.execute(db);
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

const page = { limit: 20 };
const lists: [string, () => Promise<unknown>][] = [
  ['models', () => watched.models.list('acme', page)],
  ['models by status', () => watched.models.list('acme', { ...page, status: 'ready' })],
  ['datasets', () => watched.datasets.list('acme', page)],
  ['jobs', () => watched.jobs.list('acme', page)],
  ['jobs by status', () => watched.jobs.list('acme', { ...page, status: 'failed' })],
  ['jobs by kind', () => watched.jobs.list('acme', { ...page, kind: 'backtest' })],
  ['ended jobs', () => watched.jobs.list('other', { ...page, status: 'succeeded' })],
  [
    'due jobs',
    () =>
      watched.reconciliation.due({
        kind: 'train',
        queuedForMs: 0,
        runningMax: null,
        after: null,
        limit: 100,
      }),
  ],
];

test.each(lists)('a page of %s of many rows is read by indexes alone', async (_, list) => {
  statements.length = 0;
  await list();
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) {
    const plan = await explain(db, statement);
    expect(plan).not.toMatch(/Seq Scan|Sort Key: (jobs|models|datasets)\.id/);
    expect(plan).toMatch(/Index/);
  }
});

test('a page of a list is one statement, and two if jobs of it are queued', async () => {
  const count = async (list: () => Promise<unknown>) => {
    statements.length = 0;
    await list();
    return statements.length;
  };
  expect(await count(() => watched.models.list('acme', page))).toBe(1);
  expect(await count(() => watched.datasets.list('acme', page))).toBe(1);
  expect(await count(() => watched.jobs.list('other', page))).toBe(1);
  expect(await count(() => watched.jobs.list('acme', page))).toBe(2);
});

test('places in a long queue are exact on every page', async () => {
  const order = await sql<{
    id: string;
  }>`SELECT id FROM jobs WHERE status = 'queued' AND kind = 'train' ORDER BY id`.execute(db);
  const places = new Map(order.rows.map(({ id }, i) => [id, i + 1]));
  for (let cursor: string | null | undefined, n = 0; cursor !== null && n < 5; n++) {
    const { data, next_cursor } = await watched.jobs.list('acme', { limit: 50, cursor });
    for (const { id, status, queue_position } of data)
      expect(queue_position).toBe(status === 'queued' ? places.get(id) : null);
    cursor = next_cursor;
  }
});

test('the last trainings are found without reading the cards of all models', async () => {
  await sql`UPDATE models SET status = 'ready', card = '{"training": {"seconds": 2}}'`.execute(db);
  await sql`VACUUM ANALYZE models`.execute(db);
  statements.length = 0;
  expect(await watched.models.pastTrainings('acme', 'numeric', 10)).toHaveLength(10);
  expect(await rowsRead(db, statements, 'models')).toBeLessThan(100);
  statements.length = 0;
  expect(await watched.models.pastTrainings('acme', 'symbols', 10)).toEqual([]);
  expect(await rowsRead(db, statements, 'models')).toBeLessThan(2_000);
});

test('the cleaner finds the forecasts to delete in an index alone', async () => {
  const { id } = await saveForecast(used.store, 'acme', await sampleForecast(used.store, 'acme'));
  await sql`
    INSERT INTO forecasts SELECT (jsonb_populate_record(one, jsonb_build_object('id', 'fc_' || md5(n::text), 'tenant_id', 't' || n % 3))).*
    FROM forecasts AS one, generate_series(1, ${rows}) AS n WHERE one.id = ${id}`.execute(db);
  await sql`VACUUM ANALYZE forecasts`.execute(db);
  statements.length = 0;
  expect((await watched.cleaner.clean()).forecasts).toBe(0);
  statements.splice(0, Infinity, ...statements.filter(({ sql }) => sql.includes('DELETE FROM forecasts')));
  expect(statements).toHaveLength(1);
  expect(await rowsRead(db, statements, 'forecasts')).toBe(0);
});

test('the cleaner reads each delivery of a webhook once, in an index alone', async () => {
  const deliveries = 900; // fewer than a webhook keeps
  const hooks = await Promise.all(
    ['a', 'b'].map((description) =>
      used.store.webhooks.create('acme', {
        ...{ url: 'https://example.com/', events: ['job.succeeded'], description },
        ...{ secret: 'whsec_c2VjcmV0', enabled: true },
      }),
    ),
  );
  for (const { id } of hooks) {
    await sql`
      INSERT INTO webhook_deliveries (id, webhook_id, tenant_id, event, body)
      SELECT 'dlv_' || md5(${id} || n), ${id}, 'acme', 'job.succeeded', '' FROM generate_series(1, ${deliveries}::integer) AS n`.execute(
      db,
    );
  }
  await sql`VACUUM ANALYZE webhook_deliveries`.execute(db);
  statements.length = 0;
  expect((await watched.cleaner.clean()).webhook_deliveries).toBe(0);
  statements.splice(0, Infinity, ...statements.filter(({ sql }) => sql.includes('DELETE FROM webhook_del')));
  expect(statements).toHaveLength(1);
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL enable_seqscan = off`.execute(trx);
    await sql`SET LOCAL enable_sort = off`.execute(trx);
    expect(await rowsRead(trx, statements, 'webhook_deliveries')).toBe(0);
    expect(await rowsRead(trx, statements, 'webhook_deliveries', true)).toBe(hooks.length * deliveries);
  });
});

test('the aliases of one model are read without those of other models', async () => {
  statements.length = 0;
  const { data } = await watched.aliases.list('acme', { ...page, model_id: own });
  expect(data.map(({ model_id }) => model_id)).toEqual([own, own]);
  expect(await rowsRead(db, statements, 'aliases', true)).toBe(data.length);
});

test('versions of several models, by id and by alias, are read without reading the other models', async () => {
  for (const count of [2, 8, 64]) {
    const references = Array.from({ length: count }, (_, i) =>
      i % 4 === 0 ? own : i % 4 === 2 ? 'none' : `a${100 * i}`,
    );
    const asked = references.map((reference) => ({ tenant: 'acme', reference }));
    statements.length = 0;
    const versions = await watched.served.versions(asked);
    expect(versions.map((version) => version === null)).toEqual(references.map((one) => one === 'none'));
    expect(versions[0]).toMatch(own);
    for (const table of ['models', 'aliases', 'datasets'])
      expect(await rowsRead(db, statements, table, true), `${table}, ${count}`).toBeLessThanOrEqual(count);
  }
});
