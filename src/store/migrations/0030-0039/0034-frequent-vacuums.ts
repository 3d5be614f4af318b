import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Forecasts are vacuumed after each 10,000 new ones. By default this waits for a fifth of the table. A vacuum changes
 *  each page that it has not seen, and the first change of a page after a checkpoint writes the whole page to the log:
 *  once more as much as the forecasts themselves, within seconds. Soon after their insertion the pages are still those
 *  of the same checkpoint. */
export const frequentVacuums: Migration = {
  version: 34,
  name: 'frequent-vacuums',
  async up(db) {
    await sql`
      ALTER TABLE forecasts SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000)`.execute(
      db,
    );
  },
};
