/** Calls whose code has a fault: it names another tenant than that of the key. Row-level security
 *  answers them with nothing. */
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
/** The tenant that the faulty code names, whoever calls; null: the code has no fault. */
let named: string | null = null;
let service: TestApp;
let database: TestDatabase;
let url: string;
let acme: Record<string, string>;
let globex: Record<string, string>;

/** Methods whose first argument is a tenant get the wrong one. */
function confused<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        Reflect.apply(
          method,
          target,
          named !== null && (args[0] === 'acme' || args[0] === 'globex') ? [named, ...args.slice(1)] : args,
        );
    },
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({ apiKey: root, tenantPointsMax: 1_000_000 }, database, {
    changed: (store: Store) => ({
      ...store,
      ...{ datasets: confused(store.datasets), models: confused(store.models), jobs: confused(store.jobs) },
      ...{ served: confused(store.served), forecasts: confused(store.forecasts) },
      ...{ webhooks: confused(store.webhooks), schedules: confused(store.schedules) },
      ...{ jobEvents: confused(store.jobEvents), idempotency: confused(store.idempotency) },
      ...{ usage: confused(store.usage), aliases: confused(store.aliases), fleets: confused(store.fleets) },
    }),
  });
  service.startWorker();
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  [acme, globex] = [await keyOf('acme'), await keyOf('globex')];
});
afterAll(() => service.stop());

async function keyOf(tenant: string): Promise<Record<string, string>> {
  const payload = { tenant, scopes: ['read', 'write'] };
  const headers = { authorization: `Bearer ${root}` };
  const made = await service.app.inject({ method: 'POST', url: '/v1/keys', headers, payload });
  return { authorization: `Bearer ${made.json().secret}` };
}

async function faulty<Result>(tenant: string, work: () => Promise<Result>): Promise<Result> {
  named = tenant;
  try {
    return await work();
  } finally {
    named = null;
  }
}

const csv = { 'content-type': 'text/csv' };
const json = { 'content-type': 'application/json' };

/** Over a socket that other calls use before and after it. */
async function send(
  key: Record<string, string>,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: RequestInit['body'] } = {},
) {
  const answer = await fetch(`${url}${path}`, { ...init, headers: { ...init.headers, ...key } });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

async function trained(key: Record<string, string>) {
  const uploaded = await send(key, '/v1/datasets', { method: 'POST', headers: csv, body: dailyCsv(90) });
  const dataset = uploaded.body;
  const settings = { dataset_id: dataset.id, horizon: 2, preset: 'fast', hidden_size: 8, steps: 5 };
  const begun = await send(key, '/v1/models', {
    ...{ method: 'POST', headers: json, body: JSON.stringify(settings) },
  });
  const job = await service.ended(begun.body.job.id, key);
  expect(job.status).toBe('succeeded');
  const forecast = await send(key, `/v1/models/${begun.body.model.id}/forecasts`, {
    ...{ method: 'POST', headers: json, body: '{}' },
  });
  expect(forecast.status).toBe(200);
  return { dataset, model: begun.body.model, job, forecast: forecast.body };
}

/** Runs work while the database does not apply the policies. */
async function unlocked<Result>(work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client(database.superuserUrl);
  await client.connect();
  const { rows } = await client.query(
    "SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace",
  );
  expect(rows.length).toBeGreaterThan(20);
  // One after the other: a transaction that locks many tables waits for others, and they for it.
  const all = async (change: string) => {
    for (const { name } of rows) await client.query(`ALTER TABLE ${name} ${change} ROW LEVEL SECURITY`);
  };
  await all('DISABLE');
  try {
    return await work();
  } finally {
    await all('ENABLE');
    await client.end();
  }
}

type Trained = Awaited<ReturnType<typeof trained>>;

/** Reads of the rows of a tenant. */
const readsOf = ({ dataset, model, job, forecast }: Trained) => [
  ...['/v1/datasets', '/v1/models', '/v1/jobs', '/v1/forecasts'],
  ...[`/v1/datasets/${dataset.id}`, `/v1/models/${model.id}`, `/v1/jobs/${job.id}`],
  ...[`/v1/datasets/${dataset.id}/export?format=csv`, `/v1/jobs/${job.id}/events`],
  ...[`/v1/forecasts/${forecast.id}`, `/v1/models/${model.id}/weights`],
];

/** The reads that give a caller rows of the tenant that the faulty code names. */
async function leaksOf(paths: string[], { dataset, model, job }: Trained): Promise<string[]> {
  const leaks: string[] = [];
  for (const path of paths) {
    expect((await send(globex, path)).status, path).toBe(200);
    const { status, text, body } = await faulty('globex', () => send(acme, path));
    const isNothing = status === 404 || (status === 200 && body?.data?.length === 0);
    const namesOther = [dataset.id, model.id, job.id].some((id) => !path.includes(id) && text.includes(id));
    if (!isNothing || namesOther) leaks.push(path);
  }
  return leaks;
}

test('reads that name another tenant find nothing of it; without the policies, the same reads find it', async () => {
  const other = await trained(globex);
  const paths = readsOf(other);
  expect(await leaksOf(paths, other)).toEqual([]);
  expect(await leaksOf(['/v1/fleets', '/v1/schedules', '/v1/aliases'], other)).toEqual([]);
  // The caches of models and forecasts know the model already.
  const forecast = { method: 'POST', headers: json, body: '{}' };
  const path = `/v1/models/${other.model.id}/forecasts`;
  expect((await faulty('globex', () => send(acme, path, forecast))).status).toBe(404);
  expect((await send(globex, path, forecast)).status).toBe(200);

  expect(await unlocked(() => leaksOf(paths, other))).toEqual(paths);
  expect(await leaksOf(paths, other)).toEqual([]);
});

const points = (length: number) => ({
  name: 'one',
  series: [
    {
      id: 'a',
      ...{ start: '2024-01-01', values: Array.from({ length }, (_, i) => i + 0.25) },
    },
  ],
  frequency: 'P1D',
});

function uploads(): [string, Record<string, string>, RequestInit['body']][] {
  const table = dailyCsv(60);
  const form = new FormData();
  form.set('file', new Blob([table], { type: 'text/csv' }), 'table.csv');
  return [
    ['CSV', csv, table],
    ['gzip', { ...csv, 'content-encoding': 'gzip' }, gzipSync(table)],
    ['form', {}, form],
    ['JSON', json, JSON.stringify(points(50))],
    ['JSON that threads read', json, JSON.stringify(points(15_000))],
  ];
}

/** Status of each upload, and of a deletion, that name another tenant. */
async function changesOf(other: Trained): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for (const [name, headers, body] of uploads()) {
    const init = { method: 'POST', headers, body };
    statuses[name] = (await faulty('globex', () => send(acme, '/v1/datasets', init))).status;
  }
  const removal = `/v1/datasets/${other.dataset.id}?dependents=delete`;
  statuses.deletion = (await faulty('globex', () => send(acme, removal, { method: 'DELETE' }))).status;
  return statuses;
}

