/** The figures of `bench:scale`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Dataset } from '../../src/contracts/schemas/index.ts';
import { type Figure, figure } from '../service/figures.ts';
import { emptyQueue } from '../service/fill.ts';
import { cpuSeconds, cpuSecondsOfTree } from '../service/processes.ts';
import { inTurns } from '../service/turns.ts';
import { median } from '../statistics.ts';
import type { Fleet } from './fleet.ts';

const points = 100;
/** A training as callers start it, with the settings that `fast` decides. */
const small = { horizon: 5, preset: 'fast' };
/** Hardly a training, which shows what a job costs beside its thread. */
const tiny = { ...small, steps: 20, members: 1, hidden_size: 16 };
const callers = 32;
const loadSeconds = 5;

/** Series of a level, a week, and noise from a linear congruential generator. */
async function smallDataset({ api }: Fleet, count: number): Promise<Dataset> {
  let state = 1;
  const series = Array.from({ length: count }, (_, n) => ({
    id: `S${n}`,
    start: '2024-01-01',
    values: Array.from({ length: points }, (_, t) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return 100 + 10 * Math.sin((2 * Math.PI * t) / 7) + state / 2 ** 28;
    }),
  }));
  return api.post<Dataset>('/v1/datasets', { series });
}

/** CPU of workers that have nothing to do. */
export async function idleWorkers(fleet: Fleet, seconds: number): Promise<Figure> {
  const count = 2;
  return fleet.withWorkers(count, async (pids) => {
    await sleep(3_000); // the work of the start
    const before = pids.map(cpuSeconds);
    await sleep(seconds * 1_000);
    const shares = pids.map((pid, i) => (cpuSeconds(pid) - before[i]) / seconds);
    return figure('idle_worker_cpu', 'share of a core', Math.max(...shares), { atMost: 0.01 }, { seconds });
  });
}

interface Drained {
  /** Seconds from the first claim to the last end. */
  seconds: number;
  /** Median time between the end of a job and the next claim of the same worker, in milliseconds. */
  gapMs: number;
  /** Median time of a job, in milliseconds. */
  jobMs: number;
}

export interface ThroughputOptions {
  workers: number[];
  jobs: number;
  rounds: number;
}

/** A queue of small trainings of three series, drained by different numbers of workers in turn. */
export async function throughput(fleet: Fleet, options: ThroughputOptions): Promise<Figure[]> {
  const body = { ...small, dataset_id: (await smallDataset(fleet, 3)).id };
  const { figures } = await drainedInTurns(fleet, body, options, '', { atLeast: 1.8 });
  return figures;
}

/** The same with trainings of one series and a few steps, and what such a job leaves. */
export async function tinyThroughput(fleet: Fleet, options: ThroughputOptions): Promise<Figure[]> {
  const body = { ...tiny, dataset_id: (await smallDataset(fleet, 1)).id };
  const before = await kept(fleet);
  await fleet.withWorkers(1, () => drained(fleet, body, options.jobs)); // fills the compile cache
  const after = await kept(fleet);
  const { figures, gapMs } = await drainedInTurns(fleet, body, options, 'tiny_', null);
  const ofModel = {
    log_bytes: (after.log - before.log) / options.jobs,
    flushes: (after.flushes - before.flushes) / options.jobs,
    postgres_cpu_ms: (1_000 * (after.cpu - before.cpu)) / options.jobs,
  };
  return [
    ...figures,
    figure('queue_overhead_per_job', 'ms', gapMs, { atMost: 15 }),
    figure(
      'trained_bytes',
      'bytes per trained model in PostgreSQL',
      (after.postgres - before.postgres) / options.jobs,
      null,
      ofModel,
    ),
  ];
}

/** Jobs per second of each number of workers, as times that of the first number. */
async function drainedInTurns(
  fleet: Fleet,
  body: object,
  { workers, jobs, rounds }: ThroughputOptions,
  prefix: string,
  goalOfTwo: Figure['goal'],
): Promise<{ figures: Figure[]; gapMs: number }> {
  const drain = (count: number) => () => fleet.withWorkers(count, () => drained(fleet, body, jobs));
  const results = await inTurns(rounds, ...workers.map(drain));
  const rates = results.map((all) => median(all.map(({ seconds }) => jobs / seconds)));
  const [one] = results;
  const figures = workers.slice(1).map((count, i) =>
    figure(
      `${prefix}throughput_${count}_workers`,
      `times that of ${workers[0]}`,
      rates[i + 1] / rates[0],
      count === 2 && workers[0] === 1 ? goalOfTwo : null,
      {
        jobs_per_s: rates[i + 1],
        jobs_per_s_base: rates[0],
        job_ms: median(results[i + 1].map(({ jobMs }) => jobMs)),
        job_ms_base: median(one.map(({ jobMs }) => jobMs)),
      },
    ),
  );
  return { figures, gapMs: median(one.map(({ gapMs }) => gapMs)) };
}

