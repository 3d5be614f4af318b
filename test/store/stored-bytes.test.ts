import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { retention } from '../../src/contracts/ports/index.ts';
import { AppError } from '../../src/errors.ts';
import {
  createStore,
  type Database,
  migrate,
  migrations,
  openDatabase,
  type Store,
} from '../../src/store/index.ts';
import { queuePlaces } from '../../src/store/migrations/0030-0039/0031-queue-places.ts';
import { countedUsage, freshUsage } from '../support/fresh-usage.ts';
import { createEmptyDatabase } from '../support/postgres.ts';
import {
  claimed,
  createDataset,
  createTraining,
  dayMs,
  sampleDataset,
  sampleForecast,
  sampleInstantForecast,
  sampleResult,
  sampleSeries,
  sampleSpec,
  saveForecast,
  saveInstantForecast,
  useStore,
} from './samples.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

/** Mulberry32. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const logLine = {
  ...{ level: 'info' as const, attempt: 1, message: 'training starts', fields: { step: 1 } },
  created_at: new Date().toISOString(),
};
const problem = new AppError('training_diverged').toProblem();

/** Everything that tenants store and delete, in a random order. */
function operations(store: Store, draw: (below: number) => number) {
  const datasets: { tenant: string; id: string; series: number; version: number }[] = [];
  const pick = <One>(list: One[]): One | undefined => list[draw(list.length)];
  const tenant = () => (draw(4) === 0 ? 'other' : 'acme');
  const unless = async (work: Promise<unknown>) => {
    await work.catch((error: unknown) => {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
    });
  };
  return {
    async upload() {
      const series = Array.from({ length: 1 + draw(4) }, (_, i) =>
        sampleSeries(`s${i}`, 10 + draw(9_000), ['price']),
      );
      const owner = tenant();
      const { id } = await store.datasets.create(owner, sampleDataset(series));
      datasets.push({ tenant: owner, id, series: series.length, version: 1 });
    },
    async append() {
      const dataset = pick(datasets);
      if (dataset === undefined) return;
      const id = draw(3) === 0 ? `new${draw(1_000)}` : `s${draw(dataset.series)}`;
      const start = Date.UTC(2020, 0, 1) + draw(9_000) * dayMs;
      const times = Float64Array.from({ length: 1 + draw(20) }, (_, i) => start + i * dayMs);
      const values = times.map(() => draw(1_000) / 7);
      const attributes: Record<string, string> = draw(3) === 0 ? { colour: 'blue'.repeat(1 + draw(9)) } : {};
      const one = { id, times, values, covariates: { price: values.slice() }, static: attributes };
      const options = { missingReplaces: true, allowsNewSeries: true, isDryRun: draw(5) === 0 };
      await unless(store.datasets.addObservations(dataset.tenant, dataset.id, [one], options));
    },
    async deleteRange() {
      const dataset = pick(datasets);
      if (dataset === undefined) return;
      const from = new Date(Date.UTC(2020, 0, 1) + draw(5_000) * dayMs).toISOString().slice(0, 10);
      const query = { series_id: `s${draw(dataset.series)}`, from, dry_run: false };
      await unless(store.datasets.deleteObservations(dataset.tenant, dataset.id, query));
    },
    async deleteSeries() {
      const dataset = pick(datasets);
      if (dataset === undefined) return;
      const one = `s${draw(dataset.series)}`;
      await unless(store.datasets.deleteSeries(dataset.tenant, dataset.id, one, { isDryRun: false }));
    },
    async restore() {
      const dataset = pick(datasets);
      if (dataset === undefined) return;
      await unless(store.datasets.restore(dataset.tenant, dataset.id, 1 + draw(8)));
    },
    async deleteDataset() {
      const dataset = pick(datasets);
      if (dataset === undefined) return;
      await unless(store.datasets.delete(dataset.tenant, dataset.id, 'delete'));
    },
    async uploadSymbols() {
      const symbols = Array.from({ length: 2 + draw(50) }, (_, i) => `symbol ${i}`);
      await store.sequences.create(tenant(), {
        ...{ name: 'text', unit: 'word', warnings: [] },
        vocabulary: { symbols, counts: symbols.map(() => 1) },
        sequences: [{ id: 'text', codes: Uint16Array.from({ length: 1 + draw(5_000) }, () => 1) }],
      });
    },
    async forecast() {
      const owner = tenant();
      const forecast = await sampleForecast(store, owner);
      const { id } = await saveForecast(store, owner, forecast);
      if (draw(2) === 0) await store.forecasts.delete(owner, id);
    },
    async instant() {
      await saveInstantForecast(store, tenant(), sampleInstantForecast);
    },
    async training() {
      const owner = tenant();
      const { job, model } = await createTraining(store, owner);
      const claim = await claimed(store, job.id);
      await store.leases.heartbeat(claim, null);
      for (let step = 1; step <= 1 + draw(3); step++)
        await store.leases.saveCheckpoint(claim, { bytes: new Uint8Array(100 + draw(10_000)), step });
      await store.jobLogs.append(owner, job.id, [logLine, logLine]);
      if (draw(2) === 0) await store.leases.succeed(claim, sampleResult());
      else await store.leases.fail(claim, problem);
      if (draw(3) === 0) await store.models.update(owner, model.id, { anomaly_level: 99 });
      if (draw(3) === 0) await store.models.delete(owner, model.id);
    },
    async backtest() {
      const owner = tenant();
      const { job, model, dataset } = await createTraining(store, owner);
      await store.leases.succeed(await claimed(store, job.id), sampleResult());
      const plan = { windows: 2, step: 1, horizon: 5, refit: false, refit_every: 1 };
      const { backtest, job: second } = await store.backtests.create(owner, {
        ...{ model, datasetId: dataset.id, plan: plan as never, requestId: null },
      });
      const window = { series_id: 'a', origin: '2020-01-20', note: 'x'.repeat(draw(3_000)) };
      await store.backtests.publish(await claimed(store, second.id), {
        ...{ report: { summary: 'x'.repeat(draw(3_000)) } as never, windows: [window, window] as never },
      });
      if (draw(2) === 0) await store.backtests.delete(owner, backtest.id);
    },
    async fleet() {
      const owner = tenant();
      const series = ['a', 'b', 'c'].map((id) => sampleSeries(id, 40));
      const { id } = await store.datasets.create(owner, sampleDataset(series));
      const { fleet } = await store.fleets.create(owner, {
        ...{ datasetId: id, name: 'fleet', tags: [], per: 'series', groupBy: null, settings: {} as never },
        ...{ spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
      });
      await store.fleets.cancel(owner, fleet.id);
      const [{ modelId }] = await store.fleets.modelsOf(owner, fleet.id, ['b'], 1);
      const again = await store.models.create(owner, {
        ...{ name: 'again', tags: [], dataset: { id, version: 1 }, spec: sampleSpec, requestId: null },
        parent: { id: modelId, isWarm: false },
      });
      await store.leases.fail(await claimed(store, again.job.id), problem);
      if (draw(2) === 0) await store.models.delete(owner, again.model.id);
      if (draw(2) === 0) await store.fleets.delete(owner, fleet.id);
    },
    async messages() {
      const hook = { url: 'https://hook.example/', events: ['job.failed' as const], secret: 'whsec_x' };
      const created = store.webhooks.create('acme', { ...hook, description: '', enabled: true });
      const webhook = await created.catch(() => null); // there may be no more
      if (webhook === null) return;
      await store.webhooks.test('acme', webhook.id);
      if (draw(4) > 0) await store.webhooks.delete('acme', webhook.id);
    },
    async sweep() {
      // In the order of the ids, as everywhere: without it two sessions may wait for each other.
      await sql`
        UPDATE jobs SET finished_at = finished_at - interval '40 days'
        WHERE id IN (SELECT id FROM jobs WHERE random() < 0.3 ORDER BY id FOR UPDATE)`.execute(db);
      await sql`UPDATE webhook_deliveries SET created_at = created_at - interval '40 days'`.execute(db);
      await store.cleaner.clean();
    },
  };
}

test('what is counted equals the sum of the rows after any mix of operations, also at the same time', async () => {
  for (const seed of [1, 2, 3]) {
    const draw = seeded(seed);
    const all = Object.values(operations(used.store, draw));
    for (let round = 0; round < 8; round++) {
      await Promise.all(Array.from({ length: 6 }, () => all[draw(all.length)]()));
      expect(await countedUsage(db), `seed ${seed}, round ${round}`).toEqual(await freshUsage(db));
    }
  }
  const stored = await used.store.usage.stored('acme');
  const counted = await countedUsage(db);
  for (const [kind, bytes] of Object.entries(stored)) expect(bytes, kind).toBe(counted[`acme ${kind}`] ?? 0);
  // Bytes of models, as the rows of weights have them.
  const { rows } = await sql<{ differs: boolean }>`
    SELECT octet_length(bytes) <> weights_bytes AS differs FROM model_weights JOIN models ON models.id = model_id`.execute(
    db,
  );
  expect(rows.every(({ differs }) => !differs)).toBe(true);
});

test('a cascade of many series, and versions that expire, are counted', async () => {
  const series = Array.from({ length: 300 }, (_, i) => sampleSeries(`s${i}`, 3));
  const { id } = await used.store.datasets.create('acme', sampleDataset(series));
  await used.store.datasets.deleteSeries('acme', id, 's7', { isDryRun: false });
  for (let i = 0; i < retention.datasetVersionsKept + 2; i++) {
    const times = Float64Array.of(Date.UTC(2021, 0, 1) + i * dayMs);
    const one = { id: 's0', times, values: Float64Array.of(i), covariates: {}, static: {} };
    const options = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
    await used.store.datasets.addObservations('acme', id, [one], options);
  }
  const { rows } = await sql`SELECT FROM series WHERE dataset_id = ${id} AND id = 's7'`.execute(db);
  expect(rows).toHaveLength(0);
  expect(await countedUsage(db)).toEqual(await freshUsage(db));
  await used.store.datasets.delete('acme', id);
  expect(await countedUsage(db)).toEqual(await freshUsage(db));
});

test('the rows of changes are gathered, so their number stays small', async () => {
  await sql`
    INSERT INTO usage_changes SELECT 'gathered', 'forecasts', 3 FROM generate_series(1, 1500)`.execute(db);
  const { rows } = await sql<{ count: number; bytes: number }>`
    SELECT count(*)::integer AS count, sum(bytes)::integer AS bytes FROM usage_changes WHERE tenant_id = 'gathered'`.execute(
    db,
  );
  expect(rows[0].bytes).toBe(4_500);
  expect(rows[0].count).toBeLessThan(1_450);
  await sql`DELETE FROM usage_changes WHERE tenant_id = 'gathered'`.execute(db);
});

test('changes that add up to less than nothing count as nothing', async () => {
  await sql`INSERT INTO usage_changes VALUES ('emptied', 'datasets', -5), ('emptied', 'models', 7)`.execute(
    db,
  );
  expect(await used.store.usage.stored('emptied')).toMatchObject({ datasets: 0, models: 7 });
  await sql`DELETE FROM usage_changes WHERE tenant_id = 'emptied'`.execute(db);
});

test('a database with data gets the usage of its tenants by the migration', async () => {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const old = openDatabase(url, { poolMax: 4 });
  onTestFinished(() => old.destroy());
  await migrate(old, migrations.slice(0, 27));
  await queuePlaces.up(old as unknown as Kysely<unknown>); // trainings begin with a statement of today
  await sql`CREATE TABLE model_series (model_id text, series_id text)`.execute(old); // so do claims
  const store = createStore(old);
  await createDataset(store, 'other');
  const { job } = await createTraining(store, 'acme');
  const claim = await claimed(store, job.id);
  await store.leases.saveCheckpoint(claim, { bytes: new Uint8Array(500), step: 1 });
  const second = await createTraining(store, 'acme');
  await store.leases.succeed(await claimed(store, second.job.id), sampleResult());
  await saveInstantForecast(store, 'acme', sampleInstantForecast);
  await sql`DROP TABLE model_series`.execute(old);
  await migrate(old);
  const counted = await countedUsage(old);
  expect(counted).toEqual(await freshUsage(old));
  expect(counted['acme checkpoints']).toBe(628);
  expect(Object.keys(counted)).toEqual([
    ...['acme checkpoints', 'acme datasets', 'acme forecasts', 'acme jobs', 'acme models', 'other datasets'],
  ]);
});
