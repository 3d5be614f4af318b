import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idempotencyKeptSeconds, retention } from '../../src/contracts/ports/index.ts';
import { oneShotTag } from '../../src/contracts/schemas/forecasts/one-shot.ts';
import { limits } from '../../src/contracts/values/limits.ts';
import { AppError } from '../../src/errors.ts';
import { createCleaner } from '../../src/store/cleaner.ts';
import { type Database, openDatabase, openStore } from '../../src/store/index.ts';
import { announce } from '../../src/store/webhooks/outbox.ts';
import { storedForecast } from '../support/stored-forecast.ts';
import {
  claimed,
  createDataset,
  createTraining,
  sampleDataset,
  sampleForecast,
  sampleSeries,
  sampleSpec,
  saveForecast,
  useStore,
} from './samples.ts';

const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

const line = {
  level: 'info' as const,
  attempt: 1,
  message: 'training starts',
  fields: {},
  created_at: new Date().toISOString(),
};

/** Creates a job that failed `daysAgo` days ago, with a checkpoint and a log. */
async function failed(daysAgo: number): Promise<string> {
  const { job } = await createTraining(used.store);
  const claim = await claimed(used.store, job.id);
  await used.store.leases.saveCheckpoint(claim, { bytes: Uint8Array.of(1), step: 1 });
  await used.store.jobLogs.append('acme', job.id, [line]);
  await used.store.leases.fail(claim, new AppError('training_diverged').toProblem());
  await sql`UPDATE jobs SET finished_at = now() - ${daysAgo} * interval '1 day' WHERE id = ${job.id}`.execute(
    db,
  );
  return job.id;
}

async function left(jobId: string) {
  const events = await used.store.jobEvents.after('acme', jobId, 0, 100);
  const logs = await used.store.jobLogs.list('acme', jobId, { limit: 10 });
  const checkpoints = await db
    .selectFrom('job_checkpoints')
    .selectAll()
    .where('job_id', '=', jobId)
    .execute();
  return { events: events.map(({ type }) => type), logs: logs.data.length, checkpoints: checkpoints.length };
}

test('events, logs and checkpoints of jobs are deleted after their retention; the last event stays', async () => {
  const fresh = await failed(0);
  const middle = await failed(retention.checkpointDays + 1);
  const old = await failed(retention.jobHistoryDays + 1);
  const events = ['queued', 'started', 'checkpoint', 'failed'];
  expect(await left(fresh)).toEqual({ events, logs: 1, checkpoints: 1 });
  expect(await used.store.cleaner.clean()).toMatchObject({ job_events: 3, job_logs: 1, job_checkpoints: 2 });
  expect(await left(fresh)).toEqual({ events, logs: 1, checkpoints: 1 });
  expect(await left(middle)).toEqual({ events, logs: 1, checkpoints: 0 });
  expect(await left(old)).toEqual({ events: ['failed'], logs: 0, checkpoints: 0 });
  expect(await used.store.cleaner.clean()).toMatchObject({ job_events: 0, job_logs: 0, job_checkpoints: 0 });
  await used.store.jobs.retry('acme', old);
  await used.store.jobs.cancel('acme', old);
  await sql`UPDATE jobs SET finished_at = '2020-01-01' WHERE id = ${old}`.execute(db);
  expect((await left(old)).events).toEqual(['failed', 'queued', 'cancelled']);
  const stopping = AbortSignal.abort();
  expect(await used.store.cleaner.clean(stopping)).toMatchObject({ job_events: 0 });
  expect(await used.store.cleaner.clean()).toMatchObject({ job_events: 2 });
});

