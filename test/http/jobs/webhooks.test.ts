import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import type { Delivery } from '../../../src/contracts/schemas/operations/webhook.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { soonMs } from '../../support/soon.ts';
import { documentedMessage, startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

let database: TestDatabase;
let service: TestApp;
let receiver: WebhookReceiver;
let datasetId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  service = await startApp({}, database, { webhookAllow: ['127.0.0.1/32'] });
  datasetId = (await upload(service.app, dailyCsv(60))).json().id;
});
afterAll(async () => {
  await service.stop();
  await receiver.close();
});

const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
  app = service.app,
) => app.inject({ method, url, payload });
const created = async (webhook: object) => (await call('POST', '/v1/webhooks', webhook)).json();

/** Trains a model, or cancels the training before a worker takes it. */
async function endedJob(isCancelled: boolean): Promise<Job> {
  const payload = { dataset_id: datasetId, horizon: 5, preset: 'fast', steps: 5 };
  const { job } = (await call('POST', '/v1/models', payload)).json();
  if (!isCancelled) return service.ended(job.id);
  return (await call('POST', `/v1/jobs/${job.id}/cancel`)).json();
}

async function deliveriesOf(webhookId: string, query = ''): Promise<Delivery[]> {
  return (await call('GET', `/v1/webhooks/${webhookId}/deliveries${query}`)).json().data;
}

