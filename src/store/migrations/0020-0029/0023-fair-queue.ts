import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Tenants take turns: a worker chooses its next job among the rows. `ticket` is the entry of the queue that a running
 *  job was chosen with. */
export const fairQueue: Migration = {
  version: 23,
  name: 'fair-queue',
  async up(db) {
    await sql`
      ALTER TABLE jobs
        ADD COLUMN priority smallint NOT NULL DEFAULT 0,
        ADD COLUMN ticket text COLLATE "C",
        ADD COLUMN claimed_at timestamptz`.execute(db);
    await sql`
      CREATE INDEX jobs_by_turn ON jobs (kind, tenant_id, priority DESC, id) INCLUDE (preset)
        WHERE status = 'queued'`.execute(db);
    await sql`
      CREATE INDEX jobs_by_claim ON jobs (kind, tenant_id, claimed_at DESC) WHERE claimed_at IS NOT NULL`.execute(
      db,
    );
  },
};