test('a table that cannot be cleaned does not keep the others from it', async () => {
  const expired = await used.store.keys.create({
    ...{ tenant: 'acme', name: 'old', scopes: ['read'], hint: 'abcd' },
    ...{ digest: createHash('sha256').update('old').digest(), expiresAt: new Date('2020-01-01') },
  });
  await sql`ALTER TABLE job_checkpoints RENAME TO job_checkpoints_away`.execute(db);
  await expect(used.store.cleaner.clean()).rejects.toThrow('job_checkpoints');
  await sql`ALTER TABLE job_checkpoints_away RENAME TO job_checkpoints`.execute(db);
  await expect(used.store.keys.get('acme', expired.id)).rejects.toMatchObject({ code: 'key_not_found' });
});

test('a job keeps a bounded number of events and log lines, the newest', async () => {
  const { job } = await createTraining(used.store);
  const claim = await claimed(used.store, job.id);
  for (let step = 1; step <= limits.jobEventsMax + 5; step++) {
    await sql`UPDATE jobs SET checkpoint_step = ${step} WHERE id = ${job.id}`.execute(db);
  }
  const events = await used.store.jobEvents.after('acme', job.id, 0, 2 * limits.jobEventsMax);
  expect(events).toHaveLength(limits.jobEventsMax);
  expect(events.at(-1)!.sequence).toBe(limits.jobEventsMax + 7);

  const numbered = (first: number, end: number) =>
    Array.from({ length: end - first }, (_, i) => ({ ...line, message: String(first + i) }));
  const kept = async () => {
    const rows = await db
      .selectFrom('job_logs')
      .select('message')
      .where('job_id', '=', job.id)
      .orderBy('sequence')
      .execute();
    return rows.map(({ message }) => Number(message));
  };
  for (const [first, end] of [
    [0, 400],
    [400, 1_000],
    [1_000, 1_001],
    [1_001, 1_400],
    [1_400, 2_700],
  ]) {
    await used.store.jobLogs.append('acme', claim.job.id, numbered(first, end));
    const messages = await kept();
    expect(messages).toHaveLength(Math.min(end, limits.jobLogLinesMax));
    expect(messages).toEqual(messages.map((_, i) => end - messages.length + i));
  }
});

const webhook = {
  ...{ url: 'https://example.org', events: ['job.failed' as const], description: '' },
  ...{ enabled: true, secret: 'whsec_x' },
};

/** Inserts `count` deliveries of a webhook, the oldest first. @param mark begins their ids */
const deliver = (hook: string, status: string, mark: string, count: number, daysAgo = 0) =>
  sql`
    INSERT INTO webhook_deliveries (id, webhook_id, tenant_id, event, body, status, created_at)
    SELECT 'dlv_' || ${mark}::text || lpad(n::text, 31, '0'), id, tenant_id, 'job.failed', '{}', ${status}::text,
      now() - ${daysAgo}::integer * interval '1 day'
    FROM webhooks, generate_series(1, ${count}::integer) AS n WHERE id = ${hook}`.execute(db);

/** The end of the id of delivery `n`. */
const last = (n: number) => String(n).padStart(6, '0');

async function deliveries(hook: string): Promise<Record<string, { count: number; oldest: string }>> {
  const { rows } = await sql<{ status: string; count: number; oldest: string }>`
    SELECT status, count(*)::integer, min(right(id, 6)) AS oldest
    FROM webhook_deliveries WHERE webhook_id = ${hook} GROUP BY status`.execute(db);
  return Object.fromEntries(rows.map(({ status, ...row }) => [status, row]));
}

test('ended deliveries are deleted when a webhook has too many, and all after their retention; pending ones are kept', async () => {
  const { id } = await used.store.webhooks.create('acme', webhook);
  const extra = 3;
  const max = retention.endedDeliveriesPerWebhookMax;
  await deliver(id, 'pending', '1', 2 * extra);
  await deliver(id, 'delivered', '2', max + extra);
  await deliver(id, 'pending', '3', max);
  await deliver(id, 'pending', '4', 1, retention.deliveryDays + 1);
  expect(await used.store.cleaner.clean()).toMatchObject({
    ...{ webhook_deliveries: extra + 1, failed_deliveries: 0 },
  });
  expect(await deliveries(id)).toEqual({
    pending: { count: max + 2 * extra, oldest: last(1) },
    delivered: { count: max, oldest: last(extra + 1) },
  });
  await used.store.webhooks.delete('acme', id);
});

