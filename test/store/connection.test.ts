import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { UnreadableAnswer } from '../../src/database-client.ts';
import { AppError } from '../../src/errors.ts';
import { inCall } from '../../src/sharing/index.ts';
import { inSession } from '../../src/store/backup/session.ts';
import { hasOutdatedPlan, isOutage, translateError } from '../../src/store/database/connection.ts';
import {
  createStore,
  databaseFault,
  isConnectionError,
  keepsSessions,
  openDatabase,
  requireFitServer,
} from '../../src/store/index.ts';
import { query } from '../embedded-postgres/processes.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/postgres.ts';
import { postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';

function open(url: string) {
  const db = openDatabase(url, { poolMax: 2, applicationName: 'connection-test' });
  onTestFinished(() => db.destroy());
  return db;
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error,
  );
}

test.each([
  ['a port that nobody listens on', 'postgres://gatecast@127.0.0.1:1/gatecast'],
  [
    'a unix socket that is not there',
    `postgres://gatecast@localhost/x?host=${encodeURIComponent(join(tmpdir(), 'no-such'))}`,
  ],
  ['a host that does not exist', 'postgres://gatecast@no-such-host.invalid/gatecast'],
])('%s is database_unavailable, with its cause', async (_, url) => {
  const error = await failure(sql`SELECT 1`.execute(open(url)));
  expect(error).toMatchObject({ code: 'database_unavailable', cause: expect.any(Error) });
  expect(isConnectionError(error)).toBe(true);
  expect((error as AppError).toProblem().detail).not.toMatch(/127|socket|invalid|SELECT/);
});

test('used up transaction ids are an outage of writes; other limits of a statement are not', () => {
  const error = (routine: string) =>
    Object.assign(new pg.DatabaseError('eine Meldung', 12, 'error'), { code: '54000', routine });
  expect(translateError(error('GetNewTransactionId'))).toMatchObject({
    code: 'database_unavailable',
    message: expect.stringContaining('takes no writes'),
  });
  expect(isOutage(translateError(error('GetNewTransactionId')))).toBe(true);
  expect(isOutage(translateError(error('index_form_tuple_context')))).toBe(false);
});

test('a plan that a migration has outdated is known in any language', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const [reader, client] = [new pg.Client(url), new pg.Client(url)];
  await Promise.all([reader.connect(), client.connect()]);
  onTestFinished(async () => void (await Promise.all([reader.end(), client.end()])));
  await client.query('CREATE TABLE kept (a integer)');
  const query = { name: 'read', text: 'SELECT * FROM kept' };
  await reader.query(query);
  await client.query('ALTER TABLE kept ADD COLUMN b integer');
  const error = await failure(reader.query(query));
  expect(hasOutdatedPlan(Object.assign(error as Error, { message: 'in einer anderen Sprache' }))).toBe(true);
});

