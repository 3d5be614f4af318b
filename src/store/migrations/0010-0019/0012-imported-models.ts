import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Imported models have no job, and their datasets have no observations at first. */
export const importedModels: Migration = {
  version: 12,
  name: 'imported-models',
  async up(db) {
    await sql`ALTER TABLE models ALTER COLUMN job_id DROP NOT NULL`.execute(db);
    await sql`
      ALTER TABLE datasets
        ALTER COLUMN start_time DROP NOT NULL,
        ALTER COLUMN end_time DROP NOT NULL,
        ADD CHECK ((start_time IS NULL) = (series_count = 0) AND (end_time IS NULL) = (series_count = 0))`.execute(
      db,
    );
  },
};
