import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Schedules. A model keeps the requested settings beside those that were used, so that a schedule can train it again
 *  on newer data. */
export const schedules: Migration = {
  version: 4,
  name: 'schedules',
  async up(db) {
    await sql`ALTER TABLE models ADD COLUMN requested_spec jsonb`.execute(db);
    await sql`
      CREATE TABLE schedules (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        name text,
        kind text NOT NULL,
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        every text,
        cron text,
        time_zone text NOT NULL,
        enabled boolean NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        last_tick_id text,
        last_run jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((every IS NULL) <> (cron IS NULL))
      )`.execute(db);
    await sql`CREATE INDEX schedules_by_tenant ON schedules (tenant_id, id DESC)`.execute(db);
    await sql`CREATE INDEX schedules_by_model ON schedules (model_id)`.execute(db);
  },
};
