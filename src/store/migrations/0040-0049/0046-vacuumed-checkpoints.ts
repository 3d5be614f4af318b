import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** The bytes of checkpoints are vacuumed after 5,000 old parts of 2 KB, which are 10 MB. By default this waits for a
 *  fifth of the table: each running training replaces its checkpoint every few seconds, and beside checkpoints that are
 *  kept for a retry their old bytes pile up. */
export const vacuumedCheckpoints: Migration = {
  version: 46,
  name: 'vacuumed-checkpoints',
  async up(db) {
    await sql`
      ALTER TABLE job_checkpoints
        SET (toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000)`.execute(db);
  },
};
