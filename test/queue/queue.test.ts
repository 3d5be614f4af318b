import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DueJob, JobQueue, QueueEntry, Reconciliation } from '../../src/contracts/ports/index.ts';
import { newId } from '../../src/contracts/schemas/index.ts';
import { newWorkerId } from '../../src/processes/worker-id.ts';
import {
  consume,
  createJobQueue,
  type Handled,
  type QueueBackend,
  startReconciler,
} from '../../src/queue/index.ts';
import { isQueued, type QueuePlace, queuePlaces } from '../support/queue-backends.ts';
import { soonMs } from '../support/soon.ts';

const log = pino({ level: 'silent' });
const newJob = (): DueJob => ({ kind: 'train', job_id: newId('job'), request_id: 'req-1' });

for (const { name, isInstalled, start, startBreakable } of queuePlaces) {
  describe.skipIf(!isInstalled)(`queue on ${name}`, () => {
    let place: QueuePlace;
    let backend: QueueBackend;
    let queue: JobQueue;

    beforeAll(async () => {
      place = await start();
      backend = await place.open();
      queue = createJobQueue(backend);
    });
    afterAll(async () => {
      await queue.close();
      await backend.close();
      await place.end();
    });

    const consuming = (handle: (entry: QueueEntry) => Promise<Handled>, workerId = 'w1', concurrency = 1) =>
      consume(backend, 'train', { concurrency, workerId, log, handle });
    /** The first entry begins and runs another job until `end`; later ones end at once. */
    const withEntryAtWork = async (job: DueJob, concurrency = 2) => {
      const end = Promise.withResolvers<void>();
      const seen: string[] = [];
      const handle = async ({ ticket }: QueueEntry) => {
        if (seen.push(ticket) === 1) await end.promise;
        return 'ended' as const;
      };
      const consumer = consuming(handle, 'w1', concurrency);
      await queue.enqueue(job);
      await vi.waitFor(() => expect(seen).toEqual([job.job_id]), soonMs);
      const close = async () => {
        end.resolve();
        await consumer.close();
      };
      return { seen, release: end.resolve, close };
    };

    test('a job is handled once, with the entry that was queued', async () => {
      const seen: QueueEntry[] = [];
      const job = newJob();
      await queue.enqueue(job);
      const consumer = consuming(async (entry) => {
        seen.push(entry);
        return 'ended';
      });
      await vi.waitFor(() => expect(seen).toEqual([{ ticket: job.job_id, requestId: 'req-1' }]), soonMs);
      await vi.waitFor(async () => expect(await isQueued(queue, job)).toBe(false), soonMs);
      await consumer.close();
    });

    test('all connected workers are listed, each with the jobs that it runs, and none after it has gone', async () => {
      // Two containers with the name of their machine, whose process has the same id in each.
      const workerId = newWorkerId();
      const busy = consuming(async () => 'ended', workerId);
      const beside = consuming(async () => 'ended', newWorkerId());
      const idle = consuming(
        async () => 'ended',
        'a-very-long-name-of-a-machine-in-a-large-cluster.example:18',
      );
      const runs = [{ job_id: newId('job'), worker_id: workerId }];
      await vi.waitFor(async () => {
        const workers = await queue.liveWorkers(runs);
        expect(workers?.map(({ job_ids }) => job_ids).sort()).toEqual([[], [], [runs[0]!.job_id]]);
        expect(workers?.map(({ id }) => id).join()).toMatch(/^([0-9a-f]{12},?){3}$/);
      }, soonMs);
      await Promise.all([busy, beside, idle].map((one) => one.close()));
      await vi.waitFor(async () => expect(await queue.liveWorkers(runs)).toEqual([]), soonMs);
    });

    test('queueing a waiting job again changes nothing, and a handled one can be queued again', async () => {
      const job = newJob();
      await queue.enqueue(job);
      await queue.enqueue(job);
      expect(await isQueued(queue, job)).toBe(true);
      let handled = 0;
      const consumer = consuming(async () => {
        handled += 1;
        return 'ended';
      });
      await vi.waitFor(async () => expect(await isQueued(queue, job)).toBe(false), soonMs);
      expect(handled).toBe(1);
      await queue.enqueue(job);
      await vi.waitFor(() => expect(handled).toBe(2), soonMs);
      await consumer.close();
    });

    test('a job is queued once more while its last delivery is ending', async () => {
      const job = newJob();
      let handled = 0;
      const first = Promise.withResolvers<void>();
      const consumer = consuming(async () => {
        handled += 1;
        if (handled === 1) await first.promise;
        return 'ended';
      });
      await queue.enqueue(job);
      await vi.waitFor(() => expect(handled).toBe(1), soonMs);
      const again = queue.requeue(job);
      setTimeout(() => first.resolve(), 300);
      await again;
      await vi.waitFor(() => expect(handled).toBe(2), soonMs);
      await consumer.close();
    });

    test('a job that is queued again gets another entry while its own one runs another job', async () => {
      const job = newJob();
      const { seen, close } = await withEntryAtWork(job);
      await queue.requeue(job);
      await vi.waitFor(() => expect(seen).toHaveLength(2), soonMs);
      expect(seen[1]).not.toBe(job.job_id);
      await close();
    });

    test('however often a job is queued again, one entry waits for it beside the one at work', async () => {
      const job = newJob();
      const { seen, release, close } = await withEntryAtWork(job, 1);
      for (let i = 0; i < 3; i++) await queue.requeue(job);
      expect(await queue.waiting('train')).toBe(1);
      expect(seen).toHaveLength(1);
      release();
      await vi.waitFor(() => expect(seen).toHaveLength(2), soonMs);
      await vi.waitFor(async () => expect(await queue.waiting('train')).toBe(0), soonMs);
      await close();
    });

    test('many jobs are queued again in few round trips, until the queue is full', async () => {
      const job = newJob();
      const { release, close } = await withEntryAtWork(job, 1);
      const waitingOne = newJob();
      await queue.enqueue(waitingOne);
      const calls: string[] = [];
      const counted = <Call extends 'held' | 'known' | 'addAll'>(call: Call): QueueBackend[Call] =>
        (async (...args: Parameters<QueueBackend[Call]>) => {
          calls.push(call);
          return Reflect.apply(backend[call], backend, args);
        }) as QueueBackend[Call];
      const small = createJobQueue(
        { ...backend, held: counted('held'), known: counted('known'), addAll: counted('addAll') },
        undefined,
        30,
      );
      const jobs = [waitingOne, ...Array.from({ length: 40 }, newJob)];
      expect(await small.requeueAll('train', jobs)).toBe(true);
      expect(calls).toEqual(['held', 'known', 'addAll']);
      expect(await small.waiting('train')).toBe(30);
      expect(await small.requeueAll('train', [job, ...jobs])).toBe(false);
      expect(calls).toHaveLength(3);
      // With room, the job whose entry is at work gets another one.
      expect(await queue.requeueAll('train', [job, ...jobs.slice(0, 30)])).toBe(true);
      expect(await queue.waiting('train')).toBe(31);
      release();
      await vi.waitFor(async () => expect(await queue.waiting('train')).toBe(0), soonMs);
      await close();
      await small.close();
    });

    test('the reconciler adds an entry for a job whose own one runs another job', async () => {
      const job = newJob();
      const { seen, close } = await withEntryAtWork(job);
      const due: Reconciliation['due'] = async ({ kind }) => ({
        jobs: kind === job.kind && seen.length === 1 ? [{ ...job, state: 'queued' as const }] : [],
        next: null,
      });
      const tickets = async () => [job.job_id];
      const reconciler = startReconciler({
        jobs: { due, tickets, endCancelled: async () => [] },
        queue,
        log,
      });
      await vi.waitFor(() => expect(seen).toHaveLength(2), { timeout: 120_000, interval: 100 });
      expect(seen[1]).not.toBe(job.job_id);
      await reconciler.stop();
      await close();
    });

    test('a released job goes to another worker', async () => {
      const job = newJob();
      const handlers: string[] = [];
      const first = consuming(async () => {
        handlers.push('first');
        void first.close();
        return 'released';
      }, 'first');
      await queue.enqueue(job);
      await vi.waitFor(() => expect(handlers).toEqual(['first']), soonMs);
      const second = consuming(async () => {
        handlers.push('second');
        return 'ended';
      }, 'second');
      await vi.waitFor(() => expect(handlers).toEqual(['first', 'second']), soonMs);
      await second.close();
    });

    test('a job that another worker still holds is delivered again', async () => {
      const job = newJob();
      let deliveries = 0;
      const consumer = consuming(async () => (++deliveries < 3 ? 'deferred' : 'ended'));
      await queue.enqueue(job);
      await vi.waitFor(() => expect(deliveries).toBe(1), soonMs);
      expect(await isQueued(queue, job)).toBe(true);
      await vi.waitFor(() => expect(deliveries).toBe(3), { timeout: 120_000, interval: 100 });
      await vi.waitFor(async () => expect(await isQueued(queue, job)).toBe(false), soonMs);
      await consumer.close();
    });

    test('the queue names the jobs that it does not hold', async () => {
      const [one, other] = [newJob(), newJob()];
      await queue.enqueue(one);
      expect(await queue.missing('train', [one.job_id, other.job_id])).toEqual([other.job_id]);
      expect(await queue.missing('backtest', [one.job_id])).toEqual([one.job_id]);
      await queue.remove(one);
    });

    test('a waiting job can be removed', async () => {
      const job = newJob();
      await queue.enqueue(job);
      await queue.remove(job);
      expect(await isQueued(queue, job)).toBe(false);
      await queue.remove(job); // removing it again does nothing
    });

    test('the reconciler queues a job that has a row but is missing in the queue', async () => {
      const job = newJob();
      const due: Reconciliation['due'] = async ({ kind }) => ({
        jobs: kind === job.kind ? [{ ...job, state: 'queued' as const }] : [],
        next: null,
      });
      const reconciler = startReconciler({
        jobs: { due, tickets: async () => [], endCancelled: async () => [] },
        queue,
        log,
      });
      await vi.waitFor(async () => expect(await isQueued(queue, job)).toBe(true), {
        timeout: 120_000,
        interval: 200,
      });
      await reconciler.stop();
      await queue.remove(job);
    });
  });

  describe.skipIf(!isInstalled)(`queue on ${name} when its server dies`, () => {
    test('producers fail with a clear error, and a worker continues when it is back', async () => {
      const place = await startBreakable();
      const backend = await place.open();
      const queue = createJobQueue(backend);
      const handled: string[] = [];
      const consumer = consume(backend, 'train', {
        concurrency: 1,
        workerId: 'w1',
        log,
        handle: async ({ ticket }) => {
          handled.push(ticket);
          return 'ended';
        },
      });
      const before = newJob();
      await queue.enqueue(before);
      await vi.waitFor(() => expect(handled).toEqual([before.job_id]), soonMs);

      await place.kill();
      const startedAt = Date.now();
      const outcome = await queue.enqueue(newJob()).then(
        () => 'queued',
        (error) => error.code,
      );
      // PostgreSQL may be restarted so fast that the call still reached it.
      expect(name === 'PostgreSQL' ? ['queued', 'queue_unavailable'] : ['queue_unavailable']).toContain(
        outcome,
      );
      expect(Date.now() - startedAt).toBeLessThan(soonMs);
      await sleep(500);
      await place.restart();

      const after = newJob();
      await vi.waitFor(() => queue.enqueue(after), { timeout: 120_000, interval: 300 });
      await vi.waitFor(() => expect(handled).toContain(after.job_id), { timeout: 120_000, interval: 100 });
      await consumer.close();
      await queue.close();
      await backend.close();
      await place.end();
    });
  });
}

test('lines about an entry that was lost, or whose handler threw, have its ticket', () => {
  const lines: object[] = [];
  const worker = Object.assign(new EventEmitter(), { moveToActive: async () => {} });
  consume({ worker: () => worker } as unknown as QueueBackend, 'train', {
    ...{ concurrency: 1, workerId: 'w1', handle: async () => 'ended' as const },
    log: pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) }),
  });
  worker.emit('stalled', 'job_1');
  worker.emit('failed', { id: 'job_2' }, new Error('a bug'));
  expect(lines).toMatchObject([{ ticket: 'job_1' }, { ticket: 'job_2' }]);
  for (const line of lines) expect(line).not.toHaveProperty('job_id');
});
