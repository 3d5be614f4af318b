import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { soonMs } from '../../support/soon.ts';
import { symbolCalls } from '../../support/symbols.ts';

let database: TestDatabase;
let service: TestApp;
let model: Model;
let symbols: { id: string };

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database);
  service.startWorker();
  model = await service.trained(dailyCsv(150), { horizon: 5, hidden_size: 6, members: 1, steps: 5 });
  const calls = symbolCalls(service);
  symbols = await calls.trained(await calls.lines('anna\nanna\nanna\nanna\n'), { steps: 5 });
  await ageWeights(model.id, '3');
  await ageWeights(symbols.id, '1');
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** Changes stored weights to those of an earlier version of the service. */
async function ageWeights(modelId: string, version: string): Promise<void> {
  const client = new pg.Client(database.url);
  await client.connect();
  const select = 'SELECT bytes FROM model_weights WHERE model_id = $1';
  const [{ bytes }] = (await client.query<{ bytes: Buffer }>(select, [modelId])).rows;
  const old = aged(bytes, version);
  const sha256 = createHash('sha256').update(old).digest('hex');
  await client.query('UPDATE model_weights SET bytes = $2 WHERE model_id = $1', [modelId, old]);
  await client.query('UPDATE models SET weights_sha256 = $2 WHERE id = $1', [modelId, sha256]);
  await client.end();
}

function aged(weights: Uint8Array, version: string): Buffer {
  const text = Buffer.from(weights).toString('latin1');
  expect(text).toContain(`"version":"${version}"`);
  return Buffer.from(text.replace(`"version":"${version}"`, '"version":"0"'), 'latin1');
}

/** Starts a training. */
const jobsMsMax = 120_000;

const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });

test('calls that need outdated weights are refused with a way to get a readable model', async () => {
  const url = `/v1/models/${model.id}`;
  for (const answer of [
    await post(`${url}/forecasts`, {}),
    await post(`${url}/forecasts`, { explain: true }),
    await post(`${url}/anomalies`, {}),
    await post(`${url}/trace`, {}),
    await service.app.inject(`${url}/memory`),
    await service.app.inject(`${url}/onnx`),
    await post(`/v1/models/${symbols.id}/forecasts`, { context: 'an' }),
  ]) {
    const problem = answer.json();
    expect([answer.statusCode, problem.code], answer.body).toEqual([409, 'model_outdated']);
    expect(problem.detail).toMatch(/version 0 .*accepted: \d.*retrain` with `\{"mode":"scratch"\}`/);
    expect(problem.retryable).toBe(false);
  }
});

test('backtests and trainings that go on from the weights are refused; one from scratch is not', {
  timeout: jobsMsMax,
}, async () => {
  const refused = [post('/v1/backtests', { model_id: model.id })];
  for (const { id } of [model, symbols]) {
    refused.push(post(`/v1/models/${id}/retrain`, { mode: 'warm' }));
    refused.push(post('/v1/backtests', { model_id: id }));
  }
  for (const answer of await Promise.all(refused))
    expect([answer.statusCode, answer.json().code], answer.body).toEqual([409, 'model_outdated']);
  expect((await service.app.inject('/v1/jobs?status=failed')).json().data).toEqual([]);
  const anew = (await post(`/v1/models/${model.id}/retrain`, { mode: 'scratch' })).json();
  expect((await service.ended(anew.job.id)).status).toBe('succeeded');
  expect((await post(`/v1/models/${anew.model.id}/forecasts`, {})).statusCode).toBe(200);
});

test('a bundle with such weights is refused', async () => {
  const payload = (await service.app.inject(`/v1/models/${model.id}/bundle`)).rawPayload;
  const headers = { 'content-type': 'application/x-tar' };
  const answer = await service.app.inject({ method: 'POST', url: '/v1/models/import', headers, payload });
  expect([answer.statusCode, answer.json().code], answer.body).toEqual([422, 'bundle_invalid']);
  expect(answer.json().detail).toContain('version 0 of their format; accepted: 3');
});

test('an anomaly watch of such a model is refused once for each version of the data', async () => {
  const url = `/v1/models/${model.id}`;
  const set = await service.app.inject({ method: 'PATCH', url, payload: { anomaly_level: 99 } });
  expect(set.statusCode, set.body).toBe(200);
  const client = new pg.Client(database.url);
  await client.connect();
  const refusals = () =>
    service.logs.filter(({ msg }) => String(msg).startsWith('anomaly watches were refused'));
  for (const day of ['2024-06-01', '2024-06-02']) {
    const series = [{ id: 'y', times: [day], values: [100] }];
    const added = await post(`/v1/datasets/${model.dataset_id}/observations`, { series });
    expect(added.statusCode, added.body).toBe(200);
    const { version } = added.json();
    const watched = async () =>
      (await client.query('SELECT watched_version FROM models WHERE id = $1', [model.id])).rows;
    await expect.poll(watched, { timeout: soonMs }).toEqual([{ watched_version: version }]);
  }
  await client.end();
  // One line a minute.
  expect(refusals()).toMatchObject([{ model_id: model.id, code: 'model_outdated', failures: 1 }]);
  expect(service.logs.filter(({ msg }) => msg === 'a background task failed')).toEqual([]);
});
