import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Calls with an `Idempotency-Key`, and their answers. */
export const idempotency: Migration = {
  version: 9,
  name: 'idempotency',
  async up(db) {
    await sql`
      CREATE TABLE idempotency_keys (
        tenant_id text NOT NULL,
        key text NOT NULL,
        holder text NOT NULL,
        renewed_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        digest bytea,
        status integer,
        headers jsonb,
        body bytea,
        PRIMARY KEY (tenant_id, key),
        CHECK ((status IS NULL) = (digest IS NULL) AND (status IS NULL) = (body IS NULL))
      )`.execute(db);
    await sql`CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)`.execute(db);
    await sql`CREATE INDEX idempotency_keys_running ON idempotency_keys (holder) WHERE status IS NULL`.execute(
      db,
    );
  },
};