test('changes that name another tenant change nothing of it, however the body is sent; without the policies they do', async () => {
  const other = await trained(globex);
  const before = (await send(globex, '/v1/datasets')).text;
  for (const [name, headers, body] of uploads()) {
    const own = await send(acme, '/v1/datasets', { method: 'POST', headers, body });
    expect(own.status, `${name}: ${own.text}`).toBe(201);
  }
  const sent = ['CSV', 'gzip', 'form', 'JSON', 'JSON that threads read'];
  const refused = Object.fromEntries(sent.map((name) => [name, 500]));
  expect(await changesOf(other)).toEqual({ ...refused, deletion: 404 });
  const hook = { method: 'POST', headers: json, body: JSON.stringify({ url: 'https://example.com/' }) };
  expect((await faulty('globex', () => send(acme, '/v1/webhooks', hook))).status).toBeGreaterThanOrEqual(400);
  expect((await send(globex, '/v1/datasets')).text).toBe(before);

  const made = Object.fromEntries(sent.map((name) => [name, 201]));
  expect(await unlocked(() => changesOf(other))).toEqual({ ...made, deletion: 204 });
  expect((await send(globex, '/v1/datasets')).text).not.toBe(before);
});

test('calls of several tenants at the same time each get their own rows', async () => {
  const [a, b] = await Promise.all([trained(acme), trained(globex)]);
  const asked = Array.from({ length: 60 }, async (_, n) => {
    const [key, own] = n % 2 === 0 ? [acme, a] : [globex, b];
    const forecast = { method: 'POST', headers: json, body: '{}' };
    const made = await send(key, `/v1/models/${own.model.id}/forecasts`, forecast);
    expect(made.status, made.text).toBe(200);
    expect((await send(key, `/v1/forecasts/${made.body.id}`)).body).toMatchObject({ model_id: own.model.id });
    const table = await send(key, `/v1/datasets/${own.dataset.id}/export?format=csv`);
    expect(table.text.split('\n').length).toBeGreaterThan(90);
    expect((await send(key, `/v1/jobs/${own.job.id}`)).body).toMatchObject({ id: own.job.id });
  });
  await Promise.all(asked);
});
