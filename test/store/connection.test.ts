import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { inCall } from '../../src/sharing/index.ts';
import { isConnectionError, openDatabase } from '../../src/store/index.ts';
import { query } from '../embedded-postgres/processes.ts';
import { createEmptyDatabase } from '../support/postgres.ts';

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

test('a session that the server ends during a call fails with database_unavailable, and the next call works', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = open(url);
  const sleeping = failure(sql`SELECT pg_sleep(30)`.execute(db));
  await query(
    url,
    `DO $$ BEGIN
       FOR i IN 1..200 LOOP
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
  expect((await sql`SELECT n FROM locked`.execute(db)).rows).toEqual([]);
});

test('every session has a time limit for its statements and its silence in a transaction', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const { rows } = await sql`
    SELECT current_setting('statement_timeout') AS statement,
      current_setting('idle_in_transaction_session_timeout') AS silence`.execute(open(url));
  expect(rows).toEqual([{ statement: '5min', silence: '5min' }]);
});

test('the statements of one tenant never hold all connections', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const db = openDatabase(url, { poolMax: 5 });
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
      await sql`LOCK TABLE locked`.execute(trx);
      for (let i = 0; i < 20; i++) as('a', () => sql`SELECT n FROM locked`.execute(db)).catch(() => {});
      await expect.poll(lockWaits, { timeout: 60_000 }).toBe(4);
      expect((await as('b', () => sql`SELECT 1 AS one`.execute(db))).rows).toEqual([{ one: 1 }]);
    });
});
