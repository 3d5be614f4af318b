import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** The index of the past by version is chosen only by the statement that deletes what has expired. Its condition was
 *  `position >= 0`, which `position = 890` implies. So the foreign key could choose it for each deleted series, and
 *  read the past of all series of the dataset. Statements about one series do not mention `point_count`. */
export const historyByVersion: Migration = {
  version: 38,
  name: 'history-by-version',
  async up(db) {
    await sql`DROP INDEX series_history_by_version`.execute(db);
    await sql`
      CREATE INDEX series_history_by_version ON series_history (dataset_id, to_version)
        WHERE point_count >= 0`.execute(db);
  },
};
