/** Row-level security is the second lock between tenants: a statement that names no tenant sees the
 *  rows of its call only. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { asService, inCall } from '../../src/sharing/index.ts';
import { isBoundByPolicies } from '../../src/store/database/tenancy.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { createTraining, useStore } from './samples.ts';

/** The schema's history, an id and a figure of the whole service, and keys: a key is read
 *  before its tenant is known. */
const withoutPolicy = ['api_keys', 'schema_versions', 'service_ids', 'worker_losses'];
const tenants = ['acme', 'globex', 'initech'];

const used = useStore();
let db: Kysely<Database>;
let superuser: Kysely<Database>;

beforeAll(async () => {
  db = openDatabase(used.url, { poolMax: 2 });
  superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
});
afterAll(async () => {
  await db.destroy();
  await superuser.destroy();
});

const as = <Result>(tenant: string, work: () => Promise<Result>) => inCall({ tenant, signal: null }, work);

async function tablesOf(): Promise<{ name: string; has_tenant: boolean; is_locked: boolean }[]> {
  const { rows } = await sql<{ name: string; has_tenant: boolean; is_locked: boolean }>`
    SELECT relname AS name,
      EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant_id' AND NOT attisdropped) AS has_tenant,
      relrowsecurity AND relforcerowsecurity AND EXISTS (
        SELECT FROM pg_policy WHERE polrelid = c.oid AND polcmd = '*') AS is_locked
    FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname`.execute(
    db,
  );
  return rows;
}

test('every table has a policy that binds its owner too, except those that say why not', async () => {
  const open = (await tablesOf()).filter(({ is_locked }) => !is_locked).map(({ name }) => name);
  expect(open).toEqual(withoutPolicy);
});

test('the policies bind the role of the service, and not a superuser', async () => {
  expect(await isBoundByPolicies(db)).toBe(true);
  expect(await used.store.isBoundByPolicies()).toBe(true);
  expect(await isBoundByPolicies(superuser)).toBe(false);
});

test('the policies bind the role that docker-compose.yml makes', async () => {
  const name = `compose_${randomBytes(6).toString('hex')}`;
  const script = readFileSync('deploy/postgres/create-role.sql', 'utf8')
    .replace(/^(--|\\getenv) .*\n/gm, '')
    .replaceAll('gatecast', name)
    .replace(":'password'", `'${name}'`);
  onTestFinished(async () => {
    await sql.raw(`DROP DATABASE IF EXISTS ${name}`).execute(superuser);
    await sql.raw(`DROP ROLE IF EXISTS ${name}`).execute(superuser);
  });
  for (const statement of script.trim().split('\n')) await sql.raw(statement).execute(superuser);
  const url = Object.assign(new URL(used.superuserUrl), { username: name, password: name, pathname: name });
  const ofService = openDatabase(url.href, { poolMax: 1 });
  expect(await isBoundByPolicies(ofService).finally(() => ofService.destroy())).toBe(true);
});

/** Writes a row of each tenant into every table: texts that name the tenant, and the smallest values of other types. */
async function fill(tables: string[]): Promise<void> {
  await superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session); // no triggers
    const { rows: rules } = await sql<{ table: string; name: string }>`
      SELECT conrelid::regclass::text AS "table", conname AS name FROM pg_constraint
      WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace`.execute(session);
    for (const { table, name } of rules)
      await sql`ALTER TABLE ${sql.table(table)} DROP CONSTRAINT ${sql.id(name)}`.execute(session);
    for (const table of tables) {
      const { rows: columns } = await sql<{ name: string; type: string }>`
        SELECT attname AS name, format_type(atttypid, null) AS type FROM pg_attribute
        WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''`.execute(
        session,
      );
      await sql`ALTER TABLE ${sql.table(table)} DISABLE TRIGGER USER`.execute(session);
      for (const tenant of tenants) {
        const row = Object.fromEntries(
          columns.map(({ name, type }) => [name, name === 'tenant_id' ? tenant : sampleOf(type, tenant)]),
        );
        await insert(session, table, row);
      }
    }
  });
}

