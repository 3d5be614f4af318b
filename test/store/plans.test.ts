import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStore, type Database, openDatabase, type Store } from '../../src/store/index.ts';
import { createTraining, sampleForecast, useStore } from './samples.ts';

const used = useStore();
const rows = 20_000;
const statements: { sql: string; parameters: readonly unknown[] }[] = [];
let db: Kysely<Database>;
/** A store whose statements are kept, to be explained. */
let watched: Store;

beforeAll(async () => {
  const { dataset, model, job } = await createTraining(used.store);
  db = openDatabase(used.url, { poolMax: 1 });
  // Triggers write events, which the plans do not need.
  const copies = { datasets: dataset.id, models: model.id, jobs: job.id };
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  await sql`SET session_replication_role = 'replica'`.execute(superuser);
  for (const [table, id] of Object.entries(copies)) {
    await sql`
      INSERT INTO ${sql.table(table)}
      SELECT (jsonb_populate_record(one, jsonb_build_object('id', md5(${table} || n)))).*
      FROM ${sql.table(table)} AS one, generate_series(1, ${rows}) AS n WHERE one.id = ${id}`.execute(
      superuser,
    );
  }
  await superuser.destroy();
  await sql`UPDATE jobs SET status = 'succeeded', finished_at = now(), tenant_id = 'other' WHERE id < '8'`.execute(
    db,
  );
  for (const table of Object.keys(copies)) await sql`VACUUM ANALYZE ${sql.table(table)}`.execute(db);
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: used.url, max: 1, types: types as pg.CustomTypesConfig });
  pool.on('connect', (client) => client.on('error', () => {})); // the database may be dropped while it closes
  watched = createStore(
    new Kysely<Database>({
      dialect: new PostgresDialect({ pool }),
      log: ({ query }) => void statements.push({ sql: query.sql, parameters: query.parameters }),
    }),
  );
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
        silentMs: 0,
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
    const explained = CompiledQuery.raw(`EXPLAIN ${statement.sql}`, [...statement.parameters]);
    const { rows: lines } = await db.executeQuery<{ 'QUERY PLAN': string }>(explained);
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
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

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** Rows of a table that the statements since the last reset read in the table itself, and not in an index alone. */
async function rowsRead(table: string): Promise<number> {
  const readBy = (node: PlanNode): number => {
    const isRead = node['Relation Name'] === table && /Scan/.test(node['Node Type']);
    const own = isRead && node['Node Type'] !== 'Index Only Scan' ? 1 : 0;
    const rows = node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
    return own * rows + (node.Plans ?? []).reduce((sum, child) => sum + readBy(child), 0);
  };
  let read = 0;
  for (const { sql: text, parameters } of statements.filter(({ sql }) => sql.includes(table))) {
    const explained = CompiledQuery.raw(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...parameters]);
    const { rows: plans } = await db.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(explained);
    read += readBy(plans[0]['QUERY PLAN'][0].Plan);
  }
  return read;
}

test('the last trainings are found without reading the cards of all models', async () => {
  await sql`UPDATE models SET status = 'ready', card = '{"training": {"seconds": 2}}'`.execute(db);
  await sql`VACUUM ANALYZE models`.execute(db);
  statements.length = 0;
  expect(await watched.models.pastTrainings('acme', 'numeric', 10)).toHaveLength(10);
  expect(await rowsRead('models')).toBeLessThan(100);
  statements.length = 0;
  expect(await watched.models.pastTrainings('acme', 'symbols', 10)).toEqual([]);
  expect(await rowsRead('models')).toBeLessThan(2_000);
});

test('the cleaner finds the forecasts to delete in an index alone', async () => {
  const { id } = await used.store.forecasts.save('acme', await sampleForecast(used.store, 'acme'));
  await sql`
    INSERT INTO forecasts SELECT (jsonb_populate_record(one, jsonb_build_object('id', 'fc_' || md5(n::text), 'tenant_id', 't' || n % 3))).*
    FROM forecasts AS one, generate_series(1, ${rows}) AS n WHERE one.id = ${id}`.execute(db);
  await sql`VACUUM ANALYZE forecasts`.execute(db);
  statements.length = 0;
  expect((await watched.cleaner.clean()).forecasts).toBe(0);
  statements.splice(0, Infinity, ...statements.filter(({ sql }) => sql.includes('DELETE FROM forecasts')));
  expect(statements).toHaveLength(1);
  expect(await rowsRead('forecasts')).toBe(0);
});
