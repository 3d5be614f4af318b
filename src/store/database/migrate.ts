import { type Kysely, sql } from 'kysely';
import type { Migration } from '../migrations/contract/migration.ts';
import { migrations } from '../migrations/index.ts';
import { pendingMigrations } from './history.ts';
import { requireFit, type ServerFacts, serverFacts } from './server.ts';
import type { Database } from './tables.ts';

/** Key of the advisory lock: `gate` in ASCII, which no other program is likely to use. */
const migrationLock = 0x67617465;

/** Brings the schema up to date. Any number of processes may call it at once: one migrates, the others wait for it.
 *  All steps are one transaction, so a crash leaves the schema as it was.
 *  @throws SchemaError when the history in the database is not how `steps` begin: it is newer, reordered or incomplete; and when the
 *  server is not fit */
export async function migrate(db: Kysely<Database>, steps: Migration[] = migrations): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${migrationLock})`.execute(trx);
    requireFit((await sql.raw<ServerFacts>(serverFacts).execute(trx)).rows[0]);
    await sql`
      CREATE TABLE IF NOT EXISTS schema_versions (
        version integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`.execute(trx);
    const applied = await trx
      .selectFrom('schema_versions')
      .select(['version', 'name'])
      .orderBy('version')
      .execute();
    for (const { version, name, up } of pendingMigrations(applied, steps)) {
      await up(trx as unknown as Kysely<unknown>);
      await trx.insertInto('schema_versions').values({ version, name }).execute();
    }
  });
}