test('the oldest pending deliveries of a webhook fail with a reason when too many wait', async () => {
  const { id } = await used.store.webhooks.create('acme', webhook);
  const max = 10;
  await deliver(id, 'pending', '1', max + 3);
  expect(await createCleaner(db, max).clean()).toMatchObject({ webhook_deliveries: 0, failed_deliveries: 3 });
  expect(await deliveries(id)).toEqual({
    pending: { count: max, oldest: last(4) },
    failed: { count: 3, oldest: last(1) },
  });
  const { data } = await used.store.webhooks.deliveries('acme', id, { limit: 1, status: 'failed' });
  expect(data[0]).toMatchObject({ error: 'more than 10 messages of the webhook waited', attempts: 0 });
  await used.store.webhooks.delete('acme', id);
});

test('a delivery that is being posted does not fail since too many others wait', async () => {
  const { id } = await used.store.webhooks.create('acme', webhook);
  await deliver(id, 'pending', '1', 3);
  const queuedAgo = (n: number, seconds: number) =>
    sql`
    UPDATE webhook_deliveries SET queued_at = now() - ${seconds} * interval '1 second'
    WHERE webhook_id = ${id} AND right(id, 6) = ${last(n)}`.execute(db);
  await queuedAgo(1, 0);
  await queuedAgo(2, 3_600); // its result is lost
  const cleaner = createCleaner(db, 1);
  expect(await cleaner.clean()).toMatchObject({ failed_deliveries: 1 });
  const { data } = await used.store.webhooks.deliveries('acme', id, { limit: 3 });
  expect(data.map(({ status }) => status)).toEqual(['pending', 'failed', 'pending']);
  const posted = { isDelivered: true, responseStatus: 204, responseBody: '', error: null };
  await used.store.outbox.record({ id: data[2].id, attempt: 1 }, posted);
  expect(await cleaner.clean()).toMatchObject({ failed_deliveries: 0 });
  expect(await deliveries(id)).toMatchObject({ delivered: { count: 1 }, pending: { count: 1 } });
  await used.store.webhooks.delete('acme', id);
});

test('deliveries in the queue do not end the cleaning of a webhook with more than one statement deletes', async () => {
  const { id } = await used.store.webhooks.create('acme', webhook);
  await deliver(id, 'pending', '1', 5_010);
  await sql`
    UPDATE webhook_deliveries SET queued_at = now()
    WHERE webhook_id = ${id} AND right(id, 6) BETWEEN '002000' AND '002007'`.execute(db);
  expect(await createCleaner(db, 1).clean()).toMatchObject({ failed_deliveries: 5_001 });
  expect(await deliveries(id)).toMatchObject({ failed: { count: 5_001 }, pending: { count: 9 } });
  await used.store.webhooks.delete('acme', id);
});

test('some events delete ended deliveries beyond those that a webhook keeps, so that they do not wait for the cleaner', async () => {
  const { id } = await used.store.webhooks.create('bursting', webhook);
  const extra = 50;
  const max = retention.endedDeliveriesPerWebhookMax;
  await deliver(id, 'pending', '1', extra);
  await deliver(id, 'failed', '2', max + extra);
  const event = (random: () => number) =>
    db
      .transaction()
      .execute((trx) => announce(trx, 'bursting', { type: 'job.failed', data: {} as never }, random));
  await event(() => 0.5);
  expect((await deliveries(id)).failed.count).toBe(max + extra);
  await event(() => 0);
  expect(await deliveries(id)).toMatchObject({
    pending: { count: extra + 2 },
    failed: { count: max, oldest: last(extra + 1) },
  });
});

const createEmbed = (model: string, name: string) =>
  used.store.embeds.create('acme', {
    ...{ name, model, series: null, hint: 'gce_abcd', expiresAt: null },
    digest: createHash('sha256').update(name).digest(),
  });

