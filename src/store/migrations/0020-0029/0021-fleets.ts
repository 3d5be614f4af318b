import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Fleets: many models of one dataset that are published together. The models are ordinary ones. A trigger counts them
 *  by status in the row of the fleet, so the fleet is ready in the transaction that publishes the last of them. */
export const fleets: Migration = {
  version: 21,
  name: 'fleets',
  async up(db) {
    await sql`
      CREATE TABLE fleets (
        id text COLLATE "C" PRIMARY KEY,
        tenant_id text NOT NULL,
        dataset_id text COLLATE "C" NOT NULL REFERENCES datasets ON DELETE CASCADE,
        dataset_version integer NOT NULL,
        name text NOT NULL,
        tags text[] NOT NULL,
        per text NOT NULL CHECK (per IN ('series', 'group')),
        group_by text,
        settings jsonb NOT NULL,
        request jsonb NOT NULL,
        series_count integer NOT NULL,
        left_out text[] NOT NULL,
        left_out_count integer NOT NULL,
        total integer NOT NULL,
        training integer NOT NULL,
        ready integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        cancelled integer NOT NULL DEFAULT 0,
        status text NOT NULL GENERATED ALWAYS AS (
          CASE WHEN training > 0 THEN 'training' WHEN failed > 0 THEN 'failed' WHEN cancelled > 0 THEN 'cancelled'
            ELSE 'ready' END) STORED,
        created_at timestamptz NOT NULL DEFAULT now(),
        ready_at timestamptz
      )`.execute(db);
    await sql`CREATE INDEX fleets_by_tenant ON fleets (tenant_id, id DESC)`.execute(db);
    await sql`CREATE INDEX fleets_by_dataset ON fleets (dataset_id)`.execute(db);

    await sql`
      ALTER TABLE models ADD COLUMN fleet_id text COLLATE "C" REFERENCES fleets ON DELETE CASCADE`.execute(
      db,
    );
    await sql`CREATE INDEX models_by_fleet ON models (fleet_id, id DESC) WHERE fleet_id IS NOT NULL`.execute(
      db,
    );
    await sql`CREATE INDEX models_alone ON models (tenant_id, id DESC) WHERE fleet_id IS NULL`.execute(db);

    await sql`
      CREATE TABLE fleet_series (
        fleet_id text COLLATE "C" NOT NULL REFERENCES fleets ON DELETE CASCADE,
        series_id text NOT NULL,
        tenant_id text NOT NULL,
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        PRIMARY KEY (fleet_id, series_id)
      )`.execute(db);
    await sql`CREATE INDEX fleet_series_by_model ON fleet_series (model_id)`.execute(db);

    await sql`
      CREATE FUNCTION count_fleet_model() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE fleets SET
          training = training + (NEW.status = 'training')::integer - (OLD.status = 'training')::integer,
          ready = ready + (NEW.status = 'ready')::integer - (OLD.status = 'ready')::integer,
          failed = failed + (NEW.status = 'failed')::integer - (OLD.status = 'failed')::integer,
          cancelled = cancelled + (NEW.status = 'cancelled')::integer - (OLD.status = 'cancelled')::integer,
          ready_at = CASE WHEN NEW.status = 'ready' AND ready + 1 = total THEN now() END
        WHERE id = NEW.fleet_id;
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER models_count_in_fleet AFTER UPDATE OF status ON models
        FOR EACH ROW WHEN (NEW.fleet_id IS NOT NULL AND NEW.status IS DISTINCT FROM OLD.status)
        EXECUTE FUNCTION count_fleet_model()`.execute(db);
  },
};
