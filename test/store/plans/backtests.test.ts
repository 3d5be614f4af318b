import { randomBytes } from 'node:crypto';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  createStore,
  type Database,
  migrate,
  migrations,
  openDatabase,
  type Store,
} from '../../../src/store/index.ts';
import { narrowReads } from '../../../src/store/migrations/0030-0039/0039-narrow-reads.ts';
import { createEmptyDatabase } from '../../support/postgres.ts';
import { claimed, createTraining, sampleResult, useStore } from '../samples.ts';
import { type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const statements: Statement[] = [];
/** Pages of the table and its indexes for a list of some backtests. A report alone has about as
 *  many in its own table. */
const blocksMax = 40;
const seriesMax = 1_000;
let db: Kysely<Database>;
let watched: Store;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

const summary = { wql: 0.25 };
const skill = { value: 0.09, lower: 0.06, upper: 0.12, metric: 'wql', baseline: 'naive' };

/** Publishes a backtest with a report of some series. Their names are random, so the report is large
 *  when it is packed too. */
async function published(store: Store, series: number, parts: object = { summary, skill }): Promise<string> {
  const { model, dataset, job } = await createTraining(store);
  await store.leases.succeed(await claimed(store, job.id), sampleResult());
  const created = await store.backtests.create('acme', {
    ...{ model, datasetId: dataset.id, plan: {} as never, requestId: null },
  });
  const report = { series: Array.from({ length: series }, () => randomBytes(200).toString('hex')), ...parts };
  await store.backtests.publish(await claimed(store, created.job.id), {
    ...{ report: report as never, windows: [] },
  });
  return created.backtest.id;
}

/** Pages that a statement reads. */
async function blocksOf({ sql, parameters }: Statement): Promise<number> {
  const explained = CompiledQuery.raw(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`, [...parameters]);
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(explained);
  const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

test('a list of backtests reads their summaries, and not their reports', async () => {
  for (let i = 0; i < 4; i++) await published(used.store, seriesMax);
  const id = await published(used.store, 1, { summary, skill: null });
  statements.length = 0;
  const { data } = await watched.backtests.list('acme', { limit: 20 });
  expect(data).toHaveLength(5);
  expect(data[0]).toMatchObject({ id, summary, skill: null });
  for (const one of data.slice(1)) expect(one).toMatchObject({ status: 'ready', summary, skill });
  expect(statements).toHaveLength(1);
  expect(await blocksOf(statements[0])).toBeLessThanOrEqual(blocksMax);
});

test('a running backtest has no summary', async () => {
  const { model, dataset } = await createTraining(used.store);
  await used.store.backtests.create('acme', {
    ...{ model, datasetId: dataset.id, plan: {} as never, requestId: null },
  });
  const { data } = await used.store.backtests.list('acme', { limit: 1 });
  expect(data[0]).toMatchObject({ status: 'running', summary: null, skill: null });
});

test('backtests of an older version get their summaries by the migration', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const old = openDatabase(url, { poolMax: 4 });
  onTestFinished(() => old.destroy());
  await migrate(old, migrations.slice(0, migrations.indexOf(narrowReads)));
  // Claims read this table, which a later migration makes.
  await sql`CREATE TABLE model_series (model_id text, series_id text)`.execute(old);
  const store = createStore(old);
  await published(store, 3);
  await published(store, 3, { summary, skill: null });
  await sql`DROP TABLE model_series`.execute(old);
  await migrate(old);
  const { data } = await store.backtests.list('acme', { limit: 20 });
  expect(data.map((one) => [one.summary, one.skill])).toEqual([
    [summary, null],
    [summary, skill],
  ]);
  await published(store, 3);
  expect((await store.backtests.list('acme', { limit: 1 })).data[0]).toMatchObject({ summary, skill });
});
