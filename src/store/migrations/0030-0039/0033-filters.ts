import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Every filter of a list has an index that ends with the id, so that a page without a match reads nothing and a page
 *  of many matches is not sorted. Names are compared by bytes, so that one index serves whole names and beginnings.
 *  Lists of models are of those without a fleet or of those of one fleet, so their indexes are partial.
 *
 *  Tags have a table: containment in an array is not leakproof, and PostgreSQL uses no index for such an operator
 *  behind row-level security. It has no reference to `models`, whose triggers keep it, so a deletion
 *  needs no second index. */
export const filters: Migration = {
  version: 33,
  name: 'filters',
  async up(db) {
    await sql`CREATE INDEX datasets_by_name ON datasets (tenant_id, name COLLATE "C", id DESC)`.execute(db);
    await sql`CREATE INDEX fleets_by_name ON fleets (tenant_id, name COLLATE "C", id DESC)`.execute(db);
    for (const [column, index] of [
      ['name COLLATE "C"', 'name'],
      ['status', 'status'],
    ] as const) {
      await sql`
        CREATE INDEX ${sql.id(`models_alone_by_${index}`)} ON models (tenant_id, ${sql.raw(column)}, id DESC)
          WHERE fleet_id IS NULL`.execute(db);
      await sql`
        CREATE INDEX ${sql.id(`models_in_fleet_by_${index}`)} ON models (fleet_id, ${sql.raw(column)}, id DESC)
          WHERE fleet_id IS NOT NULL`.execute(db);
    }
    await sql`
      CREATE INDEX models_alone_by_dataset ON models (dataset_id, id DESC) WHERE fleet_id IS NULL`.execute(
      db,
    );
    await sql`CREATE INDEX jobs_by_kind_and_status ON jobs (tenant_id, kind, status, id DESC)`.execute(db);
    await sql`CREATE INDEX backtests_by_status ON backtests (tenant_id, status, id DESC)`.execute(db);
    await sql`DROP INDEX fleets_by_dataset`.execute(db);
    await sql`CREATE INDEX fleets_by_dataset ON fleets (dataset_id, id DESC)`.execute(db);

    await sql`
      CREATE TABLE model_tags (
        tenant_id text NOT NULL,
        fleet_id text COLLATE "C" NOT NULL, -- '' for a model without a fleet
        tag text COLLATE "C" NOT NULL,
        model_id text COLLATE "C" NOT NULL,
        PRIMARY KEY (tenant_id, fleet_id, tag, model_id)
      )`.execute(db);
    await sql`
      INSERT INTO model_tags (tenant_id, fleet_id, tag, model_id)
      SELECT DISTINCT tenant_id, coalesce(fleet_id, ''), unnest(tags), id FROM models`.execute(db);
    await sql`
      CREATE POLICY tenant ON model_tags USING (
        coalesce(tenant_id = (SELECT nullif(current_setting('gatecast.tenant', true), '')), true))`.execute(
      db,
    );
    await sql`ALTER TABLE model_tags ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`.execute(db);
    await sql`
      CREATE FUNCTION keep_model_tags() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP <> 'INSERT' THEN
          DELETE FROM model_tags WHERE tenant_id = OLD.tenant_id AND fleet_id = coalesce(OLD.fleet_id, '')
            AND tag = ANY(OLD.tags) AND model_id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
          INSERT INTO model_tags (tenant_id, fleet_id, tag, model_id)
          SELECT DISTINCT NEW.tenant_id, coalesce(NEW.fleet_id, ''), tag, NEW.id FROM unnest(NEW.tags) AS tag;
        END IF;
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER models_add_tags AFTER INSERT ON models
        FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION keep_model_tags()`.execute(db);
    await sql`
      CREATE TRIGGER models_change_tags AFTER UPDATE OF tags ON models
        FOR EACH ROW WHEN (NEW.tags IS DISTINCT FROM OLD.tags) EXECUTE FUNCTION keep_model_tags()`.execute(
      db,
    );
    await sql`
      CREATE TRIGGER models_delete_tags AFTER DELETE ON models
        FOR EACH ROW WHEN (OLD.tags <> '{}') EXECUTE FUNCTION keep_model_tags()`.execute(db);
  },
};
