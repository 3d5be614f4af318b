import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../src/contracts/schemas/index.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;
let old: Model;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  old = await service.trained(dailyCsv(120), { horizon: 3, name: 'first', tags: ['a'] });
});
afterAll(() => service.stop());

const put = (name: string, model_id: string) =>
  service.app.inject({ method: 'PUT', url: `/v1/aliases/${name}`, payload: { model_id } });
const retrain = (reference: string, payload: object) =>
  service.app.inject({ method: 'POST', url: `/v1/models/${reference}/retrain`, payload });

test('a name and tags are changed, and what is left out stays', async () => {
  const url = `/v1/models/${old.id}`;
  const renamed = await service.app.inject({ method: 'PATCH', url, payload: { name: 'second' } });
  expect(renamed.json()).toMatchObject({ id: old.id, name: 'second', tags: ['a'] });
  await service.app.inject({ method: 'PATCH', url, payload: { tags: ['b', 'c'] } });
  expect((await service.app.inject(url)).json()).toMatchObject({ name: 'second', tags: ['b', 'c'] });
  expect((await service.app.inject('/v1/models?tag=b')).json().data).toHaveLength(1);
  const refused = await service.app.inject({ method: 'PATCH', url, payload: { horizon: 4 } });
  expect(refused.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/horizon' }] });
});

test('an alias works wherever the id of a model does, and can be switched at once', async () => {
  const created = await put('production', old.id);
  expect([created.statusCode, created.headers.location]).toEqual([201, '/v1/aliases/production']);
  expect((await service.app.inject('/v1/models/production')).json().id).toBe(old.id);
  const weights = await service.app.inject('/v1/models/production/weights');
  expect(weights.headers.etag).toBe(`"${old.weights?.sha256}"`);
  const forecast = { method: 'POST', url: '/v1/models/production/forecasts', payload: {} } as const;
  expect((await service.app.inject(forecast)).json().model_id).toBe(old.id);

  const other = await service.trained(dailyCsv(120), { horizon: 2 });
  expect((await put('production', other.id)).statusCode).toBe(200);
  expect((await service.app.inject(forecast)).json()).toMatchObject({ model_id: other.id, horizon: 2 });
  expect((await put('canary', 'production')).json().model_id).toBe(other.id);
  const names = (await service.app.inject('/v1/aliases'))
    .json()
    .data.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['canary', 'production']);
});

test('aliases are listed by their model, by an alias of it and by name, page by page', async () => {
  await put('a-first', old.id);
  await put('b-second', old.id);
  const list = async (query: string) => (await service.app.inject(`/v1/aliases?${query}`)).json();
  const namesOf = async (query: string) => (await list(query)).data.map(({ name }: { name: string }) => name);
  expect(await namesOf(`model_id=${old.id}`)).toEqual(['a-first', 'b-second']);
  expect(await namesOf('model_id=b-second&name=a-*')).toEqual(['a-first']);
  expect(await namesOf('name=b-second')).toEqual(['b-second']);
  expect(await namesOf('name=b-')).toEqual([]);
  expect(await namesOf(`model_id=${newId('model')}`)).toEqual([]);
  const first = await list(`model_id=${old.id}&limit=1`);
  expect(first.data[0].name).toBe('a-first');
  const second = await list(`model_id=${old.id}&limit=1&cursor=${first.next_cursor}`);
  expect([second.data[0].name, second.next_cursor]).toEqual(['b-second', null]);
  expect((await list('model_id=nobody')).code).toBe('model_not_found');
  for (const name of ['a-first', 'b-second'])
    await service.app.inject({ method: 'DELETE', url: `/v1/aliases/${name}` });
});

