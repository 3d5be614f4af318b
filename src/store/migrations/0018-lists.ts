import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Lists read no large value: the fields of a summary are generated columns. Places in the queue and estimates come from
 *  one narrow index. Filtered lists of jobs have an index each. A deleted job is notified like a changed one. */
export const lists: Migration = {
  version: 18,
  name: 'lists',
  async up(db) {
    await sql`
      ALTER TABLE models
        ADD COLUMN kind text GENERATED ALWAYS AS
          (CASE WHEN spec ->> 'family' = 'symbols' THEN 'symbols' ELSE 'numeric' END) STORED,
        ADD COLUMN cell text GENERATED ALWAYS AS (spec ->> 'cell') STORED,
        ADD COLUMN horizon integer GENERATED ALWAYS AS ((spec ->> 'horizon')::integer) STORED,
        ADD COLUMN preset text GENERATED ALWAYS AS (spec ->> 'preset') STORED,
        ADD COLUMN summary text GENERATED ALWAYS AS (card ->> 'summary') STORED,
        ADD COLUMN has_skill boolean GENERATED ALWAYS AS ((card ->> 'has_skill')::boolean) STORED,
        ADD COLUMN skill jsonb GENERATED ALWAYS AS (nullif(card -> 'skill', 'null'::jsonb)) STORED`.execute(
      db,
    );
    await sql`
      ALTER TABLE datasets
        ADD COLUMN step text GENERATED ALWAYS AS (frequency ->> 'step') STORED,
        ADD COLUMN warning_count integer GENERATED ALWAYS AS (jsonb_array_length(warnings)) STORED`.execute(
      db,
    );
    await sql`CREATE INDEX models_by_status ON models (tenant_id, status, id DESC)`.execute(db);

    await sql`ALTER TABLE jobs ADD COLUMN preset text`.execute(db);
    await sql`UPDATE jobs SET preset = models.preset FROM models WHERE models.id = jobs.model_id`.execute(db);
    await sql`DROP INDEX jobs_queued`.execute(db);
    await sql`CREATE INDEX jobs_queued ON jobs (kind, id) INCLUDE (preset) WHERE status = 'queued'`.execute(
      db,
    );
    await sql`CREATE INDEX jobs_by_status ON jobs (tenant_id, status, id DESC)`.execute(db);
    await sql`CREATE INDEX jobs_by_kind ON jobs (tenant_id, kind, id DESC)`.execute(db);

    await sql`
      CREATE FUNCTION set_job_preset() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.preset := (SELECT preset FROM models WHERE id = NEW.model_id);
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_set_preset BEFORE INSERT ON jobs
        FOR EACH ROW EXECUTE FUNCTION set_job_preset()`.execute(db);
    await sql`
      CREATE FUNCTION notify_job_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('gatecast_job_events', OLD.id);
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_notify_deleted AFTER DELETE ON jobs
        FOR EACH ROW EXECUTE FUNCTION notify_job_deleted()`.execute(db);
  },
};
