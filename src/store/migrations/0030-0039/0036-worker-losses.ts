import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** How often jobs of each kind lost their worker. Workers that die forget their own counts, and jobs are deleted with
 *  their models. It has no tenant: it is a figure of the whole service. */
export const workerLosses: Migration = {
  version: 36,
  name: 'worker-losses',
  async up(db) {
    await sql`
      CREATE TABLE worker_losses (
        kind text COLLATE "C" PRIMARY KEY,
        count bigint NOT NULL
      )`.execute(db);
  },
};
