import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Models that watch new observations for anomalies, and how far each has come in each series. */
export const anomalyWatches: Migration = {
  version: 13,
  name: 'anomaly-watches',
  async up(db) {
    await sql`
      ALTER TABLE models
        ADD COLUMN anomaly_level double precision,
        ADD COLUMN watched_version integer`.execute(db);
    await sql`CREATE INDEX models_watching ON models (dataset_id) WHERE anomaly_level IS NOT NULL`.execute(
      db,
    );
    await sql`
      CREATE TABLE anomaly_watches (
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        series_id text NOT NULL,
        tenant_id text NOT NULL,
        watched_until bigint NOT NULL,
        PRIMARY KEY (model_id, series_id)
      )`.execute(db);
  },
};
