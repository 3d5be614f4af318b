import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { watchClient } from '../../database-session.ts';
import type { Migration } from '../migrations/contract/migration.ts';
import { migrations } from '../migrations/index.ts';
import { isDeadlock, isLockTimeout, meetsForeignName } from './connection.ts';
import { type AppliedMigration, pendingMigrations, requireAllApplied, SchemaError } from './history.ts';
import { setLockWait } from './lock-waits.ts';
import { requireFit, type ServerFacts, serverFacts } from './server.ts';
import type { Database } from './tables.ts';

/** Key of the advisory lock: `gate` in ASCII, which no other program is likely to use. */
export const migrationLock = 0x67617465;

/** A change of a table waits for the transactions that use the table, and every later statement waits behind it. So it
 *  waits for a short time only. The migration is repeated after a pause, in which others go on. */
const tableLockMsMax = 2_000;
const pauseMs = 1_000;
/** After this time a migration that gets no lock fails. As long as a statement of others may take, and so a
 *  transaction of few statements. */
const triesMsMax = 300_000;
/** Steps compute between their statements. */
const stepMsMax = 300_000;

function foreignTables({ message }: Error): SchemaError {
  return new SchemaError(
    `The database has something of another program under a name that Gatecast uses: ${message}. Nothing was changed. Set DATABASE_URL to a database of its own (\`createdb gatecast\`).`,
  );
}

/** Brings the schema up to date. Any number of processes may call it at once: one migrates, the others wait for it.
 *  All steps are one transaction, so a crash leaves the schema as it was. It is repeated while
 *  others hold locks on tables.
 *  @throws SchemaError when the history in the database is not how `steps` begin: it is newer, reordered or incomplete;
 *  when another program has taken a name; and when the server is not fit */
export async function migrate(db: Kysely<Database>, steps: Migration[] = migrations): Promise<void> {
  const endsAt = performance.now() + triesMsMax;
  for (;;) {
    try {
      return await migrateOnce(db, steps);
    } catch (error) {
      if (meetsForeignName(error)) throw foreignTables(error);
      const isHeldUp = isLockTimeout(error) || isDeadlock(error);
      if (!isHeldUp || performance.now() > endsAt) throw error;
      await sleep(pauseMs * (1 + Math.random())); // processes that start together do not try together
    }
  }
}

/** Creates the tables in a database that has none of the service. Others stay as they are: a service of
 *  another version may use them.
 *  @throws SchemaError where `migrate` does, and for tables of an older version */
export async function createTables(db: Kysely<Database>, steps: Migration[] = migrations): Promise<void> {
  const { rows } = await sql<{ table: string | null }>`
    SELECT to_regclass('schema_versions')::text AS table`.execute(db);
  if (rows[0].table === null) return migrate(db, steps);
  try {
    requireAllApplied(await appliedMigrations(db), steps);
  } catch (error) {
    throw meetsForeignName(error) ? foreignTables(error) : error;
  }
}

function appliedMigrations(db: Kysely<Database>): Promise<AppliedMigration[]> {
  return db.selectFrom('schema_versions').select(['version', 'name']).orderBy('version').execute();
}

async function migrateOnce(db: Kysely<Database>, steps: Migration[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // A step may rewrite a table of any size in one statement, and other processes wait for the one that migrates.
    await sql`
      SELECT set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', ${String(stepMsMax)}, true)`.execute(trx);
    await sql.raw(watchClient(true, 'transaction')).execute(trx);
    await sql`SELECT pg_advisory_xact_lock(${migrationLock})`.execute(trx); // another process migrates
    await setLockWait(trx, tableLockMsMax);
    requireFit((await sql.raw<ServerFacts>(serverFacts).execute(trx)).rows[0]);
    await sql`
      CREATE TABLE IF NOT EXISTS schema_versions (
        version integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`.execute(trx);
    for (const { version, name, up } of pendingMigrations(await appliedMigrations(trx), steps)) {
      await up(trx as unknown as Kysely<unknown>);
      await trx.insertInto('schema_versions').values({ version, name }).execute();
    }
  });
}
