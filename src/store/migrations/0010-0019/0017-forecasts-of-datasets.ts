import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Forecasts of a dataset that no model made. They are deleted with the dataset. */
export const forecastsOfDatasets: Migration = {
  version: 17,
  name: 'forecasts-of-datasets',
  async up(db) {
    await sql`
      ALTER TABLE forecasts
        DROP CONSTRAINT forecasts_of_a_model,
        ADD CONSTRAINT forecasts_of_a_version CHECK (
          num_nulls(dataset_id, dataset_version) IN (0, 2) AND (model_id IS NULL OR dataset_id IS NOT NULL)),
        ADD CONSTRAINT forecasts_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES datasets ON DELETE CASCADE
      `.execute(db);
    await sql`CREATE INDEX forecasts_by_dataset ON forecasts (dataset_id)`.execute(db);
  },
};
