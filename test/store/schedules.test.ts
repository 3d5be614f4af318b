import { setImmediate } from 'node:timers/promises';
import { CronExpressionParser } from 'cron-parser';
import { type Kysely, sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lastEventMs } from '../../src/contracts/schemas/index.ts';
import { AppError } from '../../src/errors.ts';
import { createUnqueuedJobsLog } from '../../src/outage-log.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { handleTick, type TickDeps } from '../../workers/tick.ts';
import { storedForecast } from '../support/stored-forecast.ts';
import {
  createTraining,
  packedForecast,
  sampleDataset,
  sampleForecast,
  sampleSeries,
  sampleSpec,
  useStore,
} from './samples.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

/** Parts of a worker that runs ticks at once, and has no threads and no queue. */
function tickDeps(metrics: TickDeps['metrics'] = { ran() {} }): TickDeps {
  const { ticks, models } = used.store;
  return {
    ...{ ticks, models, metrics, log: pino({ level: 'silent' }), stopping: new AbortController().signal },
    calls: { computePacked: vi.fn() },
    queue: { enqueue: async () => {} },
    unqueuedJobs: createUnqueuedJobsLog(pino({ level: 'silent' })),
    inTurn: async (_task, work) => {
      await work();
      return 'ended';
    },
  };
}

test('a tick runs once, however often it is tried, and not after its schedule was changed', async () => {
  const { store } = used;
  const forecast = await sampleForecast(store, 'acme');
  const { id } = await store.schedules.create('acme', {
    kind: 'forecast',
    model_id: forecast.model_id,
    every: 'P1D',
    time_zone: 'UTC',
    enabled: true,
  });
  const tick = { scheduleId: id, revision: 1, tickId: 'first', dueMs: null };
  const due = { kind: 'forecast', model_id: forecast.model_id, tenant: 'acme', lastRefusal: null };
  expect(await store.ticks.find(tick)).toEqual(due);
  const packed = packedForecast(forecast);
  const made = await store.ticks.publish(tick, packed);
  expect((await storedForecast(store.forecasts, 'acme', made!)).forecasts).toEqual(forecast.forecasts);
  expect((await store.schedules.get('acme', id)).last_run).toMatchObject({ forecast_id: made });

  expect(await store.ticks.find(tick)).toBeNull();
  expect(await store.ticks.publish(tick, packed)).toBeNull();
  expect(await store.ticks.find({ ...tick, tickId: 'second', revision: 2 })).toBeNull();
  expect(await store.ticks.publish({ ...tick, tickId: 'second', revision: 2 }, packed)).toBeNull();
  expect((await store.forecasts.list('acme', { limit: 5 })).data).toHaveLength(1);

  const monthMs = 30 * 86_400_000;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + monthMs });
  await store.ticks
    .record({ ...tick, tickId: 'ahead' }, 'refused', { detail: 'no' })
    .finally(() => vi.useRealTimers());
  const { last_run } = await store.schedules.get('acme', id);
  expect(Date.parse(last_run!.at)).toBeLessThan(Date.now() + monthMs / 2);
});

test('a change that leaves the times of a schedule as they are keeps its revision and its due run', async () => {
  const { schedules, ticks } = used.store;
  const { model_id } = await sampleForecast(used.store, 'renaming');
  const created = await schedules.create('renaming', {
    ...{ kind: 'retrain', model_id, cron: 'H 6 * * *', time_zone: 'UTC', enabled: true },
  });
  const { id } = created;
  const kept = { revision: 1, changed_at: created.changed_at };
  for (const changes of [
    {},
    { name: 'Mornings' },
    { cron: 'H 6 * * *', enabled: true },
    { cron: created.cron!, time_zone: 'UTC', name: 'Nights' },
  ])
    expect(await schedules.update('renaming', id, changes), JSON.stringify(changes)).toMatchObject(kept);
  expect(await ticks.find({ scheduleId: id, revision: 1, tickId: 'due', dueMs: null })).not.toBeNull();
  let revision = 1;
  for (const changes of [
    { time_zone: 'Asia/Tokyo' },
    { every: 'PT1H' },
    { every: 'PT2H', enabled: true },
    { enabled: false },
    { enabled: true, every: 'PT2H' },
    { cron: '0 6 * * *' },
  ]) {
    const before = await schedules.get('renaming', id);
    const after = await schedules.update('renaming', id, changes);
    expect(after.revision, JSON.stringify(changes)).toBe(++revision);
    expect(Date.parse(after.changed_at)).toBeGreaterThanOrEqual(Date.parse(before.changed_at));
  }
});

