import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTar } from '../../src/http/routes/models/tar.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { writeTar } from '../support/files/tar.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { symbolCalls } from '../support/symbols.ts';

let database: TestDatabase;
let service: TestApp;
const models: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, { url: database.url, drop: async () => {} });
  service.startWorker();
  models.series = (await service.trained(dailyCsv(60), { horizon: 2, steps: 1, members: 1 })).id;
  const calls = symbolCalls(service);
  const words = await calls.lines('red green blue\ngreen blue red\n', { unit: 'word' });
  models.symbols = (await calls.trained(words, { hidden_size: 4, steps: 1 })).id;
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** A weights file all of whose numbers are another one. */
function spoilt(weights: Uint8Array, value: number): Buffer {
  const bytes = Buffer.from(weights);
  const from = 8 + Number(bytes.readBigUInt64LE(0));
  for (let i = 0; from + 4 * i < bytes.length; i++) bytes.writeFloatLE(value, from + 4 * i);
  return bytes;
}

function spoiltBundle(bundle: Buffer, value: number): Buffer {
  const files = readTar(bundle).map((file) => ({ ...file }));
  const weights = files.find(({ name }) => name === 'weights.safetensors')!;
  const description = files.find(({ name }) => name === 'bundle.json')!;
  weights.bytes = spoilt(weights.bytes, value);
  const json = JSON.parse(Buffer.from(description.bytes).toString());
  json.weights.sha256 = createHash('sha256').update(weights.bytes).digest('hex');
  description.bytes = Buffer.from(JSON.stringify(json));
  return writeTar(files, new Date(0));
}

/** Replaces the weights of a model in the database. */
async function changeStored(kind: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query('SELECT bytes FROM model_weights WHERE model_id = $1', [models[kind]]);
  const bytes = change(rows[0].bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await client.query('UPDATE model_weights SET bytes = $2 WHERE model_id = $1', [models[kind], bytes]);
  await client.query('UPDATE models SET weights_sha256 = $2 WHERE id = $1', [models[kind], sha256]);
  await client.end();
}

describe.each(['series', 'symbols'])('a model of %s', (kind) => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, 3e38, -1e7])(
    'with a weight of %s is not imported',
    async (value) => {
      const { rawPayload } = await service.app.inject(`/v1/models/${models[kind]}/bundle`);
      const send = (payload: Buffer) =>
        service.app.inject({
          ...{ method: 'POST', url: '/v1/models/import', payload },
          headers: { 'content-type': 'application/x-tar' },
        });
      const answer = (await send(spoiltBundle(rawPayload, value))).json();
      expect(answer).toMatchObject({ status: 422, code: 'bundle_invalid' });
      expect(answer.detail).toContain(`has the value ${value > 1e38 && value < 4e38 ? 3 : value}`);
      expect((await send(rawPayload)).statusCode).toBe(201);
    },
  );

  test('whose stored weights are spoilt gives a 4xx with advice, not a 500', async () => {
    await changeStored(kind, (bytes) => spoilt(bytes, Number.NaN));
    const body = kind === 'series' ? {} : { context: 'red green', length: 2 };
    for (const payload of [body, ...(kind === 'series' ? [{ explain: true }, { samples: 3 }] : [])]) {
      const answer = await service.app.inject({
        ...{ method: 'POST', url: `/v1/models/${models[kind]}/forecasts`, payload },
      });
      // Where the statistical parts forecast alone, the weights do not matter.
      if (kind === 'series' && answer.statusCode === 200) continue;
      expect([409, 422], answer.body).toContain(answer.statusCode);
      expect(answer.body).toMatch(/not (a )?finite|do not sum/);
      expect(answer.json().remedy).toBeTruthy();
    }
    const memory = await service.app.inject(`/v1/models/${models[kind]}/memory`);
    const trace = await service.app.inject({
      ...{ method: 'POST', url: `/v1/models/${models[kind]}/trace` },
      payload: kind === 'series' ? {} : { context: 'red green' },
    });
    for (const answer of [memory, trace])
      expect(answer.json(), answer.body).toMatchObject({
        ...{ status: 409, code: 'forecast_not_finite' },
        remedy: expect.stringContaining('Train the model again'),
      });
  });
});

test('stored ensemble weights that no training gives make no call a 500', async () => {
  await changeStored('series', (bytes) => {
    const end = 8 + Number(Buffer.from(bytes).readBigUInt64LE(0));
    const header = JSON.parse(Buffer.from(bytes.subarray(8, end)).toString());
    const { members, evaluation } = JSON.parse(header.__metadata__.shares);
    const infinite = (weights: object) => Object.fromEntries(Object.keys(weights).map((name) => [name, 'x']));
    header.__metadata__.shares = JSON.stringify({ members: infinite(members), evaluation });
    header.__metadata__.shares_of_parts = '{}';
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, bytes.subarray(end)]);
  });
  for (const [call, payload] of [
    ['anomalies', {}],
    ['forecasts', {}],
    ['forecasts', { fitted: true }],
  ] as const) {
    const url = `/v1/models/${models.series}/${call}`;
    const answer = await service.app.inject({ method: 'POST', url, payload });
    expect(answer.json(), answer.body).toMatchObject({ status: 422, code: 'all_series_failed' });
    expect(answer.json().errors[0].message).toMatch(/^forecast_not_finite: .*Train the model again/);
  }
});