test('a session that the server ends during a call fails with database_unavailable, and the next call works', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = open(url);
  const sleeping = failure(sql`SELECT pg_sleep(30)`.execute(db));
  await query(
    url,
    `DO $$ BEGIN
       FOR i IN 1..1000 LOOP
         PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE query LIKE '%pg_sleep(30)' AND application_name = 'connection-test' AND datname = current_database();
         EXIT WHEN FOUND;
         PERFORM pg_sleep(0.02);
         PERFORM pg_stat_clear_snapshot();
       END LOOP;
     END $$`,
  );
  expect(await sleeping).toMatchObject({ code: 'database_unavailable' });
  expect((await sql`SELECT 1 AS one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test('of two transactions that wait for each other, one is database_unavailable', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = open(url);
  let both = () => {};
  const haveBoth = new Promise<void>((resolve) => {
    both = resolve;
  });
  let begun = 0;
  const transaction = (first: number, second: number) =>
    failure(
      db.transaction().execute(async (trx) => {
        await sql`SELECT pg_advisory_xact_lock(${first})`.execute(trx);
        if (++begun === 2) both();
        await haveBoth;
        await sql`SELECT pg_advisory_xact_lock(${second})`.execute(trx);
      }),
    );
  const ends = await Promise.all([transaction(1, 2), transaction(2, 1)]);
  expect(ends).toContain(null);
  expect(ends.find((error) => error !== null)).toMatchObject({
    code: 'database_unavailable',
    details: { detail: expect.stringContaining('send it again') },
  });
});

test('a call that an upgrade of the tables meets in a transaction can be repeated', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  await query(url, 'CREATE TABLE upgraded (n integer); INSERT INTO upgraded VALUES (1)');
  const db = openDatabase(url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const read = (on: typeof db) => sql`SELECT * FROM upgraded WHERE n = ${1}`.execute(on);
  for (let i = 0; i < 3; i++) await read(db); // the connection has prepared it now
  const addColumn = (name: string) => query(url, `ALTER TABLE upgraded ADD COLUMN ${name} text`);
  await addColumn('first');
  expect((await read(db)).rows).toEqual([{ n: 1, first: null }]);
  await read(db);
  await addColumn('second');
  const within = () => db.transaction().execute(read);
  expect(((await failure(within())) as AppError).toProblem()).toMatchObject({
    code: 'database_unavailable',
    retryable: true,
    detail: 'The tables of the database have just been upgraded; try again in a few seconds.',
  });
  expect((await within()).rows).toEqual([{ n: 1, first: null, second: null }]);
});

test('a session that ends between the statements of a transaction does not end the process', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = open(url);
  const error = await failure(
    db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx);
      await query(url, `SELECT pg_terminate_backend(${rows[0].pid}, 5000)`);
      await sql`SELECT 1`.execute(trx);
    }),
  );
  expect(error).toMatchObject({ code: 'database_unavailable' });
});

test('an error in our SQL is no connection error', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const error = await failure(sql`SELECT no_such_column`.execute(open(url)));
  expect(error).not.toBeInstanceOf(AppError);
  expect(isConnectionError(error)).toBe(false);
});

test('a role that has lost a right can be given it again: database_unavailable, and no wait at a start', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = open(url);
  await query(url, 'CREATE TABLE counted (n integer); REVOKE ALL ON counted FROM current_user');
  const error = await failure(sql`SELECT n FROM counted`.execute(db));
  expect((error as AppError).toProblem()).toMatchObject({
    code: 'database_unavailable',
    retryable: true,
    detail: expect.stringContaining('rights of the role in DATABASE_URL'),
  });
  expect(isConnectionError(error)).toBe(false);
  await query(url, 'GRANT ALL ON counted TO current_user');
  expect((await sql`SELECT n FROM counted`.execute(db)).rows).toEqual([]);
});

test('a violated policy is a fault of ours, which no right mends', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  await query(
    url,
    `CREATE TABLE guarded (n integer);
     ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
     ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
     CREATE POLICY positive ON guarded USING (n > 0)`,
  );
  const error = await failure(sql`INSERT INTO guarded VALUES (-1)`.execute(open(url)));
  expect(error).toMatchObject({ code: '42501' });
  expect(error).not.toBeInstanceOf(AppError);
});

test('a statement that takes too long, or waits too long for a lock, is stopped, and the call can be repeated', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = openDatabase(url, { poolMax: 2, statementMsMax: 300 });
  onTestFinished(() => db.destroy());
  const detail = expect.stringContaining('took too long over a statement');
  const slow = await failure(sql`SELECT pg_sleep(120)`.execute(db));
  expect((slow as AppError).toProblem()).toMatchObject({
    code: 'database_unavailable',
    retryable: true,
    detail,
  });

  await query(url, 'CREATE TABLE locked (n integer)');
  const holder = open(url);
  await holder.transaction().execute(async (trx) => {
    await sql`LOCK TABLE locked`.execute(trx);
    const waiting = await failure(sql`SELECT n FROM locked`.execute(db));
    expect((waiting as AppError).toProblem()).toMatchObject({ code: 'database_unavailable', detail });
  });
  // On a slow machine this one may take too long as well.
  await expect.poll(async () => (await sql`SELECT n FROM locked`.execute(db)).rows).toEqual([]);
});

test('a statement that another session cancels is told from one that takes too long', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const sleeping = failure(sql`SELECT pg_sleep(120)`.execute(open(url)));
  await expect
    .poll(() =>
      query(
        url,
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
           WHERE wait_event = 'PgSleep' AND datname = current_database()`,
      ),
    )
    .toHaveLength(1);
  const error = await sleeping;
  expect((error as AppError).toProblem()).toMatchObject({
    code: 'database_unavailable',
    retryable: true,
    detail: expect.stringContaining('cancelled a statement'),
  });
  expect(databaseFault(error)).toMatch(/due to user request\. Repeat the command\.$/);
  const foreign = Object.assign(new pg.DatabaseError('eine Meldung', 12, 'error'), { code: '57014' });
  expect(translateError(foreign)).toMatchObject({
    message: expect.stringMatching(/too long or .* cancelled it/),
  });
});

test('every session has time limits for its statements, for locks and for its silence in a transaction', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const { rows } = await sql`
    SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
      current_setting('idle_in_transaction_session_timeout') AS silence`.execute(open(url));
  expect(rows).toEqual([{ statement: '5min', lock: '3s', silence: '10s' }]);
});

