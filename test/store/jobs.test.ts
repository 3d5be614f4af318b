import { describe, expect, test } from 'vitest';
import { newId } from '../../src/contracts/schemas/primitives/ids.ts';
import { AppError } from '../../src/errors.ts';
import { claimed, createTraining, sampleResult, useStore } from './samples.ts';

const used = useStore();
const page = { limit: 50 };

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
    expect(await used.store.leases.cancelled(claim)).toBe('held');
    expect(await used.store.jobs.get('acme', job.id)).toMatchObject({ status: 'cancelled' });
    expect((await used.store.models.get('acme', model.id)).status).toBe('cancelled');
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
