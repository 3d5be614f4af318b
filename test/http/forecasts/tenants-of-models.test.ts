/** Models and series that one tenant's forecasts keep in memory serve no other tenant. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;

beforeAll(async () => {
  service = await startApp({ apiKey: root });
  service.startWorker();
});
afterAll(() => service.stop());

const as = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function tenant(name: string): Promise<Record<string, string>> {
  const payload = { tenant: name, scopes: ['read', 'write'] };
  const created = await service.app.inject({ method: 'POST', url: '/v1/keys', headers: as(root), payload });
  return as(created.json().secret);
}

async function trained(headers: Record<string, string>, horizon: number): Promise<Model> {
  const csv = { ...headers, 'content-type': 'text/csv' };
  const upload = { method: 'POST', url: '/v1/datasets', headers: csv, payload: dailyCsv(90) } as const;
  const dataset = (await service.app.inject(upload)).json();
  const payload = { dataset_id: dataset.id, horizon, preset: 'fast', hidden_size: 8, steps: 5 };
  const created = await service.app.inject({ method: 'POST', url: '/v1/models', headers, payload });
  await service.ended(created.json().job.id, headers);
  return created.json().model;
}

test('an alias names the model of the tenant that asks, and an id of another tenant is unknown', async () => {
  const tenants = [await tenant('acme'), await tenant('globex')];
  const models = [await trained(tenants[0], 2), await trained(tenants[1], 3)];
  const ask = (t: number, reference: string) =>
    service.app.inject({
      ...{ method: 'POST', url: `/v1/models/${reference}/forecasts`, headers: tenants[t], payload: {} },
    });
  for (const [t, headers] of tenants.entries()) {
    const payload = { model_id: models[t].id };
    await service.app.inject({ method: 'PUT', url: '/v1/aliases/live', headers, payload });
  }
  for (const t of [0, 1]) {
    const aliasesOf = async (model: Model) => {
      const url = `/v1/aliases?model_id=${model.id}`;
      return (await service.app.inject({ url, headers: tenants[t] })).json().data.length;
    };
    expect([await aliasesOf(models[t]), await aliasesOf(models[1 - t])]).toEqual([1, 0]);
  }
  for (const round of [1, 2])
    for (const t of [0, 1]) {
      const own = (await ask(t, 'live')).json();
      expect(own, `round ${round}`).toMatchObject({ model_id: models[t].id, horizon: t + 2 });
      expect((await ask(t, models[t].id)).statusCode).toBe(200);
      expect((await ask(1 - t, models[t].id)).json()).toMatchObject({ code: 'model_not_found' });
      const read = { url: `/v1/forecasts/${own.id}`, headers: tenants[1 - t] };
      expect((await service.app.inject(read)).json()).toMatchObject({ code: 'forecast_not_found' });
    }
});
