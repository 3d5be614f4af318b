import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { DueJob, QueueEntry, Reconciliation } from '../../src/contracts/ports/index.ts';
import { newId } from '../../src/contracts/schemas/index.ts';
import { consume, createJobQueue, openPostgresBackend, startReconciler } from '../../src/queue/index.ts';
import { addMissingEntries } from '../../src/queue/missing-entries.ts';
import { openDatabase, openStore } from '../../src/store/index.ts';
import { createTraining } from '../store/samples.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { isQueued, queuePlaces } from '../support/queue-backends.ts';

const log = pino({ level: 'silent' });
const waitingTrainings = 10_000;
const enqueuedAtOnce = 200;

/** Ids of made-up jobs, which sort as their numbers do. */
const jobId = (n: number) => `job_${n.toString(16).padStart(32, '0')}`;

for (const { name, isInstalled, start } of queuePlaces) {
  test(`behind 10,000 waiting trainings a lost training and a lost backtest return to the queue on ${name}`, {
    concurrent: true,
    skip: !isInstalled,
  }, async () => {
    const database = await createTestDatabase();
    const place = await start();
    const store = await openStore(database.url, { poolMax: 2 });
    const db = openDatabase(database.url, { poolMax: 1 });
    const backend = await place.open();
    const queue = createJobQueue(backend, 60_000, 2 * waitingTrainings);
    const { model } = await createTraining(store);
    await sql`
        INSERT INTO jobs (id, tenant_id, kind, status, model_id, queued_at)
        SELECT 'job_' || lpad(to_hex(n), 32, '0'), 'acme', CASE n WHEN ${waitingTrainings + 1} THEN 'backtest' ELSE 'train' END,
          'queued', ${model.id}, now() - interval '1 minute'
        FROM generate_series(0, ${waitingTrainings + 1}) AS n`.execute(db);
    const waiting = Array.from({ length: waitingTrainings }, (_, n) => jobId(n));
    while (waiting.length > 0) {
      // An entry that waits for seconds behind many others is refused.
      const some = waiting.splice(0, enqueuedAtOnce);
      await Promise.all(some.map((id) => queue.enqueue({ kind: 'train', job_id: id, request_id: null })));
    }

    const lost = [
      { kind: 'train', job_id: jobId(waitingTrainings), request_id: null },
      { kind: 'backtest', job_id: jobId(waitingTrainings + 1), request_id: null },
    ] as const;
    for (const job of lost) expect(await isQueued(queue, job)).toBe(false);
    const reconciler = startReconciler({ jobs: store.reconciliation, queue, log });
    for (const job of lost) {
      const isKnown = async () => expect(await isQueued(queue, job)).toBe(true);
      await vi.waitFor(isKnown, { timeout: 120_000, interval: 200 });
    }
    await reconciler.stop();
    await queue.close();
    await backend.close();
    await Promise.all([store.close(), db.destroy()]);
    await Promise.all([place.end(), database.drop()]);
  });
}

for (const { name, isInstalled, start } of queuePlaces) {
  test(`a queue on ${name} that lost its data gets its jobs back in few round trips, and one line tells them`, {
    concurrent: true,
    skip: !isInstalled,
  }, async () => {
    const place = await start();
    const backend = await place.open();
    let additions = 0;
    const queue = createJobQueue(
      {
        ...backend,
        addAll(to, jobs) {
          additions += 1;
          return backend.addAll(to, jobs);
        },
      },
      60_000,
    );
    const lost = Array.from(
      { length: 1_200 },
      (_, n): DueJob => ({ kind: n < 1_000 ? 'train' : 'backtest', job_id: jobId(n), request_id: null }),
    );
    const due: Reconciliation['due'] = async ({ kind }) => ({
      jobs: lost.filter((job) => job.kind === kind).map((job) => ({ ...job, state: 'queued' as const })),
      next: null,
    });
    const lines: Record<string, unknown>[] = [];
    const reconciler = startReconciler({
      ...{ jobs: { due, tickets: async () => [], endCancelled: async () => [] }, queue },
      log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    });
    await vi.waitFor(() => expect(lines).not.toEqual([]), { timeout: 120_000, interval: 50 });
    await reconciler.stop();
    const ids = lost.slice(0, 5).map(({ job_id }) => job_id);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      ...{ jobs: lost.length, job_ids: ids, msg: 'jobs were missing in the queue: queued again' },
    });
    expect(additions).toBe(3);
    expect([await queue.waiting('train'), await queue.waiting('backtest')]).toEqual([1_000, 200]);
    await queue.close();
    await backend.close();
    await place.end();
  });
}

