import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Models of a fleet and attributes of series are counted once for each statement. A trigger for each row updated the
 *  same row of `fleets` or `datasets` again and again: each update leaves a version that the next one reads, so a
 *  statement about 10,000 models took a minute. Old and new rows are summed without a join, because the plan of a
 *  function may be made while it has few of them. */
export const countsByStatement: Migration = {
  version: 32,
  name: 'counts-by-statement',
  async up(db) {
    await sql`DROP TRIGGER models_count_in_fleet ON models`.execute(db);
    await sql`DROP FUNCTION count_fleet_model`.execute(db);
    await sql`
      CREATE FUNCTION count_fleet_models() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE fleets SET training = fleets.training + changes.training, ready = fleets.ready + changes.ready,
          failed = fleets.failed + changes.failed, cancelled = fleets.cancelled + changes.cancelled,
          ready_at = CASE WHEN changes.ready > 0 AND fleets.ready + changes.ready = total THEN now() END
        FROM (
          SELECT fleet_id, coalesce(sum(models) FILTER (WHERE status = 'training'), 0) AS training,
            coalesce(sum(models) FILTER (WHERE status = 'ready'), 0) AS ready,
            coalesce(sum(models) FILTER (WHERE status = 'failed'), 0) AS failed,
            coalesce(sum(models) FILTER (WHERE status = 'cancelled'), 0) AS cancelled
          FROM (
            SELECT fleet_id, status, 1 AS models FROM changed_to WHERE fleet_id IS NOT NULL
            UNION ALL SELECT fleet_id, status, -1 FROM changed_from WHERE fleet_id IS NOT NULL
          ) AS counted
          GROUP BY fleet_id
        ) AS changes
        WHERE fleets.id = changes.fleet_id
          AND (changes.training, changes.ready, changes.failed, changes.cancelled) <> (0, 0, 0, 0);
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER models_count_in_fleets AFTER UPDATE ON models
        REFERENCING OLD TABLE AS changed_from NEW TABLE AS changed_to
        FOR EACH STATEMENT EXECUTE FUNCTION count_fleet_models()`.execute(db);

    await sql`DROP TRIGGER series_count_attributes ON series`.execute(db);
    await sql`
      CREATE OR REPLACE FUNCTION count_attributes() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE datasets SET stored_bytes = stored_bytes + changes.bytes
        FROM (
          SELECT dataset_id, sum(bytes) AS bytes
          FROM (
            SELECT dataset_id, octet_length(static::text) AS bytes FROM changed_to
            UNION ALL SELECT dataset_id, -octet_length(static::text) FROM changed_from
          ) AS counted
          GROUP BY dataset_id
        ) AS changes
        WHERE datasets.id = changes.dataset_id AND changes.bytes <> 0;
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER series_count_attributes AFTER UPDATE ON series
        REFERENCING OLD TABLE AS changed_from NEW TABLE AS changed_to
        FOR EACH STATEMENT EXECUTE FUNCTION count_attributes()`.execute(db);
  },
};
