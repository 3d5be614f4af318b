import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fleet, FleetForecast } from '../../../src/contracts/schemas/operations/fleet.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { fleetEnded, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const settings = { horizon: 3, preset: 'fast', steps: 10, members: 1 };
const regions = { a: 'north', b: 'north', c: 'south' };

let database: TestDatabase;
let db: pg.Client;
let service: TestApp;
let datasetId: string;

/** Daily rows of series with levels that are far apart: 100, 1,000, … A model of one series
 *  forecasts near its level. */
function csvOf(ids: string[], points = 60): string {
  const rows = ids.flatMap((id, n) =>
    Array.from({ length: points }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      const value = 10 ** (n + 2) * (1 + 0.1 * Math.sin((2 * Math.PI * t) / 7) + 0.01 * ((t * 7919) % 13));
      return `${id},${day},${value.toFixed(2)}`;
    }),
  );
  return ['id,day,value', ...rows, ''].join('\n');
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = new pg.Client(database.url);
  await db.connect();
  service = await startApp({}, database);
  datasetId = (await upload(service.app, csvOf(['a', 'b', 'c']))).json().id;
  for (const [id, region] of Object.entries(regions))
    await db.query('UPDATE series SET static = $1 WHERE dataset_id = $2 AND id = $3', [
      { region },
      datasetId,
      id,
    ]);
});
afterAll(async () => {
  await db.end();
  await service.stop();
});

const post = (url: string, payload?: object, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url, payload, headers });
const created = async (body: object): Promise<Fleet> => {
  const answer = await post('/v1/fleets', { dataset_id: datasetId, settings, ...body });
  expect(answer.statusCode, answer.body).toBe(202);
  return answer.json();
};
const forecastOf = (id: string, body: object = {}, headers = {}) =>
  post(`/v1/fleets/${id}/forecasts`, body, headers);

test('one model for each series: published together, and each forecasts its own series', async () => {
  const fleet = await created({});
  expect(fleet).toMatchObject({
    status: 'training',
    per: 'series',
    models: { total: 3, training: 3, ready: 0 },
    series_count: 3,
    left_out_count: 0,
  });
  const early = await forecastOf(fleet.id);
  expect([early.statusCode, early.json().code]).toEqual([409, 'fleet_not_ready']);
  service.startWorker();
  const ready = await fleetEnded(service, fleet.id);
  expect(ready).toMatchObject({ status: 'ready', models: { ready: 3, training: 0 } });
  expect(ready.ready_at).not.toBeNull();
  expect(ready.skill?.with_skill).toBeGreaterThanOrEqual(0);

  const made: FleetForecast = (
    await forecastOf(fleet.id, { series_ids: ['c', 'a', 'nobody'], horizon: 2 })
  ).json();
  expect(made.forecasts.map((one) => one.series_id)).toEqual(['c', 'a']);
  const [c, a] = made.forecasts;
  expect([c.median.length, a.median.length]).toEqual([2, 2]);
  expect(c.median[0] / a.median[0]).toBeGreaterThan(30);
  expect(made.errors).toMatchObject([{ series_id: 'nobody', problem: { code: 'series_not_found' } }]);

  const members = (await service.app.inject(`/v1/models?fleet_id=${fleet.id}`)).json().data;
  expect(members).toHaveLength(3);
  const others = (await service.app.inject('/v1/models')).json().data;
  expect(others).toHaveLength(0); // the list is not flooded
  const [one] = members;
  const own = await post(`/v1/models/${one.id}/forecasts`, { series_ids: ['a'] });
  expect(own.statusCode).toBe(200);
  const kept = await service.app.inject({ method: 'DELETE', url: `/v1/models/${one.id}` });
  expect([kept.statusCode, kept.json().code]).toEqual([409, 'model_in_use']);
});

test('a forecast of a fleet as a table has a row for each series and step', async () => {
  const [fleet] = (await service.app.inject('/v1/fleets')).json().data;
  const answer = await forecastOf(fleet.id, { levels: [80] }, { accept: 'text/csv' });
  const lines = answer.body.trim().split('\n');
  expect(lines[0]).toMatch(/^series_id,time,mean,median/);
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual([...'aaabbbccc']);
});

