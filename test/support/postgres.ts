import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the PostgreSQL of this run, as its superuser. */
    postgresUrl: string;
    /** The role of the service, which is no superuser. */
    serviceRole: string;
    /** Database with the tables of the service and of its queue, which suites copy. A copy takes a fifth of the CPU
     *  time of all migrations. */
    migratedDatabase: string;
  }
}

export interface TestDatabase {
  /** Connection string of a database that no other test uses, as the role of the service, which owns it. */
  url: string;
  /** The same as the superuser, whom no policy binds. */
  superuserUrl: string;
  /** Ends every session of the database and drops it. */
  drop(): Promise<void>;
}

/** Creates a database in the PostgreSQL of this test run, with the tables of the service and without rows. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(inject('migratedDatabase'));
}

/** Creates a database without tables.
 *  @param encoding another one than that of the server */
export function createEmptyDatabase(encoding?: string): Promise<TestDatabase> {
  if (encoding === undefined) return createDatabase('template1');
  return createDatabase(`template0 ENCODING '${encoding}' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'`);
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const serviceRole = inject('serviceRole');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(
    server,
    `CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${pg.escapeIdentifier(serviceRole)}`,
  );
  const url = new URL(server);
  url.pathname = `/${name}`;
  const superuserUrl = url.href;
  url.username = serviceRole;
  return {
    url: url.href,
    superuserUrl,
    drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Lets a key or an embed expire now. @returns when, as the API writes it */
export async function expire(
  { superuserUrl }: TestDatabase,
  table: 'api_keys' | 'embeds',
  id: string,
): Promise<string> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  try {
    const { rows } = await client.query(
      `UPDATE ${table} SET expires_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1 RETURNING expires_at`,
      [id],
    );
    return rows[0].expires_at.toISOString();
  } finally {
    await client.end();
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Keeps trainings from their end: a test that is slow still finds them at work. @returns what lets them
 *  end; may be called again */
export async function holdTrainings(url: string): Promise<() => Promise<void>> {
  const session = new pg.Client(url);
  session.on('error', () => {}); // the test may kill the server
  await session.connect();
  await session.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0');
  await session.query('LOCK TABLE model_weights IN SHARE MODE'); // reads go on
  return () => session.end().catch(() => {});
}

/** Condition on a row of `pg_locks`: its session waits for a lock that the session which asks holds. Tests share a
 *  server whose databases are copies, so the relations of all of them have the same ids. */
export const waitsForThisSession = 'NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))';

/** Sessions that wait for a lock of this one. It may be within a transaction, in which
 *  `pg_stat_activity` would not change. */
export async function waitingSessions(session: Pick<pg.Client, 'query'>): Promise<number> {
  const { rows } = await session.query(
    `SELECT count(DISTINCT pid)::integer AS count FROM pg_locks WHERE ${waitsForThisSession}`,
  );
  return rows[0].count;
}
