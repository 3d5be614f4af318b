import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Versions of datasets. A chunk belongs to the versions from `from_version` to `to_version`; null means the newest.
 *  Replaced chunks stay while a model still has to be trained on a version that they belong to. */
export const datasetVersions: Migration = {
  version: 7,
  name: 'dataset-versions',
  async up(db) {
    await sql`
      CREATE TABLE dataset_versions (
        dataset_id text COLLATE "C" NOT NULL REFERENCES datasets ON DELETE CASCADE,
        version integer NOT NULL,
        tenant_id text NOT NULL,
        change text NOT NULL,
        added bigint NOT NULL,
        replaced bigint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (dataset_id, version)
      )`.execute(db);
    await sql`
      INSERT INTO dataset_versions (dataset_id, version, tenant_id, change, added, replaced, created_at)
      SELECT id, version, tenant_id, 'upload', point_count, 0, created_at FROM datasets`.execute(db);
    await sql`ALTER TABLE series ADD COLUMN since_version integer NOT NULL DEFAULT 1`.execute(db);
    await sql`
      ALTER TABLE series_chunks
        ADD COLUMN from_version integer NOT NULL DEFAULT 1,
        ADD COLUMN to_version integer,
        DROP CONSTRAINT series_chunks_pkey,
        ADD PRIMARY KEY (dataset_id, position, first_index, from_version)`.execute(db);
    await sql`
      CREATE INDEX series_chunks_replaced ON series_chunks (dataset_id)
      WHERE to_version IS NOT NULL`.execute(db);
  },
};