test('a run whose previous training has not ended is skipped, counted and named', async () => {
  const { schedules } = used.store;
  const { model } = await createTraining(used.store);
  const { id } = await schedules.create('acme', {
    ...{ kind: 'retrain', model_id: model.id, every: 'P1D', time_zone: 'UTC', enabled: true },
  });
  const ran = vi.fn();
  const lines: string[] = [];
  const deps = {
    ...tickDeps({ ran }),
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  };
  for (const tickId of ['first', 'second'])
    await handleTick(deps, { scheduleId: id, revision: 1, tickId, dueMs: null }, false);
  expect(ran.mock.calls).toEqual([
    ['retrain', 'ran'],
    ['retrain', 'skipped'],
  ]);
  const { last_run } = await schedules.get('acme', id);
  expect(last_run).toMatchObject({ outcome: 'skipped', detail: expect.stringContaining(last_run!.job_id!) });
  const [first, second] = lines.map((line) => JSON.parse(line));
  expect(second).toMatchObject({ msg: 'schedule skipped', tenant: 'acme', job_id: first.job_id });
});

test('a run that failed late leaves the record of a newer one, and is not counted', async () => {
  const { model_id } = await sampleForecast(used.store, 'late');
  const { id } = await used.store.schedules.create('late', {
    ...{ kind: 'forecast', model_id, every: 'PT1H', time_zone: 'UTC', enabled: true },
  });
  const ran = vi.fn();
  const fails = async () => {
    throw new TypeError('internals');
  };
  const deps = { ...tickDeps({ ran }), calls: { computePacked: fails } };
  const run = { scheduleId: id, revision: 1 };
  await used.store.ticks.record({ ...run, tickId: 'newer', dueMs: null }, 'refused', { detail: 'no' });
  const { last_run } = await used.store.schedules.get('late', id);
  const late = { ...run, tickId: 'late', dueMs: Date.parse(last_run!.at) - 1_000 };
  await expect(handleTick(deps, late, true)).rejects.toThrow('internals');
  expect((await used.store.schedules.get('late', id)).last_run).toEqual(last_run);
  expect(ran).not.toHaveBeenCalled();
  await expect(handleTick(deps, { ...late, dueMs: late.dueMs + 3_600_000 }, true)).rejects.toThrow();
  expect(ran.mock.calls).toEqual([['forecast', 'failed']]);
});

test('a run that failed does not forget a training that has not ended: the next run is skipped', async () => {
  const { schedules, ticks } = used.store;
  const { model } = await createTraining(used.store);
  const { id } = await schedules.create('acme', {
    ...{ kind: 'retrain', model_id: model.id, every: 'P1D', time_zone: 'UTC', enabled: true },
  });
  const tick = { scheduleId: id, revision: 1, tickId: 'first', dueMs: null };
  const first = await ticks.retrain(tick);
  for (const outcome of ['failed', 'refused'] as const)
    await ticks.record({ ...tick, tickId: outcome }, outcome, { detail: 'no' });
  const { job_id } = (await schedules.get('acme', id)).last_run!;
  expect(first).toMatchObject({ job: { job_id } });
  expect(await ticks.retrain({ ...tick, tickId: 'second' })).toEqual({ unfinished: job_id });
});

test.each([
  ['a fault of the service', new TypeError('internals'), /^The run failed in the service itself\./],
  ['a busy service', new AppError('overloaded', { detail: 'Too many calls.' }), /^Too many calls\.$/],
])('a run whose last try ends with %s says so, and is counted', async (_, error, detail) => {
  const { model_id } = await sampleForecast(used.store, 'failing');
  const { id } = await used.store.schedules.create('failing', {
    ...{ kind: 'forecast', model_id, every: 'P1D', time_zone: 'UTC', enabled: true },
  });
  const ran = vi.fn();
  const deps = { ...tickDeps({ ran }), calls: { computePacked: () => Promise.reject(error) } };
  const lastRun = async (isLastTry: boolean) => {
    const tick = { scheduleId: id, revision: 1, tickId: 'one', dueMs: null };
    await expect(handleTick(deps, tick, isLastTry)).rejects.toBe(error);
    return (await used.store.schedules.get('failing', id)).last_run;
  };
  expect(await lastRun(false)).toBeNull();
  expect(ran).not.toHaveBeenCalled();
  expect(await lastRun(true)).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(detail) });
  expect(ran.mock.calls).toEqual([['forecast', 'failed']]);
});

