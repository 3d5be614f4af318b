/** Processes of two versions share a database while they are replaced: a newer one migrates under the prepared
 *  statements of an older one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { query } from '../../embedded-postgres/processes.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** More executions than the store waits before it prepares a statement. */
const callsBefore = 6;
let database: TestDatabase;
let service: TestApp;
let model: Model;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database);
  service.startWorker();
  model = await service.trained(dailyCsv(120), { horizon: 3 });
  await service.stopWorker();
});
afterAll(() => service.stop());

test('calls go on while a migration changes the columns of every table', async () => {
  const forecasts = `/v1/models/${model.id}/forecasts`;
  const { app } = service;
  const kept = (await app.inject({ method: 'POST', url: forecasts, payload: {} })).json();
  const reads = [
    ...['/v1/models', '/v1/datasets', '/v1/jobs', '/v1/forecasts', `/v1/models/${model.id}`],
    ...[`/v1/datasets/${model.dataset_id}`, `/v1/jobs/${model.job_id}`, `/v1/forecasts/${kept.id}`],
    ...[`/v1/datasets/${model.dataset_id}/series`, `/v1/jobs/${model.job_id}/logs`],
  ];
  const callAll = async () => {
    const calls = [
      ...reads.map((url) => app.inject(url)),
      ...[{}, { store: false }, { as_of: '2024-02-20' }].map((payload) =>
        app.inject({ method: 'POST', url: forecasts, payload }),
      ),
      app.inject({
        method: 'POST',
        url: '/v1/models',
        payload: { dataset_id: model.dataset_id, horizon: 3, steps: 1 },
      }),
    ];
    const answers = await Promise.all(calls);
    return answers.filter(({ statusCode }) => statusCode >= 300).map(({ body }) => body);
  };
  for (let n = 0; n < callsBefore; n++) expect(await callAll()).toEqual([]);
  const tables = await query(database.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  for (const { tablename } of tables as { tablename: string }[])
    await query(database.url, `ALTER TABLE ${tablename} ADD COLUMN of_a_newer_version text DEFAULT 'x'`);
  for (let n = 0; n < callsBefore; n++) expect(await callAll()).toEqual([]);
});