test('the bound of an answer holds for all models together', async () => {
  const [fleet] = (await service.app.inject('/v1/fleets')).json().data;
  const { forecastNumbersMax } = limits;
  const body = { quantiles: [0.1, 0.5], levels: [80], samples: 0 };
  const ask = async (ids?: string[]) => {
    const answer = await forecastOf(fleet.id, { ...body, series_ids: ids });
    return { status: answer.statusCode, ...answer.json() };
  };
  try {
    Object.assign(limits, { forecastNumbersMax: 2 * settings.horizon * 6 });
    for (const ids of [undefined, ['a', 'b', 'c']]) {
      const detail = expect.stringContaining('3 series over 3 steps');
      expect(await ask(ids)).toMatchObject({ status: 422, code: 'forecast_too_large', detail });
    }
    expect(await ask(['a', 'b'])).toMatchObject({ status: 200, forecasts: [{}, {}] });
  } finally {
    Object.assign(limits, { forecastNumbersMax });
  }
});

test('the model of a series is trained on this series alone', async () => {
  const [fleet] = (await service.app.inject('/v1/fleets')).json().data;
  const { rows } = await db.query(
    `SELECT series_id, card FROM fleet_series JOIN models ON models.id = model_id
     WHERE fleet_series.fleet_id = $1 ORDER BY series_id`,
    [fleet.id],
  );
  expect(rows.map((row) => row.series_id)).toEqual(['a', 'b', 'c']);
  for (const { series_id, card } of rows)
    expect(card.series.map((one: { series_id: string }) => one.series_id)).toEqual([series_id]);
});

test('a call that names no series is for those of the model, also of one that was trained again from it', async () => {
  const [fleet] = (await service.app.inject('/v1/fleets')).json().data;
  const { rows } = await db.query(
    `SELECT model_id FROM fleet_series WHERE fleet_id = $1 AND series_id = 'c'`,
    [fleet.id],
  );
  const again = await post(`/v1/models/${rows[0].model_id}/retrain`, {});
  expect(again.statusCode, again.body).toBe(202);
  await service.ended(again.json().job.id);
  const retrained = again.json().model.id;
  const { card } = (await service.app.inject(`/v1/models/${retrained}`)).json();
  expect(card.series.map((one: { series_id: string }) => one.series_id)).toEqual(['c']);
  for (const id of [rows[0].model_id, retrained]) {
    const ask = async (call: string, body: object) => (await post(`/v1/models/${id}/${call}`, body)).json();
    const seriesOf = async (body: object) =>
      (await ask('forecasts', body)).forecasts.map((one: { series_id: string }) => one.series_id);
    expect(await seriesOf({})).toEqual(['c']);
    expect(await seriesOf({ series_ids: ['a', 'b'] })).toEqual(['a', 'b']);
    expect(await ask('anomalies', {})).toEqual(await ask('anomalies', { series_ids: ['c'] }));
    expect(await ask('trace', {})).toEqual(await ask('trace', { series_id: 'c' }));
  }
});

test('one model for each group of series', async () => {
  const fleet = await created({ per: 'group', group_by: 'region' });
  expect(fleet).toMatchObject({ models: { total: 2 }, series_count: 3 });
  const ready = await fleetEnded(service, fleet.id);
  expect(ready.status).toBe('ready');
  const made: FleetForecast = (await forecastOf(fleet.id)).json();
  expect(made.forecasts.map((one) => one.series_id)).toEqual(['a', 'b', 'c']);
  // Each series has its own error, also where no series of its model could be forecast.
  const before = (await forecastOf(fleet.id, { as_of: '2023-12-31' })).json();
  expect(before.code).toBe('all_series_failed');
  expect(before.errors.map(({ message }: { message: string }) => message)).toEqual(
    ['a', 'b', 'c'].map((id) => expect.stringMatching(`^request_invalid: .* of series "${id}"`)),
  );
  const again = await post(`/v1/fleets/${fleet.id}/retrain`);
  expect([again.statusCode, again.json().group_by, again.json().models.total]).toEqual([202, 'region', 2]);
  expect((await fleetEnded(service, again.json().id)).status).toBe('ready');
});

test('a group_by that no series or not every series has is refused', async () => {
  const none = await post('/v1/fleets', { dataset_id: datasetId, settings, per: 'group', group_by: 'shop' });
  expect([none.statusCode, none.json().code]).toEqual([422, 'covariate_unknown']);
  expect(none.json().detail).toContain('have no attribute `shop`');
  const missing = await post('/v1/fleets', { dataset_id: datasetId, settings, per: 'group' });
  expect([missing.statusCode, missing.json().errors[0].path]).toEqual([422, '/group_by']);
});

