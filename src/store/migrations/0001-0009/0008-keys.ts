import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** API keys. Only the SHA-256 of a key is stored. */
export const keys: Migration = {
  version: 8,
  name: 'keys',
  async up(db) {
    await sql`
      CREATE TABLE api_keys (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        name text,
        scopes text[] NOT NULL,
        hint text NOT NULL,
        digest bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(db);
    await sql`CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, id DESC)`.execute(db);
  },
};
