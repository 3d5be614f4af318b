import { sql } from 'kysely';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { TrainResult } from '../../src/contracts/ports/index.ts';
import { AppError } from '../../src/errors.ts';
import { createJobMetrics } from '../../src/observability/index.ts';
import { createOutageLog } from '../../src/outage-log.ts';
import { BrokenThreads } from '../../src/sharing/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { handleJob } from '../../workers/handle-job.ts';
import type { Work, WorkDeps } from '../../workers/job-work.ts';
import { ThreadStarts } from '../../workers/thread-starts.ts';
import { createTraining, sampleResult, stopClaims, useStore } from '../store/samples.ts';

const used = useStore();
let db: ReturnType<typeof openDatabase>;
beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 2 });
});
afterAll(() => db.destroy());

const lines: string[] = [];
const log = pino({}, { write: (line: string) => void lines.push(line) });
const outage = () => createOutageLog(log, { failing: 'failing', again: 'works again' });

/** Handles the job of a new training, or one that was retried, with work that differs from `replaced` only. */
async function handled(
  replaced: Partial<Work<object, TrainResult>>,
  limits: Partial<WorkDeps['limits']> = {},
  stopping = new AbortController().signal,
  retried?: string,
  parts: Partial<
    Pick<WorkDeps, 'startThread' | 'starts' | 'metrics' | 'leaving' | 'leases' | 'tenantRunningMax'>
  > = {},
) {
  const { leases, jobLogs } = used.store;
  const deps: WorkDeps = {
    ...{ leases, jobLogs, stopping, leaving: stopping, log, workerId: 'w', tenantRunningMax: null },
    ...{ queue: { requeue: async () => {} }, startThread: async () => {}, starts: new ThreadStarts() },
    ...{ metrics: createJobMetrics(new Registry(), ['train']), ...parts },
    outages: { heartbeats: outage(), jobLogs: outage(), unqueuedJobs: outage() },
    limits: { secondsMax: null, silentSecondsMax: 60, ...limits },
  };
  const { job } = retried === undefined ? await createTraining(used.store) : { job: { id: retried } };
  const work: Work<object, TrainResult> = {
    ...{ kind: 'train', name: 'training', steps: () => 1, describe: () => ({}) },
    prepare: async () => ({}),
    run: async () => ({ status: 'succeeded', ...sampleResult() }),
    publish: (claim, result) => leases.succeed(claim, result),
    ...replaced,
  };
  const ended = handleJob(deps, work, { ticket: job.id, requestId: null });
  return { id: job.id, ended, job: () => used.store.jobs.get('acme', job.id) };
}

