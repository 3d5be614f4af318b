import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Places and estimates of queued jobs come from a function. Its statements are planned once on each connection; one
 *  statement for all of it was planned anew for each call, which took as long as a run.
 *
 *  With `are_new` the asked jobs are not stored yet, so that the statement that stores them can return their places.
 *  The plans may be made while the tables are small or have no statistics: they use indexes, and
 *  hashes instead of sorts. */
export const queuePlaces: Migration = {
  version: 31,
  name: 'queue-places',
  async up(db) {
    await sql`
      CREATE OR REPLACE FUNCTION queue_places(asked_tenant text, asked_jobs jsonb, are_new boolean)
      RETURNS TABLE (id text, queue_position integer, waiting_seconds float8)
      LANGUAGE plpgsql STABLE
      SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_sort = off AS $$
      #variable_conflict use_column
      DECLARE
        caller text := coalesce(current_setting('gatecast.tenant', true), '');
        asked_kind text;
        ids text[]; presets text[]; turns text[]; first_priority smallint;
        overall float8; typical jsonb; -- median seconds of recent jobs: of all, and by preset
        slots bigint; running_seconds float8;
        others bigint[]; others_seconds float8[]; -- jobs of each other tenant, and the mean of their seconds
        other text; other_jobs bigint; other_seconds float8;
        buckets integer[]; jobs_between bigint[]; seconds_between float8[];
        place bigint; before float8; at integer; own_seconds float8; ahead bigint; ahead_seconds float8;
      BEGIN
        IF caller <> '' THEN
          PERFORM set_config('gatecast.tenant', '', true); -- the jobs of all tenants are counted
        END IF;
        FOR asked_kind, ids, presets, turns, first_priority IN
          SELECT kind, array_agg(id ORDER BY turn), array_agg(preset ORDER BY turn), array_agg(turn ORDER BY turn), max(priority)
          FROM (
            SELECT one.*, ((5 - one.priority)::text || one.id) COLLATE "C" AS turn
            FROM jsonb_to_recordset(asked_jobs) AS one (id text, kind text, preset text, priority smallint)
          ) AS asked
          GROUP BY kind
        LOOP
          WITH recent AS MATERIALIZED (
            SELECT preset, coalesce((listed_progress ->> 'elapsed_seconds')::float8,
              extract(epoch FROM finished_at - started_at)::float8) AS seconds
            FROM (
              SELECT preset, listed_progress, started_at, finished_at FROM jobs
              WHERE status = 'succeeded' AND kind = asked_kind ORDER BY finished_at DESC LIMIT 60
            ) AS done
          )
          SELECT (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM recent),
            (SELECT jsonb_object_agg(preset, seconds) FROM (
              SELECT preset, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds
              FROM recent WHERE preset IS NOT NULL GROUP BY preset) AS of_preset)
            INTO overall, typical;

          SELECT greatest(1, count(*)), coalesce(sum(coalesce(
              (listed_progress ->> 'eta_seconds')::float8,
              greatest(0, coalesce((typical ->> preset)::float8, overall)
                - coalesce((listed_progress ->> 'elapsed_seconds')::float8, 0)))), 0)
            INTO slots, running_seconds
            FROM jobs WHERE status = 'running' AND kind = asked_kind;

          others := '{}';
          others_seconds := '{}';
          other := '';
          LOOP
            SELECT tenant_id INTO other FROM jobs
              WHERE status = 'queued' AND kind = asked_kind AND tenant_id > other ORDER BY tenant_id LIMIT 1;
            EXIT WHEN other IS NULL;
            CONTINUE WHEN other = asked_tenant;
            SELECT sum(jobs), sum(jobs * coalesce((typical ->> preset)::float8, overall)) / sum(jobs)
              INTO other_jobs, other_seconds
              FROM (
                SELECT preset, count(*) AS jobs FROM jobs
                WHERE status = 'queued' AND kind = asked_kind AND tenant_id = other GROUP BY preset
              ) AS of_preset;
            others := others || other_jobs;
            others_seconds := others_seconds || other_seconds;
          END LOOP;

          -- Own jobs by how many of the asked ones are at or before them. Most are before all asked ones, and need no text.
          SELECT array_agg(asked_before ORDER BY asked_before), array_agg(jobs ORDER BY asked_before),
              array_agg(jobs * coalesce((typical ->> preset)::float8, overall) ORDER BY asked_before)
            INTO buckets, jobs_between, seconds_between
            FROM (
              SELECT preset, CASE
                  WHEN priority > first_priority OR (priority = first_priority AND id < substr(turns[1], 2)) THEN 0
                  ELSE width_bucket(((5 - priority)::text || id) COLLATE "C", turns)
                END AS asked_before, count(*) AS jobs
              FROM jobs WHERE status = 'queued' AND kind = asked_kind AND tenant_id = asked_tenant
              GROUP BY preset, asked_before
            ) AS mine;

          place := 1;
          before := 0;
          at := 1;
          FOR number IN 1 .. array_length(ids, 1) LOOP
            WHILE buckets[at] < number LOOP
              place := place + jobs_between[at];
              before := before + seconds_between[at];
              at := at + 1;
            END LOOP;
            own_seconds := coalesce((typical ->> presets[number])::float8, overall);
            ahead := 0;
            ahead_seconds := 0;
            FOR tenant IN 1 .. cardinality(others) LOOP
              ahead := ahead + least(others[tenant], place);
              ahead_seconds := ahead_seconds + least(others[tenant], place) * others_seconds[tenant];
            END LOOP;
            id := ids[number];
            queue_position := place + ahead;
            waiting_seconds := round((own_seconds + (running_seconds + before + ahead_seconds) / slots)::numeric, 1);
            RETURN NEXT;
            IF are_new THEN
              place := place + 1;
              before := before + own_seconds;
            END IF;
          END LOOP;
        END LOOP;
        IF caller <> '' THEN
          PERFORM set_config('gatecast.tenant', caller, true);
        END IF;
      END
      $$`.execute(db);
  },
};
