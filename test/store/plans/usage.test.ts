import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createDataset, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const statements: Statement[] = [];
const rows = 5_000;
let db: Kysely<Database>;
let watched: Store;

beforeAll(async () => {
  db = openDatabase(used.url, { poolMax: 1 });
  watched = watchedStore(used.url, statements);
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  const { id } = await createDataset(used.store, 'acme'); // of 30 points
  await copyRow(superuser, 'datasets', id, rows);
  await copyRow(superuser, 'datasets', id, rows, { tenant_id: 'other' });
  await sql`VACUUM ANALYZE datasets`.execute(superuser);
  await superuser.destroy();
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

test('the points of a tenant are summed in an index alone, without those of other tenants', async () => {
  expect(await watched.usage.points('acme')).toBe(30 * (rows + 1));
  expect(statements).toHaveLength(1);
  expect(await rowsRead(db, statements, 'datasets')).toBe(0);
  expect(await rowsRead(db, statements, 'datasets', true)).toBe(rows + 1);
  const { id } = await createDataset(used.store, 'acme');
  expect(await watched.usage.points('acme')).toBe(30 * (rows + 2));
  await used.store.datasets.delete('acme', id);
  expect(await watched.usage.points('acme')).toBe(30 * (rows + 1));
});
