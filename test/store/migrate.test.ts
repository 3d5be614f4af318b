import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { migrate, migrations, openDatabase } from '../../src/store/index.ts';
import { createTestDatabase } from '../support/postgres.ts';

async function emptyDatabase() {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const open = () => {
    const db = openDatabase(url, { poolMax: 2 });
    onTestFinished(() => db.destroy());
    return db;
  };
  return { open };
}

test('four processes that migrate at once apply each step once', async () => {
  const { open } = await emptyDatabase();
  const databases = [open(), open(), open(), open()];
  await Promise.all(databases.map((db) => migrate(db)));
  const versions = await databases[0].selectFrom('schema_versions').select(['version', 'name']).execute();
  expect(versions).toEqual(migrations.map(({ name }, i) => ({ version: i + 1, name })));
});

test('a second run changes nothing', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  await migrate(db);
  await migrate(db);
  expect(await db.selectFrom('schema_versions').select('version').execute()).toHaveLength(migrations.length);
});

test('a step that fails leaves the schema as it was', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  const broken = [
    ...migrations,
    {
      name: 'broken',
      up: async (trx: Parameters<(typeof migrations)[0]['up']>[0]) => {
        await sql`CREATE TABLE half (n integer)`.execute(trx);
        await sql`SELECT no_such_function()`.execute(trx);
      },
    },
  ];
  await expect(migrate(db, broken)).rejects.toThrow('no_such_function');
  const { rows } = await sql`SELECT to_regclass('half') AS half, to_regclass('datasets') AS datasets`.execute(
    db,
  );
  expect(rows).toEqual([{ half: null, datasets: null }]);
});

test('a database of a newer version is refused with its version', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  await migrate(db);
  await db.insertInto('schema_versions').values({ version: 1_000, name: 'future' }).execute();
  await expect(migrate(db)).rejects.toThrow(/schema version 1000, made by a newer Gatecast/);
});