function sampleOf(type: string, tenant: string): unknown {
  if (type.endsWith('[]')) return [];
  if (type === 'text') return `of-${tenant}`;
  if (type === 'bytea') return `\\x${Buffer.from(tenant).toString('hex')}`;
  if (type === 'jsonb') return {};
  if (type === 'boolean') return false;
  if (type === 'date' || type.startsWith('timestamp')) return '2026-01-01';
  return 1;
}

async function insert(session: Kysely<Database>, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.id(name)));
  await sql`
    INSERT INTO ${sql.table(table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_record(NULL::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)`.execute(
    session,
  );
}

test('within a call, no statement reaches a row of another tenant in any table', async () => {
  const tables = (await tablesOf()).filter(({ name }) => !withoutPolicy.includes(name));
  expect(tables.length).toBeGreaterThan(20);
  await fill(tables.map(({ name }) => name));
  for (const { name, has_tenant } of tables) {
    const table = sql.table(name);
    const column = sql.id(has_tenant ? 'tenant_id' : 'model_id');
    const [own, other] = has_tenant ? ['acme', 'globex'] : ['of-acme', 'of-globex'];
    const found = () => sql<{ owner: string }>`SELECT ${column} AS owner FROM ${table}`.execute(db);
    const owners = async (read: ReturnType<typeof found>) =>
      (await read).rows.map(({ owner }) => owner).sort();

    expect(await owners(found()), `${name}, as the service`).toHaveLength(tenants.length);
    expect(await owners(as('acme', found)), name).toEqual([own]);
    expect(await owners(as('nobody', found)), name).toEqual([]);

    const stolen = (
      await sql<{ row: Record<string, unknown> }>`
        SELECT to_jsonb(one) AS row FROM ${table} AS one WHERE ${column} = ${other}`.execute(db)
    ).rows[0].row;
    const { rows: written } = await sql<{ name: string }>`
      SELECT attname AS name FROM pg_attribute WHERE attrelid = ${name}::regclass AND attnum > 0
        AND NOT attisdropped AND attgenerated = '' AND attidentity = ''`.execute(db);
    const copy = Object.fromEntries(written.map((one) => [one.name, stolen[one.name]]));
    const refused = expect.objectContaining({ code: '42501' }); // insufficient_privilege
    await expect(
      as('acme', () => insert(db, name, copy)),
      `${name}: insert`,
    ).rejects.toEqual(refused);
    await expect(
      as('acme', () => sql`UPDATE ${table} SET ${column} = ${other}`.execute(db)),
      `${name}: gives its row away`,
    ).rejects.toEqual(refused);

    await as('acme', async () => {
      const same = await sql`UPDATE ${table} SET ${column} = ${column}`.execute(db);
      expect(same.numAffectedRows, `${name}: update`).toBe(1n);
      if (name === 'models') return; // its policy is that of model_uses too, which comes before it
      const deleted = await sql`DELETE FROM ${table}`.execute(db);
      expect(deleted.numAffectedRows, `${name}: delete`).toBe(1n);
    });
    const left = (await owners(found())).filter((owner) => owner !== own);
    expect(left, `${name}: rows of others stay`).toHaveLength(tenants.length - 1);
  }
});

