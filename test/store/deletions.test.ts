import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckedSeries } from '../../src/contracts/ports/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { claimed, createTraining, dayMs, sampleResult, sampleSeries, useStore } from './samples.ts';

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

const append = { missingReplaces: false, allowsNewSeries: true, isDryRun: false };
const firstMs = Date.UTC(2020, 0, 1);

/** A model that watches a series `a` of 30 days, to which `days` more are added. */
async function watched(days: number) {
  const { model, job, dataset } = await createTraining(store, 'acme');
  await store.leases.succeed(await claimed(store, job.id), sampleResult());
  await store.models.update('acme', model.id, { anomaly_level: 99 });
  const add = (length: number) =>
    store.datasets.addObservations('acme', dataset.id, [sampleSeries('a', length)], append);
  await add(30 + days);
  const { version } = await store.datasets.get('acme', dataset.id);
  const unchecked = async () => (await store.watches.unchecked(model.id, 0, 10)).series;
  /** Result of a search of the series that has read all its observations. */
  const found = async (): Promise<CheckedSeries[]> =>
    (await unchecked()).map((one) => ({ ...one, until: firstMs + (29 + days) * dayMs, anomalies: [] }));
  return { modelId: model.id, datasetId: dataset.id, version, add, unchecked, found };
}

const lastDays = { series_id: 'a', from: '2020-01-31', dry_run: false };
const changes: Record<string, (datasetId: string, version: number) => Promise<unknown>> = {
  deletion: (id) => store.datasets.deleteObservations('acme', id, lastDays),
  restore: (id, version) => store.datasets.restore('acme', id, version - 1),
};

test.each(Object.keys(changes))(
  'after a %s, a search of the earlier observations stores nothing, and the right ones are searched',
  async (change) => {
    const { modelId, datasetId, version, add, unchecked, found } = await watched(3);
    const series = await found();
    await changes[change](datasetId, version);
    expect(await store.watches.record(modelId, 99, { version, series })).toBeNull();
    await add(33);
    expect(await unchecked()).toMatchObject([{ id: 'a', after: firstMs + 29 * dayMs }]);
    const now = await store.datasets.get('acme', datasetId);
    expect(await store.watches.record(modelId, 99, { version: now.version, series: await found() })).toBe(0);
    expect(await unchecked()).toEqual([]);
    await store.models.delete('acme', modelId);
  },
);

test('observations that are added meanwhile do not stop a search from being stored', async () => {
  const { modelId, version, add, unchecked, found } = await watched(3);
  const series = await found();
  await add(35);
  expect(await store.watches.record(modelId, 99, { version, series })).toBe(0);
  expect(await unchecked()).toEqual([{ id: 'a', after: firstMs + 32 * dayMs }]);
  await store.models.delete('acme', modelId);
});

test('a deletion waits for a search that stores its positions, and moves them', async () => {
  const { modelId, datasetId, unchecked, add } = await watched(3);
  await session.query('BEGIN');
  await session.query('SELECT FROM models WHERE id = $1 FOR NO KEY UPDATE', [modelId]);
  const deletion = store.datasets.deleteObservations('acme', datasetId, lastDays);
  await expect.poll(() => waiting()).toBe(1);
  await session.query('UPDATE anomaly_watches SET watched_until = $2 WHERE model_id = $1', [
    modelId,
    firstMs + 32 * dayMs,
  ]);
  await session.query('COMMIT');
  await deletion;
  await add(33);
  expect(await unchecked()).toEqual([{ id: 'a', after: firstMs + 30 * dayMs - 1 }]);
  await store.models.delete('acme', modelId);
});

test('a watch that begins while its model is deleted with the dataset finds no model', async () => {
  const { model, dataset } = await createTraining(store, 'acme');
  await session.query('BEGIN');
  await session.query('DELETE FROM models WHERE id = $1', [model.id]);
  await session.query('DELETE FROM datasets WHERE id = $1', [dataset.id]);
  const beginning = store.models.update('acme', model.id, { anomaly_level: 99 });
  await expect.poll(waiting).toBe(1);
  await session.query('COMMIT');
  await expect(beginning).rejects.toMatchObject({ code: 'model_not_found' });
});

test('after a deletion of all up to a time, a watch begins with the first observation that is left', async () => {
  const { modelId, datasetId, unchecked, found } = await watched(3);
  await store.datasets.deleteObservations('acme', datasetId, {
    series_id: 'a',
    to: '2020-01-31',
    dry_run: false,
  });
  expect(await unchecked()).toEqual([{ id: 'a', after: null }]);
  const { version } = await store.datasets.get('acme', datasetId);
  expect(await store.watches.record(modelId, 99, { version, series: await found() })).toBe(0);
  expect(await unchecked()).toEqual([]);
  await store.models.delete('acme', modelId);
});
