import type pg from 'pg';
import type { AddedJob } from './batched-adds.ts';
import { plausibleMs } from './definitions.ts';
import type { SchedulerEntry } from './scheduler-entry.ts';

/** Inserts the entries that BullMQ's own `add_jobs_bulk` inserts, under its lock and with its notification. That
 *  function creates two temporary tables for each call, which takes longer than the entries, and writes two events for
 *  each job, which nothing here reads. `test/queue/postgres-entries.test.ts` compares the rows of both. The rows are
 *  numbered in the given order, and inserted in the order of their ids, so that two producers that add the same jobs do
 *  not wait for each other. */
const statement = `
  WITH locked AS MATERIALIZED (
    SELECT lock_producer_queues(jsonb_build_array(jsonb_build_object('queue', $1::text)))
  ), added AS (
    INSERT INTO job (queue, id, seq, name, state, data, opts, max_attempts, added_at_ms)
    SELECT $1, id, seq, name, 'waiting', data, opts, 0, $3
    FROM (
      SELECT one.*, nextval('job_seq') AS seq
      FROM locked CROSS JOIN jsonb_to_recordset($2::jsonb) AS one (id text, name text, data jsonb, opts jsonb)
    ) AS numbered
    ORDER BY id, seq
    ON CONFLICT (queue, id) DO NOTHING
    RETURNING id
  )
  SELECT pg_notify('bullmq_jobs', $1) FROM (SELECT FROM added LIMIT 1) AS any_added`;

/** Adds jobs that wait from now on, in their order. An id that the queue holds is not added again. */
export async function addEntries(pool: pg.Pool, queue: string, jobs: readonly AddedJob[]): Promise<void> {
  const entries = jobs.map(({ name, data, opts }) => ({
    id: opts.jobId,
    name,
    data,
    opts: { attempts: 0, ...opts },
  }));
  await pool.query({
    name: 'gatecast_add_entries',
    text: statement,
    values: [queue, JSON.stringify(entries), Date.now()],
  });
}

/** BullMQ writes times of the worker's clock. An entry of a worker that died, and whose clock is minutes ahead, would
 *  be locked for these minutes, and nobody would look for such entries meanwhile: it also writes when it last did. A
 *  live worker whose clock is ahead may lose an entry: its job has a row that counts. */
const findStatement = `
  WITH unchecked AS (
    DELETE FROM meta WHERE CASE field WHEN 'stalled-check' THEN value::bigint > $3 ELSE false END
  ), unlocked AS (
    UPDATE job SET locked_until_ms = 0
    WHERE queue = $1 AND id = ANY($2) AND state = 'active' AND locked_until_ms > $3
  ), due AS (
    UPDATE job SET state = 'waiting', delay_ms = 0, process_at_ms = NULL
    WHERE queue = $1 AND id = ANY($2) AND state = 'delayed' AND process_at_ms > $3
    RETURNING pg_notify('bullmq_jobs', $1)
  ), ended AS (
    DELETE FROM job WHERE queue = $1 AND id = ANY($2) AND state IN ('completed', 'failed')
  )
  SELECT id, (SELECT count(*) FROM due) AS due FROM job
  WHERE queue = $1 AND id = ANY($2) AND state NOT IN ('completed', 'failed')`;

const plannedStatement = `
  SELECT id FROM job WHERE queue = $1 AND id = ANY($2) AND state NOT IN ('completed', 'failed')`;

/** Those of the ids that the queue holds and that have not ended; one that has is removed. Entries among them whose
 *  times are beyond those of a right clock can be taken again. */
export async function findEntries(pool: pg.Pool, queue: string, ids: readonly string[]): Promise<string[]> {
  const { rows }: pg.QueryResult<{ id: string }> = await pool.query({
    name: 'gatecast_find_entries',
    text: findStatement,
    values: [queue, ids, Date.now() + plausibleMs],
  });
  return rows.map(({ id }) => id);
}

/** Those of the ids that the queue holds and that have not ended. */
export async function findPlanned(pool: pg.Pool, queue: string, ids: readonly string[]): Promise<string[]> {
  const { rows }: pg.QueryResult<{ id: string }> = await pool.query({
    name: 'gatecast_find_planned',
    text: plannedStatement,
    values: [queue, ids],
  });
  return rows.map(({ id }) => id);
}

const heldStatement = `SELECT id FROM job WHERE queue = $1 AND id = ANY($2) AND state = 'active'`;

/** Those of the ids that a worker holds. */
export async function findHeld(pool: pg.Pool, queue: string, ids: readonly string[]): Promise<string[]> {
  const { rows }: pg.QueryResult<{ id: string }> = await pool.query({
    name: 'gatecast_find_held',
    text: heldStatement,
    values: [queue, ids],
  });
  return rows.map(({ id }) => id);
}

const unfinishedStatement = `
  SELECT id FROM job
  WHERE queue = $1 AND state NOT IN ('completed', 'failed') AND (state <> 'delayed' OR process_at_ms <= $2)`;

/** Entries that wait, that a worker holds, or that are delayed until a time at most. */
export async function findUnfinished(pool: pg.Pool, queue: string, untilMs: number): Promise<string[]> {
  const { rows }: pg.QueryResult<{ id: string }> = await pool.query({
    name: 'gatecast_find_unfinished',
    text: unfinishedStatement,
    values: [queue, untilMs],
  });
  return rows.map(({ id }) => id);
}

const plansStatement = `
  SELECT scheduler_id AS key, next_run_ms::float8 AS next, template_data AS data, false AS "isLost"
  FROM scheduler WHERE queue = $1`;

export async function findPlans(pool: pg.Pool, queue: string): Promise<SchedulerEntry[]> {
  const { rows }: pg.QueryResult<SchedulerEntry> = await pool.query({
    name: 'gatecast_find_plans',
    text: plansStatement,
    values: [queue],
  });
  return rows;
}
