import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { openStore } from '../../src/store/index.ts';
import { query } from './processes.ts';

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  onTestFinished(() => server.stop());
  return server;
}

const rights = `SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
  FROM pg_roles WHERE rolname = current_user`;
const none = {
  ...{ rolsuper: false, rolcreatedb: false, rolcreaterole: false },
  ...{ rolreplication: false, rolbypassrls: false },
};
const ownedByOthers = `SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
  WHERE nspname IN ('public', 'elder') AND pg_get_userbyid(relowner) <> current_user`;

test('the service is the owner of its database and no superuser, and an older cluster is upgraded', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-roles-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const fresh = await start(dataDir);
  expect(await query(fresh.url, rights)).toEqual([none]);
  await expect(query(fresh.url, "COPY (SELECT 1) TO PROGRAM 'cat'")).rejects.toThrow(/permission denied/);
  await expect(query(fresh.url, 'CREATE DATABASE other')).rejects.toThrow(/permission denied/);

  // As an earlier version made it: the superuser owns all, and there is no other role.
  await query(fresh.adminUrl, 'ALTER DATABASE gatecast OWNER TO gatecast; DROP ROLE gatecast_service');
  await (await openStore(fresh.adminUrl)).close();
  await query(
    fresh.adminUrl,
    `CREATE SCHEMA elder; CREATE TYPE elder."Mood" AS ENUM ('good'); CREATE SEQUENCE elder.numbers;
     CREATE TABLE elder.parted (id bigint GENERATED ALWAYS AS IDENTITY, mood elder."Mood", n serial) PARTITION BY LIST (mood);
     CREATE TABLE elder.part PARTITION OF elder.parted FOR VALUES IN ('good');
     CREATE VIEW elder.seen AS SELECT * FROM elder.parted;
     CREATE FUNCTION elder.one(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
     INSERT INTO elder.parted (mood) VALUES ('good')`,
  );
  await fresh.stop();
  rmSync(join(dataDir, 'postgres', 'gatecast.role'));

  const upgraded = await start(dataDir);
  expect(await query(upgraded.url, rights)).toEqual([none]);
  expect(await query(upgraded.url, ownedByOthers)).toEqual([]);
  expect(await query(upgraded.url, 'SELECT count(*)::int AS n FROM elder.seen')).toEqual([{ n: 1 }]);
  await query(
    upgraded.url,
    `ALTER TABLE elder.parted ADD COLUMN later text; INSERT INTO elder.parted (mood) VALUES ('good');
     SELECT nextval('elder.numbers'); ALTER TYPE elder."Mood" RENAME TO temper; CREATE SCHEMA newer;
     CREATE OR REPLACE FUNCTION elder.one(integer) RETURNS integer LANGUAGE sql AS 'SELECT 2'; DROP SCHEMA elder CASCADE`,
  );
  await (await openStore(upgraded.url)).close();
});
