import { type Kysely, sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Frequent questions read few narrow rows:
 *  - whether anomaly watches are due, every second in each worker: the datasets that changed and are watched;
 *  - lists of backtests: columns that a trigger copies from the report, which is large;
 *  - how many points a tenant stores: an index alone. */
export const narrowReads: Migration = {
  version: 39,
  name: 'narrow-reads',
  async up(db) {
    await keepUnwatchedVersions(db);
    await copyReports(db);
    await sql`CREATE INDEX datasets_points ON datasets (tenant_id) INCLUDE (point_count)`.execute(db);
  },
};

/** A version of a dataset that is watched adds a row, in its own transaction. Workers delete the row when no watch is
 *  behind the version. A watch begins at the present version, so it is behind after a further version only. */
async function keepUnwatchedVersions(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE unwatched_versions (
      dataset_id text COLLATE "C" PRIMARY KEY REFERENCES datasets ON DELETE CASCADE,
      tenant_id text NOT NULL,
      version integer NOT NULL
    )`.execute(db);
  await sql`
    INSERT INTO unwatched_versions (dataset_id, tenant_id, version)
    SELECT id, tenant_id, version FROM datasets WHERE EXISTS (
      SELECT FROM models
      WHERE dataset_id = datasets.id AND anomaly_level IS NOT NULL AND watched_version < datasets.version)`.execute(
    db,
  );
  await sql`
    CREATE POLICY tenant ON unwatched_versions USING (
      coalesce(tenant_id = (SELECT nullif(current_setting('gatecast.tenant', true), '')), true))`.execute(db);
  await sql`ALTER TABLE unwatched_versions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`.execute(db);
  await sql`
    CREATE FUNCTION keep_unwatched_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO unwatched_versions (dataset_id, tenant_id, version)
      SELECT NEW.id, NEW.tenant_id, NEW.version
      WHERE EXISTS (SELECT FROM models WHERE dataset_id = NEW.id AND anomaly_level IS NOT NULL)
      ON CONFLICT (dataset_id) DO UPDATE SET version = excluded.version;
      RETURN NULL;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER datasets_keep_unwatched AFTER UPDATE OF version ON datasets
      FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION keep_unwatched_version()`.execute(db);
}

async function copyReports(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE backtests ADD COLUMN summary jsonb, ADD COLUMN skill jsonb`.execute(db);
  // The trigger that counts bytes would compare each report with itself.
  await sql`ALTER TABLE backtests DISABLE TRIGGER backtests_recount`.execute(db);
  await sql`
    UPDATE backtests SET summary = nullif(report -> 'summary', 'null'::jsonb),
      skill = nullif(report -> 'skill', 'null'::jsonb)
    WHERE report IS NOT NULL`.execute(db);
  await sql`ALTER TABLE backtests ENABLE TRIGGER backtests_recount`.execute(db);
  await sql`
    CREATE FUNCTION set_backtest_overview() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.summary := nullif(NEW.report -> 'summary', 'null'::jsonb);
      NEW.skill := nullif(NEW.report -> 'skill', 'null'::jsonb);
      RETURN NEW;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER backtests_set_overview BEFORE INSERT OR UPDATE OF report ON backtests
      FOR EACH ROW EXECUTE FUNCTION set_backtest_overview()`.execute(db);
}
