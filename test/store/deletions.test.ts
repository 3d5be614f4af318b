import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { createTraining, useStore } from './samples.ts';

const used = useStore();
let store: Store;
let session: pg.Client;

beforeAll(async () => {
  store = await openStore(used.url, { tenantQueuedMax: 1_000, lockMsMax: 60_000 });
  session = new pg.Client(used.url);
  await session.connect();
});
afterAll(async () => {
  await session.end();
  await store.close();
});

async function waiting(): Promise<number> {
  const { rows } = await session.query(
    `SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}

/** Retries a job, and lets its transaction end only when the deletion waits for it, or has ended. */
async function retriedBeside(jobId: string, remove: () => Promise<void>): Promise<unknown> {
  const lock = `hashtext('gatecast:queued'), hashtext('acme')`;
  await session.query(`SELECT pg_advisory_lock(${lock})`);
  const retrying = store.jobs.retry('acme', jobId);
  await expect.poll(waiting).toBe(1);
  let hasEnded = false;
  const removing = remove()
    .catch((error: unknown) => error)
    .finally(() => {
      hasEnded = true;
    });
  await expect.poll(async () => hasEnded || (await waiting()) === 2).toBe(true);
  await session.query(`SELECT pg_advisory_unlock(${lock})`);
  expect((await retrying).status).toBe('queued');
  return removing;
}

test('a dataset is not deleted with a job that is queued again meanwhile', async () => {
  const { job, dataset } = await createTraining(store);
  await store.jobs.cancel('acme', job.id);
  const refused = await retriedBeside(job.id, () => store.datasets.delete('acme', dataset.id));
  expect(refused).toMatchObject({ code: 'dataset_in_use' });
  expect((await store.jobs.get('acme', job.id)).status).toBe('queued');
});
