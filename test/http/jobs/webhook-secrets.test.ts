import { createHmac } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../../src/contracts/schemas/operations/webhook.ts';
import { openStore } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

const [key, newKey] = ['k'.repeat(32), 'n'.repeat(32)];
let database: TestDatabase;
let db: pg.Client;
let service: TestApp;
let receiver: WebhookReceiver;

beforeAll(async () => {
  database = await createTestDatabase();
  db = new pg.Client(database.url);
  await db.connect();
  receiver = await startReceiver();
  service = await startApp({}, database, { webhookAllow: ['127.0.0.1/32'], secretKeys: [key] });
  service.startWorker();
});
afterAll(async () => {
  await db.end();
  await service.stop();
  await receiver.close();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url, payload, headers });
const storedSecret = async (id: string): Promise<string> =>
  (await db.query('SELECT secret FROM webhooks WHERE id = $1', [id])).rows[0].secret;
const reopen = async (secretKeys: string[]) => (await openStore(database.url, { secretKeys })).close();

/** A delivery of the webhook, after its first attempt. */
async function attempted(id: string): Promise<Delivery> {
  const dataset_id = (await upload(service.app, dailyCsv(60))).json().id;
  const { job } = (await post('/v1/models', { dataset_id, horizon: 2, preset: 'fast', steps: 5 })).json();
  await service.ended(job.id);
  const first = async (): Promise<Delivery | undefined> => {
    const { data } = (await service.app.inject(`/v1/webhooks/${id}/deliveries?limit=1`)).json();
    return data.find(({ last_attempt_at }: Delivery) => last_attempt_at !== null);
  };
  await expect.poll(first).toBeDefined();
  return (await first()) as Delivery;
}

function isSignedWith(secret: string): boolean {
  const { headers, body } = receiver.received.at(-1)!;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const hmac = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'));
  return headers['webhook-signature'] === `v1,${hmac.update(signed).digest('base64')}`;
}

test('the database holds no secret in clear, and messages are signed with it', async () => {
  const idempotent = { 'idempotency-key': 'hook' };
  const payload = { url: receiver.url, events: ['job.succeeded'] };
  const answer = await post('/v1/webhooks', payload, idempotent);
  const { id, secret } = answer.json();
  expect(await storedSecret(id)).toMatch(/^sealed:/);
  const { rows } = await db.query('SELECT body FROM idempotency_keys WHERE body IS NOT NULL');
  expect(rows).toHaveLength(1);
  expect(rows[0].body.toString('latin1')).not.toContain('whsec_');
  expect((await post('/v1/webhooks', payload, idempotent)).json()).toEqual(answer.json());
  expect((await attempted(id)).status).toBe('delivered');
  expect(isSignedWith(secret)).toBe(true);
  await service.app.inject({ method: 'DELETE', url: `/v1/webhooks/${id}` });
});

test('a repeated call whose answer no key decrypts is refused with the address of the webhook', async () => {
  const payload = { url: receiver.url, events: ['job.failed'] };
  const call = { method: 'POST', url: '/v1/webhooks', headers: { 'idempotency-key': 'rotated' } } as const;
  const { id } = (await post(call.url, payload, call.headers)).json();
  const rotated = await startApp({}, { ...database, drop: async () => {} }, { secretKeys: [newKey] });
  const replayed = await rotated.app.inject({ ...call, payload });
  expect([replayed.statusCode, replayed.json().code]).toEqual([409, 'idempotency_answer_unreadable']);
  expect(replayed.json().detail).toContain(`/v1/webhooks/${id}`);
  const other = await rotated.app.inject({ ...call, payload: { ...payload, events: ['job.succeeded'] } });
  expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_key_reused']);
  await rotated.stop();
  expect((await post(call.url, payload, call.headers)).json().id).toBe(id);
  await service.app.inject({ method: 'DELETE', url: `/v1/webhooks/${id}` });
});

test('secrets in clear are sealed at the next start, and sealed again with a new key', async () => {
  const { id } = (await post('/v1/webhooks', { url: receiver.url, events: ['job.succeeded'] })).json();
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  await db.query('UPDATE webhooks SET secret = $1 WHERE id = $2', [secret, id]);
  expect((await attempted(id)).status).toBe('delivered'); // a row of an earlier version
  expect(isSignedWith(secret)).toBe(true);
  await reopen([newKey, key]);
  const first = await storedSecret(id);
  expect(first).toMatch(/^sealed:/);
  await reopen([key]); // cannot open it, and leaves it
  expect(await storedSecret(id)).toBe(first);
  await reopen([key, newKey]);
  expect(await storedSecret(id)).not.toBe(first);
  receiver.received.length = 0;
  await attempted(id);
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
  expect(isSignedWith(secret)).toBe(true);
  await service.app.inject({ method: 'DELETE', url: `/v1/webhooks/${id}` });
});

test('a secret that no key opens is not used, and the delivery says why', async () => {
  const { id } = (await post('/v1/webhooks', { url: receiver.url, events: ['job.succeeded'] })).json();
  receiver.received.length = 0;
  await reopen([newKey, key]);
  expect((await attempted(id)).error).toContain('GATECAST_SECRET_KEY');
  // A sealed secret is that of one webhook: nobody who writes to the table can give it to another.
  await reopen([key, newKey]);
  const other = (await post('/v1/webhooks', { url: receiver.url, events: ['job.failed'] })).json();
  await db.query('UPDATE webhooks SET secret = $1 WHERE id = $2', [await storedSecret(other.id), id]);
  expect((await attempted(id)).error).toContain('cannot be decrypted');
  const warnings = service.logs.filter(
    ({ level, msg }) => level === 40 && String(msg).includes('cannot be decrypted'),
  );
  expect(warnings).toHaveLength(1);
  expect(warnings[0].msg).toContain('GATECAST_SECRET_KEY');
  expect(receiver.received).toEqual([]);
});
