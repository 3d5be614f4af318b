import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Webhooks with the events that they subscribe to, and the outbox of their deliveries. */
export const webhooks: Migration = {
  version: 3,
  name: 'webhooks',
  async up(db) {
    await sql`
      CREATE TABLE webhooks (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        url text NOT NULL,
        events text[] NOT NULL,
        description text NOT NULL,
        enabled boolean NOT NULL,
        secret text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(db);
    await sql`CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, id DESC)`.execute(db);

    await sql`
      CREATE TABLE webhook_deliveries (
        id text COLLATE "C" PRIMARY KEY,
        webhook_id text COLLATE "C" NOT NULL REFERENCES webhooks ON DELETE CASCADE,
        tenant_id text NOT NULL,
        event text NOT NULL,
        body text NOT NULL,
        status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        round_began_at integer NOT NULL DEFAULT 0,
        response_status integer,
        response_body text,
        error text,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        queued_at timestamptz,
        last_attempt_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(db);
    await sql`CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id DESC)`.execute(
      db,
    );
    await sql`
      CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (next_attempt_at) WHERE status = 'pending'`.execute(
      db,
    );
  },
};