test('expired embeds make room for new ones, and are deleted after their retention', async () => {
  const { model } = await createTraining(used.store);
  const { embedsMax } = limits;
  const create = (name: string) => createEmbed(model.id, name);
  const expire = (id: string, days: number) =>
    sql`UPDATE embeds SET expires_at = now() - ${days} * interval '1 day' WHERE id = ${id}`.execute(db);
  const listed = async () =>
    (await used.store.embeds.list('acme', { limit: 10 })).data.map((one) => one.name);
  try {
    Object.assign(limits, { embedsMax: 3 });
    const [first, second] = [await create('first'), await create('second')];
    await create('third');
    await expect(create('fourth')).rejects.toMatchObject({ code: 'embeds_too_many' });
    await expire(first.id, 1);
    await expire(second.id, 2);
    await create('fourth');
    expect(await listed()).toEqual(['fourth', 'third', 'first']);
    expect((await used.store.cleaner.clean()).embeds).toBe(0);
    await expire(first.id, retention.expiredEmbedDays + 1);
    expect((await used.store.cleaner.clean()).embeds).toBe(1);
    expect(await listed()).toEqual(['fourth', 'third']);
  } finally {
    Object.assign(limits, { embedsMax });
  }
});

test('expired answers of idempotency keys are deleted when no further call has a key', async () => {
  const { idempotency, cleaner } = used.store;
  for (const key of ['old', 'new'])
    expect(await idempotency.reserve('acme', key, key)).toEqual({ state: 'reserved' });
  await sql`
    UPDATE idempotency_keys SET created_at = now() - make_interval(secs => ${idempotencyKeptSeconds + 1})
    WHERE key = 'old'`.execute(db);
  expect((await cleaner.clean()).idempotency_keys).toBe(1);
  expect(await db.selectFrom('idempotency_keys').select('key').execute()).toEqual([{ key: 'new' }]);
  await idempotency.release('acme', 'new', 'new', true);
});

test('the oldest forecasts of a tenant are deleted when there are too many, in number or in bytes', async () => {
  const [newest, other] = await Promise.all(
    ['many', 'other'].map(async (tenant) =>
      saveForecast(used.store, tenant, await sampleForecast(used.store, tenant)),
    ),
  );
  const older = (tenant: string, count: number, bytes: number) =>
    sql`
    INSERT INTO forecasts (id, tenant_id, model_id, dataset_id, dataset_version, horizon, series_count, request,
      answer, answer_bytes)
    SELECT 'fc_' || lpad(n::text, 32, '0'), ${tenant}, model_id, dataset_id, dataset_version, horizon, series_count,
      request, answer, ${bytes}::integer
    FROM forecasts, generate_series(1, ${count}::integer) AS n WHERE id = ${newest.id}`.execute(db);
  await older('many', retention.forecastsPerTenantMax + 1, 100);
  const clean = async () => (await used.store.cleaner.clean()).forecasts;
  expect(await clean()).toBe(2);
  expect(await clean()).toBe(0);
  const largest = `fc_${'f'.repeat(32)}`;
  await sql`
    INSERT INTO forecasts (id, tenant_id, model_id, dataset_id, dataset_version, horizon, series_count, request,
      answer, answer_bytes)
    SELECT ${largest}, tenant_id, model_id, dataset_id, dataset_version, horizon, series_count,
      request, answer, 1024 * 1024 * 1024
    FROM forecasts WHERE id = ${newest.id}`.execute(db);
  expect(await clean()).toBe(retention.forecastsPerTenantMax);
  expect((await used.store.forecasts.list('many', { limit: 5 })).data.map(({ id }) => id)).toEqual([largest]);
  expect((await storedForecast(used.store.forecasts, 'other', other.id)).id).toBe(other.id);
});