test('a model with an alias is not deleted; without the alias it is', async () => {
  const model = await service.trained(dailyCsv(60), { horizon: 2 });
  await put('doomed', model.id);
  const remove = { method: 'DELETE', url: `/v1/models/${model.id}` } as const;
  const refused = await service.app.inject(remove);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'model_aliased']);
  expect((await service.app.inject({ method: 'DELETE', url: '/v1/aliases/doomed' })).statusCode).toBe(204);
  expect((await service.app.inject('/v1/aliases/doomed')).json().code).toBe('alias_not_found');
  expect((await service.app.inject(remove)).statusCode).toBe(204);
});

test('an unknown or invalid alias is refused with the reason', async () => {
  expect((await service.app.inject('/v1/models/nobody')).json()).toMatchObject({
    code: 'model_not_found',
    detail: 'There is no alias nobody.',
  });
  expect((await service.app.inject(`/v1/models/${old.dataset_id}`)).json()).toMatchObject({
    code: 'id_malformed',
  });
  expect((await put('Bad Name', old.id)).json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '{name}' }],
  });
  expect((await put('production', `mdl_${'0'.repeat(32)}`)).json().code).toBe('model_not_found');
});

test('a warm training goes on from the weights with the settings as they were used', async () => {
  const parent = await service.trained(dailyCsv(200), { horizon: 3, steps: 120 });
  const answer = await retrain(parent.id, { mode: 'warm' });
  expect(answer.statusCode).toBe(202);
  const { model, job } = answer.json();
  expect(model).toMatchObject({ parent_id: parent.id, spec: parent.spec, dataset_id: parent.dataset_id });
  expect((await service.ended(job.id)).status).toBe('succeeded');
  const warm: Model = (await service.app.inject(`/v1/models/${model.id}`)).json();
  // The weights of the mixture are chosen again.
  expect({ ...warm.spec, shares: null }).toEqual({ ...parent.spec, shares: null });
  const [before, after] = [parent.card!.training.loss, warm.card!.training.loss];
  const best = Math.min(...before.map(({ validation_loss }) => validation_loss ?? Number.POSITIVE_INFINITY));
  expect(after[0].validation_loss).toBeCloseTo(best, 6);
  expect(before[0].validation_loss).toBeGreaterThan(best);
  expect(warm.spec).toMatchObject({ family: expect.any(String), hidden_size: expect.any(Number) });
  const scratch = (await retrain(warm.id, { mode: 'scratch' })).json();
  expect(scratch.model.spec).toMatchObject({ horizon: 3, steps: 120, family: null, hidden_size: null });
  await service.app.inject({ method: 'POST', url: `/v1/jobs/${scratch.job.id}/cancel` });
});

test('a retraining from scratch uses the requested settings, and gives the same weights', async () => {
  const { model, job } = (await retrain(old.id, { mode: 'scratch' })).json();
  expect(model.spec).toMatchObject({ hidden_size: null, steps: 20, horizon: 3 });
  expect((await service.ended(job.id)).status).toBe('succeeded');
  const again: Model = (await service.app.inject(`/v1/models/${model.id}`)).json();
  expect(again.weights?.sha256).toBe(old.weights?.sha256);
});

test('weights that a training goes on from are not deleted under it; a model without weights cannot be one', async () => {
  await service.stopWorker();
  const model: Model = (await service.app.inject('/v1/models/canary')).json();
  await service.app.inject({ method: 'DELETE', url: '/v1/aliases/canary' });
  await put('production', old.id);
  const { job, model: child } = (await retrain(model.id, {})).json();
  const remove = { method: 'DELETE', url: `/v1/models/${model.id}` } as const;
  expect((await service.app.inject(remove)).json().code).toBe('model_in_use');
  expect((await retrain(child.id, {})).json().code).toBe('model_not_ready');
  await service.app.inject({ method: 'POST', url: `/v1/jobs/${job.id}/cancel` });
  expect((await retrain(child.id, {})).json().code).toBe('model_failed');
  expect((await service.app.inject(remove)).json().code).toBe('model_in_use'); // the job may be tried again
  expect((await service.app.inject({ ...remove, url: `/v1/models/${child.id}` })).statusCode).toBe(204);
  expect((await service.app.inject(remove)).statusCode).toBe(204);
});