test('the name of a model is cut between characters, which may have two units', async () => {
  const id = '\u{1F600}x';
  const dataset = (await upload(service.app, csvOf([id, 'b']))).json();
  const name = 'n'.repeat(limits.nameLengthMax - 2);
  const fleet = await created({ dataset_id: dataset.id, name });
  const members = (await service.app.inject(`/v1/models?fleet_id=${fleet.id}`)).json().data;
  expect(members.map((one: { name: string }) => one.name)).toEqual([`${name} b`, `${name} `]);
  await post(`/v1/fleets/${fleet.id}/cancel`);
});

test('faults are at the settings of the fleet', async () => {
  const faultOf = async (changes: object) => {
    const answer = await post('/v1/fleets', {
      ...{ dataset_id: datasetId, settings: { ...settings, ...changes } },
    });
    return [answer.json().code, answer.json().errors[0].path];
  };
  const unknown = { past: ['nope'], future: [] };
  expect(await faultOf({ target: 'nope' })).toEqual(['target_unknown', '/settings/target']);
  expect(await faultOf({ covariates: unknown })).toEqual([
    'covariate_unknown',
    '/settings/covariates/past/0',
  ]);
  expect(await faultOf({ horizon: 5_000 })).toEqual(['horizon_too_long', '/settings/horizon']);
});

test('short series are refused or left out, and named', async () => {
  const short = Array.from({ length: limits.leftOutListed + 1 }, (_, i) => `short ${i}`);
  const csv = `${csvOf(['long'])}${csvOf(['x', ...short], 5)
    .split('\n')
    .slice(6)
    .join('\n')}`;
  const id = (await upload(service.app, csv)).json().id;
  const refused = await post('/v1/fleets', { dataset_id: id, settings });
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'series_too_short']);
  expect(refused.json().errors[0]).toMatchObject({ series_id: 'short 0', accepted: 'at least 10' });
  expect(refused.json().detail).toContain('leave_out');
  const fleet = await post('/v1/fleets', { dataset_id: id, settings, short_series: 'leave_out' });
  const left = { models: { total: 1 }, left_out_count: short.length };
  expect(fleet.json()).toMatchObject({ ...left, left_out: short });
  const { data } = (await service.app.inject(`/v1/fleets?dataset_id=${id}`)).json();
  expect(data).toMatchObject([{ ...left, left_out: short.slice(0, limits.leftOutListed) }]);
  await fleetEnded(service, fleet.json().id);
});

test('a model that fails is retried alone, and the fleet is ready then', async () => {
  await service.stopWorker();
  const fleet = await created({});
  const [victim] = (await service.app.inject(`/v1/models?fleet_id=${fleet.id}`)).json().data;
  await post(`/v1/jobs/${victim.job_id}/cancel`);
  service.startWorker();
  const ended = await fleetEnded(service, fleet.id);
  expect(ended).toMatchObject({ status: 'cancelled', models: { ready: 2, cancelled: 1 }, ready_at: null });
  const before = await db.query(
    'SELECT id, attempt FROM jobs WHERE model_id IN (SELECT id FROM models WHERE fleet_id = $1)',
    [fleet.id],
  );
  const answer = await post(`/v1/fleets/${fleet.id}/retry`);
  expect(answer.json()).toMatchObject({ status: 'training', models: { training: 1, ready: 2 } });
  expect((await fleetEnded(service, fleet.id)).status).toBe('ready');
  const after = await db.query(
    'SELECT id, attempt FROM jobs WHERE model_id IN (SELECT id FROM models WHERE fleet_id = $1)',
    [fleet.id],
  );
  const attempts = (rows: { id: string; attempt: number }[]) =>
    new Map(rows.map((row) => [row.id, row.attempt]));
  const [old, now] = [attempts(before.rows), attempts(after.rows)];
  for (const [id, attempt] of old) expect(now.get(id), id).toBe(id === victim.job_id ? attempt + 1 : attempt);
});