async function drained({ api, database }: Fleet, body: object, jobs: number): Promise<Drained> {
  const { rows: clock } = await database.query('SELECT now() AS begun');
  for (let sent = 0; sent < jobs; sent += callers)
    await Promise.all(
      Array.from({ length: Math.min(callers, jobs - sent) }, () => api.post('/v1/models', body)),
    );
  const since = [clock[0].begun];
  for (;;) {
    const { rows } = await database.query(
      `SELECT count(*) FILTER (WHERE finished_at IS NULL)::int AS open, count(*) FILTER (WHERE status = 'failed')::int AS failed
       FROM jobs WHERE created_at >= $1`,
      since,
    );
    if (rows[0].failed > 0) throw new Error('a training failed');
    if (rows[0].open === 0) break;
    await sleep(200);
  }
  const { rows } = await database.query(
    `WITH ended AS (
       SELECT started_at, finished_at,
         extract(epoch FROM started_at - lag(finished_at) OVER (PARTITION BY worker_id ORDER BY started_at)) AS gap
       FROM jobs WHERE created_at >= $1
     ) SELECT extract(epoch FROM max(finished_at) - min(started_at))::float8 AS seconds,
         (1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::float8 AS gap_ms,
         (1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at)))::float8 AS job_ms
       FROM ended`,
    since,
  );
  return { seconds: rows[0].seconds, gapMs: rows[0].gap_ms, jobMs: rows[0].job_ms };
}

/** Trainings that are accepted without a worker until `queued` wait, and the list of jobs then. Also what they cost to
 *  keep. */
export async function longQueue(fleet: Fleet, queued: number): Promise<Figure[]> {
  const { api, database, load } = fleet;
  const before = await kept(fleet);
  const bodies = [JSON.stringify({ ...tiny, dataset_id: (await smallDataset(fleet, 1)).id })];
  const headers = { 'content-type': 'application/json' };
  const rates: number[] = [];
  let waiting = 0;
  while (waiting < queued) {
    const { perSecond } = await load.ask({
      url: `${api.url}/v1/models`,
      method: 'POST',
      headers,
      bodies,
      connections: callers,
      seconds: loadSeconds,
      expects: 202,
    });
    rates.push(perSecond);
    const { rows } = await database.query(
      "SELECT count(*)::int AS waiting FROM jobs WHERE status = 'queued'",
    );
    waiting = rows[0].waiting;
  }
  const after = await kept(fleet);
  const list = await load.ask({
    url: `${api.url}/v1/jobs?limit=50`,
    connections: 1,
    seconds: loadSeconds,
    expects: 200,
  });
  await emptyQueue(database);
  return [
    figure(
      'accepted',
      '202s per second',
      median(rates),
      { atLeast: 500 },
      { waiting, slowest_per_s: Math.min(...rates) },
    ),
    figure('job_list', 'ms', list.p99, { atMost: 50 }, { p50_ms: list.p50, waiting }),
    figure(
      'queued_bytes',
      'bytes per job in PostgreSQL',
      (after.postgres - before.postgres) / waiting,
      null,
      {
        redis_bytes: after.redis === null ? 'not used' : (after.redis - (before.redis ?? 0)) / waiting,
      },
    ),
  ];
}

interface Kept {
  /** Bytes of the database, of its log so far, and of Redis. */
  postgres: number;
  log: number;
  redis: number | null;
  /** Flushes of the log so far. */
  flushes: number;
  /** CPU seconds of all processes of PostgreSQL so far. */
  cpu: number;
}

async function kept({ database, redisUrl, postgresPid }: Fleet): Promise<Kept> {
  await database.query('CHECKPOINT');
  const { rows } = await database.query(
    `SELECT pg_database_size(current_database())::float8 AS postgres, (pg_current_wal_lsn() - '0/0')::float8 AS log,
       (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')::float8 AS flushes`,
  );
  const all = { ...rows[0], cpu: cpuSecondsOfTree(postgresPid) };
  if (redisUrl === null) return { ...all, redis: null };
  const redis = new Redis(redisUrl);
  const [, used] = /used_memory:(\d+)/.exec(await redis.info('memory')) ?? [];
  redis.disconnect();
  return { ...all, redis: Number(used) };
}