/** Creates what a one-shot forecast of `daysAgo` days ago leaves: a dataset, and a model whose job has ended. */
async function oneShot(daysAgo: number) {
  const model = { name: 'one-shot', tags: [oneShotTag], spec: sampleSpec, requestId: null };
  const parsed = sampleDataset([sampleSeries('a', 100)]);
  const created = await used.store.models.createWithDataset('acme', parsed, () => model);
  await used.store.jobs.cancel('acme', created.job.id);
  const dataset = await used.store.datasets.get('acme', created.model.dataset_id);
  await makeOlder(dataset.id, daysAgo);
  return { dataset, model: created.model, job: created.job };
}

async function makeOlder(datasetId: string, days: number) {
  const earlier = sql`created_at = created_at - ${days} * interval '1 day'`;
  await sql`UPDATE datasets SET ${earlier} WHERE id = ${datasetId}`.execute(db);
  await sql`UPDATE models SET ${earlier} WHERE dataset_id = ${datasetId}`.execute(db);
}

test('datasets of one-shot forecasts are deleted after their retention, unless somebody used them for more', async () => {
  const old = retention.oneShotDays + 1;
  const [
    fresh,
    gone,
    added,
    trained,
    planned,
    running,
    asked,
    served,
    unusedSince,
    watched,
    embedded,
    expired,
    instant,
  ] = await Promise.all([1, ...Array.from({ length: 12 }, () => old)].map(oneShot));
  const { store } = used;
  await store.datasets.addObservations(
    'acme',
    added.dataset.id,
    [
      {
        id: 'a',
        times: Float64Array.of(Date.UTC(2021, 0, 1)),
        values: Float64Array.of(1),
        covariates: {},
        static: {},
      },
    ],
    { missingReplaces: true, allowsNewSeries: false, isDryRun: false },
  );
  const own = { name: 'mine', tags: [], dataset: trained.dataset, spec: sampleSpec, requestId: null };
  await store.models.create('acme', own);
  await store.schedules.create('acme', {
    kind: 'forecast',
    model_id: planned.model.id,
    every: 'P1D',
    time_zone: 'UTC',
    enabled: true,
  });
  await store.jobs.retry('acme', running.job.id);
  const forecast = await sampleForecast(store, 'acme');
  await saveForecast(store, 'acme', {
    ...forecast,
    model_id: asked.model.id,
    dataset_id: asked.dataset.id,
  });
  const { dataset, model } = instant;
  await saveForecast(store, 'acme', { ...forecast, model_id: model.id, dataset_id: dataset.id });
  await sql`UPDATE forecasts SET model_id = NULL WHERE dataset_id = ${dataset.id}`.execute(db);
  for (const { model } of [served, unusedSince]) await store.models.markUsed(model.id);
  await sql`UPDATE model_uses SET used_on = used_on - ${old}::integer WHERE model_id = ${unusedSince.model.id}`.execute(
    db,
  );
  await sql`UPDATE models SET anomaly_level = 90 WHERE id = ${watched.model.id}`.execute(db);
  for (const { model } of [embedded, expired]) await createEmbed(model.id, model.id);
  await sql`UPDATE embeds SET expires_at = now() WHERE model_id = ${expired.model.id}`.execute(db);
  expect((await store.cleaner.clean()).datasets).toBe(3);
  for (const { dataset } of [gone, unusedSince, expired])
    await expect(store.datasets.get('acme', dataset.id)).rejects.toMatchObject({ code: 'dataset_not_found' });
  await expect(store.models.get('acme', gone.model.id)).rejects.toMatchObject({ code: 'model_not_found' });
  const kept = [fresh, added, trained, planned, running, asked, served, watched, embedded, instant];
  for (const { dataset } of kept) {
    expect((await store.datasets.get('acme', dataset.id)).id).toBe(dataset.id);
  }
});

