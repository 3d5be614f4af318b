import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../src/contracts/schemas/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, sampleForecast, sampleSpec, saveForecast, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const rows = 10_000;
/** Rows that a page of 20 may read of the table that it lists. */
const readMax = 50;
const page = { limit: 20 };
/** Ids that are known when the rows are made. */
const own: Record<string, string> = {};
const statements: Statement[] = [];
let db: Kysely<Database>;
let watched: Store;

beforeAll(async () => {
  const { store } = used;
  const { dataset, model, job } = await createTraining(store, 'acme');
  const { fleet } = await store.fleets.create('acme', {
    ...{ datasetId: dataset.id, name: 'all', tags: ['of-fleet'], per: 'series', groupBy: null },
    ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
  });
  const { data } = await store.models.list('acme', { limit: 1, fleet_id: fleet.id });
  Object.assign(own, { 'own dataset': dataset.id, 'own model': model.id, 'own fleet': fleet.id });
  const { backtest } = await store.backtests.create('acme', {
    ...{ model, datasetId: dataset.id, plan: {} as never, requestId: null },
  });
  const { id: forecast } = await saveForecast(store, 'acme', {
    ...(await sampleForecast(store, 'acme')),
  });
  db = openDatabase(used.url, { poolMax: 1 });
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  const copies: [string, string, Record<string, unknown>?][] = [
    ['datasets', dataset.id, { name: 'alike' }],
    ['models', model.id, { name: 'alike', status: 'ready', tags: ['alike'] }],
    ['models', data[0].id, { name: 'in fleet', status: 'ready' }],
    ['fleets', fleet.id, { name: 'alike' }],
    ['backtests', backtest.id, { status: 'ready' }],
    ['forecasts', forecast],
    ['jobs', job.id, { status: 'succeeded', finished_at: '2026-01-01' }],
    ['jobs', job.id, { status: 'failed', kind: 'backtest', finished_at: '2026-01-01' }],
  ];
  for (const [table, id, changes] of copies) await copyRow(superuser, table, id, rows, changes);
  await sql`
    INSERT INTO model_tags SELECT tenant_id, coalesce(fleet_id, ''), unnest(tags), id FROM models
    ON CONFLICT DO NOTHING`.execute(superuser);
  await superuser.destroy();
  await sql`VACUUM ANALYZE`.execute(db).catch(() => {}); // catalogs belong to the superuser
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

type Lists = 'datasets' | 'models' | 'fleets' | 'backtests' | 'forecasts' | 'jobs';
const absent = { model: newId('model'), dataset: newId('dataset'), fleet: newId('fleet') };

/** Filters of each list: without a match, and with many. */
const filters: [Lists, Record<string, string>, matches: number][] = [
  ['datasets', { name: 'none' }, 0],
  ['datasets', { name: 'none*' }, 0],
  ['datasets', { name: 'alike' }, 20],
  ['models', { name: 'none' }, 0],
  ['models', { name: 'none*' }, 0],
  ['models', { name: 'in fleet' }, 0],
  ['models', { name: 'alike' }, 20],
  ['models', { tag: 'none' }, 0],
  ['models', { tag: 'of-fleet' }, 0],
  ['models', { tag: 'alike' }, 20],
  ['models', { status: 'failed' }, 0],
  ['models', { status: 'ready' }, 20],
  ['models', { dataset_id: absent.dataset }, 0],
  ['models', { dataset_id: 'own dataset' }, 20],
  ['models', { fleet_id: absent.fleet }, 0],
  ['models', { fleet_id: 'own fleet' }, 20],
  ['models', { fleet_id: 'own fleet', status: 'failed' }, 0],
  ['models', { fleet_id: 'own fleet', status: 'ready' }, 20],
  ['models', { fleet_id: 'own fleet', name: 'none' }, 0],
  ['models', { fleet_id: 'own fleet', name: 'none*' }, 0],
  ['models', { fleet_id: 'own fleet', tag: 'alike' }, 0],
  ['models', { fleet_id: 'own fleet', tag: 'of-fleet' }, 20],
  ['models', { fleet_id: 'own fleet', dataset_id: absent.dataset }, 0],
  ['fleets', { name: 'none' }, 0],
  ['fleets', { name: 'none*' }, 0],
  ['fleets', { name: 'alike' }, 20],
  ['fleets', { dataset_id: absent.dataset }, 0],
  ['fleets', { dataset_id: 'own dataset' }, 20],
  ['backtests', { status: 'failed' }, 0],
  ['backtests', { status: 'ready' }, 20],
  ['backtests', { model_id: absent.model }, 0],
  ['backtests', { model_id: 'own model' }, 20],
  ['forecasts', { model_id: absent.model }, 0],
  ['jobs', { status: 'cancelled' }, 0],
  ['jobs', { status: 'failed' }, 20],
  ['jobs', { kind: 'train' }, 20],
  ['jobs', { kind: 'train', status: 'failed' }, 0],
  ['jobs', { kind: 'backtest', status: 'succeeded' }, 0],
];

const resolved = (filter: Record<string, string>) =>
  Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, own[value] ?? value]));

