import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Earlier versions of datasets can be restored. A series belongs to the versions from `since_version` to
 *  `until_version`; null means the newest. `series_history` has the superseded values of its row. The chunks of
 *  versions before this migration may be deleted already, so `oldest_version` starts at the present version. */
export const datasetHistory: Migration = {
  version: 16,
  name: 'dataset-history',
  async up(db) {
    await sql`
      ALTER TABLE datasets
        ADD COLUMN reading jsonb,
        ADD COLUMN oldest_version integer NOT NULL DEFAULT 1`.execute(db);
    await sql`UPDATE datasets SET oldest_version = version`.execute(db);
    await sql`
      ALTER TABLE series
        ADD COLUMN until_version integer,
        DROP CONSTRAINT series_dataset_id_id_key`.execute(db);
    await sql`
      CREATE UNIQUE INDEX series_current ON series (dataset_id, id) WHERE until_version IS NULL`.execute(db);
    await sql`
      CREATE TABLE series_history (
        dataset_id text COLLATE "C" NOT NULL,
        position integer NOT NULL,
        to_version integer NOT NULL,
        tenant_id text NOT NULL,
        start_time bigint NOT NULL,
        end_time bigint NOT NULL,
        point_count integer NOT NULL,
        missing_count integer NOT NULL,
        static jsonb NOT NULL,
        PRIMARY KEY (dataset_id, position, to_version),
        FOREIGN KEY (dataset_id, position) REFERENCES series ON DELETE CASCADE
      )`.execute(db);
    await sql`
      ALTER TABLE dataset_versions
        ADD COLUMN deleted bigint NOT NULL DEFAULT 0,
        ADD COLUMN restored_version integer`.execute(db);
  },
};
