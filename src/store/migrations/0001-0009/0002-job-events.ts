import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Events and log lines of jobs. A trigger writes an event in the statement that changes the job. It keeps the newest
 *  1,000 events of a job, writes progress at most once a second, and notifies listeners on `gatecast_job_events` with
 *  the job's id. The foreign key is deferred: the event of a new job is written before the job's row. */
export const jobEvents: Migration = {
  version: 2,
  name: 'job events',
  async up(db) {
    await sql`
      ALTER TABLE jobs
        ADD COLUMN event_count integer NOT NULL DEFAULT 0,
        ADD COLUMN progress_event_at timestamptz,
        ADD COLUMN checkpoint_step integer`.execute(db);
    await sql`CREATE INDEX jobs_succeeded ON jobs (kind, finished_at DESC) WHERE status = 'succeeded'`.execute(
      db,
    );
    await sql`CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL`.execute(db);

    await sql`
      CREATE TABLE job_events (
        job_id text COLLATE "C" NOT NULL REFERENCES jobs ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        sequence integer NOT NULL,
        tenant_id text NOT NULL,
        type text NOT NULL,
        status text NOT NULL,
        attempt integer NOT NULL,
        progress jsonb,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (job_id, sequence)
      )`.execute(db);

    await sql`
      CREATE TABLE job_logs (
        job_id text COLLATE "C" NOT NULL REFERENCES jobs ON DELETE CASCADE,
        sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        tenant_id text NOT NULL,
        attempt integer NOT NULL,
        level text NOT NULL,
        message text NOT NULL,
        fields jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (job_id, sequence)
      )`.execute(db);

    await sql`
      CREATE FUNCTION record_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        kind text;
      BEGIN
        kind := CASE
          WHEN TG_OP = 'INSERT' OR NEW.status <> OLD.status OR NEW.attempt <> OLD.attempt
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
        DELETE FROM job_events WHERE job_id = NEW.id AND sequence <= NEW.event_count - 1000;
        PERFORM pg_notify('gatecast_job_events', NEW.id);
        RETURN NEW;
      END
      $$`.execute(db);
    await sql`
      CREATE TRIGGER jobs_record_event BEFORE INSERT OR UPDATE ON jobs
        FOR EACH ROW EXECUTE FUNCTION record_job_event()`.execute(db);
  },
};
