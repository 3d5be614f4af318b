import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { waitingSessions } from '../support/postgres.ts';
import {
  claimed,
  createTraining,
  sampleDataset,
  sampleForecast,
  sampleResult,
  sampleSeries,
  sampleSpec,
  saveForecast,
  useStore,
} from './samples.ts';

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
  const { fleet, due } = await fleetOf(1);
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

test('a webhook that is deleted meanwhile stops no job from ending', async () => {
  const { id } = await used.store.webhooks.create(tenant, {
    ...{ url: 'https://hooks.example/one', secret: 'whsec_1', description: '', enabled: true },
    events: ['model.ready', 'job.cancelled'],
  });
  const [done, cancelled] = [
    await createTraining(used.store, tenant),
    await createTraining(used.store, tenant),
  ];
  const claim = await claimed(used.store, done.job.id);
  const other = await connected();
  await other.query('BEGIN');
  await other.query('DELETE FROM webhooks WHERE id = $1', [id]);
  const ends = Promise.all([
    used.store.leases.succeed(claim, sampleResult()),
    used.store.jobs.cancel(tenant, cancelled.job.id),
  ]);
  await expect.poll(() => waitingSessions(other)).toBe(2);
  await other.query('COMMIT');
  expect(await ends).toMatchObject(['held', { status: 'cancelled' }]);
  expect((await used.store.jobs.get(tenant, done.job.id)).status).toBe('succeeded');
});

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

const changes: Record<string, (id: string) => Promise<unknown>> = {
  'a deleted series': (id) => used.store.datasets.deleteSeries(tenant, id, 'a', { isDryRun: false }),
  'deleted observations': (id) =>
    used.store.datasets.deleteObservations(tenant, id, { from: '2020-01-20', dry_run: false }),
  'a restored version': (id) => used.store.datasets.restore(tenant, id, 1),
};
test.each(Object.keys(changes))(
  '%s and another transaction that wait for each other both come through',
  async (kind) => {
    const { dataset } = await cancelledTraining();
    const one = {
      ...sampleSeries('a', 1),
      times: Float64Array.of(Date.UTC(2021, 0, 1)),
      values: Float64Array.of(7),
    };
    const append = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
    await used.store.datasets.addObservations(tenant, dataset.id, [one, sampleSeries('b', 3)], {
      ...append,
      allowsNewSeries: true,
    });
    const [other, observer] = [await connected(used.superuserUrl), await connected()];
    await other.query(`SET deadlock_timeout = '1h'`); // so that PostgreSQL ends the change
    await other.query('BEGIN');
    await other.query('SELECT FROM series WHERE dataset_id = $1 FOR UPDATE', [dataset.id]);
    const change = changes[kind](dataset.id);
    await expect.poll(() => waiting(observer)).toBe(1);
    await other.query('SELECT FROM datasets WHERE id = $1 FOR UPDATE', [dataset.id]);
    await other.query('COMMIT');
    expect(await change).toMatchObject({ version: 3 });
  },
);