for (const { name, isInstalled, start } of queuePlaces) {
  test(`a long queue on ${name} has a bounded number of entries, is compared with few jobs, and gets others as entries are taken`, {
    concurrent: true,
    skip: !isInstalled,
  }, async () => {
    const place = await start();
    const backend = await place.open();
    const compared: number[] = [];
    const queue = createJobQueue(
      {
        ...backend,
        known(of, ids) {
          if (of.endsWith('train')) compared.push(ids.length);
          return backend.known(of, ids);
        },
      },
      60_000,
      5,
    );
    const pageJobs = 100;
    const jobs = Array.from(
      { length: 10 * pageJobs },
      (_, n): DueJob => ({
        ...{ kind: 'train', job_id: jobId(n), request_id: null },
      }),
    );
    const queued = jobs.slice(1);
    for (const job of queued.slice(0, 8)) await queue.enqueue(job);
    expect(await queue.waiting('train')).toBe(5);
    const left = new Set(queued.map(({ job_id }) => job_id));
    const [silent] = jobs;
    const pages: number[] = [];
    const due: Reconciliation['due'] = async ({ kind, after }) => {
      if (kind === 'backtest') return { jobs: [], next: null };
      const from = Number(after ?? 0);
      pages.push(from);
      const all = [
        { ...silent, state: 'silent' as const, ticket: silent.job_id },
        ...queued
          .filter(({ job_id }) => left.has(job_id))
          .map((job) => ({ ...job, state: 'queued' as const })),
      ];
      const next = from + pageJobs < all.length ? String(from + pageJobs) : null;
      return { jobs: all.slice(from, from + pageJobs), next };
    };
    const lines: string[] = [];
    const reconciler = startReconciler({
      ...{ jobs: { due, tickets: async () => [], endCancelled: async () => [] }, queue },
      log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    });
    // The worker of this job was lost, so its entry does not wait for room.
    const isKnown = async () => (await backend.known('gatecast-train', [silent.job_id])).length > 0;
    await vi.waitFor(async () => expect(await isKnown()).toBe(true), { timeout: 120_000 });
    expect([await queue.waiting('train'), lines]).toEqual([6, []]);
    expect(new Set(compared)).toEqual(new Set([1]));
    for (const job of queued.slice(0, 3)) {
      await queue.remove(job);
      left.delete(job.job_id);
    }
    await vi.waitFor(async () => expect(await queue.waiting('train')).toBe(5), { timeout: 120_000 });
    expect([new Set(compared), lines]).toEqual([new Set([1, pageJobs]), []]);
    expect(new Set(pages)).toEqual(new Set([0]));
    for (const { job_id } of queued.slice(11)) left.delete(job_id);
    const handle = async () => {
      const [next] = left; // as a worker, which chooses the job itself
      left.delete(next);
      return 'ended' as const;
    };
    const consumer = consume(backend, 'train', { concurrency: 1, workerId: 'w1', log, handle });
    await vi.waitFor(() => expect(left.size).toBe(0), { timeout: 120_000, interval: 100 });
    await reconciler.stop();
    await consumer.close();
    await queue.close();
    await backend.close();
    await place.end();
  });
}

test('jobs that are queued again before the queue fails are told as lost', async () => {
  const { url, drop } = await createTestDatabase();
  const backend = await openPostgresBackend(url);
  let additions = 0;
  const queue = createJobQueue({
    ...backend,
    async addAll(to, entries) {
      additions += 1;
      if (additions > 1) throw new Error('the queue fails');
      await backend.addAll(to, entries);
    },
  });
  const due = Array.from({ length: 600 }, (_, n) => ({
    ...{ kind: 'train' as const, job_id: jobId(n), request_id: null, state: 'queued' as const },
  }));
  const lost: string[] = [];
  const adding = addMissingEntries({
    ...{ jobs: { due: async () => ({ jobs: due, next: null }), tickets: async () => [] }, queue },
    ...{ kind: 'train', runningMax: null, stopping: new AbortController().signal },
    onLost: (id) => void lost.push(id),
  });
  await expect(adding).rejects.toMatchObject({ code: 'queue_unavailable' });
  expect([lost.length, await queue.waiting('train')]).toEqual([500, 500]);
  await queue.close();
  await backend.close();
  await drop();
});

const entryStates = {
  active: 'locked_until_ms',
  delayed: 'process_at_ms',
};
test.each(Object.entries(entryStates))(
  'an entry that is %s by the clock of a dead worker, which was ten minutes ahead, is taken by another worker',
  async (state, time) => {
    const { url, drop } = await createTestDatabase();
    const backend = await openPostgresBackend(url);
    const queue = createJobQueue(backend);
    const db = openDatabase(url, { poolMax: 1 });
    const job: DueJob = { kind: 'train', job_id: newId('job'), request_id: null };
    await queue.enqueue(job);
    const ahead = Date.now() + 600_000;
    await sql`
      UPDATE bullmq.job SET state = ${state}::bullmq.job_state, lock_token = 'dead', ${sql.ref(time)} = ${ahead}
      WHERE id = ${job.job_id}`.execute(db);
    await sql`
      INSERT INTO bullmq.meta (queue, field, value) VALUES ('gatecast-train', 'stalled-check', ${String(ahead)})
      ON CONFLICT (queue, field) DO UPDATE SET value = EXCLUDED.value`.execute(db);
    const handled: string[] = [];
    const handle = async ({ ticket }: QueueEntry) => {
      handled.push(ticket);
      return 'ended' as const;
    };
    const consumer = consume(backend, 'train', { concurrency: 1, workerId: 'w1', log, handle });
    const due: Reconciliation['due'] = async ({ kind }) => ({
      jobs: kind === job.kind && handled.length === 0 ? [{ ...job, state: 'queued' as const }] : [],
      next: null,
    });
    const reconciler = startReconciler({
      jobs: { due, tickets: async () => [], endCancelled: async () => [] },
      queue,
      log,
    });
    await vi.waitFor(() => expect(handled).toContain(job.job_id), { timeout: 120_000, interval: 100 });
    await reconciler.stop();
    await consumer.close();
    await queue.close();
    await backend.close();
    await db.destroy();
    await drop();
  },
);
