import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** How many jobs are queued, and since when, is read in an index alone. Without it, each read of the metrics reads the
 *  rows of the queued jobs, or the whole table when they are a fifth of it. */
export const queueAges: Migration = {
  version: 40,
  name: 'queue-ages',
  async up(db) {
    await sql`DROP INDEX jobs_by_turn`.execute(db);
    await sql`
      CREATE INDEX jobs_by_turn ON jobs (kind, tenant_id, priority DESC, id) INCLUDE (preset, queued_at)
        WHERE status = 'queued'`.execute(db);
  },
};
