import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Tokens that show the latest forecast of one model to anybody who has the link. Only the SHA-256 of a token is
 *  stored. An embed of an alias follows the alias, and is deleted with it. */
export const embeds: Migration = {
  version: 25,
  name: 'embeds',
  async up(db) {
    await sql`
      CREATE TABLE embeds (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        model_id text COLLATE "C" REFERENCES models ON DELETE CASCADE,
        alias text COLLATE "C",
        series_id text,
        name text,
        hint text NOT NULL,
        digest bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        CONSTRAINT embeds_of_a_model_or_an_alias CHECK (num_nulls(model_id, alias) = 1),
        FOREIGN KEY (tenant_id, alias) REFERENCES aliases (tenant_id, name) ON DELETE CASCADE
      )`.execute(db);
    await sql`CREATE INDEX embeds_by_tenant ON embeds (tenant_id, id DESC)`.execute(db);
    await sql`CREATE INDEX embeds_by_model ON embeds (model_id) WHERE model_id IS NOT NULL`.execute(db);
    await sql`CREATE INDEX embeds_by_alias ON embeds (tenant_id, alias) WHERE alias IS NOT NULL`.execute(db);
  },
};
