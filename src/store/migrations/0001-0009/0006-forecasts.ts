import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Stored forecasts. `answer` is gzipped JSON, because no query reads the numbers. */
export const forecasts: Migration = {
  version: 6,
  name: 'forecasts',
  async up(db) {
    await sql`
      CREATE TABLE forecasts (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        dataset_id text COLLATE "C" NOT NULL,
        dataset_version integer NOT NULL,
        horizon integer NOT NULL,
        series_count integer NOT NULL,
        request jsonb NOT NULL,
        answer bytea NOT NULL,
        answer_bytes integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(db);
    await sql`CREATE INDEX forecasts_by_tenant ON forecasts (tenant_id, id DESC)`.execute(db);
    await sql`CREATE INDEX forecasts_by_model ON forecasts (model_id, id DESC)`.execute(db);
    await sql`ALTER TABLE forecasts ALTER COLUMN answer SET STORAGE EXTERNAL`.execute(db);
  },
};