test('a run that failed stays due, and may be done by the same tick', async () => {
  const { store } = used;
  const forecast = await sampleForecast(store, 'due');
  const { id, changed_at } = await store.schedules.create('due', {
    ...{ kind: 'forecast', model_id: forecast.model_id, every: 'PT1H', time_zone: 'UTC', enabled: true },
  });
  const tick = { scheduleId: id, revision: 1, tickId: 'one', dueMs: null };
  const stored = async () => (await store.ticks.enabled(100)).find((one) => one.id === id)!;
  const begin = lastEventMs(await stored());
  expect(begin).toBe(Date.parse(changed_at));
  for (let failure = 0; failure < 2; failure++) {
    await store.ticks.record(tick, 'failed', { detail: 'no' });
    expect(lastEventMs(await stored())).toBe(begin);
  }
  expect((await store.schedules.get('due', id)).last_run).not.toHaveProperty('due_after');
  await store.ticks.publish(tick, packedForecast(forecast));
  const done = lastEventMs(await stored());
  expect(done).toBeGreaterThan(begin);
  await store.ticks.record({ ...tick, tickId: 'two' }, 'failed', { detail: 'no' });
  expect(lastEventMs(await stored())).toBe(done);
});

test('enabled schedules are read page by page', async () => {
  const { store } = used;
  const { model_id } = await sampleForecast(store, 'paged');
  const settings = { kind: 'retrain', model_id, every: 'PT1H', time_zone: 'UTC' } as const;
  for (const enabled of [true, false, true]) await store.schedules.create('paged', { ...settings, enabled });
  const all = (await store.ticks.enabled(1_000)).map(({ id }) => id);
  const pages = all.map((_, i) => store.ticks.enabled(1, all[i - 1]));
  expect((await Promise.all(pages)).flat().map(({ id }) => id)).toEqual(all);
  expect(await store.ticks.enabled(1, all.at(-1))).toEqual([]);
});

test('the runs of many schedules are computed some at a time, and once', async () => {
  const { store } = used;
  const { model_id } = await sampleForecast(store, 'many');
  const schedules = 50;
  for (let i = 0; i < schedules; i++)
    await store.schedules.create('many', {
      ...{ kind: 'retrain', model_id, time_zone: 'UTC', enabled: false, cron: `${i} 3 * * 1` },
    });
  const { data } = await store.schedules.list('many', { limit: schedules });
  for (const { id } of data)
    await store.schedules.update('many', id, {
      enabled: true,
      cron: `${data.findIndex((one) => one.id === id)} 5 * * 2`,
    });
  const listed = async (zone: string) => {
    await sql`UPDATE schedules SET time_zone = ${zone} WHERE tenant_id = 'many'`.execute(db);
    return store.schedules.list('many', { limit: schedules });
  };
  let turn = 0;
  let isDone = false;
  const counting = (async () => {
    for (; !isDone; turn++) await setImmediate();
  })();
  const turns: number[] = [];
  const parse = CronExpressionParser.parse;
  const spy = vi.spyOn(CronExpressionParser, 'parse').mockImplementation((...given) => {
    turns.push(turn);
    return parse.apply(CronExpressionParser, given);
  });
  // Both lists are in one quarter of an hour.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 28, 8, 31) });
  await listed('Asia/Tokyo');
  const first = turns.length;
  await listed('Asia/Tokyo');
  isDone = true;
  await counting;
  spy.mockRestore();
  vi.useRealTimers();
  expect(first).toBeGreaterThanOrEqual(schedules);
  expect(turns).toHaveLength(first);
  // A run takes one or two parses.
  for (const some of Map.groupBy(turns, (one) => one).values()) expect(some.length).toBeLessThanOrEqual(20);
});

test('a schedule trains again only if the data suffice; else the run says why, and leaves no model', async () => {
  const { store } = used;
  const tenant = 'short';
  const dataset = await store.datasets.create(
    tenant,
    sampleDataset([sampleSeries('a', 30), sampleSeries('b', 3)]),
  );
  const asked = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const { model } = await store.models.create(tenant, asked);
  const { id } = await store.schedules.create(tenant, {
    ...{ kind: 'retrain', model_id: model.id, every: 'P1D', time_zone: 'UTC', enabled: true },
  });
  let ticks = 0;
  const run = async () => {
    const enqueue = vi.fn(async () => {});
    const deps = { ...tickDeps(), queue: { enqueue } as never };
    await handleTick(deps, { scheduleId: id, revision: 1, tickId: `${ticks++}`, dueMs: null }, false);
    const models = (await store.models.list(tenant, { limit: 10 })).data.length;
    return {
      enqueued: enqueue.mock.calls.length,
      models,
      run: (await store.schedules.get(tenant, id)).last_run,
    };
  };
  await store.datasets.deleteSeries(tenant, dataset.id, 'a', { isDryRun: false });
  const detail = expect.stringContaining('the longest series has 3 points');
  expect(await run()).toMatchObject({ enqueued: 0, models: 1, run: { outcome: 'refused', detail } });
  await store.datasets.restore(tenant, dataset.id, 1);
  expect(await run()).toMatchObject({ enqueued: 1, models: 2, run: { outcome: 'started' } });
});