test('the statements of one tenant never hold all connections', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = openDatabase(url, { poolMax: 5, lockMsMax: 120_000 });
  onTestFinished(() => db.destroy());
  await query(url, 'CREATE TABLE locked (n integer)');
  const as = <T>(tenant: string, work: () => Promise<T>) => inCall({ tenant, signal: null }, work);
  const lockWaits = async () => {
    const rows = await query(
      url,
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length;
  };
  await open(url)
    .transaction()
    .execute(async (trx) => {
      await sql`SET LOCAL idle_in_transaction_session_timeout = 0`.execute(trx);
      await sql`LOCK TABLE locked`.execute(trx);
      for (let i = 0; i < 20; i++) as('a', () => sql`SELECT n FROM locked`.execute(db)).catch(() => {});
      await expect.poll(lockWaits).toBe(4);
      expect((await as('b', () => sql`SELECT 1 AS one`.execute(db))).rows).toEqual([{ one: 1 }]);
    });
});

test('a database that takes no writes is not ready, and its connections are left', async () => {
  const { url, superuserUrl, drop } = await createTestDatabase();
  onTestFinished(drop);
  const db = open(url);
  const store = createStore(db);
  const refuseWrites = (refuses: boolean) =>
    query(
      superuserUrl,
      `BEGIN READ WRITE;
       DO $$ BEGIN
         EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${refuses}', current_database());
       END $$;
       COMMIT`,
    );
  await store.ping();
  await refuseWrites(true);
  await db.destroy();

  const reader = open(url);
  const create = () => sql`INSERT INTO schema_versions (version, name) VALUES (1000, 'none')`.execute(reader);
  for (const call of [create, () => createStore(reader).ping()])
    expect(await failure(call())).toMatchObject({
      code: 'database_unavailable',
      message: 'The database takes no writes: it is a standby, or read-only; try again in a few seconds.',
    });
  await refuseWrites(false);
  await create();
  await createStore(reader).ping();
});

test('a database that refuses the session is database_unavailable, and no start waits for it', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const elsewhere = new URL(url);
  elsewhere.pathname = '/no_such_database';
  const error = await failure(sql`SELECT 1`.execute(open(elsewhere.href)));
  expect(error).toMatchObject({
    code: 'database_unavailable',
    details: { detail: expect.stringContaining('refuses the connections') },
  });
  expect(isConnectionError(error)).toBe(false);
});

test('a server without a free connection says so, and is waited for', async () => {
  const { url, superuserUrl, drop } = await createEmptyDatabase();
  const role = `limited_${randomBytes(6).toString('hex')}`;
  await query(superuserUrl, `CREATE ROLE ${role} LOGIN CONNECTION LIMIT 0`);
  onTestFinished(async () => {
    await drop();
    await query(inject('postgresUrl'), `DROP ROLE ${role}`);
  });
  const limited = new URL(url);
  limited.username = role;
  const error = await failure(sql`SELECT 1`.execute(open(limited.href)));
  expect(error).toMatchObject({
    code: 'database_unavailable',
    message: 'The database has no free connection for the service; try again in a few seconds.',
  });
  expect(isConnectionError(error)).toBe(true);
});

test('a character that the encoding of the database lacks is told from U+0000', async () => {
  const { url, drop } = await createEmptyDatabase('LATIN1');
  onTestFinished(drop);
  const db = open(url);
  const echo = (text: string) => failure(sql`SELECT ${text}::text`.execute(db));
  expect(await echo('é')).toBeNull();
  for (const [text, detail] of [
    ['한', 'a character that the encoding of the database does not have'],
    ['\0', 'the character U+0000'],
  ])
    expect(await echo(text)).toMatchObject({
      code: 'request_invalid',
      message: expect.stringContaining(detail),
    });
});

test.each([
  ['a lock that is not free in time', '55P03'],
  ['a transaction that cannot be serialized', '40001'],
  ['a server without memory', '53200'],
  ['a fault of a disk', '58030'],
])('%s is database_unavailable', async (_, state) => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const raise = `DO $$ BEGIN RAISE EXCEPTION 'once' USING ERRCODE = '${state}'; END $$`;
  expect(await failure(sql.raw(raise).execute(open(url)))).toMatchObject({ code: 'database_unavailable' });
});

