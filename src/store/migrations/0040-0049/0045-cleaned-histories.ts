import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** A job says whether its old events and log lines are deleted, so that the cleaner reads those that are not, and no
 *  events of others. A job that has a further event, since it is retried, is cleaned again. */
export const cleanedHistories: Migration = {
  version: 45,
  name: 'cleaned-histories',
  async up(db) {
    await sql`ALTER TABLE jobs ADD COLUMN history_cleaned boolean NOT NULL DEFAULT false`.execute(db);
    await sql`DROP INDEX jobs_finished`.execute(db);
    await sql`
      CREATE INDEX jobs_uncleaned ON jobs (finished_at, id)
        WHERE finished_at IS NOT NULL AND NOT history_cleaned`.execute(db);
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
        NEW.history_cleaned := false;
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
  },
};