test('a training again and the deletion of its model take turns', async () => {
  const { model, dataset } = await cancelledTraining();
  const [other, observer] = [await connected(), await connected()];
  await other.query('BEGIN');
  await other.query('SELECT FROM models WHERE id = $1 FOR UPDATE', [model.id]);
  const spec = sampleSpec;
  const again = used.store.models
    .create(tenant, {
      ...{ name: 'n', tags: [], dataset, spec, requestId: null },
      parent: { id: model.id, isWarm: false },
    })
    .catch((error: unknown) => error);
  await expect.poll(() => waiting(observer)).toBe(1);
  await other.query('DELETE FROM jobs WHERE model_id = $1', [model.id]);
  await other.query('DELETE FROM models WHERE id = $1', [model.id]);
  await other.query('COMMIT');
  expect(await again).toMatchObject({ code: 'model_not_found' });
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
  const saved = saveForecast(used.store, tenant, forecast).then(
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

async function fleetOf(modelCount: number) {
  const series = Array.from({ length: modelCount }, (_, i) => sampleSeries(`s${i}`, 3));
  const { id: datasetId } = await used.store.datasets.create(tenant, sampleDataset(series));
  return used.store.fleets.create(tenant, {
    ...{ datasetId, name: 'f', tags: [], per: 'series', groupBy: null, settings: {} as never },
    ...{ spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: 'req-1' },
  });
}

test('the deletion of a fleet in training is refused while workers hold its jobs, models and row', async () => {
  const { fleet, due } = await fleetOf(2);
  await used.store.jobs.cancel(tenant, due[0].job_id);
  const other = await connected();
  await other.query('BEGIN');
  await other.query(
    'SELECT FROM jobs WHERE model_id IN (SELECT id FROM models WHERE fleet_id = $1) FOR UPDATE',
    [fleet.id],
  );
  await other.query('SELECT FROM models WHERE fleet_id = $1 FOR UPDATE', [fleet.id]);
  await other.query('SELECT FROM fleets WHERE id = $1 FOR UPDATE', [fleet.id]);
  await expect(used.store.fleets.delete(tenant, fleet.id)).rejects.toMatchObject({ code: 'fleet_in_use' });
  const changed = () => {
    throw new AppError('precondition_failed');
  };
  await expect(used.store.fleets.delete(tenant, fleet.id, 'refuse', changed)).rejects.toMatchObject({
    code: 'precondition_failed',
  });
});

test('the deletion of a fleet locks its row after its models, as workers do', async () => {
  const { fleet } = await fleetOf(2);
  await used.store.fleets.cancel(tenant, fleet.id);
  const [other, observer] = [await connected(used.superuserUrl), await connected()];
  await other.query(`SET deadlock_timeout = '10ms'`); // so that PostgreSQL would end this session
  await other.query('BEGIN');
  await other.query('SELECT FROM models WHERE fleet_id = $1 FOR NO KEY UPDATE', [fleet.id]);
  const removal = used.store.fleets.delete(tenant, fleet.id);
  await expect.poll(() => waiting(observer)).toBe(1);
  await other.query(`UPDATE models SET status = 'failed' WHERE fleet_id = $1`, [fleet.id]);
  await other.query('COMMIT');
  await removal;
});

test('the cancel of a fleet locks running jobs in the order of their ids', async () => {
  const { fleet, due } = await fleetOf(8);
  const ids = due.map(({ job_id }) => job_id).toSorted();
  for (const id of ids.toReversed()) await claimed(used.store, id);
  const [other, observer] = [await connected(), await connected()];
  // Large tables are not scanned in the order of this index, and scans of jobs and models meet the
  // jobs in the opposite order.
  await other.query('DROP INDEX jobs_running');
  onTestFinished(async () => {
    await other.query(`CREATE INDEX jobs_running ON jobs (id) WHERE status = 'running'`);
  });
  await other.query(
    `WITH placed AS (
       SELECT id, model_id, row_number() OVER (ORDER BY id) AS up, row_number() OVER (ORDER BY id DESC) AS down
       FROM jobs WHERE id = ANY($1))
     UPDATE jobs SET model_id = opposite.model_id
     FROM placed JOIN placed AS opposite ON placed.up = opposite.down WHERE jobs.id = placed.id`,
    [ids],
  );
  await other.query('BEGIN');
  await other.query('SELECT FROM jobs WHERE id = $1 FOR UPDATE', [ids[0]]);
  const cancel = used.store.fleets.cancel(tenant, fleet.id);
  await expect.poll(() => waiting(observer)).toBe(1);
  const { rows } = await other.query('SELECT id FROM jobs WHERE id = ANY($1) FOR UPDATE SKIP LOCKED', [ids]);
  await other.query('COMMIT');
  expect(rows).toHaveLength(ids.length);
  await cancel;
  for (const id of ids)
    expect(await used.store.jobs.get(tenant, id)).toMatchObject({
      status: 'running',
      cancel_requested: true,
    });
});

test.each([
  ['vocabulary', 'symbol_vocabularies'],
  ['symbols', 'symbol_vocabularies'],
  ['symbols', 'symbol_sequences'],
  ['ends', 'symbol_sequences'],
  ['longestSeries', 'series'],
] as const)('%s of a dataset that is deleted before %s is read finds no dataset', async (read, table) => {
  const { datasets, sequences } = used.store;
  const { id } = await sequences.create(tenant, {
    ...{ name: 'text', unit: 'word', warnings: [], vocabulary: { symbols: ['a'], counts: [1] } },
    sequences: [{ id: 's', codes: Uint16Array.of(1) }],
  });
  const reads = {
    vocabulary: () => sequences.vocabulary(tenant, id),
    symbols: () => sequences.symbols(tenant, id, 's', { limit: 1 }),
    ends: () => sequences.ends(tenant, id, { sequencesMax: 1, symbolsMax: 1 }),
    longestSeries: () => datasets.longestSeries(tenant, id, 1),
  };
  const [other, observer] = [await connected(), await connected()];
  await other.query(`BEGIN; LOCK TABLE ${table}`);
  await other.query('DELETE FROM datasets WHERE id = $1', [id]);
  const answer = reads[read]().catch((error: unknown) => error);
  await expect.poll(() => waiting(observer)).toBe(1);
  await other.query('COMMIT');
  expect(await answer).toMatchObject({ code: 'dataset_not_found' });
});

async function connected(connectionString = used.url): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
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
