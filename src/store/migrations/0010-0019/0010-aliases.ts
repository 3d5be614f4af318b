import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Aliases of models, and the parents of retrained models. */
export const aliases: Migration = {
  version: 10,
  name: 'aliases',
  async up(db) {
    await sql`
      CREATE TABLE aliases (
        tenant_id text NOT NULL,
        name text COLLATE "C" NOT NULL,
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, name)
      )`.execute(db);
    await sql`CREATE INDEX aliases_by_model ON aliases (model_id)`.execute(db);
    await sql`
      ALTER TABLE models
        ADD COLUMN parent_id text COLLATE "C" REFERENCES models ON DELETE SET NULL,
        ADD COLUMN is_warm boolean NOT NULL DEFAULT false`.execute(db);
    await sql`CREATE INDEX models_by_parent ON models (parent_id) WHERE parent_id IS NOT NULL`.execute(db);
  },
};
