import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, sampleForecast, sampleSpec, saveForecast, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const rows = 10_000;
/** Rows that a page may read of the table that it lists, beside its own. */
const moreRows = 30;
const smallTenants = 200;
const tables = ['datasets', 'models', 'jobs', 'fleets', 'backtests', 'forecasts'] as const;
const statements: Statement[] = [];
let db: Kysely<Database>;
let watched: Store;

// Half of the rows are of a tenant whose newest row is older than all rows of another one.
beforeAll(async () => {
  const { store } = used;
  const { dataset, model, job } = await createTraining(store, 'acme');
  const { fleet } = await store.fleets.create('acme', {
    ...{ datasetId: dataset.id, name: 'all', tags: [], per: 'series', groupBy: null },
    ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
  });
  const { backtest } = await store.backtests.create('acme', {
    ...{ model, datasetId: dataset.id, plan: {} as never, requestId: null },
  });
  const forecast = await saveForecast(store, 'acme', await sampleForecast(store, 'acme'));
  const ids = {
    ...{ datasets: dataset.id, models: model.id, jobs: job.id, fleets: fleet.id, backtests: backtest.id },
    forecasts: forecast.id,
  };
  db = openDatabase(used.url, { poolMax: 1 });
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  await superuser.connection().execute(async (session) => {
    for (const table of tables) {
      const ended = table === 'jobs' ? { status: 'succeeded', finished_at: '2026-01-01' } : {};
      await copyRow(session, table, ids[table], rows, table === 'models' ? { status: 'ready' } : ended);
      await sql`SET session_replication_role = 'replica'`.execute(session);
      // The rows of a tenant with many lie together, and those of many small tenants follow.
      await sql`
        UPDATE ${sql.table(table)} SET tenant_id = CASE
          WHEN id < 'c' THEN 'other' ELSE 't' || abs(hashtext(id)) % ${smallTenants}::integer END
        WHERE id > '8'`.execute(session);
      await sql`RESET session_replication_role`.execute(session);
      await sql`CLUSTER ${sql.table(table)} USING ${sql.id(`${table}_pkey`)}`.execute(session); // as rows are written
      await sql`ANALYZE ${sql.table(table)}`.execute(session);
    }
  });
  await superuser.destroy();
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

test.each(tables)('a page of %s does not pass rows of others, nor all rows of its tenant', async (table) => {
  const list = watched[table].list as (tenant: string, query: object) => Promise<{ data: unknown[] }>;
  for (const limit of [20, 50, 100]) {
    for (const tenant of ['acme', 'other', 't7']) {
      statements.length = 0;
      const { data } = await list(tenant, { limit });
      if (tenant !== 't7') expect(data).toHaveLength(limit);
      const label = `${tenant}, ${limit}`;
      expect(await rowsRead(db, statements, table, true), label).toBeLessThanOrEqual(limit + moreRows);
    }
    // The plan of a prepared statement knows neither the tenant nor the limit.
    const { rows: plan } = await sql<{ 'QUERY PLAN': string }>`
      EXPLAIN (GENERIC_PLAN) ${sql.raw(statements[0].sql)}`.execute(db);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toMatch(/Sort|Seq Scan/);
  }
});

test('nor does the search for the newest trainings', async () => {
  statements.length = 0;
  await watched.models.pastTrainings('acme', 'numeric', 10);
  expect(await rowsRead(db, statements, 'models', true)).toBeLessThan(2_000);
});
