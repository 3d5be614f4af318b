import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { migrations } from './index.ts';
import type { Migration } from './migration.ts';

/** Any number that no other program is likely to lock: `gatecast` in letters, cut to 31 bits. */
const migrationLock = 0x67617465;

/** Brings the schema up to date. Any number of processes may call it at once: one works, the others wait for it.
 *  All steps are one transaction, so a crash leaves the schema as it was.
 *  @throws Error when a newer Gatecast has been here */
export async function migrate(db: Kysely<Database>, steps: Migration[] = migrations): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${migrationLock})`.execute(trx);
    await sql`
      CREATE TABLE IF NOT EXISTS schema_versions (
        version integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`.execute(trx);
    const { version } = await trx
      .selectFrom('schema_versions')
      .select((eb) => eb.fn.coalesce(eb.fn.max('version'), sql<number>`0`).as('version'))
      .executeTakeFirstOrThrow();
    if (version > steps.length) {
      throw new Error(
        `The database has schema version ${version}, made by a newer Gatecast; this one knows up to ${steps.length}. Upgrade Gatecast, or set DATABASE_URL to another database.`,
      );
    }
    for (const [i, step] of steps.entries()) {
      if (i < version) continue;
      await step.up(trx as unknown as Kysely<unknown>);
      await trx
        .insertInto('schema_versions')
        .values({ version: i + 1, name: step.name })
        .execute();
    }
  });
}