test('connections of a pool change their tenant with each of many calls, also after errors and rollbacks', async () => {
  const seen = async (session: Kysely<Database>) =>
    (await sql<{ tenant_id: string }>`SELECT DISTINCT tenant_id FROM webhooks`.execute(session)).rows.map(
      (row) => row.tenant_id,
    );
  await sql`DELETE FROM webhooks`.execute(db);
  for (const tenant of tenants)
    await db
      .insertInto('webhooks')
      .values({
        ...{ id: `hook-${tenant}`, tenant_id: tenant, url: 'https://example.com', events: [] },
        ...{ description: '', enabled: true, secret: '' },
      })
      .execute();
  const ways: ((own: string[]) => Promise<void>)[] = [
    async (own) => expect(await seen(db)).toEqual(own),
    async (own) => {
      await expect(sql`SELECT 1 / 0`.execute(db)).rejects.toThrow(/division by zero/);
      expect(await seen(db)).toEqual(own);
    },
    async (own) => {
      const rolledBack = db.transaction().execute(async (trx) => {
        expect(await seen(trx)).toEqual(own);
        await sql`DELETE FROM webhooks`.execute(trx);
        expect(await seen(trx)).toEqual([]);
        throw new Error('no');
      });
      await expect(rolledBack).rejects.toThrow('no');
      expect(await seen(db)).toEqual(own);
    },
    async (own) => {
      const failed = db.transaction().execute(async (trx) => {
        await sql`SELECT set_config('gatecast.tenant', '', true)`.execute(trx);
        expect(await seen(trx)).toHaveLength(tenants.length);
        await sql`SELECT 1 / 0`.execute(trx);
      });
      await expect(failed).rejects.toThrow(/division by zero/);
      expect(await seen(db)).toEqual(own);
    },
    async (own) =>
      db.transaction().execute(async (trx) => {
        const all = await asService(() => seen(db));
        expect(all).toHaveLength(tenants.length); // another connection, at the same time
        expect(await seen(trx)).toEqual(own);
      }),
  ];
  // Callers that each wait for their own calls, so that none waits long for one of the two connections.
  const caller = async (first: number) => {
    for (let n = first; n < first + 20; n++) {
      const way = ways[n % (ways.length - 1)]; // the last way holds two connections
      const tenant = tenants[(7 * n) % tenants.length];
      await as(tenant, () => way([tenant]));
      if (n % 5 === 0) expect(await seen(db)).toHaveLength(tenants.length);
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, n) => caller(n)));
  for (const tenant of tenants) await as(tenant, () => ways[ways.length - 1]([tenant]));
});

test('a connection that is lost is replaced by one of the right tenant', async () => {
  const backend = () =>
    as('acme', async () => {
      const { rows } = await sql<{ pid: number; tenant: string }>`
        SELECT pg_backend_pid() AS pid, current_setting('gatecast.tenant', true) AS tenant`.execute(db);
      return rows[0];
    });
  const { pid, tenant } = await backend();
  expect(tenant).toBe('acme');
  await sql`SELECT pg_terminate_backend(${pid}, 5000)`.execute(superuser);
  await expect.poll(() => backend().catch(() => null)).toMatchObject({ tenant: 'acme' });
});

test('the place of a job counts the jobs of all tenants, and the rest of a transaction sees one tenant', async () => {
  await sql`DELETE FROM jobs`.execute(db);
  await sql`DELETE FROM models`.execute(db);
  await sql`DELETE FROM datasets`.execute(db);
  await createTraining(used.store, 'globex');
  const { job } = await as('acme', () => createTraining(used.store, 'acme'));
  expect(job.queue_position).toBe(2);
  expect(await as('acme', () => used.store.jobs.get('acme', job.id))).toMatchObject({ queue_position: 2 });
  await as('acme', () => used.store.jobs.cancel('acme', job.id));
  const again = await as('acme', () => used.store.jobs.retry('acme', job.id));
  expect(again).toMatchObject({ status: 'queued', queue_position: 2 });
});

test('expired idempotency keys of tenants that no longer call are deleted', async () => {
  await sql`DELETE FROM idempotency_keys`.execute(db);
  await used.store.idempotency.reserve('globex', 'old', 'holder');
  await sql`UPDATE idempotency_keys SET created_at = now() - interval '2 days'`.execute(db);
  await as('acme', () => used.store.idempotency.reserve('acme', 'new', 'holder'));
  await as('acme', () => used.store.idempotency.bound('acme', 1));
  const left = await db.selectFrom('idempotency_keys').select('key').execute();
  expect(left).toEqual([{ key: 'new' }]);
});
