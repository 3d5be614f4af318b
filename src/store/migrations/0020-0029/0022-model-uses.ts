import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** The last day on which a model made forecasts that were not stored. A use writes no row of `models`: its versions are
 *  those of the model. Rows of forecasts up to 8 KB stay in their page, which takes half the
 *  writes of a separate place. */
export const modelUses: Migration = {
  version: 22,
  name: 'model-uses',
  async up(db) {
    await sql`
      CREATE TABLE model_uses (
        model_id text COLLATE "C" PRIMARY KEY REFERENCES models ON DELETE CASCADE,
        used_on date NOT NULL
      )`.execute(db);
    await sql`ALTER TABLE forecasts SET (toast_tuple_target = 8160)`.execute(db);
  },
};
