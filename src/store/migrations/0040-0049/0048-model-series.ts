import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** The series of models that were trained again from a model of a fleet. Those of the models of fleets are in
 *  `fleet_series`. A model without rows in either table is of all series of its dataset. */
export const modelSeries: Migration = {
  version: 48,
  name: 'model-series',
  async up(db) {
    await sql`
      CREATE TABLE model_series (
        model_id text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
        series_id text NOT NULL,
        tenant_id text NOT NULL,
        PRIMARY KEY (model_id, series_id)
      )`.execute(db);
    await sql`
      CREATE POLICY tenant ON model_series USING (
        coalesce(tenant_id = (SELECT nullif(current_setting('gatecast.tenant', true), '')), true))`.execute(
      db,
    );
    await sql`ALTER TABLE model_series ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`.execute(db);
    await sql`
      CREATE FUNCTION count_model_series() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO usage_changes (tenant_id, kind, bytes)
        SELECT tenant_id, 'models', (CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END) * sum(96 + octet_length(series_id))
        FROM changed GROUP BY tenant_id;
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER model_series_count_insert AFTER INSERT ON model_series
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_model_series()`.execute(
      db,
    );
    await sql`
      CREATE TRIGGER model_series_count_delete AFTER DELETE ON model_series
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_model_series()`.execute(
      db,
    );
  },
};
