import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUnqueuedJobsLog } from '../../../src/outage-log.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { handleTick } from '../../../workers/tick.ts';
import type { Turns } from '../../../workers/turn.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase, waitingSessions } from '../../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
const queuedMax = 3;
/** A count of queued jobs is used for so long. */
const countedMs = 1_001;
let database: TestDatabase;
let service: TestApp;
/** Another API process. */
let second: TestApp;
let store: Store;
let session: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  const own = { ...database, drop: async () => {} };
  const options = { tenantQueuedMax: queuedMax };
  service = await startApp({ apiKey: root }, own, options);
  second = await startApp({ apiKey: root }, own, options);
  store = await openStore(database.url, options);
  session = new pg.Client(database.url);
  await session.connect();
});
afterAll(async () => {
  await session.end();
  await store.close();
  await service.stop();
  await second.stop();
  await database.drop();
});

interface Tenant {
  post(
    path: string,
    payload?: object | string,
    headers?: object,
    process?: TestApp,
  ): ReturnType<typeof posted>;
  queued(): Promise<number>;
  datasetId: string;
  /** Body of a request that trains a model. */
  training: object;
}

function posted(path: string, payload: object | string | undefined, headers: object, { app }: TestApp) {
  const type = typeof payload === 'string' ? { 'content-type': 'text/csv' } : {};
  return app.inject({ method: 'POST', url: path, payload, headers: { ...type, ...headers } });
}

/** A new tenant with a dataset of five series in five places, and in two halves. */
async function tenantOf(name: string): Promise<Tenant> {
  const admin = { authorization: `Bearer ${root}` };
  const created = await posted('/v1/keys', { tenant: name, scopes: ['read', 'write'] }, admin, service);
  const headers = { authorization: `Bearer ${created.json().secret}` };
  const post: Tenant['post'] = (path, payload, more = {}, process = service) =>
    posted(path, payload, { ...headers, ...more }, process);
  const days = dailyCsv(60).trim().split('\n').slice(1);
  const rows = ['a', 'b', 'c', 'd', 'e'].flatMap((id) => days.map((day) => `${id},${day}`));
  const dataset = await post('/v1/datasets', `id,date,y\n${rows.join('\n')}\n`);
  const datasetId = dataset.json().id;
  await session.query(
    `UPDATE series SET static = jsonb_build_object('place', id, 'half', id < 'c') WHERE dataset_id = $1`,
    [datasetId],
  );
  return {
    post,
    async queued() {
      const { kinds } = (await service.app.inject({ url: '/v1/queue', headers })).json();
      return kinds.reduce((sum: number, { queued }: { queued: number }) => sum + queued, 0);
    },
    datasetId,
    training: { dataset_id: datasetId, horizon: 3, preset: 'fast' },
  };
}

/** Statuses of calls of two processes that have both found a place before the first of them queues: changes of jobs
 *  wait until two sessions wait. */
async function together(calls: ((process: TestApp) => ReturnType<typeof posted>)[]): Promise<number[]> {
  try {
    await session.query('BEGIN; LOCK TABLE jobs IN EXCLUSIVE MODE');
    const answers = calls.map(async (one, i) => one([service, second][i]));
    await expect.poll(() => waitingSessions(session)).toBe(calls.length);
    await session.query('COMMIT');
    return (await Promise.all(answers)).map(({ statusCode }) => statusCode).sort();
  } finally {
    await session.query('ROLLBACK'); // after a failure
  }
}

