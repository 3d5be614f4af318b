import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/contracts/schemas/primitives/ids.ts';
import { AppError } from '../../src/errors.ts';
import { openDatabase } from '../../src/store/index.ts';
import {
  claimed,
  createTraining,
  sampleDataset,
  sampleResult,
  sampleSeries,
  sampleSpec,
  useStore,
} from './samples.ts';

const used = useStore();
const page = { limit: 50 };

/** Makes the job look as if its worker had been killed a minute ago. */
async function silence(jobId: string): Promise<void> {
  const db = openDatabase(used.url, { poolMax: 1 });
  await sql`UPDATE jobs SET heartbeat_at = now() - interval '1 minute' WHERE id = ${jobId}`.execute(db);
  await db.destroy();
}

/** Trainings that were found without their worker. */
const lost = async () => (await used.store.jobs.workerLosses())[0].count;

describe('a job', () => {
  test('of another tenant does not exist', async () => {
    const { job } = await createTraining(used.store);
    await expect(used.store.jobs.get('rival', job.id)).rejects.toMatchObject({ code: 'job_not_found' });
    await expect(used.store.jobs.cancel('rival', job.id)).rejects.toMatchObject({ code: 'job_not_found' });
    await expect(used.store.jobs.get('acme', newId('job'))).rejects.toMatchObject({ code: 'job_not_found' });
    expect((await used.store.jobs.list('rival', page)).data).toEqual([]);
    expect((await used.store.jobs.get('acme', job.id)).cancel_requested).toBe(false);
  });

  test('has a place in the queue until it runs', async () => {
    const first = (await createTraining(used.store)).job;
    const second = (await createTraining(used.store)).job;
    const position = async (id: string) => (await used.store.jobs.get('acme', id)).queue_position;
    const ahead = (await position(first.id)) as number;
    expect(ahead).toBeGreaterThanOrEqual(1);
    expect(await position(second.id)).toBe(ahead + 1);
    await claimed(used.store, first.id);
    expect(await position(first.id)).toBeNull();
    expect(await position(second.id)).toBe(ahead);
  });

  test('is listed by status and kind, page by page, from new to old', async () => {
    const tenant = 'filters';
    const jobs = [await createTraining(used.store, tenant), await createTraining(used.store, tenant)];
    const [old, recent] = jobs.map(({ job }) => job.id);
    await claimed(used.store, old);
    const ids = async (query: object) =>
      (await used.store.jobs.list(tenant, { ...page, ...query })).data.map(({ id }) => id);
    expect(await ids({})).toEqual([recent, old]);
    expect(await ids({ status: 'running' })).toEqual([old]);
    expect(await ids({ status: 'queued', kind: 'train' })).toEqual([recent]);
    const { next_cursor } = await used.store.jobs.list(tenant, { limit: 1 });
    expect(await ids({ cursor: next_cursor })).toEqual([old]);
  });

  test('is counted by status', async () => {
    const before = (await used.store.jobs.counts()) as Record<string, number>;
    const { job } = await createTraining(used.store);
    expect(await used.store.jobs.counts()).toEqual({ ...before, queued: before.queued + 1 });
    await used.store.jobs.cancel('acme', job.id);
    expect(await used.store.jobs.counts()).toEqual({ ...before, cancelled: before.cancelled + 1 });
  });
});

describe('a retry', () => {
  test('waits without a start: the pause before it is no part of the run', async () => {
    const { job } = await createTraining(used.store);
    await claimed(used.store, job.id);
    await silence(job.id);
    expect((await used.store.jobs.cancel('acme', job.id)).started_at).not.toBeNull();
    expect(await used.store.jobs.retry('acme', job.id)).toMatchObject({
      ...{ status: 'queued', started_at: null, finished_at: null },
    });
    await used.store.jobs.cancel('acme', job.id);
  });
});

