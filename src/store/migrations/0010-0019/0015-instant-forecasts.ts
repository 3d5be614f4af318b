import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Forecasts that no model made: they have no model and no dataset. */
export const instantForecasts: Migration = {
  version: 15,
  name: 'instant-forecasts',
  async up(db) {
    await sql`
      ALTER TABLE forecasts
        ALTER COLUMN model_id DROP NOT NULL,
        ALTER COLUMN dataset_id DROP NOT NULL,
        ALTER COLUMN dataset_version DROP NOT NULL,
        ADD CONSTRAINT forecasts_of_a_model CHECK (num_nulls(model_id, dataset_id, dataset_version) IN (0, 3))
      `.execute(db);
  },
};
