import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { jobSchema } from '../../src/contracts/schemas/jobs/job.ts';
import { modelSchema } from '../../src/contracts/schemas/models/model.ts';
import { newId } from '../../src/contracts/schemas/primitives/ids.ts';
import { AppError } from '../../src/errors.ts';
import { openDatabase, openStore } from '../../src/store/index.ts';
import {
  claimed,
  createDataset,
  createTraining,
  dayMs,
  sampleDataset,
  sampleResult,
  sampleSeries,
  sampleSpec,
  useStore,
} from './samples.ts';

const used = useStore();
const page = { limit: 50 };
/** More calls than it takes until the connection has prepared their statements. */
const callsUntilPrepared = 6;

describe('a new model', () => {
  test('is in training, with its queued job', async () => {
    const { dataset, model, job } = await createTraining(used.store);
    expect(modelSchema.parse(model)).toEqual(model);
    expect(jobSchema.parse(job)).toEqual(job);
    expect(model).toMatchObject({
      status: 'training',
      dataset_id: dataset.id,
      dataset_version: 1,
      job_id: job.id,
      tags: ['nightly'],
      spec: sampleSpec,
      weights: null,
      card: null,
    });
    expect(job).toMatchObject({
      kind: 'train',
      status: 'queued',
      attempt: 0,
      subject: { type: 'model', id: model.id },
      model: { id: model.id, name: model.name },
      links: { self: `/v1/jobs/${job.id}`, subject: `/v1/models/${model.id}` },
    });
    expect(await used.store.models.get('acme', model.id)).toEqual(model);
    expect(await used.store.jobs.get('acme', job.id)).toEqual(job);
    expect((await used.store.jobs.list('acme', page)).data).toContainEqual(job);
  });

  test('is not written when its job cannot be written', async () => {
    const dataset = await createDataset(used.store, 'atomic');
    const db = openDatabase(used.url);
    onTestFinished(() => db.destroy());
    await sql`ALTER TABLE jobs ADD CONSTRAINT no_atomic CHECK (tenant_id <> 'atomic')`.execute(db);
    const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
    await expect(used.store.models.create('atomic', model)).rejects.toThrow(/no_atomic/);
    await sql`ALTER TABLE jobs DROP CONSTRAINT no_atomic`.execute(db);
    expect((await used.store.models.list('atomic', page)).data).toEqual([]);
  });

  test('of a warm training keeps the settings that were first requested, and its time counts for those that it begins with', async () => {
    const tenant = 'warm';
    const dataset = await createDataset(used.store, tenant);
    const asked = { name: 'm', tags: [], dataset, requestId: null };
    const { model: first } = await used.store.models.create(tenant, { ...asked, spec: sampleSpec });
    const { spec } = sampleResult();
    const { model, job } = await used.store.models.create(tenant, {
      ...{ ...asked, spec, requestedSpec: sampleSpec, parent: { id: first.id, isWarm: true } },
    });
    expect(model.spec).toEqual(spec);
    expect(await used.store.models.requested(tenant, model.id)).toEqual(sampleSpec);
    await used.store.leases.succeed(await claimed(used.store, job.id), sampleResult());
    expect(await used.store.models.pastTrainings(tenant, 'numeric', 5)).toMatchObject([{ requested: spec }]);
  });

  test('of a fleet, which reads one series, says nothing about trainings on the whole dataset', async () => {
    const tenant = 'estimates';
    const dataset = await createDataset(used.store, tenant);
    const { due } = await used.store.fleets.create(tenant, {
      ...{ datasetId: dataset.id, name: 'f', tags: [], per: 'series', groupBy: null, settings: {} as never },
      ...{ spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
    });
    await used.store.leases.succeed(await claimed(used.store, due[0].job_id), sampleResult());
    expect(await used.store.models.pastTrainings(tenant, 'numeric', 5)).toEqual([]);
  });

  test('of a dataset of another tenant, or of an unknown one, is refused', async () => {
    const dataset = await createDataset(used.store, 'acme');
    const create = (tenant: string, id: string) =>
      used.store.models.create(tenant, {
        name: 'm',
        tags: [],
        dataset: { id, version: 1 },
        spec: sampleSpec,
        requestId: null,
      });
    await expect(create('rival', dataset.id)).rejects.toMatchObject({ code: 'dataset_not_found' });
    await expect(create('acme', newId('dataset'))).rejects.toMatchObject({ code: 'dataset_not_found' });
  });
});

describe('a model', () => {
  test('of another tenant does not exist', async () => {
    const { model } = await createTraining(used.store);
    const notFound = { code: 'model_not_found' };
    await expect(used.store.models.get('rival', model.id)).rejects.toMatchObject(notFound);
    await expect(used.store.models.weights('rival', model.id)).rejects.toMatchObject(notFound);
    await expect(used.store.models.delete('rival', model.id)).rejects.toMatchObject(notFound);
    expect((await used.store.models.list('rival', page)).data).toEqual([]);
  });

  test('returns its weights byte for byte when it is ready', async () => {
    const { model, job } = await createTraining(used.store);
    const result = sampleResult();
    await used.store.leases.succeed(await claimed(used.store, job.id), result);
    const weights = await used.store.models.weights('acme', model.id);
    expect(new Uint8Array(weights.bytes)).toEqual(result.weights.bytes);
    expect(weights.sha256).toBe(result.weights.sha256);
  });

  test('that is not ready says why, and names its job', async () => {
    const training = await createTraining(used.store);
    const failed = await createTraining(used.store);
    const problem = new AppError('training_diverged', { detail: 'The loss became NaN.' }).toProblem();
    await used.store.leases.fail(await claimed(used.store, failed.job.id), problem);
    const cancelled = await createTraining(used.store);
    await used.store.jobs.cancel('acme', cancelled.job.id);
    for (const [{ model, job }, words] of [
      [training, 'in training'],
      [failed, 'The loss became NaN.'],
      [cancelled, 'cancelled'],
    ] as const) {
      await expect(used.store.models.weights('acme', model.id)).rejects.toMatchObject({
        code: 'model_not_ready',
        message: expect.stringContaining(words),
        details: { headers: { Location: `/v1/jobs/${job.id}` } },
      });
    }
    expect(await used.store.models.get('acme', failed.model.id)).toMatchObject({
      status: 'failed',
      error: problem,
    });
  });

  test('is not deleted while it is trained, and afterwards is deleted with its job', async () => {
    const { model, job } = await createTraining(used.store);
    await expect(used.store.models.delete('acme', model.id)).rejects.toMatchObject({
      code: 'model_in_use',
      details: { headers: { Location: `/v1/jobs/${job.id}` } },
    });
    await used.store.leases.succeed(await claimed(used.store, job.id), sampleResult());
    await used.store.models.delete('acme', model.id);
    await expect(used.store.models.get('acme', model.id)).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(used.store.jobs.get('acme', job.id)).rejects.toMatchObject({ code: 'job_not_found' });
  });

  test('is kept, alone or in a fleet, while a training that starts from its weights is not ready', async () => {
    const { fleet, due } = await used.store.fleets.create('acme', {
      ...{
        datasetId: (await createDataset(used.store)).id,
        name: 'f',
        tags: [],
        per: 'series',
        groupBy: null,
      },
      ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
    });
    const alone = await createTraining(used.store);
    for (const id of [due[0].job_id, alone.job.id])
      await used.store.leases.succeed(await claimed(used.store, id), sampleResult());
    const { subject } = await used.store.jobs.get('acme', due[0].job_id);
    for (const [id, code, remove] of [
      [alone.model.id, 'model_in_use', () => used.store.models.delete('acme', alone.model.id)],
      [subject.id, 'fleet_in_use', () => used.store.fleets.delete('acme', fleet.id, 'delete')],
    ] as const) {
      const parent = await used.store.models.get('acme', id);
      const dataset = await used.store.datasets.get('acme', parent.dataset_id);
      const child = await used.store.models.create('acme', {
        ...{
          name: 'child',
          tags: [],
          dataset,
          spec: sampleSpec,
          requestId: null,
          parent: { id, isWarm: true },
        },
      });
      const refusal = { code, details: { headers: { Location: `/v1/models/${child.model.id}` } } };
      await expect(remove()).rejects.toMatchObject(refusal);
      await used.store.jobs.cancel('acme', child.job.id);
      await expect(remove()).rejects.toMatchObject(refusal);
      await used.store.jobs.retry('acme', child.job.id);
      const claim = await claimed(used.store, child.job.id);
      const { initialWeights } = await used.store.leases.readStart(claim);
      expect(Buffer.from(initialWeights!)).toEqual(Buffer.from(sampleResult().weights.bytes));
      await used.store.leases.succeed(claim, sampleResult());
      await remove();
      expect((await used.store.models.get('acme', child.model.id)).parent_id).toBeNull();
    }
  });

  test('is listed by dataset, tag and status, page by page, from new to old', async () => {
    const tenant = 'filters';
    const first = await createTraining(used.store, tenant);
    const second = await createTraining(used.store, tenant);
    await used.store.jobs.cancel(tenant, first.job.id);
    const ids = async (query: object) =>
      (await used.store.models.list(tenant, { ...page, ...query })).data.map(({ id }) => id);
    expect(await ids({})).toEqual([second.model.id, first.model.id]);
    expect(await ids({ dataset_id: first.dataset.id })).toEqual([first.model.id]);
    expect(await ids({ status: 'training' })).toEqual([second.model.id]);
    expect(await ids({ tag: 'nightly' })).toHaveLength(2);
    expect(await ids({ tag: 'night' })).toEqual([]);
    const { next_cursor } = await used.store.models.list(tenant, { limit: 1 });
    expect(await ids({ cursor: next_cursor })).toEqual([first.model.id]);
    await expect(ids({ cursor: 'x' })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });
});

test('a model is served while a migration changes the columns of a prepared statement', async () => {
  const { model } = await createTraining(used.store);
  const store = await openStore(used.url, { poolMax: 1 });
  onTestFinished(() => store.close());
  const served = await store.served.find('acme', model.id);
  for (let i = 0; i < callsUntilPrepared; i++) await store.served.find('acme', model.id);
  const db = openDatabase(used.url);
  onTestFinished(() => db.destroy());
  await sql`ALTER TABLE models ADD COLUMN of_a_newer_version text`.execute(db);
  expect(await store.served.find('acme', model.id)).toEqual(served);
});

test('of many models whose watch is due, each tenant has its first before any has its second', async () => {
  const trainings = [];
  for (const tenant of ['many', 'many', 'many', 'few'])
    trainings.push(await createTraining(used.store, tenant));
  const ids = trainings.map(({ model }) => model.id);
  const db = openDatabase(used.url);
  await sql`
    UPDATE models SET status = 'ready', anomaly_level = 95, watched_version = 0 WHERE id = ANY(${ids}::text[])`.execute(
    db,
  );
  const changed = trainings.map(({ dataset }) => dataset.id);
  await sql`UPDATE datasets SET version = version + 1 WHERE id = ANY(${changed}::text[])`.execute(db);
  await db.destroy();
  const due = async (limit: number) => (await used.store.watches.due(limit)).map(({ modelId }) => modelId);
  expect(await due(2)).toEqual([ids[0], ids[3]]);
  expect(await due(3)).toEqual([ids[0], ids[3], ids[1]]);
  expect(new Set(await due(9))).toEqual(new Set(ids));
});

describe('the series of a model of a fleet', () => {
  const tenant = 'fleets';
  /** A fleet of one model for each series. `b` has a gap at its end. */
  async function fleetOf(lengths: Record<string, number>, covariates: string[] = []) {
    const series = Object.entries(lengths).map(([id, length]) => sampleSeries(id, length, covariates));
    for (const one of series) if (one.id === 'b') one.values[one.values.length - 1] = Number.NaN;
    const dataset = await used.store.datasets.create(tenant, sampleDataset(series));
    const { fleet } = await used.store.fleets.create(tenant, {
      ...{ datasetId: dataset.id, name: 'fleet', tags: [], per: 'series', groupBy: null, requestId: null },
      ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false },
    });
    const found = await used.store.fleets.modelsOf(tenant, fleet.id, null, 100);
    const idOf = Object.fromEntries(found.map(({ seriesId, modelId }) => [seriesId, modelId]));
    return { fleet, dataset, idOf };
  }
  type Fleet = Awaited<ReturnType<typeof fleetOf>>;
  const again = (dataset: Fleet['dataset'], parentId: string) =>
    used.store.models.create(tenant, {
      ...{ name: 'again', tags: [], dataset, spec: sampleSpec, requestId: null },
      parent: { id: parentId, isWarm: false },
    });
  const seriesOf = ({ dataset }: Fleet, id: string) =>
    used.store.models.seriesOf(tenant, { id, dataset_id: dataset.id });

  test('is what is trained again from it, by a call and by a schedule, also after the fleet is deleted', async () => {
    const fleet = await fleetOf({ a: 40, b: 30, c: 50 });
    const { dataset, idOf } = fleet;
    const first = await again(dataset, idOf.b);
    const second = await again(dataset, first.model.id);
    const schedule = await used.store.schedules.create(tenant, {
      ...{ kind: 'retrain', model_id: second.model.id, every: 'P1D', time_zone: 'UTC', enabled: true },
    });
    const run = await used.store.ticks.retrain({
      scheduleId: schedule.id,
      revision: 1,
      tickId: 'one',
      dueMs: null,
    });
    if (run === null || 'unfinished' in run) throw new Error('the schedule has not run');
    for (const jobId of [first.job.id, second.job.id, run.job.job_id]) {
      const { seriesIds, model } = await claimed(used.store, jobId);
      expect(seriesIds).toEqual(['b']);
      expect(await seriesOf(fleet, model.id)).toEqual(['b']);
    }
    const longest = (id: string) =>
      used.store.datasets.longestSeriesOf(tenant, { id, dataset_id: dataset.id }, dataset.version);
    for (const id of [idOf.b, second.model.id])
      expect(await longest(id)).toEqual({ id: 'b', point_count: 30 });
    await used.store.fleets.cancel(tenant, fleet.fleet.id);
    await used.store.fleets.delete(tenant, fleet.fleet.id);
    expect(await seriesOf(fleet, second.model.id)).toEqual(['b']);
    await used.store.datasets.deleteSeries(tenant, dataset.id, 'b', { isDryRun: false });
    expect(await seriesOf(fleet, second.model.id)).toEqual([]);
    const detail = expect.stringContaining(`does not have the series of model ${second.model.id}`);
    await expect(longest(second.model.id)).rejects.toMatchObject({
      code: 'dataset_empty',
      details: { detail },
    });
  });

  test('is all series of the dataset for every other model', async () => {
    const { dataset } = await fleetOf({ a: 40, c: 50 });
    const alone = { name: 'alone', tags: [], dataset, spec: sampleSpec, requestId: null };
    const { model, job } = await used.store.models.create(tenant, alone);
    const retrained = await again(dataset, model.id);
    for (const [modelId, jobId] of [
      [model.id, job.id],
      [retrained.model.id, retrained.job.id],
    ]) {
      expect((await claimed(used.store, jobId)).seriesIds).toBeNull();
      expect(await used.store.models.seriesOf(tenant, { id: modelId, dataset_id: dataset.id })).toBeNull();
    }
    const longest = await used.store.datasets.longestSeriesOf(tenant, model, dataset.version);
    expect(longest).toEqual({ id: 'c', point_count: 50 });
  });

  test.each([[[]], [['price']]])('is what its watch searches, with the covariates %j', async (covariates) => {
    const { dataset, idOf } = await fleetOf({ a: 5, b: 5, c: 5 }, covariates);
    const { model } = await again(dataset, idOf.b);
    const alone = { name: 'alone', tags: [], dataset, spec: sampleSpec, requestId: null };
    const whole = (await used.store.models.create(tenant, alone)).model.id;
    const ids = [idOf.a, model.id, whole];
    const db = openDatabase(used.url, { poolMax: 1 });
    onTestFinished(() => db.destroy());
    for (const id of ids) await used.store.models.update(tenant, id, { anomaly_level: 99 });
    const begins = async () =>
      Object.fromEntries(
        await Promise.all(
          ids.map(async (id) => {
            const rows = await db
              .selectFrom('anomaly_watches')
              .selectAll()
              .where('model_id', '=', id)
              .execute();
            const days = rows.map(({ series_id, watched_until }): [string, number] => [
              ...([series_id, (watched_until - Date.UTC(2020, 0, 1)) / dayMs] as const),
            ]);
            return [id, Object.fromEntries(days)];
          }),
        ),
      );
    const expected = { [idOf.a]: { a: 4 }, [model.id]: { b: 3 }, [whole]: { a: 4, b: 3, c: 4 } };
    expect(await begins()).toEqual(expected);
    const news = ['a', 'b', 'c', 'd'].map((id) => ({
      ...sampleSeries(id, 1, covariates),
      times: Float64Array.of(Date.UTC(2020, 0, 10)),
    }));
    const options = { missingReplaces: true, allowsNewSeries: true, isDryRun: false };
    await used.store.datasets.addObservations(tenant, dataset.id, news, options);
    const unchecked = async (id: string) =>
      (await used.store.watches.unchecked(id, 0, 10)).series.map((one) => one.id);
    expect(await Promise.all(ids.map(unchecked))).toEqual([['a'], ['b'], ['a', 'b', 'c', 'd']]);
    await used.store.datasets.restore(tenant, dataset.id, 1);
    expect(await begins()).toEqual(expected);
  });
});
