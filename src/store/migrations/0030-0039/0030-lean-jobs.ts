import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** New jobs write their first events in one statement, and not in one for each row: each statement on `job_events` also
 *  counts the bytes that it stores. One trigger sets the columns of a new job, where three did, and it
 *  reads the model only if the statement does not give its preset. */
export const leanJobs: Migration = {
  version: 30,
  name: 'lean-jobs',
  async up(db) {
    await sql`DROP TRIGGER jobs_record_event ON jobs`.execute(db);
    await sql`
      CREATE OR REPLACE FUNCTION record_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        kind text;
      BEGIN
        kind := CASE
          WHEN NEW.status <> OLD.status OR NEW.attempt <> OLD.attempt
            THEN CASE NEW.status WHEN 'running' THEN 'started' ELSE NEW.status END
          WHEN NEW.cancel_requested AND NOT OLD.cancel_requested THEN 'cancel_requested'
          WHEN NEW.checkpoint_step IS DISTINCT FROM OLD.checkpoint_step AND NEW.checkpoint_step IS NOT NULL
            THEN 'checkpoint'
          WHEN NEW.progress IS DISTINCT FROM OLD.progress
            AND coalesce(clock_timestamp() - OLD.progress_event_at >= interval '1 second', true)
            THEN 'progress'
        END;
        IF kind IS NULL THEN
          RETURN NEW;
        END IF;
        NEW.event_count := NEW.event_count + 1;
        IF kind = 'progress' THEN
          NEW.progress_event_at := clock_timestamp();
        END IF;
        INSERT INTO job_events (job_id, sequence, tenant_id, type, status, attempt, progress, error)
          VALUES (NEW.id, NEW.event_count, NEW.tenant_id, kind, NEW.status, NEW.attempt, NEW.progress, NEW.error);
        IF NEW.event_count > 1000 THEN
          DELETE FROM job_events WHERE job_id = NEW.id AND sequence <= NEW.event_count - 1000;
        END IF;
        PERFORM pg_notify('gatecast_job_events', NEW.id);
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_record_event BEFORE UPDATE ON jobs
        FOR EACH ROW EXECUTE FUNCTION record_job_event()`.execute(db);

    await sql`DROP TRIGGER jobs_set_preset ON jobs`.execute(db);
    await sql`DROP FUNCTION set_job_preset`.execute(db);
    await sql`DROP TRIGGER jobs_set_listed_progress ON jobs`.execute(db);
    await sql`
      CREATE TRIGGER jobs_set_listed_progress BEFORE UPDATE OF progress ON jobs
        FOR EACH ROW EXECUTE FUNCTION set_listed_progress()`.execute(db);
    await sql`
      CREATE FUNCTION begin_job() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.preset IS NULL THEN
          NEW.preset := (SELECT preset FROM models WHERE id = NEW.model_id);
        END IF;
        NEW.listed_progress := NEW.progress - 'losses' - 'forecast';
        NEW.event_count := NEW.event_count + 1;
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_begin BEFORE INSERT ON jobs
        FOR EACH ROW EXECUTE FUNCTION begin_job()`.execute(db);
    await sql`
      CREATE FUNCTION record_first_events() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO job_events (job_id, sequence, tenant_id, type, status, attempt, progress, error)
        SELECT id, event_count, tenant_id, CASE status WHEN 'running' THEN 'started' ELSE status END, status, attempt,
          progress, error
        FROM created;
        PERFORM pg_notify('gatecast_job_events', id) FROM created;
        RETURN NULL;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_record_first_events AFTER INSERT ON jobs REFERENCING NEW TABLE AS created
        FOR EACH STATEMENT EXECUTE FUNCTION record_first_events()`.execute(db);
  },
};
