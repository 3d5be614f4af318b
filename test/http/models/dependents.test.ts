import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

const alias = (name: string, model_id: string) =>
  service.app.inject({ method: 'PUT', url: `/v1/aliases/${name}`, payload: { model_id } });
const schedule = async (model_id: string): Promise<string> => {
  const payload = { model_id, every: 'P1D', kind: 'retrain' };
  const answer = await service.app.inject({ method: 'POST', url: '/v1/schedules', payload });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().id;
};
const remove = (url: string) => service.app.inject({ method: 'DELETE', url });
const status = async (url: string) => (await service.app.inject(url)).statusCode;

test('a dataset whose models have an alias and a schedule is deleted only with them, by name', async () => {
  const model = await service.trained(dailyCsv(60), { horizon: 2 });
  await alias('live', model.id);
  const scheduleId = await schedule(model.id);
  const url = `/v1/datasets/${model.dataset_id}`;
  const refused = await remove(url);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'dependents_exist']);
  expect(refused.json().detail).toContain(`alias live, schedule ${scheduleId}`);
  expect(refused.json().detail).toContain('?dependents=delete');
  expect([await status(url), await status('/v1/aliases/live')]).toEqual([200, 200]);
  expect((await remove(`${url}?dependents=keep`)).json().code).toBe('request_invalid');
  expect((await remove(`${url}?dependents=delete`)).statusCode).toBe(204);
  expect(await status('/v1/aliases/live')).toBe(404);
  expect(await status(`/v1/schedules/${scheduleId}`)).toBe(404);
});

test('a model with a schedule is not deleted under it, and a dataset of plain models is', async () => {
  const model = await service.trained(dailyCsv(60), { horizon: 2 });
  const scheduleId = await schedule(model.id);
  const refused = await remove(`/v1/models/${model.id}`);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'dependents_exist']);
  expect(refused.json().detail).toContain(scheduleId);
  await alias('both', model.id);
  const both = await remove(`/v1/models/${model.id}`);
  expect(both.json()).toMatchObject({ code: 'model_aliased' });
  expect(both.json().detail).toContain(`alias both, schedule ${scheduleId}`);
  expect((await remove(`/v1/models/${model.id}?dependents=delete`)).statusCode).toBe(204);
  expect(await status(`/v1/schedules/${scheduleId}`)).toBe(404);
  expect((await remove(`/v1/datasets/${model.dataset_id}`)).statusCode).toBe(204);
});

test('a fleet whose models have an alias is deleted only with it', async () => {
  const dataset = (await upload(service.app, dailyCsv(60))).json();
  const payload = { dataset_id: dataset.id, settings: { horizon: 2, steps: 20 } };
  const answer = await service.app.inject({ method: 'POST', url: '/v1/fleets', payload });
  expect(answer.statusCode, answer.body).toBe(202);
  const url = `/v1/fleets/${answer.json().id}`;
  const [one] = (await service.app.inject(`/v1/models?fleet_id=${answer.json().id}`)).json().data;
  await service.ended(one.job_id);
  await alias('member', one.id);
  const refused = await remove(url);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'dependents_exist']);
  expect(refused.json().detail).toContain('alias member');
  expect((await remove(`${url}?dependents=delete`)).statusCode).toBe(204);
  expect(await status('/v1/aliases/member')).toBe(404);
});