test.each(filters)(
  'a page of %s with the filter %j reads few of many rows',
  async (list, filter, matches) => {
    statements.length = 0;
    const read = watched[list].list as (tenant: string, query: object) => Promise<{ data: unknown[] }>;
    const found = await read('acme', { ...page, ...resolved(filter) });
    expect(found.data).toHaveLength(matches);
    const tables = list === 'models' ? ['models', 'model_tags'] : [list];
    for (const table of tables)
      expect(await rowsRead(db, statements, table, true), table).toBeLessThanOrEqual(readMax);
  },
);

test('the second page of a filter begins where the first one ends', async () => {
  for (const filter of [{ tag: 'alike' }, { name: 'alike' }, { name: 'alik*' }]) {
    const first = await watched.models.list('acme', { ...page, ...filter });
    statements.length = 0;
    const second = await watched.models.list('acme', { ...page, ...filter, cursor: first.next_cursor! });
    const all = await watched.models.list('acme', { limit: 40, ...filter });
    expect([...first.data, ...second.data]).toEqual(all.data);
    statements.length = 1;
    for (const table of ['models', 'model_tags'])
      expect(await rowsRead(db, statements, table, true), table).toBeLessThanOrEqual(readMax);
  }
});

test('the filter by tag follows the tags of models', async () => {
  const tagged = async (tag: string, fleet_id?: string) =>
    (await used.store.models.list('tags', { ...page, tag, fleet_id })).data.map(({ id }) => id);
  const { model } = await createTraining(used.store, 'tags');
  await used.store.models.update('tags', model.id, { tags: ['a', 'b', 'b'] } as never);
  expect([await tagged('a'), await tagged('b'), await tagged('c')]).toEqual([[model.id], [model.id], []]);
  await used.store.models.update('tags', model.id, { tags: ['b', 'c'] } as never);
  expect([await tagged('a'), await tagged('b'), await tagged('c')]).toEqual([[], [model.id], [model.id]]);
  expect(await tagged('b', absent.fleet)).toEqual([]);
  await used.store.jobs.cancel('tags', model.job_id!);
  await used.store.models.delete('tags', model.id);
  expect((await sql`SELECT FROM model_tags WHERE tenant_id = 'tags'`.execute(db)).rows).toEqual([]);
});

test('names are found by their beginning, whatever characters they have', async () => {
  const names = [
    'a',
    'aa',
    'ab',
    'a%',
    'a_',
    'A',
    'ä',
    'a\u{10FFFF}',
    'a\u{10FFFF}z',
    'a\uD7FF1',
    'a\uE000',
    'b',
    '😀',
  ];
  const { model } = await createTraining(used.store, 'names');
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  for (const name of names) await copyRow(superuser, 'models', model.id, 1, { name });
  await superuser.destroy();
  const present = [...names, model.name];
  for (const beginning of ['', 'a', 'aa', 'a%', 'ä', 'a\u{10FFFF}', '\u{10FFFF}', 'a\uD7FF', 'x', '😀']) {
    const { data } = await used.store.models.list('names', { limit: 50, name: `${beginning}*` });
    expect(data.map(({ name }) => name).sort(), beginning).toEqual(
      present.filter((name) => name.startsWith(beginning)).sort(),
    );
  }
});
