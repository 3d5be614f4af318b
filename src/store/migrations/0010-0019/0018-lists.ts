import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Lists read no large value: triggers copy the fields of a summary into columns of their own. Places in the queue and
 *  estimates come from one narrow index. Filtered lists of jobs have an index each. A deleted job is
 *  notified like a changed one. */
export const lists: Migration = {
  version: 18,
  name: 'lists',
  async up(db) {
    await sql`
      ALTER TABLE models
        ADD COLUMN kind text,
        ADD COLUMN cell text,
        ADD COLUMN horizon integer,
        ADD COLUMN preset text,
        ADD COLUMN summary text,
        ADD COLUMN has_skill boolean,
        ADD COLUMN skill jsonb`.execute(db);
    await sql`
      CREATE FUNCTION set_model_summary() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.kind := CASE WHEN NEW.spec ->> 'family' = 'symbols' THEN 'symbols' ELSE 'numeric' END;
        NEW.cell := NEW.spec ->> 'cell';
        NEW.horizon := (NEW.spec ->> 'horizon')::integer;
        NEW.preset := NEW.spec ->> 'preset';
        NEW.summary := NEW.card ->> 'summary';
        NEW.has_skill := (NEW.card ->> 'has_skill')::boolean;
        NEW.skill := nullif(NEW.card -> 'skill', 'null'::jsonb);
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER models_set_summary BEFORE INSERT OR UPDATE OF spec, card ON models
        FOR EACH ROW EXECUTE FUNCTION set_model_summary()`.execute(db);
    await sql`UPDATE models SET spec = spec`.execute(db);

    await sql`ALTER TABLE datasets ADD COLUMN step text, ADD COLUMN warning_count integer`.execute(db);
    await sql`
      CREATE FUNCTION set_dataset_summary() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.step := NEW.frequency ->> 'step';
        NEW.warning_count := jsonb_array_length(NEW.warnings);
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER datasets_set_summary BEFORE INSERT OR UPDATE OF frequency, warnings ON datasets
        FOR EACH ROW EXECUTE FUNCTION set_dataset_summary()`.execute(db);
    await sql`UPDATE datasets SET frequency = frequency`.execute(db);
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