describe('cancelling', () => {
  test('a queued job ends it and its model at once, and a second cancel is no error', async () => {
    const { job, model } = await createTraining(used.store);
    const cancelled = await used.store.jobs.cancel('acme', job.id);
    expect(cancelled).toMatchObject({
      status: 'cancelled',
      finished_at: expect.any(String),
      queue_position: null,
    });
    expect((await used.store.models.get('acme', model.id)).status).toBe('cancelled');
    expect(await used.store.jobs.cancel('acme', job.id)).toEqual(cancelled);
    expect(await used.store.leases.claim(job.id, 'worker-1')).toBeNull();
  });

  test('a running job asks its worker, which ends it', async () => {
    const { job, model } = await createTraining(used.store);
    const claim = await claimed(used.store, job.id);
    for (let i = 0; i < 2; i++) {
      expect(await used.store.jobs.cancel('acme', job.id)).toMatchObject({
        status: 'running',
        cancel_requested: true,
      });
    }
    expect(await used.store.leases.heartbeat(claim, null)).toBe('cancel');
    expect(await used.store.leases.cancel(claim)).toBe('held');
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'cancelled' });
    expect((await used.store.models.get('acme', model.id)).status).toBe('cancelled');
  });

  test('a running job whose worker is lost ends it at once, and its model can be deleted', async () => {
    const { store } = used;
    const { job, model } = await createTraining(store);
    const claim = await claimed(store, job.id);
    await silence(job.id);
    const losses = await lost();
    expect(await store.jobs.cancel('acme', job.id)).toMatchObject({ status: 'cancelled' });
    expect((await store.models.get('acme', model.id)).status).toBe('cancelled');
    expect(await lost()).toBe(losses + 1);
    expect(await store.leases.heartbeat(claim, null)).toBe('lost');
    expect(await store.leases.succeed(claim, sampleResult())).toBe('lost');
    await store.models.delete('acme', model.id);
  });

  test('a fleet ends its trainings whose workers are lost, and asks the other workers', async () => {
    const { store } = used;
    const dataset = await store.datasets.create(
      'acme',
      sampleDataset(['a', 'b', 'c'].map((id) => sampleSeries(id, 30))),
    );
    const { fleet, due } = await store.fleets.create('acme', {
      ...{ datasetId: dataset.id, requestId: null, name: 'f', tags: [], per: 'series', groupBy: null },
      ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false },
    });
    for (const { job_id } of due.slice(0, 2)) await claimed(store, job_id);
    await silence(due[0].job_id);
    const losses = await lost();
    expect((await store.fleets.cancel('acme', fleet.id)).models).toMatchObject({ cancelled: 2, training: 1 });
    const [gone, running, queued] = await Promise.all(
      due.map(({ job_id }) => store.jobs.get('acme', job_id)),
    );
    expect([gone.status, running.status, queued.status]).toEqual(['cancelled', 'running', 'cancelled']);
    expect(running.cancel_requested).toBe(true);
    expect(await lost()).toBe(losses + 1);
  });

  test('before the worker of the job is lost ends it too, without a free worker', async () => {
    const { store } = used;
    const [lostOne, liveOne, uncancelled] = await Promise.all([0, 1, 2].map(() => createTraining(store)));
    for (const { job } of [lostOne, liveOne, uncancelled]) await claimed(store, job.id);
    for (const { job } of [lostOne, liveOne]) await store.jobs.cancel('acme', job.id);
    await silence(lostOne.job.id);
    await silence(uncancelled.job.id);
    expect(await store.reconciliation.endCancelled()).toEqual([lostOne.job.id]);
    const statuses = [lostOne, liveOne, uncancelled].map(
      async ({ job }) => (await store.jobs.get('acme', job.id)).status,
    );
    expect(await Promise.all(statuses)).toEqual(['cancelled', 'running', 'running']);
    expect(await store.reconciliation.endCancelled()).toEqual([]);
  });

  test('a finished job is refused', async () => {
    const succeeded = await createTraining(used.store);
    await used.store.leases.succeed(await claimed(used.store, succeeded.job.id), sampleResult());
    const failed = await createTraining(used.store);
    await used.store.leases.fail(
      await claimed(used.store, failed.job.id),
      new AppError('internal').toProblem(),
    );
    for (const [{ job }, status] of [
      [succeeded, 'succeeded'],
      [failed, 'failed'],
    ] as const) {
      await expect(used.store.jobs.cancel('acme', job.id)).rejects.toMatchObject({
        code: 'job_finished',
        message: expect.stringContaining(status),
      });
    }
  });
});
