/** The commands for PostgreSQL's own backups, as docs/operations.md has them, as the role that the policies bind. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import {
  type InstalledServer,
  installedPostgres,
  startInstalledPostgres,
} from '../support/client-programs.ts';
import { createDataset } from './samples.ts';

describe.skipIf(installedPostgres === null)('pg_dump and psql with row-level security', () => {
  let server: InstalledServer;
  const url = (database: string) => server.url('gatecast', database);
  const sql = (database: string, statement: string, role = 'gatecast') =>
    server.run('psql', ['-Atq', '-v', 'ON_ERROR_STOP=1', '-c', statement, server.url(role, database)]);
  const create = (database: string) => sql('postgres', `CREATE DATABASE ${database} OWNER gatecast`, 'admin');

  beforeAll(async () => {
    server = await startInstalledPostgres(installedPostgres!);
    sql('postgres', 'CREATE ROLE gatecast LOGIN NOSUPERUSER NOBYPASSRLS', 'admin');
    create('gatecast');
    const store = await openStore(url('gatecast'), { poolMax: 2 });
    for (const tenant of ['acme', 'globex']) await createDataset(store, tenant);
    await store.close();
    sql('gatecast', 'CREATE SCHEMA bullmq; CREATE TABLE bullmq.job (id text)');
  });
  afterAll(() => server?.stop());

  /** The options of a command in the page, without the name of the program. */
  const documented = (program: string) => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const command = new RegExp(`^ +${program} (.+) "\\$DATABASE_URL"`, 'm').exec(page)?.[1];
    expect(command, `${program} in docs/operations.md`).toBeDefined();
    return command!.split(' ');
  };

  test('the documented commands move the rows of all tenants, and the policies, to an empty database', async () => {
    const dump = server.run('pg_dump', [...documented('pg_dump'), url('gatecast')]);
    expect([dump.status, dump.stderr]).toEqual([0, '']);
    create('restored');
    const restored = server.run('psql', [...documented('psql'), url('restored')], dump.stdout);
    expect([restored.status, restored.stderr]).toEqual([0, '']);
    const counts = `
      SELECT (SELECT count(*) FROM datasets), (SELECT count(*) FROM series_chunks), (SELECT count(*) FROM pg_policy),
        (SELECT count(*) FROM pg_class WHERE relforcerowsecurity), (SELECT max(version) FROM schema_versions)`;
    expect(sql('restored', counts).stdout).toBe(sql('gatecast', counts).stdout);
    expect(sql('restored', 'SELECT tenant_id FROM datasets ORDER BY 1').stdout).toBe('acme\nglobex\n');
    expect(sql('restored', "SET gatecast.tenant = 'acme'; SELECT tenant_id FROM datasets").stdout).toBe(
      'acme\n',
    );
    const store = await openStore(url('restored'), { poolMax: 1 });
    expect(await store.isBoundByPolicies()).toBe(true);
    await store.close();
  });

  test('without the option pg_dump stops, and data alone are not restored by the role', () => {
    const options = documented('pg_dump').filter((option) => option !== '--enable-row-security');
    const refused = server.run('pg_dump', [...options, url('gatecast')]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('row-level security');
    const data = server.run('pg_dump', ['--data-only', ...documented('pg_dump'), url('gatecast')]);
    expect(data.status).toBe(0);
    create('empty_one');
    const schema = server.run('pg_dump', ['--schema-only', ...documented('pg_dump'), url('gatecast')]);
    expect(server.run('psql', [...documented('psql'), url('empty_one')], schema.stdout).status).toBe(0);
    const failed = server.run('psql', [...documented('psql'), url('empty_one')], data.stdout);
    expect(failed.stderr).toContain('not supported with row-level security');
  });
});