test('of calls that arrive together only as many get a place as there are, for each tenant', async () => {
  const burst = async (tenant: string) => {
    const asked = Array.from({ length: 20 }, () => store.jobs.takePlace(tenant));
    return (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
  };
  expect(await Promise.all([burst('one'), burst('other')])).toEqual([queuedMax, queuedMax]);
  expect(await burst('one')).toBe(0);
});

test('calls of several processes at the same time do not get the last place together', async () => {
  const tenant = await tenantOf('acme');
  const train =
    (headers = {}) =>
    (process: TestApp) =>
      tenant.post('/v1/models', tenant.training, headers, process);
  const first = await train()(service);
  expect(first.statusCode, first.body).toBe(202);
  expect((await train()(service)).statusCode).toBe(202);
  expect(await together([train(), train()])).toEqual([202, 429]);
  expect(await tenant.queued()).toBe(queuedMax);

  const cancelled = first.json().job.id;
  await tenant.post(`/v1/jobs/${cancelled}/cancel`);
  const retry = (process: TestApp) => tenant.post(`/v1/jobs/${cancelled}/retry`, undefined, {}, process);
  await sleep(countedMs);
  expect(await together([retry, train({ 'idempotency-key': 'last' })])).toEqual([202, 429]);
  expect(await tenant.queued()).toBe(queuedMax);
});

test('a schedule that finds the queue full is refused in its last try, and the log has each reason once, with the remedy', async () => {
  const tenant = await tenantOf('refused');
  const { model } = (await tenant.post('/v1/models', tenant.training)).json();
  const schedule = { every: 'P1D', time_zone: 'UTC', enabled: true, model_id: model.id };
  const { id } = await store.schedules.create('refused', { ...schedule, kind: 'retrain' });
  for (let more = 0; more < 2; more++) await tenant.post('/v1/models', tenant.training);
  const lines: { msg: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const inTurn: Turns = async (_, work) => {
    await work();
    return 'ended';
  };
  const { ticks, models } = store;
  const { signal: stopping } = new AbortController();
  const deps = {
    ticks,
    models,
    calls: {} as never,
    queue: second.queue,
    unqueuedJobs: createUnqueuedJobsLog(log),
    metrics: { ran() {} },
    log,
    inTurn,
    stopping,
  };
  const run = async (tickId: string) => {
    lines.length = 0;
    const tick = { scheduleId: id, revision: 1, tickId, dueMs: null };
    await expect(handleTick(deps, tick, false)).rejects.toMatchObject({ code: 'queue_full' });
    expect(lines).toEqual([]);
    await handleTick(deps, tick, true);
    return lines;
  };
  expect(await run('first')).toMatchObject([
    {
      ...{ msg: 'schedule could not run', tenant: 'refused', schedule_id: id, model_id: model.id },
      ...{ code: 'queue_full', detail: expect.stringContaining('jobs of this tenant are queued') },
      remedy: expect.any(String),
    },
  ]);
  expect(await run('second')).toEqual([]);
  await session.query(`UPDATE schedules SET last_run = last_run || '{"detail": "another"}' WHERE id = $1`, [
    id,
  ]);
  expect(await run('third')).toMatchObject([{ msg: 'schedule could not run' }]);
});

test('a burst of trainings gets the places that are there', async () => {
  const tenant = await tenantOf('crowd');
  const calls = Array.from({ length: 8 }, (_, i) =>
    tenant.post('/v1/models', tenant.training, {}, [service, second][i % 2]),
  );
  const statuses = (await Promise.all(calls)).map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([202, 202, 202, 429, 429, 429, 429, 429]);
});

test('a fleet counts the jobs that it queues, not its series, and nothing if it is refused', async () => {
  const tenant = await tenantOf('short');
  const { datasetId, training, post } = tenant;
  await session.query('UPDATE series SET point_count = 5 WHERE dataset_id = $1 AND id <> $2', [
    datasetId,
    'a',
  ]);
  const fleet = { dataset_id: datasetId, settings: { horizon: 3, preset: 'fast' } };
  const tooMany = await post('/v1/fleets', fleet);
  // However long a caller waits, there is no room for as many.
  expect(tooMany.json()).toMatchObject({ status: 422, code: 'fleet_too_large', retryable: false });
  const [one, other] = await Promise.all(
    [1, 2].map(() => post('/v1/fleets', { ...fleet, short_series: 'leave_out' })),
  );
  expect([one.statusCode, other.statusCode], one.body).toEqual([202, 202]);
  const withoutAttribute = { ...fleet, per: 'group', group_by: 'nothing' };
  expect((await post('/v1/fleets', withoutAttribute)).statusCode).toBe(422);
  expect((await post('/v1/models', training)).statusCode).toBe(202);
  expect(await tenant.queued()).toBe(queuedMax);
});

test('a fleet of groups and the retry of a fleet do not exceed the bound', async () => {
  const tenant = await tenantOf('fleet');
  const { datasetId, training, post } = tenant;
  const groups = { dataset_id: datasetId, settings: { horizon: 3, preset: 'fast' }, per: 'group' };
  const refused = await post('/v1/fleets', { ...groups, group_by: 'place' });
  expect(refused.json()).toMatchObject({
    ...{ status: 422, code: 'fleet_too_large', retryable: false },
    detail: expect.stringContaining('at most 3 queued jobs'),
  });
  expect(await tenant.queued()).toBe(0);

  const fleet = (await post('/v1/fleets', { ...groups, group_by: 'half' })).json();
  await post(`/v1/fleets/${fleet.id}/cancel`);
  await sleep(countedMs);
  const jobs = [await post('/v1/models', training), await post('/v1/models', training)];
  expect((await post(`/v1/fleets/${fleet.id}/retry`)).json()).toMatchObject({
    status: 429,
    code: 'queue_full',
  });
  expect(await tenant.queued()).toBe(2);
  // A fleet that has fewer models now needs the places of these models.
  await session.query(`UPDATE series SET static = '{"half": true}' WHERE dataset_id = $1`, [datasetId]);
  const again = await post(`/v1/fleets/${fleet.id}/retrain`);
  expect([again.statusCode, again.json().models?.total]).toEqual([202, 1]);
  await post(`/v1/fleets/${again.json().id}/cancel`);
  await post(`/v1/jobs/${jobs[0].json().job.id}/cancel`);
  expect((await post(`/v1/fleets/${fleet.id}/retry`)).statusCode).toBe(200);
  expect(await tenant.queued()).toBe(3);
});

test('a scheduled training does not exceed the bound', async () => {
  const tenant = await tenantOf('scheduled');
  const { model } = (await tenant.post('/v1/models', tenant.training)).json();
  const schedule = { kind: 'retrain' as const, every: 'P1D', time_zone: 'UTC', enabled: true };
  const { id } = await store.schedules.create('scheduled', { ...schedule, model_id: model.id });
  for (let more = 0; more < 2; more++) await tenant.post('/v1/models', tenant.training);
  const tick = { scheduleId: id, revision: 1, tickId: 'first', dueMs: null };
  await expect(store.ticks.retrain(tick)).rejects.toMatchObject({ code: 'queue_full' });
  expect(await tenant.queued()).toBe(queuedMax);
});
