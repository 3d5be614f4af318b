import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase } from '../../support/postgres.ts';

let service: TestApp;
let otherWorker: Store;

beforeAll(async () => {
  const database = await createTestDatabase();
  service = await startApp({}, database);
  otherWorker = await openStore(database.url, { poolMax: 1 });
});
afterAll(async () => {
  await otherWorker.close();
  await service.stop();
});

test('a job that is delivered while its dead worker still counts as alive is taken over soon, without the reconciler', async () => {
  const dataset = (await upload(service.app, dailyCsv(120))).json();
  const payload = { dataset_id: dataset.id, horizon: 3, preset: 'fast', steps: 20 };
  const { job } = (await service.app.inject({ method: 'POST', url: '/v1/models', payload })).json();
  await otherWorker.leases.claim(job.id, 'dies-now');
  service.startWorker();
  const attempt = async () => (await service.app.inject(`/v1/jobs/${job.id}`)).json().attempt;
  await expect.poll(attempt).toBe(2);
  await service.app.inject({ method: 'POST', url: `/v1/jobs/${job.id}/cancel` });
});