/** Attempts that the metrics count. */
async function attempts(): Promise<{ failed: number; delivered: number }> {
  const { body } = await call('GET', '/metrics');
  const count = (outcome: string) =>
    Number(
      new RegExp(`^gatecast_webhook_attempts_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(body)![1],
    );
  return { failed: count('failed'), delivered: count('delivered') };
}

describe('webhooks', () => {
  test('are created, listed, changed and deleted; the secret is shown once', async () => {
    const answer = await call('POST', '/v1/webhooks', { url: receiver.url });
    expect(answer.statusCode).toBe(201);
    const webhook = answer.json();
    expect(answer.headers.location).toBe(`/v1/webhooks/${webhook.id}`);
    expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(webhook.events).toEqual([
      'job.succeeded',
      'job.failed',
      'job.cancelled',
      'model.ready',
      'forecast.created',
      'anomaly.detected',
    ]);
    const { secret: _, ...shown } = webhook;
    expect((await call('GET', `/v1/webhooks/${webhook.id}`)).json()).toEqual(shown);
    expect((await call('GET', '/v1/webhooks')).json().data).toEqual([shown]);

    const changes = { enabled: false, description: 'off' };
    const changed = await call('PATCH', `/v1/webhooks/${webhook.id}`, changes);
    expect(changed.json()).toEqual({ ...shown, ...changes });
    expect((await call('DELETE', `/v1/webhooks/${webhook.id}`)).statusCode).toBe(204);
    for (const request of [
      call('GET', `/v1/webhooks/${webhook.id}`),
      call('PATCH', `/v1/webhooks/${webhook.id}`, {}),
      call('DELETE', `/v1/webhooks/${webhook.id}`),
      call('GET', `/v1/webhooks/${webhook.id}/deliveries`),
    ]) {
      expect((await request).json().code).toBe('webhook_not_found');
    }
  });

  test('with a bad address or event are refused by name', async () => {
    for (const url of [
      'ftp://example.org',
      'https://user:pass@example.org',
      'example.org',
      '/x',
      'http://example.org:0/',
    ]) {
      const answer = await call('POST', '/v1/webhooks', { url });
      expect([answer.statusCode, answer.json().errors[0].path], url).toEqual([422, '/url']);
    }
    const answer = await call('POST', '/v1/webhooks', { url: receiver.url, events: ['job.succeded'] });
    expect(answer.json().detail).toContain('did you mean `job.succeeded`?');
  });

  test('are bounded in number', async () => {
    const ids: string[] = [];
    for (let i = 0; i < limits.webhooksMax; i++) ids.push((await created({ url: receiver.url })).id);
    const answer = await call('POST', '/v1/webhooks', { url: receiver.url });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'webhooks_too_many']);
    for (const id of ids) await call('DELETE', `/v1/webhooks/${id}`);
  });
});

test('a test message is delivered on request, whatever the webhook subscribes to', async () => {
  const webhook = await created({ url: receiver.url, events: ['job.failed'] });
  const answer = await call('POST', `/v1/webhooks/${webhook.id}/test`);
  expect([answer.statusCode, answer.json()]).toMatchObject([
    202,
    { event: 'webhook.test', status: 'pending' },
  ]);
  expect(await deliveriesOf(webhook.id)).toMatchObject([{ id: answer.json().id, event: 'webhook.test' }]);
  const again = await call('POST', `/v1/webhooks/${webhook.id}/test`);
  expect([again.statusCode, again.json().id]).toEqual([202, answer.json().id]);
  expect(await deliveriesOf(webhook.id)).toHaveLength(1);
  const unknown = await call('POST', `/v1/webhooks/whk_${'0'.repeat(32)}/test`);
  expect(unknown.json().code).toBe('webhook_not_found');
  await call('DELETE', `/v1/webhooks/${webhook.id}`);
});

describe('targets', () => {
  test.each([
    'http://127.0.0.2/', // beside the network that is allowed
    'http://2130706434/', // 127.0.0.2 as a number
    'http://10.1.2.3/',
    'http://169.254.169.254/latest/meta-data',
    'http://192.168.1.1/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
  ])('%s is in a private network and refused', async (url) => {
    const answer = await call('POST', '/v1/webhooks', { url });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'webhook_target_refused']);
  });

  test('a public address, and an address in an allowed network, are accepted', async () => {
    for (const url of [
      'https://93.184.215.14/hook',
      receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
    ]) {
      const answer = await call('POST', '/v1/webhooks', { url });
      expect(answer.statusCode, url).toBe(201);
      await call('DELETE', `/v1/webhooks/${answer.json().id}`);
    }
  });
});

describe('a worker that may not call private networks', () => {
  test('refuses a target when it connects, even if the target was allowed when the webhook was created', async () => {
    const byName = receiver.url.replace('127.0.0.1', 'localhost');
    const webhook = await created({ url: receiver.url });
    const strict = await startApp({}, { url: database.url, drop: async () => {} });
    const refused = await call('POST', '/v1/webhooks', { url: byName }, strict.app);
    expect(refused.json().code).toBe('webhook_target_refused');

    await endedJob(true);
    strict.startWorker();
    const tried = async () => (await deliveriesOf(webhook.id))[0].attempts;
    await expect.poll(tried).toBeGreaterThanOrEqual(1);
    expect((await deliveriesOf(webhook.id))[0]).toMatchObject({
      status: 'pending',
      response_status: null,
      error: expect.stringContaining('private network'),
    });
    expect(receiver.received).toEqual([]);
    await strict.stop();
    await call('DELETE', `/v1/webhooks/${webhook.id}`);
  });
});

describe('deliveries', () => {
  beforeAll(() => service.startWorker());

  test('report the end of a job and a ready model, signed as in Standard Webhooks', async () => {
    const webhook = await created({ url: receiver.url });
    const beganSeconds = Math.floor(Date.now() / 1_000);
    const job = await endedJob(false);
    await expect.poll(() => receiver.received.length).toBe(2);
    const endedSeconds = Date.now() / 1_000;
    const key = Buffer.from(webhook.secret.slice('whsec_'.length), 'base64');
    for (const { headers, body } of receiver.received) {
      const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']];
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signature}`);
      expect(Number(timestamp)).toBeGreaterThanOrEqual(beganSeconds);
      expect(Number(timestamp)).toBeLessThanOrEqual(endedSeconds);
      expect(headers['content-type']).toBe('application/json');
    }
    const messages = receiver.received.map(documentedMessage);
    expect(messages.map(({ type }) => type).sort()).toEqual(['job.succeeded', 'model.ready']);
    for (const { type, data } of messages) {
      if (!('job' in data)) throw new Error(`${type} has no job`);
      expect(data.job).toMatchObject({ id: job.id, status: 'succeeded', progress: { fraction: 1 } });
      expect('model_id' in data ? data.model_id : null).toBe(type === 'model.ready' ? job.subject.id : null);
    }
    const delivered = () => deliveriesOf(webhook.id, '?status=delivered');
    await expect.poll(async () => (await delivered()).length, { timeout: soonMs }).toBe(2); // recorded after the answer
    expect((await delivered())[0]).toMatchObject({
      attempts: 1,
      response_status: 204,
      error: null,
      next_attempt_at: null,
    });
    expect(JSON.stringify(service.logs)).not.toContain(webhook.secret);
    await call('POST', `/v1/webhooks/${webhook.id}/test`);
    await expect.poll(() => receiver.received.length).toBe(3);
    expect(documentedMessage(receiver.received[2]).type).toBe('webhook.test');
    await call('DELETE', `/v1/webhooks/${webhook.id}`);
  });

  test('that are not answered with 2xx are retried under the same id; redirects are not followed', async () => {
    receiver.received.length = 0;
    const before = await attempts();
    const webhook = await created({ url: receiver.url, events: ['job.cancelled'] });
    receiver.answerWith(302, { location: `${receiver.url}/elsewhere` }, 'x'.repeat(5_000));
    await endedJob(true);
    const tried = async () => (await deliveriesOf(webhook.id))[0]?.attempts;
    await expect.poll(tried).toBeGreaterThanOrEqual(1);
    const [first] = await deliveriesOf(webhook.id);
    expect(first).toMatchObject({
      event: 'job.cancelled',
      status: 'pending',
      response_status: 302,
      response_body: 'x'.repeat(1_024),
      error: 'answered with status 302; accepted: 2xx',
    });
    expect(Date.parse(first.next_attempt_at!) - Date.parse(first.last_attempt_at!)).toBeGreaterThanOrEqual(
      4_900,
    );
    receiver.answerWith(200);
    await expect
      .poll(async () => (await deliveriesOf(webhook.id))[0])
      .toMatchObject({ status: 'delivered', error: null });
    const [{ attempts: sent }] = await deliveriesOf(webhook.id);
    expect(sent).toBeGreaterThanOrEqual(2);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array(sent).fill(first.id));
    expect(documentedMessage(receiver.received[0]).type).toBe('job.cancelled');

    const again = await call('POST', `/v1/webhooks/${webhook.id}/deliveries/${first.id}/redeliver`);
    expect(again.statusCode).toBe(202);
    expect(again.json()).toMatchObject({ status: 'pending', attempts: 0 });
    await expect
      .poll(async () => (await deliveriesOf(webhook.id))[0])
      .toMatchObject({ status: 'delivered', attempts: 1 });
    expect(receiver.received).toHaveLength(sent + 1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const after = await attempts();
    expect([after.failed - before.failed, after.delivered - before.delivered]).toEqual([sent - 1, 2]);
    const { tenant, level } = service.logs.find(({ msg }) => msg === 'webhook not delivered')!;
    expect([tenant, level]).toEqual(['default', 30]);

    const unknown = `/v1/webhooks/${webhook.id}/deliveries/dlv_${'0'.repeat(32)}/redeliver`;
    expect((await call('POST', unknown)).json().code).toBe('delivery_not_found');
    await call('DELETE', `/v1/webhooks/${webhook.id}`);
  });

  test('to an unreachable receiver record the reason', async () => {
    const gone = await startReceiver();
    await gone.close();
    const webhook = await created({ url: gone.url, events: ['job.cancelled'] });
    await endedJob(true);
    await expect
      .poll(async () => (await deliveriesOf(webhook.id))[0])
      .toMatchObject({ status: 'pending', error: 'the connection was refused' });
    expect((await deliveriesOf(webhook.id))[0].attempts).toBeGreaterThanOrEqual(1);
    await call('DELETE', `/v1/webhooks/${webhook.id}`);
  });
});