async function heartbeatAt(jobId: string): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    SELECT coalesce(extract(epoch FROM heartbeat_at), 0)::float8 AS at FROM jobs WHERE id = ${jobId}`.execute(
    db,
  );
  return rows[0].at;
}

/** Resolves when the job has had two more heartbeats. */
async function beats(jobId: string): Promise<void> {
  for (let beat = 0; beat < 2; beat++) {
    const before = await heartbeatAt(jobId);
    await expect.poll(() => heartbeatAt(jobId)).toBeGreaterThan(before);
  }
}

/** Outcomes of jobs that were counted. */
async function outcomesIn(registry: Registry): Promise<string[]> {
  const counted = /^gatecast_job_run_seconds_count\{.*outcome="(\w+)".*\} [1-9]/gm;
  return [...(await registry.metrics()).matchAll(counted)].map(([, outcome]) => outcome);
}

const never = () => new Promise<never>(() => {});

test('a next job that cannot be looked for is no outage of the queue', async () => {
  const nextTurn = () => Promise.reject(new Error('away'));
  const parts = { leases: { ...used.store.leases, nextTurn }, tenantRunningMax: 1 };
  const before = lines.length;
  const { ended } = await handled({}, {}, undefined, undefined, parts);
  expect(await ended).toBe('ended');
  const messages = lines.slice(before).map((line) => JSON.parse(line).msg);
  expect(messages).toContain('the next job could not be looked for: the reconciler will queue it');
  expect(messages).not.toContain('failing');
});

test('a job has heartbeats while its data are read', async () => {
  const read = Promise.withResolvers<object>();
  const { id, ended, job } = await handled({ prepare: () => read.promise });
  await beats(id);
  read.resolve({});
  expect(await ended).toBe('ended');
  expect(await job()).toMatchObject({ status: 'succeeded', attempt: 1 });
});

test('a job has heartbeats while its result cannot be stored', async () => {
  let isFull = true;
  const { id, ended, job } = await handled({
    async publish(claim, result) {
      if (isFull) throw new AppError('storage_full', { detail: 'full' });
      return used.store.leases.succeed(claim, result);
    },
  });
  await beats(id);
  isFull = false;
  expect(await ended).toBe('ended');
  expect(await job()).toMatchObject({ status: 'succeeded', attempt: 1 });
});

test('a result whose commit was not answered has succeeded; one of another attempt is lost', async () => {
  const registry = new Registry();
  const outcomes = () => outcomesIn(registry);
  const answerLost = (meanwhile: (jobId: string) => Promise<unknown>): Partial<Work<object, TrainResult>> => {
    let tries = 0;
    return {
      async publish(claim, result) {
        if (tries++ > 0) return used.store.leases.succeed(claim, result);
        await meanwhile(claim.job.id);
        if (claim.job.attempt === 1) await used.store.leases.succeed(claim, result);
        throw new AppError('database_unavailable', { detail: 'no answer' });
      },
    };
  };
  const metrics = createJobMetrics(registry, ['train']);
  const answered = answerLost(async () => {});
  const first = await handled(answered, {}, undefined, undefined, { metrics });
  expect(await first.ended).toBe('ended');
  expect(await first.job()).toMatchObject({ status: 'succeeded', attempt: 1 });
  expect(await outcomes()).toEqual(['succeeded']);
  registry.resetMetrics();
  const claimAgain = (id: string) => sql`UPDATE jobs SET attempt = 2 WHERE id = ${id}`.execute(db);
  const second = await handled(answerLost(claimAgain), {}, undefined, undefined, { metrics });
  expect(await second.ended).toBe('ended');
  expect(await outcomes()).toEqual(['lost']);
  await sql`UPDATE jobs SET status = 'cancelled' WHERE id = ${second.id}`.execute(db);
});

test('a job whose result cannot be stored for a fault of the service fails, and the log has the cause', async () => {
  const { ended, job } = await handled({
    async publish() {
      await sql`SELECT 1 / 0`.execute(db);
      throw new Error('not reached');
    },
  });
  expect(await ended).toBe('ended');
  expect(await job()).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'internal' } });
  const line = lines.map((one) => JSON.parse(one)).find(({ msg }) => msg.includes('could not be stored'));
  expect(line.err.message).toContain('division by zero');
});

test('a job that cannot begin is named in the log, and another one runs with the entry', async () => {
  const { job: broken } = await createTraining(used.store);
  await stopClaims(used, [broken.id]);
  const { ended, job } = await handled({});
  expect(await ended).toBe('ended');
  expect((await job()).status).toBe('succeeded');
  const line = lines.map((one) => JSON.parse(one)).find(({ msg }) => msg.includes('could not begin'));
  expect(line).toMatchObject({ job_id: broken.id, msg: 'a job could not begin, and failed' });
});

test('a job is left with its lease when its worker stops while the database is away', async () => {
  const stopping = new AbortController();
  let tries = 0;
  const publish = async () => {
    if (++tries === 2) stopping.abort();
    throw new AppError('database_unavailable', { detail: 'away' });
  };
  const { id, ended, job } = await handled({ publish }, {}, stopping.signal);
  expect(await ended).toBe('released');
  expect(await job()).toMatchObject({ status: 'running', attempt: 1 });
  await used.store.jobs.cancel('acme', id);
  await sql`UPDATE jobs SET heartbeat_at = '-infinity' WHERE id = ${id}`.execute(db);
  expect(await used.store.leases.claim(id, 'another')).toBeNull(); // ends it as cancelled
});

test('a job is left too if its progress cannot be stored at a stop; an entry that cannot claim one goes back', async () => {
  const away = () => Promise.reject(new AppError('database_unavailable', { detail: 'away' }));
  const stopping = new AbortController();
  const registry = new Registry();
  const left = await handled(
    {
      async run() {
        stopping.abort();
        return { status: 'suspended' };
      },
    },
    {},
    stopping.signal,
    undefined,
    {
      leases: { ...used.store.leases, heartbeat: away },
      metrics: createJobMetrics(registry, ['train']),
    },
  );
  expect(await left.ended).toBe('released');
  expect(await left.job()).toMatchObject({ status: 'running', attempt: 1 });
  expect(await outcomesIn(registry)).toEqual(['released']);
  await used.store.jobs.cancel('acme', left.id);
  await sql`UPDATE jobs SET heartbeat_at = '-infinity' WHERE id = ${left.id}`.execute(db);
  expect(await used.store.leases.claim(left.id, 'another')).toBeNull(); // ends it as cancelled

  const stoppedLater = new AbortController();
  const claimNext = () => {
    stoppedLater.abort();
    return away();
  };
  const unclaimed = await handled({}, {}, stoppedLater.signal, undefined, {
    leases: { ...used.store.leases, claimNext },
  });
  expect(await unclaimed.ended).toBe('released');
  expect(await unclaimed.job()).toMatchObject({ status: 'queued' });
  await used.store.jobs.cancel('acme', unclaimed.id); // the next test takes the job that has waited longest
});

test('a job is cancelled while its data are read', async () => {
  const { id, ended, job } = await handled({ prepare: never });
  await beats(id);
  await used.store.jobs.cancel('acme', id);
  expect(await ended).toBe('ended');
  expect((await job()).status).toBe('cancelled');
});

test('a job whose data are read is released at a stop', async () => {
  const stopping = new AbortController();
  const { id, ended, job } = await handled({ prepare: never }, {}, stopping.signal);
  await beats(id);
  stopping.abort();
  expect(await ended).toBe('released');
  expect((await job()).status).toBe('queued');
  await used.store.jobs.cancel('acme', id); // the next test takes the job that has waited longest
});

test('a job that is cancelled at a stop ends as cancelled, also if the answer of its release is lost', async () => {
  const { release } = used.store.leases;
  for (const losesAnswer of [false, true]) {
    let tries = 0;
    const releases = vi.spyOn(used.store.leases, 'release').mockImplementation(async (claim) => {
      const isFirst = tries++ === 0;
      if (isFirst) await used.store.jobs.cancel('acme', claim.job.id); // no heartbeat has read it
      const answer = await release(claim);
      if (isFirst && losesAnswer) throw new AppError('database_unavailable', { detail: 'no answer' });
      return answer;
    });
    onTestFinished(() => releases.mockRestore());
    const registry = new Registry();
    const metrics = createJobMetrics(registry, ['train']);
    const stopping = new AbortController();
    const prepare = () => {
      stopping.abort();
      return never();
    };
    const leaving = new AbortController().signal;
    const { ended, job } = await handled({ prepare }, {}, stopping.signal, undefined, { metrics, leaving });
    expect(await ended).toBe('ended');
    expect((await job()).status).toBe('cancelled');
    expect(await outcomesIn(registry)).toEqual(['cancelled']);
    expect(tries).toBe(losesAnswer ? 2 : 1);
    releases.mockRestore();
  }
});

test('the limit of time counts while the data are read, and only a thread can hang', async () => {
  const { id, ended, job } = await handled({ prepare: never }, { secondsMax: 1, silentSecondsMax: 0.1 });
  expect(await ended).toBe('ended');
  expect(await job()).toMatchObject({ status: 'failed', error: { code: 'job_timed_out' } });

  const none = new AbortController().signal;
  await used.store.jobs.retry('acme', id);
  const second = await handled({}, { secondsMax: 1 }, none, id);
  expect(await second.ended).toBe('ended');
  expect(await job()).toMatchObject({
    ...{ status: 'failed', attempt: 2 },
    error: { code: 'job_timed_out', detail: expect.stringContaining('earlier attempts worked 1 seconds') },
  });

  await used.store.jobs.retry('acme', id);
  const stopped = new AbortController();
  const killed = await handled({ prepare: never }, { secondsMax: 10_000 }, stopped.signal, id);
  await beats(id);
  expect((await job()).progress).toMatchObject({ phase: 'preparing', elapsed_seconds: 1 });
  stopped.abort();
  expect(await killed.ended).toBe('released');
  const last = await handled({}, { secondsMax: 10_000 }, none, id);
  expect(await last.ended).toBe('ended');
  expect((await job()).status).toBe('succeeded');
});

test('a thread that does not load counts as hung, and its job is left to another worker', async () => {
  const none = new AbortController().signal;
  const { id, ended, job } = await handled({}, { silentSecondsMax: 0.1 }, none, undefined, {
    startThread: never,
  });
  expect(await ended).toBe('released');
  expect(await job()).toMatchObject({ status: 'running', attempt: 1 });
  await used.store.jobs.cancel('acme', id);
  expect(await used.store.leases.claim(id, 'another')).toBeNull(); // ends it as cancelled
});

test('a job whose thread does not start is queued again, and its worker claims none during a pause', async () => {
  const registry = new Registry();
  const starts = new ThreadStarts(() => 0); // time stands still: the pause does not end
  const parts = { starts, metrics: createJobMetrics(registry, ['train']) };
  const run = async () => {
    throw new BrokenThreads('trainings', null);
  };
  const { id, ended, job } = await handled({ run }, {}, undefined, undefined, parts);
  expect(await ended).toBe('deferred');
  expect((await job()).status).toBe('queued');
  expect(await outcomesIn(registry)).toEqual(['unstarted']);
  expect(starts.waitMs).toBe(1_000);

  const stopping = new AbortController();
  const claimed = vi.spyOn(used.store.leases, 'claimNext');
  onTestFinished(() => claimed.mockRestore());
  const waiting = await handled({}, {}, stopping.signal, id, parts);
  stopping.abort();
  expect(await waiting.ended).toBe('released');
  expect(claimed).not.toHaveBeenCalled();

  starts.succeeded();
  expect(await (await handled({}, {}, undefined, id, parts)).ended).toBe('ended');
  expect((await job()).status).toBe('succeeded');
});

test('the pause after threads that do not start doubles up to a minute, and ends with a thread', () => {
  let now = 0;
  const starts = new ThreadStarts(() => now);
  const pauses = Array.from({ length: 8 }, () => {
    starts.failed();
    starts.failed(); // another job, at the same time
    const { waitMs } = starts;
    now += waitMs;
    return waitMs / 1_000;
  });
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  starts.failed();
  starts.succeeded();
  expect(starts.waitMs).toBe(0);
  starts.failed();
  expect(starts.waitMs).toBe(1_000);
});