test('a cancelled fleet can be deleted with its models, one in training cannot', async () => {
  await service.stopWorker();
  const fleet = await created({ name: 'to delete' });
  const busy = await service.app.inject({ method: 'DELETE', url: `/v1/fleets/${fleet.id}` });
  expect([busy.statusCode, busy.json().code]).toEqual([409, 'fleet_in_use']);
  const cancelled = await post(`/v1/fleets/${fleet.id}/cancel`);
  expect(cancelled.json()).toMatchObject({ status: 'cancelled', models: { cancelled: 3, training: 0 } });
  const forecast = await forecastOf(fleet.id);
  expect([forecast.statusCode, forecast.json()]).toMatchObject([
    409,
    { code: 'fleet_failed', retryable: false },
  ]);
  expect((await service.app.inject('/v1/fleets?name=to*')).json().data).toHaveLength(1);
  const gone = await service.app.inject({ method: 'DELETE', url: `/v1/fleets/${fleet.id}` });
  expect(gone.statusCode).toBe(204);
  const { rows } = await db.query('SELECT count(*)::int AS left FROM models WHERE fleet_id = $1', [fleet.id]);
  expect(rows[0].left).toBe(0);
  expect((await service.app.inject(`/v1/fleets/${fleet.id}`)).json().code).toBe('fleet_not_found');
});

test('the trainings of a large fleet are those that single models get: a model, a queued job and its series each', async () => {
  const ids = Array.from({ length: 450 }, (_, n) => `many${n}`);
  const table = ids.flatMap((id, n) =>
    Array.from(
      { length: 20 },
      (_, t) => `${id},${new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)},${n + (t % 7)}`,
    ),
  );
  const dataset = (await upload(service.app, ['id,day,value', ...table, ''].join('\n'))).json();
  const fleet = await created({ dataset_id: dataset.id, tags: ['large'] });
  expect(fleet.models).toMatchObject({ total: ids.length, training: ids.length });
  const { rows } = await db.query(
    `SELECT series_id, models.name, models.tags, models.status, jobs.status AS job, jobs.kind, jobs.priority,
       models.spec = models.requested_spec AS is_as_asked
     FROM fleet_series JOIN models ON models.id = fleet_series.model_id JOIN jobs ON jobs.id = models.job_id
     WHERE fleet_series.fleet_id = $1 AND models.fleet_id = $1 AND jobs.model_id = models.id
       AND models.dataset_version = $2`,
    [fleet.id, dataset.version],
  );
  expect(rows.map(({ series_id }) => series_id).sort()).toEqual([...ids].sort());
  const single = (await post('/v1/models', { dataset_id: dataset.id, ...settings })).json();
  const {
    rows: [{ priority }],
  } = await db.query('SELECT priority FROM jobs WHERE id = $1', [single.job.id]);
  const expected = {
    status: 'training',
    job: 'queued',
    kind: 'train',
    priority,
    is_as_asked: true,
    tags: ['large'],
  };
  for (const row of rows) expect(row).toMatchObject({ ...expected, name: `${fleet.name} ${row.series_id}` });
  await post(`/v1/fleets/${fleet.id}/cancel`);
  await post(`/v1/jobs/${single.job.id}/cancel`);
});

test('a repeated call with the same idempotency key makes one fleet', async () => {
  const body = { dataset_id: datasetId, settings, name: 'once' };
  const headers = { 'idempotency-key': 'fleet-1' };
  const [first, second] = [await post('/v1/fleets', body, headers), await post('/v1/fleets', body, headers)];
  expect(second.json().id).toBe(first.json().id);
  expect((await service.app.inject('/v1/fleets?name=once')).json().data).toHaveLength(1);
});

test('a fleet is trained again once, however often the call with its key is repeated', async () => {
  const { id } = (await post('/v1/fleets', { dataset_id: datasetId, settings, name: 'again' })).json();
  const retrain = (key: string) => post(`/v1/fleets/${id}/retrain`, undefined, { 'idempotency-key': key });
  const [first, second] = [await retrain('again-1'), await retrain('again-1')];
  expect([first.statusCode, second.headers['idempotency-replayed']]).toEqual([202, 'true']);
  expect(second.json()).toEqual(first.json());
  expect((await service.app.inject('/v1/fleets?name=again')).json().data).toHaveLength(2);
  const other = await post(
    '/v1/fleets',
    { dataset_id: datasetId, settings },
    { 'idempotency-key': 'again-1' },
  );
  expect(other.json().code).toBe('idempotency_key_reused');
});