test('the tag of one-shot models deletes nothing that no one-shot call made', async () => {
  const { store } = used;
  const old = retention.oneShotDays + 1;
  const model = { name: 'mine', tags: [oneShotTag], spec: sampleSpec, requestId: null };
  const uploaded = await createDataset(store);
  const own = await store.models.create('acme', { ...model, dataset: uploaded });
  const retrained = await oneShot(0);
  const parent = { id: retrained.model.id, isWarm: false };
  const again = await store.models.create('acme', { ...model, dataset: retrained.dataset, parent });
  const bytes = Uint8Array.of(1);
  const imported = await store.models.import('acme', {
    ...{ name: 'mine', tags: [oneShotTag], spec: sampleSpec, requestedSpec: sampleSpec, parameterCount: 1 },
    ...{ card: null, trainedAt: null, weights: { bytes, sha256: '0' } },
    dataset: { name: 'mine', ...sampleDataset([sampleSeries('a', 1)]).header },
  });
  const untagged = await oneShot(0);
  await store.models.update('acme', untagged.model.id, { tags: [] });
  for (const { job } of [own, again]) await store.jobs.cancel('acme', job.id);
  const kept = [uploaded.id, retrained.dataset.id, imported.dataset_id, untagged.dataset.id];
  for (const id of kept) await makeOlder(id, old);
  expect((await store.cleaner.clean()).datasets).toBe(0);
  for (const id of kept) expect((await store.datasets.get('acme', id)).id).toBe(id);
});

/** Runs `work` until it waits for a lock that this test holds, then the cleaner until it has ended or waits for the
 *  work, and lets both go on. */
async function cleanedBeside<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  const waiting = async () => {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
      db,
    );
    return rows[0].count;
  };
  await sql`SELECT pg_advisory_lock(${sql.raw(lock)})`.execute(db);
  const working = work();
  await expect.poll(waiting).toBe(1);
  let hasEnded = false;
  const cleaning = used.store.cleaner.clean().finally(() => {
    hasEnded = true;
  });
  await expect.poll(async () => hasEnded || (await waiting()) === 2).toBe(true);
  await sql`SELECT pg_advisory_unlock(${sql.raw(lock)})`.execute(db);
  await cleaning;
  return working;
}

test('a one-shot model that gets an alias while the cleaner looks at it stays', async () => {
  const { model } = await oneShot(retention.oneShotDays + 1);
  const { alias } = await cleanedBeside("hashtext('gatecast:aliases:acme')", () =>
    used.store.aliases.put('acme', 'kept', model.id),
  );
  expect(alias).toMatchObject({ model_id: model.id });
  expect((await used.store.models.get('acme', 'kept')).id).toBe(model.id);
});

test('an old backtest that is queued again while the cleaner looks at it stays', async () => {
  const retrying = await openStore(used.url, { poolMax: 2, tenantQueuedMax: 1_000, lockMsMax: 60_000 });
  const { model } = await createTraining(used.store);
  const plan = { windows: 2, step: 1, horizon: 5, refit: false, refit_every: 1 } as never;
  const asked = { model, datasetId: model.dataset_id, plan, requestId: null };
  const { backtest, job } = await retrying.backtests.create('acme', asked);
  await retrying.jobs.cancel('acme', job.id);
  await sql`
    INSERT INTO backtests (id, tenant_id, model_id, dataset_id, dataset_version, job_id, status, plan)
    SELECT 'bt_f' || lpad(n::text, 31, '0'), tenant_id, model_id, dataset_id, dataset_version, job_id, status, plan
    FROM backtests, generate_series(1, ${retention.backtestsPerModelMax}::integer) AS n WHERE id = ${backtest.id}`.execute(
    db,
  );
  const again = await cleanedBeside("hashtext('gatecast:queued'), hashtext('acme')", () =>
    retrying.jobs.retry('acme', job.id),
  );
  expect(again.status).toBe('queued');
  expect((await retrying.jobs.get('acme', job.id)).status).toBe('queued');
  expect((await retrying.backtests.get('acme', backtest.id)).status).toBe('running');
  await retrying.close();
});
