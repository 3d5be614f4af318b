import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTraining, sampleForecast, sampleSpec, useStore } from './samples.ts';

const used = useStore();
const tenant = 'acme';

interface Subject {
  jobId: string;
  /** SQL for the row that both a retry of the job and the deletion lock. */
  row: string;
  remove(): Promise<void>;
}

async function cancelledTraining() {
  const created = await createTraining(used.store, tenant);
  await used.store.jobs.cancel(tenant, created.job.id);
  return created;
}

async function cancelledBacktest(): Promise<Subject> {
  const { model, dataset } = await cancelledTraining();
  const { backtest, job } = await used.store.backtests.create(tenant, {
    model,
    datasetId: dataset.id,
    plan: {} as never,
    requestId: null,
  });
  await used.store.jobs.cancel(tenant, job.id);
  return {
    jobId: job.id,
    row: `backtests WHERE id = '${backtest.id}'`,
    remove: () => used.store.backtests.delete(tenant, backtest.id),
  };
}

async function cancelledFleet(): Promise<Subject> {
  const { dataset } = await cancelledTraining();
  const { fleet, due } = await used.store.fleets.create(tenant, {
    ...{ datasetId: dataset.id, name: 'f', tags: [], per: 'series', groupBy: null, settings: {} as never },
    ...{ spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: 'req-1' },
  });
  await used.store.fleets.cancel(tenant, fleet.id);
  return {
    jobId: due[0].job_id,
    row: `models WHERE fleet_id = '${fleet.id}'`,
    remove: () => used.store.fleets.delete(tenant, fleet.id),
  };
}

const subjects: Record<string, () => Promise<Subject>> = {
  async model() {
    const { model, job } = await cancelledTraining();
    const remove = () => used.store.models.delete(tenant, model.id);
    return { jobId: job.id, row: `models WHERE id = '${model.id}'`, remove };
  },
  async dataset() {
    const { model, dataset, job } = await cancelledTraining();
    const remove = () => used.store.datasets.delete(tenant, dataset.id);
    return { jobId: job.id, row: `models WHERE id = '${model.id}'`, remove };
  },
  fleet: cancelledFleet,
  backtest: cancelledBacktest,
};

test.each(Object.keys(subjects))('a retry of a job and the deletion of its %s take turns', async (kind) => {
  const { jobId, row, remove } = await subjects[kind]();
  const [other, observer] = [await connected(), await connected()];
  await other.query('BEGIN');
  await other.query(`SELECT FROM ${row} FOR NO KEY UPDATE`);

  const removal = remove();
  await expect.poll(() => waiting(observer)).toBe(1);
  const retry = used.store.jobs.retry(tenant, jobId).catch((error: unknown) => error);
  await expect.poll(() => waiting(observer)).toBe(2);
  await other.query('COMMIT');

  await removal;
  expect(await retry).toMatchObject({ code: 'job_not_found' });
});

test('a forecast that is stored and the deletion of its dataset take turns', async () => {
  const forecast = await sampleForecast(used.store, tenant);
  const { job_id } = await used.store.models.get(tenant, forecast.model_id);
  await used.store.jobs.cancel(tenant, job_id!);
  const [other, observer] = [await connected(), await connected()];
  await other.query('BEGIN');
  await other.query('SELECT FROM datasets WHERE id = $1 FOR UPDATE', [forecast.dataset_id]);

  const removal = used.store.datasets.delete(tenant, forecast.dataset_id);
  await expect.poll(() => waiting(observer)).toBe(1);
  const saved = used.store.forecasts.save(tenant, forecast).then(
    () => 'stored',
    ({ code }) => code,
  );
  await expect.poll(() => waiting(observer)).toBe(2);
  await other.query('COMMIT');

  await removal;
  expect(['stored', 'model_not_found']).toContain(await saved); // PostgreSQL chooses which one goes first
  await expect(used.store.models.get(tenant, forecast.model_id)).rejects.toMatchObject({
    code: 'model_not_found',
  });
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: used.url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Connections that wait for a lock. */
async function waiting(observer: pg.Client): Promise<number> {
  const { rows } = await observer.query(
    "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0].count;
}
