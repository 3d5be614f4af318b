import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import type { Schedule } from '../../../src/contracts/schemas/operations/schedule.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { soonMs } from '../../support/soon.ts';
import { documentedMessage, startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

let service: TestApp;
let receiver: WebhookReceiver;
let model: Model;

beforeAll(async () => {
  receiver = await startReceiver();
  service = await startApp({}, undefined, { webhookAllow: ['127.0.0.1/32'] });
  service.startWorker();
  model = await service.trained(dailyCsv(60), { horizon: 5 });
});
afterAll(async () => {
  await service.stop();
  await receiver.close();
});

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  service.app.inject({ method, url, payload });
const read = async (url: string) => (await call('GET', url)).json();

async function planned(modelId: string): Promise<Schedule> {
  const answer = await call('POST', '/v1/schedules', { kind: 'forecast', model_id: modelId, every: 'PT10S' });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

/** Waits for a run of a schedule, and pauses the schedule. @returns its last run */
async function lastRun({ id }: Schedule): Promise<NonNullable<Schedule['last_run']>> {
  const run = async () => (await read(`/v1/schedules/${id}`)).last_run;
  await expect.poll(run, { timeout: 3 * soonMs, interval: 200 }).not.toBeNull();
  return (await call('PATCH', `/v1/schedules/${id}`, { enabled: false })).json().last_run;
}

test('a schedule forecasts as a call does, keeps the forecast and tells of it; one that cannot says why', async () => {
  const webhook = await call('POST', '/v1/webhooks', { url: receiver.url, events: ['forecast.created'] });
  expect(webhook.statusCode, webhook.body).toBe(201);
  const payload = { dataset_id: model.dataset_id, horizon: 5, preset: 'fast', steps: 100_000 };
  const untrained = (await call('POST', '/v1/models', payload)).json();
  await call('POST', `/v1/jobs/${untrained.job.id}/cancel`);
  await service.ended(untrained.job.id);
  const [schedule, futile] = [await planned(model.id), await planned(untrained.model.id)];

  const [made, refused] = await Promise.all([lastRun(schedule), lastRun(futile)]);
  expect(made).toMatchObject({ outcome: 'forecast', detail: null, job_id: null, model_id: null });
  const forecast = await read(`/v1/forecasts/${made.forecast_id}`);
  const {
    id: _,
    created_at: __,
    ...called
  } = (await call('POST', `/v1/models/${model.id}/forecasts`, {})).json();
  expect(forecast).toMatchObject(called);
  expect(refused).toMatchObject({ outcome: 'refused', forecast_id: null });
  expect(refused.detail).toContain('was cancelled');

  // A slow machine leaves time for runs before the one that was read, in any order.
  const messages = () => receiver.received.map((one) => documentedMessage(one));
  const wanted = { forecast_id: made.forecast_id, model_id: model.id, schedule_id: schedule.id };
  await expect
    .poll(messages, { timeout: soonMs })
    .toContainEqual(
      expect.objectContaining({ type: 'forecast.created', data: expect.objectContaining(wanted) }),
    );
  for (const { data } of messages()) expect(data).toMatchObject({ schedule_id: schedule.id });
});

test('a schedule reads known-future covariates from the rows after the last value', async () => {
  const promotion = Array.from({ length: 66 }, (_, t) => (t % 4 === 0 ? 1 : 0));
  const values = promotion.map((on, t) => (t < 60 ? 10 + 5 * on : null));
  const series = [{ start: '2024-01-01', values, covariates: { promotion } }];
  const dataset = (await call('POST', '/v1/datasets', { series })).json();
  const created = await call('POST', '/v1/models', {
    dataset_id: dataset.id,
    horizon: 4,
    preset: 'fast',
    steps: 5,
    covariates: { future: ['promotion'] },
  });
  await service.ended(created.json().job.id);
  const schedule = await planned(created.json().model.id);
  const made = await lastRun(schedule);
  expect(made).toMatchObject({ outcome: 'forecast', detail: null });
  expect((await read(`/v1/forecasts/${made.forecast_id}`)).forecasts).toMatchObject([
    {
      times: ['2024-03-01', '2024-03-02', '2024-03-03', '2024-03-04'],
      future_covariates: { promotion: promotion.slice(60, 64) },
    },
  ]);
});