test('defaults of the operator for sessions do not change what is read', async () => {
  const { url, superuserUrl, drop } = await createTestDatabase();
  onTestFinished(drop);
  const defaults = {
    statement_timeout: '60000',
    lock_timeout: '60000',
    idle_in_transaction_session_timeout: '60000',
    idle_session_timeout: '60000',
    datestyle: `'German'`,
    intervalstyle: `'sql_standard'`,
    transform_null_equals: 'on',
    timezone: `'Asia/Kolkata'`,
    bytea_output: `'escape'`,
    extra_float_digits: '-10',
    default_transaction_isolation: `'serializable'`,
    row_security: 'off',
    jit: 'on',
  };
  const sets = Object.entries(defaults).map(
    ([name, value]) =>
      `EXECUTE format('ALTER DATABASE %I SET ${name} = ${value.replaceAll("'", "''")}', current_database());`,
  );
  await query(superuserUrl, `DO $$ BEGIN ${sets.join(' ')} END $$`);
  const given = new URL(url);
  given.searchParams.set('options', '-c work_mem=5MB');
  const { rows } = await sql`
    SELECT '2026-11-28 04:05:06Z'::timestamptz AS instant, '\\xff'::bytea AS bytes, 0.1::float8 + 0.2::float8 AS sum,
      current_setting('transaction_isolation') AS isolation, current_setting('row_security') AS policies, current_setting('jit') AS jit,
      interval '-1 day 2 hours' = interval '-1 day' + interval '2 hours' AS has_hours_ahead, current_setting('idle_session_timeout') AS idle,
      current_setting('work_mem') AS own`.execute(open(given.href));
  expect(rows).toEqual([
    {
      instant: new Date('2026-11-28T04:05:06Z'),
      bytes: Buffer.from([0xff]),
      sum: 0.1 + 0.2,
      isolation: 'read committed',
      policies: 'on',
      jit: 'off',
      has_hours_ahead: true,
      idle: '0',
      own: '5MB',
    },
  ]);
  const { clockAheadMs } = await requireFitServer(url);
  expect(Math.abs(clockAheadMs)).toBeLessThan(3_600_000);
  expect(await keepsSessions(url)).toBe(true);
  const limits = await inSession(url, 'gatecast-backup', async (client) => {
    const { rows: all } =
      await client.query(`SELECT setting FROM pg_settings WHERE name ~ '_timeout$' AND source = 'database'
      OR name IN ('statement_timeout', 'lock_timeout', 'idle_session_timeout', 'transaction_timeout')`);
    return all.map(({ setting }) => setting);
  });
  expect(new Set(limits)).toEqual(new Set(['0']));
});

test('a call ends when the network has lost its connection, and the next one works', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const proxy = await startProxy(postgresSocket(url));
  onTestFinished(proxy.close);
  const db = openDatabase(postgresThrough(proxy, url), { poolMax: 2, isWatched: true });
  onTestFinished(() => db.destroy());
  const one = async () => (await sql`SELECT 1 AS one`.execute(db)).rows;
  await one();
  await vi.waitFor(async () => {
    const sessions = await query(
      url,
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gatecast' AND state = 'idle'`,
    );
    expect(sessions).toHaveLength(2); // the call's own, and the one that asks
  }, 120_000);
  proxy.lose();
  expect(await failure(one())).toMatchObject({ code: 'database_unavailable' });
  await vi.waitFor(async () => expect(await one()).toEqual([{ one: 1 }]), {
    timeout: 120_000,
    interval: 100,
  });
});

test('a database that is far is no lost one: a new connection takes several round trips', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const proxy = await startProxy(postgresSocket(url));
  onTestFinished(proxy.close);
  proxy.setDelay(150); // a round trip takes .3 s, and a connection with its first answer two of them
  const db = openDatabase(postgresThrough(proxy, url), { poolMax: 2, isWatched: true });
  onTestFinished(() => db.destroy());
  expect((await sql`SELECT 1 AS one, pg_sleep(2)`.execute(db)).rows).toMatchObject([{ one: 1 }]);
});

test('an answer that the driver cannot read ends its connection and its call, and not the process', async () => {
  const place = await createTestDatabase();
  onTestFinished(() => place.drop());
  let isSpoilt = false;
  /** A description of 1,000 columns that ends after the number of them: the parser reads past its end. */
  const unreadable = Buffer.from([0x54, 0, 0, 0, 6, 0x03, 0xe8]);
  const relay = createServer((client) => {
    const server = connect(postgresSocket(place.url));
    client.pipe(server);
    server.on('data', (bytes) => client.write(isSpoilt ? unreadable : bytes));
    for (const socket of [client, server]) socket.on('error', () => {});
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void relay.close());
  const db = open(postgresThrough(relay.address() as AddressInfo, place.url));
  await sql`SELECT 1`.execute(db);
  isSpoilt = true;
  const error = await failure(sql`SELECT 2`.execute(db));
  expect(error).toBeInstanceOf(UnreadableAnswer);
  isSpoilt = false;
  expect((await sql`SELECT 3 AS three`.execute(db)).rows).toEqual([{ three: 3 }]);
});

test('every client of PostgreSQL is guarded', () => {
  const others = globSync(['src/**/*.ts', 'workers/**/*.ts']).filter(
    (file) =>
      file !== 'src/database-client.ts' &&
      /new pg\.(Client|Pool)\(/.test(
        readFileSync(file, 'utf8').replaceAll(
          /new pg\.Pool\(\{\s*\.\.\.connection,\s*Client: GuardedClient/g,
          '',
        ),
      ),
  );
  expect(others).toEqual([]);
});
