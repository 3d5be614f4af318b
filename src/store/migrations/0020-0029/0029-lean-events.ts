import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Old events are deleted only where a job has more of them than are kept. Few jobs ever have, and each event of each
 *  job paid for the statement that deletes and the one that counts what it deleted. */
export const leanEvents: Migration = {
  version: 29,
  name: 'lean-events',
  async up(db) {
    await sql`
      CREATE OR REPLACE FUNCTION record_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
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
        IF NEW.event_count > 1000 THEN
          DELETE FROM job_events WHERE job_id = NEW.id AND sequence <= NEW.event_count - 1000;
        END IF;
        PERFORM pg_notify('gatecast_job_events', NEW.id);
        RETURN NEW;
      END
      $$`.execute(db);
  },
};
